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
    .filter((row) => !/^(?:audit|audit_head|outbox|package|guess) /.test(row))
    .join('\n');

/** Every value of every column by itself: as text, unescaped, and bytes also as they are, a letter for each. */
async function valuesOf(sql: postgres.Sql): Promise<string> {
  const columns = await sql<{ table: string; name: string; isBytes: boolean }[]>`
    select table_name as "table", column_name as name, data_type = 'bytea' as "isBytes"
    from information_schema.columns where table_schema = 'public'`;
  const values: string[] = [];
  for (const { table, name, isBytes } of columns) {
    const found = await sql<{ value: string | Buffer }[]>`
      select ${isBytes ? sql(name) : sql`${sql(name)}::text`} as value from ${sql(table)} where ${sql(name)} is not null`;
    values.push(...found.map(({ value }) => value.toString('latin1')));
  }
  return values.join('\n');
}

/** The bytes of the tables, their indexes and what is stored beside them, dead rows included, as they lie on the disk. */
async function filesOf(sql: postgres.Sql): Promise<string> {
  await sql`checkpoint`;
  const files = await sql<{ bytes: Buffer }[]>`
    select pg_read_binary_file(pg_relation_filepath(oid)) as bytes from pg_class
    where relkind in ('r', 'i', 't') and oid >= 16384`;
  return files.map(({ bytes }) => bytes.toString('latin1')).join('\n');
}

/** Where the server's write-ahead log stands now. */
export async function walPosition(sql: postgres.Sql): Promise<string> {
  const [row] = await sql<{ lsn: string }[]>`select pg_current_wal_insert_lsn()::text as lsn`;
  return row?.lsn ?? '';
}

/** What the server has written ahead since then, of all its databases, as it lies in pg_wal. Throws when that is there no more. */
export async function walSince(sql: postgres.Sql, since: string): Promise<string> {
  const until = await walPosition(sql);
  await sql`select pg_switch_wal()`; // what is not on the disk yet would not be found
  const segments = await sql<{ isFirst: boolean; bytes: Buffer }[]>`
    select name = since.file_name as "isFirst", pg_read_binary_file('pg_wal/' || name,
      case when name = since.file_name then since.file_offset else 0 end,
      case when name = until.file_name then until.file_offset else size end
        - case when name = since.file_name then since.file_offset else 0 end) as bytes
    from pg_ls_waldir(), pg_walfile_name_offset(${since}::pg_lsn) since, pg_walfile_name_offset(${until}::pg_lsn) until
    where name ~ '^[0-9A-F]{24}$' and name between since.file_name and until.file_name order by name`;
  if (!segments[0]?.isFirst) throw new Error('the write-ahead log was not kept');
  return segments.map(({ bytes }) => bytes.toString('latin1')).join('');
}

/** Everything the database holds, by the places a search may name. */
export const databasePlaces = async (sql: postgres.Sql) => ({
  dump: await dump(sql),
  values: await valuesOf(sql),
  files: await filesOf(sql),
});

const WINDOW = 12;

/** Whether any 12 bytes of these are in a dump. */
export function holdsBytes(haystack: string, bytes: Uint8Array): boolean {
  const hex = Buffer.from(bytes).toString('hex');
  for (let at = 0; at + 2 * WINDOW <= hex.length; at += 2) {
    if (haystack.includes(hex.slice(at, at + 2 * WINDOW))) return true;
  }
  return false;
}
