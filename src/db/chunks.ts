import { sql } from 'drizzle-orm';

/** No statement so large that it stands in others' way. */
const ROWS = 1_000;

/** Many rows in as many statements as they need. */
export const chunksOf = <T>(rows: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(rows.length / ROWS) }, (_, n) => rows.slice(n * ROWS, (n + 1) * ROWS));

/** Rows as one value: thousands of bound ones take longer to put together than PostgreSQL takes to write them. */
export const asRows = (rows: readonly object[]) => sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)`;
