import { sql } from 'drizzle-orm';
import type { BoardChoices, Choice } from '../domain/board-choices.ts';
import { isShown, type BoardOf } from './board-rows.ts';
import type { Db } from './connection.ts';

/** A list longer than this helps nobody: the search finds what it leaves out. */
const MOST = 300;

interface Row extends Record<string, unknown> {
  what: keyof BoardChoices;
  choices: Choice[] | null;
}

/** What packages are told apart by: id and name of each that some package in `shown` has. */
export const TOLD_BY = {
  accounts: sql`select id::text as id, name from account where id in (select account_id from shown)`,
  units: sql`select u ->> 'mid' as id, max(u ->> 'name') as name
    from shown, jsonb_array_elements(business_units) u group by 1`,
  vendors: sql`select id::text as id, name from vendor where id in (
    select vendor_id from package_vendor where package_id in (select id from shown))`,
} as const;

/** All there is to choose from on this board. */
export async function readBoardChoices(
  db: Db,
  of: Pick<BoardOf, 'workspaceId' | 'seenBy'>,
): Promise<BoardChoices> {
  const list = (what: keyof BoardChoices, from: ReturnType<typeof sql>) => sql`
    select ${what}::text as what, (select json_agg(json_build_object('id', id, 'name', name) order by lower(name), id)
      from (${from} order by 2, 1 limit ${MOST}) one) as choices`;
  const rows = await db.execute<Row>(sql`
    with shown as materialized (
      select id, name, account_id, channel_id, business_units from package p where ${isShown(of)})
    ${list('accounts', TOLD_BY.accounts)}
    union all ${list('units', TOLD_BY.units)}
    union all ${list('vendors', TOLD_BY.vendors)}
    union all ${list(
      'channels',
      sql`select channel_id as id, min(name) || case when count(*) > 1 then ' +' || count(*) - 1 else '' end as name
        from shown group by 1`,
    )}
    union all ${list(
      'owners',
      sql`select a.user_id as id, max(k.name) as name from package_admin a
        join appointed_admin s on s.workspace_id = a.workspace_id and s.team_id = a.team_id and s.user_id = a.user_id
        left join known_person k
          on k.workspace_id = a.workspace_id and k.team_id = a.team_id and k.user_id = a.user_id
        where a.role = 'owner' and a.package_id in (select id from shown) group by 1`,
    )}`);
  const listed = (wanted: Row['what']) => rows.find(({ what }) => what === wanted)?.choices ?? [];
  return {
    ...{ accounts: listed('accounts'), units: listed('units'), vendors: listed('vendors') },
    ...{ channels: listed('channels'), owners: listed('owners') },
  };
}
