import { sql, type SQL } from 'drizzle-orm';
import type { Db } from './connection.ts';

/** What a board can be narrowed to by a search of its own. */
export type FilterField = 'account' | 'unit' | 'vendor';

/** One thing to choose: how it is called, and how a filter knows it. */
export interface FilterOption extends Record<string, unknown> {
  readonly name: string;
  readonly value: string;
}

const OPTIONS: Readonly<Record<FilterField, (workspaceId: string) => SQL>> = {
  account: (workspaceId) =>
    sql`select name, id::text as value from account where workspace_id = ${workspaceId}`,
  vendor: (workspaceId) =>
    sql`select name, id::text as value from vendor where workspace_id = ${workspaceId}`,
  unit: (
    workspaceId,
  ) => sql`select distinct on (u ->> 'mid') concat_ws(' ', u ->> 'mid', u ->> 'name') as name,
      u ->> 'mid' as value
    from package p, jsonb_array_elements(p.business_units) u where p.workspace_id = ${workspaceId}
    order by u ->> 'mid', u ->> 'name'`,
};

/** Those whose name has the text in it, by name. */
export async function filterOptions(
  db: Db,
  of: { workspaceId: string; field: FilterField; text: string; limit: number },
): Promise<FilterOption[]> {
  const pattern = `%${of.text.replace(/[\\%_]/g, (mark) => `\\${mark}`)}%`;
  const rows = await db.execute<FilterOption>(sql`
    select name, value from (${OPTIONS[of.field](of.workspaceId)}) all_of_them
    where name ilike ${pattern} order by lower(name), value limit ${of.limit}`);
  return [...rows];
}
