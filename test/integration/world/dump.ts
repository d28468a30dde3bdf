import type postgres from 'postgres';

/**
 * Every row of every table as Postgres prints it, bytes in hex: what a logical dump would hold. `but` leaves out a table:
 * that a code was tried is counted, and changes nothing else.
 */
export async function dump(sql: postgres.Sql, { but }: { but?: 'guess' } = {}): Promise<string> {
  const tables = await sql<{ name: string }[]>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE'`;
  const rows: string[] = [];
  for (const { name } of tables) {
    if (name === but) continue;
    const found = await sql<{ row: string }[]>`select t::text as row from ${sql(name)} t`;
    rows.push(...found.map(({ row }) => `${name} ${row}`));
  }
  if (tables.length < 15) throw new Error('the dump does not see the tables');
  return rows.sort().join('\n');
}

/** The same without what tells people of it: after a fault that leaves everything else as it was. */
export const dumpUntold = async (sql: postgres.Sql): Promise<string> =>
  (await dump(sql))
    .split('\n')
    .filter((row) => !/^(?:audit|audit_head|outbox|workspace|guess) /.test(row))
    .join('\n');

const WINDOW = 12;

/** Whether any 12 bytes of these are in a dump. */
export function holdsBytes(haystack: string, bytes: Uint8Array): boolean {
  const hex = Buffer.from(bytes).toString('hex');
  for (let at = 0; at + 2 * WINDOW <= hex.length; at += 2) {
    if (haystack.includes(hex.slice(at, at + 2 * WINDOW))) return true;
  }
  return false;
}
