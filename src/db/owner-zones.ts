import { sql } from 'drizzle-orm';
import type { Db } from './connection.ts';

/** The zones in which packages' owners live, as far as Slack tells them: few, however many packages there are. */
export async function zonesOfOwners(db: Db, workspaceId: string): Promise<string[]> {
  const rows = await db.execute<{ zone: string }>(sql`
    select distinct k.zone from known_person k where k.workspace_id = ${workspaceId} and k.zone is not null
      and exists (select from package_admin a
        where a.workspace_id = k.workspace_id and a.team_id = k.team_id and a.user_id = k.user_id and a.role = 'owner')`);
  return rows.map(({ zone }) => zone);
}

/** The packages that have settings of their own, each with its owner's zone. */
export async function packagesWithPolicy(
  db: Db,
  workspaceId: string,
): Promise<{ packageId: string; zone: string | null }[]> {
  const rows = await db.execute<{ package_id: string; zone: string | null }>(sql`
    select y.scope as package_id, max(k.zone) as zone from policy y
    left join package_admin a on a.package_id = y.scope and a.role = 'owner'
    left join known_person k on k.workspace_id = a.workspace_id and k.team_id = a.team_id and k.user_id = a.user_id
    where y.workspace_id = ${workspaceId} and y.scope <> ${workspaceId} group by y.scope`);
  return rows.map((row) => ({ packageId: row.package_id, zone: row.zone }));
}
