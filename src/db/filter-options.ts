import { sql, type SQL } from 'drizzle-orm';
import { containing, isShown, type BoardOf } from './board-rows.ts';
import type { Db } from './connection.ts';

/** What a board can be narrowed to by a search of its own. */
export type FilterField = 'account' | 'unit' | 'vendor';

/** One thing to choose: how it is called, and how a filter knows it. */
export interface FilterOption extends Record<string, unknown> {
  readonly name: string;
  readonly value: string;
}

/** Of the packages on the board: what none of them has finds nothing. */
const OPTIONS: Readonly<Record<FilterField, SQL>> = {
  account: sql`select name, id::text as value from account where id in (select account_id from shown)`,
  vendor: sql`select name, id::text as value from vendor where id in (
    select vendor_id from package_vendor where package_id in (select id from shown))`,
  unit: sql`select distinct on (u ->> 'mid') concat_ws(' ', u ->> 'mid', u ->> 'name') as name, u ->> 'mid' as value
    from shown, jsonb_array_elements(business_units) u order by u ->> 'mid', u ->> 'name'`,
};

interface Wanted extends Pick<BoardOf, 'workspaceId' | 'seenBy'> {
  readonly field: FilterField;
  readonly text: string;
  readonly limit: number;
}

/** Those whose name has the text in it, by name. */
export async function filterOptions(db: Db, { field, text, limit, ...of }: Wanted): Promise<FilterOption[]> {
  const rows = await db.execute<FilterOption>(sql`
    with shown as materialized (select id, account_id, business_units from package p where ${isShown(of)})
    select name, value from (${OPTIONS[field]}) all_of_them
    where name ilike ${containing(text)} order by lower(name), value limit ${limit}`);
  return [...rows];
}

interface Known extends Pick<BoardOf, 'workspaceId' | 'seenBy'> {
  readonly accountId: string | null;
  readonly vendorId: string | null;
}

/** How an account and a vendor are called, as far as something on the board is theirs. */
export async function namesOnBoard(
  db: Db,
  { accountId, vendorId, ...of }: Known,
): Promise<{ account: string | null; vendor: string | null }> {
  if (accountId === null && vendorId === null) return { account: null, vendor: null };
  const [row] = await db.execute<{ account: string | null; vendor: string | null }>(sql`
    with shown as materialized (select id, account_id from package p where ${isShown(of)})
    select (select name from account where id = ${accountId} and id in (select account_id from shown)) as account,
      (select name from vendor where id = ${vendorId} and id in (
        select vendor_id from package_vendor where package_id in (select id from shown))) as vendor`);
  return { account: row?.account ?? null, vendor: row?.vendor ?? null };
}
