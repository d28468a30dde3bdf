import { sql, type SQL } from 'drizzle-orm';
import type { SlackIdentity } from '../domain/people.ts';
import type { Moment } from '../domain/schedule.ts';
import { undelivered } from './troubles.ts';

interface WaitingOf {
  readonly workspaceId: string;
  readonly person: SlackIdentity;
  readonly now: Moment;
}

/**
 * What of a person's own packages waits for an admin, as `waitingOnCard` and `waitingOnTroubles` judge it: `own`, and of
 * them `alarmed` (an alarm nobody has answered), `wanting` (a step or a vendor needs one), `troubled` (a message did not
 * arrive). For a `with`. Whether something is in `own` is asked as a value, not by a join: see `standings`.
 */
export const waitingOfAdmin = (of: WaitingOf): SQL => sql`
  own as materialized (select a.package_id from package_admin a
    join appointed_admin s on s.workspace_id = a.workspace_id and s.team_id = a.team_id and s.user_id = a.user_id
    where a.workspace_id = ${of.workspaceId} and a.team_id = ${of.person.teamId}
      and a.user_id = ${of.person.userId}),
  turned as materialized (select r.id, r.package_id, r.step, r.generation_id, r.date_read, r.second_person,
      r.second_person_for, r.package_id in (select package_id from own) as is_own
    from rotation r where r.workspace_id = ${of.workspaceId} and r.step not in ('done', 'cancelled')),
  turning as materialized (select * from turned where is_own),
  alarmed as materialized (select distinct r.package_id from turning r
    join audit a on a.rotation_id = r.id and a.kind = 'alarm_raised'
      and a.facts::jsonb ->> 'generationId' = r.generation_id::text
    where not exists (select from audit b where b.rotation_id = r.id and b.seq > a.seq and (b.kind = 'secret_exposed'
      or b.kind in ('links_suspended', 'alarm_dismissed') and b.facts::jsonb ->> 'vendor' = a.facts::jsonb ->> 'vendor'))),
  wanting as materialized (select r.package_id from turning r
    where r.step in ('generating', 'ready') or (r.step = 'activated' and r.date_read is null)
      or r.package_id in (select package_id from alarmed)
      or ${isAskedForSecond(of)}
      or exists (select from handoff h where h.rotation_id = r.id and h.generation_id = r.generation_id
        and h.status <> 'revoked' and (h.problem is not null or h.status = 'missing'
          or (r.step = 'activated' and h.status not in ('confirmed', 'waived'))
          or (r.step <> 'cooling' and h.status = 'sealed' and ${hasNoLink(of.now)})))),
  troubled as materialized (select distinct package_id
    from (${undelivered(sql`(select package_id from own)`)}) lost)`;

/** Another admin asks for a second person; or somebody should, for Activate, and nobody has. */
const isAskedForSecond = ({ person, now }: WaitingOf): SQL => sql`(
  exists (${openRequests(now)} and (q -> 'askedBy' ->> 'userId', q -> 'askedBy' ->> 'teamId')
    is distinct from (${person.userId}, ${person.teamId}))
  or r.step = 'sharing' and r.second_person ->> 'wantedAt' is not null
    and not exists (${openRequests(now)} and q ->> 'what' = 'activate'))`;

/** Those of `r` that nobody has answered. What they rest on is judged at every move of the rotation, and they end then. */
const openRequests = (now: Moment): SQL => sql`
  select from jsonb_array_elements(r.second_person -> 'requests') q
  where q ->> 'what' = any(r.second_person_for) and (q ->> 'endsAt')::timestamptz > ${now.toISO()}
    and (q ->> 'what' = 'waive' or q ->> 'agreed' is null)`;

/** Of a vendor without Slack: an admin has to pass one on. */
const hasNoLink = (now: Moment): SQL => sql`
  exists (select from participant p
    where p.rotation_id = r.id and p.vendor_id = h.vendor_id and p.contact ->> 'kind' = 'email')
  and not exists (select from link l where l.handoff_id = h.id and l.way <> 'slack' and l.revoked_at is null
    and l.expires_at > ${now.toISO()})`;
