import { asWritten, clean, isFormula, isInSecretColumn, isNoClientId, isSecret } from './import-cells.ts';
import type { Column } from './import-columns.ts';
import { type DateOrder } from './import-dates.ts';
import { readField, type FieldFault, type RowFields } from './import-fields.ts';

/** One cell under a column that is known: what it says, or why it can't be taken. */
export interface CellReading {
  readonly column: Column;
  /** Cleaned, and as it was before the export made it harmless. */
  readonly text: string;
  readonly said: RowFields | null;
  readonly fault: FieldFault | null;
}

/** One row as it was read. `number` is the spreadsheet’s: the first row of the table is 1. */
export type RowReading =
  | { readonly kind: 'read'; readonly number: number; readonly cells: readonly CellReading[] }
  /** A cell looks like a secret: neither it nor the rest of its row goes any further. `place` is its heading, or its number. */
  | { readonly kind: 'secret'; readonly number: number; readonly place: string }
  /** More cells than the table has columns. */
  | { readonly kind: 'ragged'; readonly number: number; readonly cells: number; readonly columns: number };

/** How a table is to be read, once that is settled. */
export interface Reading {
  readonly columns: readonly (Column | null)[];
  /** What stands above the columns; empty where nothing does. */
  readonly headings: readonly string[];
  readonly order: DateOrder | null;
  /** Client ids on record that look like a secret: where they are no client id, they are one. */
  readonly oddClientIds: ReadonlySet<string>;
}

/** A row’s cells, each by itself. Empty cells say nothing, so that they change nothing. */
export function readRow(number: number, cells: readonly string[], reading: Reading): RowReading {
  const { columns, headings, order } = reading;
  const secret = cells.findIndex((cell, at) => looksLikeSecret(cell, columns[at] ?? null, reading));
  if (secret >= 0) return { kind: 'secret', number, place: placeOf(headings, secret) };
  if (cells.slice(columns.length).some((cell) => cell.trim() !== ''))
    return { kind: 'ragged', number, cells: cells.length, columns: columns.length };
  return {
    ...{ kind: 'read', number },
    cells: columns.flatMap((column, at) => {
      const cell = cells[at] ?? '';
      if (column === null || column === 'secret' || clean(cell) === '') return [];
      return [readCell(column, cell, order)];
    }),
  };
}

/** What is known to be a secret by its text or by its column. A fingerprint may know more: see the use case. */
function looksLikeSecret(cell: string, column: Column | null, { oddClientIds }: Reading): boolean {
  if (isSecret(cell)) return true;
  if (column === 'secret') return isInSecretColumn(cell);
  return column === 'client_id' && isNoClientId(cell.trim()) && !oddClientIds.has(textOf(cell));
}

const SHOWN = 40;

/** The heading, unless that may be a secret itself; then the place. */
export function placeOf(headings: readonly string[], at: number): string {
  const heading = clean(headings[at] ?? '').replaceAll('\n', ' ');
  return heading === '' || heading.length > SHOWN || isSecret(heading) ? `number ${at + 1}` : heading;
}

/** Cleaned, and as it was before the export made it harmless. */
const textOf = (cell: string): string => clean(asWritten(cell.trim()));

function readCell(column: Exclude<Column, 'secret'>, cell: string, order: DateOrder | null): CellReading {
  const text = textOf(cell);
  const read = isFormula(cell) ? ('formula' as const) : readField(column, text, order);
  return typeof read === 'string'
    ? { column, text, said: null, fault: read }
    : { column, text, said: read, fault: null };
}
