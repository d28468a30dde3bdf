/** A statement takes 65,534 parameters (PostgreSQL's protocol); a row of ours has less than twenty. */
const ROWS = 1_000;

/** Many rows in as many statements as they need. */
export const chunksOf = <T>(rows: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(rows.length / ROWS) }, (_, n) => rows.slice(n * ROWS, (n + 1) * ROWS));
