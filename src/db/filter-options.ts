import { sql } from 'drizzle-orm';
import { TOLD_BY } from './board-choices.ts';
import { containing, isShown, type BoardOf } from './board-rows.ts';
import type { Db } from './connection.ts';

/** What a board can be narrowed to by a search of its own. */
export type FilterField = 'account' | 'unit' | 'vendor';

/** One thing to choose: how it is called, and how a filter knows it. */
export interface FilterOption extends Record<string, unknown> {
  readonly name: string;
  readonly value: string;
}

/** A business unit is known by its MID, so that is shown and searched too. */
const OPTIONS = {
  account: { from: TOLD_BY.accounts, name: sql`name` },
  vendor: { from: TOLD_BY.vendors, name: sql`name` },
  unit: { from: TOLD_BY.units, name: sql`concat_ws(' ', id, name)` },
} as const;

interface Wanted extends Pick<BoardOf, 'workspaceId' | 'seenBy'> {
  readonly field: FilterField;
  readonly text: string;
  readonly limit: number;
}

/** Those whose name has the text in it, by name; of the packages on the board: what none of them has finds nothing. */
export async function filterOptions(db: Db, { field, text, limit, ...of }: Wanted): Promise<FilterOption[]> {
  const { from, name } = OPTIONS[field];
  const rows = await db.execute<FilterOption>(sql`
    with shown as materialized (select id, account_id, business_units from package p where ${isShown(of)})
    select name, value from (select ${name} as name, id as value from (${from}) one) all_of_them
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
