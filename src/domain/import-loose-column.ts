import { TELLING, type Column } from './import-columns.ts';
import type { FieldFault } from './import-fields.ts';
import type { RefusedRow, RowFault } from './import-plan.ts';

/** A column whose cells refuse most rows: its heading means something else in this table. */
export interface LooseColumn {
  readonly column: Column;
  readonly rows: number;
  /** Of the first of them. */
  readonly fault: Extract<RowFault, { code: FieldFault }>;
}

const FEWEST = 3;

/** The column that refuses more than half of all rows, three at least. Without what tells packages apart nothing could come in. */
export function looseColumn(refused: readonly RefusedRow[], rows: number): LooseColumn | null {
  const faults = refused.flatMap(({ fault }) =>
    'column' in fault && !TELLING.includes(fault.column) ? [fault] : [],
  );
  for (const [column, all] of Map.groupBy(faults, (fault) => fault.column)) {
    const [fault] = all;
    if (fault && all.length >= FEWEST && all.length * 2 > rows) return { column, rows: all.length, fault };
  }
  return null;
}
