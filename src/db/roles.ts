import { eq, sql, type SQL } from 'drizzle-orm';
import type { SlackIdentity } from '../domain/people.ts';
import type { Viewing } from '../domain/roles.ts';
import type { Moment } from '../domain/schedule.ts';
import type { Db } from './connection.ts';
import { policy, viewer } from './schema.ts';

/** Whether everybody may look in this workspace, and whether this person is named. */
export async function viewingOf(db: Db, workspaceId: string, who: SlackIdentity): Promise<Viewing> {
  const [row] = await db.execute<{ is_narrowed: boolean; is_named: boolean }>(sql`
    select coalesce((select is_viewing_narrowed from policy where scope = ${workspaceId}), false) as is_narrowed,
      exists (select from viewer where workspace_id = ${workspaceId} and team_id = ${who.teamId}
        and user_id = ${who.userId}) as is_named`);
  return { isNarrowed: row?.is_narrowed ?? false, isNamed: row?.is_named ?? false };
}

const ofContact = (workspaceId: string, { teamId, userId }: SlackIdentity): SQL => sql`
  select pv.package_id as id from package_vendor pv join vendor v on v.id = pv.vendor_id
    where pv.workspace_id = ${workspaceId} and v.contact->>'userId' = ${userId} and v.contact->>'teamId' = ${teamId}
  union select r.package_id from participant c join rotation r on r.id = c.rotation_id
    where r.workspace_id = ${workspaceId} and r.step not in ('done', 'cancelled')
      and c.contact->>'userId' = ${userId} and c.contact->>'teamId' = ${teamId}`;

/** The packages of which this person is a vendor's contact: in the records, or in a rotation under way. */
export async function packagesOfContact(
  db: Db,
  workspaceId: string,
  who: SlackIdentity,
): Promise<ReadonlySet<string>> {
  const rows = await db.execute<{ id: string }>(ofContact(workspaceId, who));
  return new Set(rows.map(({ id }) => id));
}

/** Ids of the packages this person is an admin of, or a vendor's contact: to be asked for inside another statement. */
export const packagesOf = (workspaceId: string, who: SlackIdentity): SQL => sql`
  ${ofContact(workspaceId, who)}
  union select a.package_id from package_admin a
    join appointed_admin s on s.workspace_id = a.workspace_id and s.team_id = a.team_id and s.user_id = a.user_id
    where a.workspace_id = ${workspaceId} and a.team_id = ${who.teamId} and a.user_id = ${who.userId}`;

/** Whether any of those is not archived. */
export async function hasPackage(db: Db, workspaceId: string, who: SlackIdentity): Promise<boolean> {
  const rows = await db.execute(sql`select 1 from package
    where archived_at is null and id in (${packagesOf(workspaceId, who)}) limit 1`);
  return rows.length > 0;
}

export async function viewers(db: Db, workspaceId: string): Promise<SlackIdentity[]> {
  const { enterpriseId, teamId, userId } = viewer;
  return db
    .select({ enterpriseId, teamId, userId })
    .from(viewer)
    .where(eq(viewer.workspaceId, workspaceId))
    .orderBy(userId);
}

/** Makes these and only these the named viewers. */
export async function setViewers(
  tx: Db,
  workspaceId: string,
  named: readonly SlackIdentity[],
  by: { namedBy: object; namedAt: Moment },
): Promise<void> {
  await tx.delete(viewer).where(eq(viewer.workspaceId, workspaceId));
  if (named.length === 0) return;
  const rows = named.map(({ enterpriseId, teamId, userId }) => ({ enterpriseId, teamId, userId, ...by }));
  await tx.insert(viewer).values(rows.map((row) => ({ ...row, workspaceId })));
}

/** The workspace's rules on people: who may look, and what needs a second person. */
export interface PeopleRules {
  readonly isViewingNarrowed: boolean;
  readonly secondPersonFor: readonly ('activate' | 'waive')[];
}

export async function peopleRules(db: Db, workspaceId: string): Promise<PeopleRules> {
  const { isViewingNarrowed, secondPersonFor } = policy;
  const [row] = await db
    .select({ isViewingNarrowed, secondPersonFor })
    .from(policy)
    .where(eq(policy.scope, workspaceId));
  const kept = row?.secondPersonFor ?? [];
  return {
    isViewingNarrowed: row?.isViewingNarrowed ?? false,
    secondPersonFor: (['activate', 'waive'] as const).filter((what) => kept.includes(what)),
  };
}

