import { sql, type SQL } from 'drizzle-orm';
import { isNewer } from './outbox-carriers.ts';
import type { Db } from './connection.ts';

/** What keeps a package's people from hearing of it. */
export type Trouble =
  /** Whoever should be asked first is deactivated: somebody else is asked meanwhile. */
  | { readonly kind: 'owner_gone'; readonly userId: string }
  | EscalationGone
  /** Slack refused a message, with this error of its own; it is tried again for some days. */
  | { readonly kind: 'refused'; readonly error: string }
  /** So many messages may or may not have arrived. */
  | { readonly kind: 'in_doubt'; readonly count: number };

/** Whoever is named to hear of it last is deactivated: nobody hears that rung. Named by the package's own settings, or the workspace's. */
export interface EscalationGone {
  readonly kind: 'escalation_gone';
  readonly userId: string;
  readonly isOfPackage: boolean;
}

/** Per package, of those that have any: what could not be delivered for it or for its open rotation, and who is gone. */
export async function troublesOf(db: Db, packageIds: readonly string[]): Promise<Map<string, Trouble[]>> {
  const troubles = new Map<string, Trouble[]>();
  if (packageIds.length === 0) return troubles;
  const add = (packageId: string, one: Trouble) =>
    troubles.set(packageId, [...(troubles.get(packageId) ?? []), one]);
  const gone = await db.execute<{ package_id: string; user_id: string }>(sql`
    select a.package_id, a.user_id from package_admin a
    join known_person k on k.workspace_id = a.workspace_id and k.team_id = a.team_id and k.user_id = a.user_id
    where a.package_id in ${[...packageIds]} and a.role = 'owner' and k.is_gone`);
  for (const row of gone) add(row.package_id, { kind: 'owner_gone', userId: row.user_id });
  for (const [id, one] of await escalationsGone(db, packageIds)) add(id, one);
  const failed = await db.execute<{ package_id: string; error: string | null; doubts: number }>(sql`
    with troubled as (${undelivered(sql`${[...packageIds]}`)})
    select package_id, max(error) as error, count(*) filter (where state = 'in_doubt')::int as doubts
    from troubled group by package_id`);
  for (const { package_id: id, error, doubts } of failed) {
    if (error !== null) add(id, { kind: 'refused', error });
    if (doubts > 0) add(id, { kind: 'in_doubt', count: doubts });
  }
  return troubles;
}

/** Of these packages, those whose escalation contact, as the settings hold for them, is gone from Slack. */
export async function escalationsGone(
  db: Db,
  packageIds: readonly string[],
): Promise<Map<string, EscalationGone>> {
  const rows = await db.execute<{ package_id: string; user_id: string; is_of_package: boolean }>(sql`
    select p.id as package_id, k.user_id, ${named('own')} is not null as is_of_package
    from package p left join policy own on own.scope = p.id
    left join policy usual on usual.scope = p.workspace_id
    join known_person k on k.workspace_id = p.workspace_id and k.is_gone
      and k.team_id = coalesce(${named('own')}, ${named('usual')}) ->> 'teamId'
      and k.user_id = coalesce(${named('own')}, ${named('usual')}) ->> 'userId'
    where p.id in ${[...packageIds]}`);
  return new Map(
    rows.map(({ package_id: id, user_id: userId, is_of_package: isOfPackage }) => [
      id,
      { kind: 'escalation_gone', userId, isOfPackage },
    ]),
  );
}

/** JSON's null is nobody, too. */
const named = (policy: 'own' | 'usual'): SQL => sql`nullif(${sql.identifier(policy)}.escalation, 'null')`;

/** Of these packages (a list in brackets): each message that did not arrive for sure and still matters. */
export const undelivered = (packages: SQL): SQL =>
  sql`${ofRotations(packages)} union all ${ofReminders(packages)} union all ${ofDigests(packages)}`;

const isTroubled = sql`(o.state in ('in_doubt', 'refused') or o.error is not null)`;

const ofRotations = (packages: SQL): SQL => sql`
  select r.package_id, o.state, o.error from outbox o join rotation r on r.id = o.rotation_id
  where r.package_id in ${packages} and r.step not in ('done', 'cancelled')
    and o.kind not in ('home', 'link_mail') and ${isTroubled}`;

/** Reminders that a rotation is due, as long as they are of the present date and no later one has arrived. */
const ofReminders = (packages: SQL): SQL => sql`
  select p.id, o.state, o.error from package p join outbox o on o.payload->>'packageId' = p.id::text
  where p.id in ${packages} and o.kind = 'reminder' and ${isTroubled}
    and (o.payload->>'deadlineOn')::date + 1 in (p.expires_on,
      (select g.expires_on from generation g where g.package_id = p.id order by g.number desc limit 1))
    and not exists (select 1 from outbox later
      where later.workspace_id = p.workspace_id and later.kind = 'reminder' and later.state = 'sent'
      and later.payload->>'packageId' = p.id::text and ${isNewer('later', 'o')})`;

/** One person's message of the day, which tells of many packages; the next one they get says it all again. */
const ofDigests = (packages: SQL): SQL => sql`
  select distinct on (d.package_id, o.key) d.package_id, o.state, o.error
  from outbox o join reminder d on d.digest = o.key
  where o.kind = 'digest' and ${isTroubled} and d.package_id in ${packages}
    and not exists (select 1 from rotation r where r.package_id = d.package_id and r.done_at > o.created_at)
    and not exists (select 1 from known_person k where k.workspace_id = o.workspace_id
      and k.user_id = o.payload->>'userId' and k.is_gone)
    and not exists (select 1 from outbox later
      where later.workspace_id = o.workspace_id and later.kind = 'digest' and later.state = 'sent'
      and later.payload->>'userId' = o.payload->>'userId'
      and later.payload->>'channelId' is not distinct from o.payload->>'channelId' and ${isNewer('later', 'o')})`;
