import { parse } from 'csv-parse/sync';
import { RULES } from '../domain/rules.ts';
import { shapeOf, markdownCells, type TableShape } from '../domain/import-shape.ts';
import { refused, type Result } from './refusals.ts';

/** Rows above the packages: headings, a `sep=` line, blank lines. */
const MARGIN = 50;

/** The cells of a pasted or dropped table, row by row as a spreadsheet counts them. */
export function readTable(text: string): Result<{ rows: string[][] }> {
  if (text.includes('\0')) return refused({ code: 'table_unreadable' });
  const shape = shapeOf(text);
  if (shape === null) return refused({ code: 'table_empty' });
  const rows = shape.kind === 'markdown' ? markdownCells(shape.text) : delimited(shape);
  if (rows === null) return refused({ code: 'table_unreadable' });
  const last = rows.findLastIndex((cells) => cells.some((cell) => cell.trim() !== ''));
  if (last < 0) return refused({ code: 'table_empty' });
  if (last > RULES.mostImportRows) return refused({ code: 'table_too_long', most: RULES.mostImportRows });
  const used = rows.slice(0, last + 1);
  const width = used.reduce((most, cells) => Math.max(most, widthOf(cells)), 0);
  if (width > RULES.mostImportColumns)
    return refused({ code: 'table_too_wide', most: RULES.mostImportColumns });
  // A spreadsheet may save thousands of empty columns beside the table.
  return { ok: true, rows: used.map((cells) => cells.slice(0, width)) };
}

const widthOf = (cells: readonly string[]): number => cells.findLastIndex((cell) => cell.trim() !== '') + 1;

type Delimited = Extract<TableShape, { kind: 'delimited' }>;

/** A browser copies no quotes, a spreadsheet does: where they don't pair they are text. */
function delimited({ text, delimiter }: Delimited): string[][] | null {
  return parsed(text, delimiter, '"') ?? parsed(text, delimiter, false);
}

function parsed(text: string, delimiter: string, quote: string | false): string[][] | null {
  try {
    return parse(text, {
      ...{ delimiter, quote, bom: true },
      relax_quotes: true,
      relax_column_count: true,
      to: RULES.mostImportRows + MARGIN,
      max_record_size: 100_000,
    });
  } catch {
    return null; // csv-parse throws on what it can't read: the caller says so in words
  }
}