/** The rotations under way follow at once, and the sweep looks at each: its gate may turn. */
export async function savePeopleRules(
  tx: Db,
  workspaceId: string,
  { isViewingNarrowed, secondPersonFor }: PeopleRules,
  by: { changedBy: object; changedAt: Moment },
): Promise<void> {
  const set = { isViewingNarrowed, secondPersonFor: [...secondPersonFor], ...by };
  await tx
    .insert(policy)
    .values({ scope: workspaceId, workspaceId, ...set })
    .onConflictDoUpdate({ target: policy.scope, set });
  const asked = sql`array(select jsonb_array_elements_text(${JSON.stringify(secondPersonFor)}::jsonb))`;
  await tx.execute(sql`
    update rotation set second_person_for = ${asked}, next_look_at = ${by.changedAt.toISO()}
    where workspace_id = ${workspaceId} and step not in ('done', 'cancelled') and second_person_for <> ${asked}`);
}

/** What one person is to the packages that are not retired. */
export interface Holder {
  readonly identity: SlackIdentity;
  /** Names of packages, by expiry. */
  readonly owns: readonly string[];
  readonly backs: readonly string[];
  /** Names of the vendors whose contact they are. */
  readonly speaksFor: readonly string[];
  /** Deactivated, or unknown to Slack, when it was last asked. */
  readonly isGone: boolean;
}

interface HolderRow extends Record<string, unknown> {
  enterprise_id: string | null;
  team_id: string;
  user_id: string;
  owns: string[];
  backs: string[];
  speaks_for: string[];
  is_gone: boolean;
}

/** Everybody in Slack who holds a role here: appointed, viewers, packages' admins, vendors' contacts. */
export async function holders(db: Db, workspaceId: string): Promise<Holder[]> {
  const rows = await db.execute<HolderRow>(sql`
    with held as (
      select enterprise_id, team_id, user_id, null as owns, null as backs, null as speaks_for, null::date as expires_on
        from appointed_admin where workspace_id = ${workspaceId}
      union all select enterprise_id, team_id, user_id, null, null, null, null
        from viewer where workspace_id = ${workspaceId}
      union all select a.enterprise_id, a.team_id, a.user_id, case when a.role = 'owner' then p.name end,
          case when a.role <> 'owner' then p.name end, null, p.expires_on
        from package_admin a join package p on p.id = a.package_id
        where a.workspace_id = ${workspaceId} and not p.is_retired
      union all select contact->>'enterpriseId', contact->>'teamId', contact->>'userId', null, null, name, null
        from vendor where workspace_id = ${workspaceId} and contact->>'kind' = 'slack')
    select max(h.enterprise_id) as enterprise_id, h.team_id, h.user_id,
      coalesce(jsonb_agg(h.owns order by h.expires_on, h.owns) filter (where h.owns is not null), '[]') as owns,
      coalesce(jsonb_agg(h.backs order by h.expires_on, h.backs) filter (where h.backs is not null), '[]') as backs,
      coalesce(jsonb_agg(h.speaks_for order by h.speaks_for) filter (where h.speaks_for is not null), '[]') as speaks_for,
      coalesce(bool_or(k.is_gone), false) as is_gone
    from held h left join known_person k
      on k.workspace_id = ${workspaceId} and k.team_id = h.team_id and k.user_id = h.user_id
    group by h.team_id, h.user_id
    order by count(h.owns) desc, count(h.backs) desc, h.user_id`);
  return rows.map(({ enterprise_id: enterpriseId, team_id: teamId, user_id: userId, ...row }) => ({
    identity: { enterpriseId, teamId, userId },
    ...{ owns: row.owns, backs: row.backs, speaksFor: row.speaks_for, isGone: row.is_gone },
  }));
}

/** Packages, by expiry, that no two admins look after who are still appointed: nobody could be a second person. */
export async function packagesWithoutSecond(db: Db, workspaceId: string): Promise<string[]> {
  const rows = await db.execute<{ name: string }>(sql`
    select p.name from package p
    left join (package_admin a join appointed_admin d
        on d.workspace_id = a.workspace_id and d.team_id = a.team_id and d.user_id = a.user_id)
      on a.package_id = p.id
    where p.workspace_id = ${workspaceId} and not p.is_retired and p.integration_type <> 'public_app'
    group by p.id having count(d.user_id) < 2 order by p.expires_on, p.name`);
  return rows.map(({ name }) => name);
}
