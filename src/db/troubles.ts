import { sql } from 'drizzle-orm';
import type { Db } from './connection.ts';

/** What keeps a package's people from hearing of it. */
export type Trouble =
  /** Whoever should be asked first is deactivated: somebody else is asked meanwhile. */
  | { readonly kind: 'owner_gone'; readonly userId: string }
  /** Slack refused a message, with this error of its own; it is tried again for some days. */
  | { readonly kind: 'refused'; readonly error: string }
  /** So many messages may or may not have arrived. */
  | { readonly kind: 'in_doubt'; readonly count: number };

/** Per package, of those that have any: what could not be delivered for it or for its open rotation, and owners who are gone. */
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
  const failed = await db.execute<{ package_id: string; error: string | null; doubts: number }>(sql`
    with troubled as (
      select r.package_id, o.state, o.error from outbox o join rotation r on r.id = o.rotation_id
        where r.package_id in ${[...packageIds]} and r.step not in ('done', 'cancelled')
          and o.kind not in ('home', 'link_mail') and (o.state in ('in_doubt', 'refused') or o.error is not null)
      union all select (o.payload->>'packageId')::uuid, o.state, o.error from outbox o
        where o.kind = 'reminder' and o.payload->>'packageId' in ${[...packageIds]}
          and (o.state in ('in_doubt', 'refused') or o.error is not null))
    select package_id, max(error) as error, count(*) filter (where state = 'in_doubt')::int as doubts
    from troubled group by package_id`);
  for (const { package_id: id, error, doubts } of failed) {
    if (error !== null) add(id, { kind: 'refused', error });
    if (doubts > 0) add(id, { kind: 'in_doubt', count: doubts });
  }
  return troubles;
}
