import { mayBeSecret, oneLineOf } from './import-cells.ts';
import { columnOf, isOfPackages, readHeadings, TELLING, type Column } from './import-columns.ts';
import { orderIn, type OrderFound } from './import-dates.ts';
import { placeOf, type RowReading } from './import-rows.ts';

/** What is asked before a table is taken, and answered by naming its columns by hand. */
export type LayoutQuestion =
  /** Nothing tells one package from another. */
  | 'columns'
  /** It has names, and nothing says that they are packages’: Setup lists users, roles and business units alike. */
  | 'packages';

/** How a table lies: which row is the headings, what each column is, and what its dates look like. */
export interface Layout {
  readonly hasHeadings: boolean;
  /** Empty where there are none; each that may be a secret is blank. */
  readonly headings: readonly string[];
  readonly columns: readonly (Column | null)[];
  readonly question: LayoutQuestion | null;
  /** The first cells of each column, as far as they may be shown. */
  readonly samples: readonly string[];
  readonly rows: readonly { readonly number: number; readonly cells: readonly string[] }[];
  readonly found: OrderFound;
  /** What was taken for the headings holds what may be a secret: it is a package’s row, and refused like one. */
  readonly leaky: Extract<RowReading, { kind: 'secret' }> | null;
}

interface Said {
  readonly columns: readonly (Column | null)[] | null;
  readonly hasHeadings: boolean | null;
}

/** Headings may stand below a title or blank lines, as spreadsheets have them. */
const MOST_ABOVE = 10;
const isBlank = (cells: readonly string[]) => cells.every((cell) => cell.trim() === '');
const knownIn = (cells: readonly string[]) => cells.filter((cell) => columnOf(cell) !== null).length;

/** Finds the headings, unless they were named by hand, and leaves blank rows out. */
export function layOut(all: readonly (readonly string[])[], said: Said): Layout {
  const top = all.slice(0, MOST_ABOVE);
  const best = top.reduce((at, cells, index) => (knownIn(cells) > knownIn(top[at] ?? []) ? index : at), 0);
  const first =
    knownIn(top[best] ?? []) > 0
      ? best
      : Math.max(
          0,
          top.findIndex((cells) => !isBlank(cells)),
        );
  const hasHeadings = said.hasHeadings ?? true;
  const printed = hasHeadings ? (all[first] ?? []).map(oneLineOf) : [];
  const secret = printed.findIndex(isHidden);
  const headings = printed.map((heading) => (isHidden(heading) ? '' : heading));
  const rows = all
    .map((cells, index) => ({ number: index + 1, cells }))
    .filter(({ number, cells }) => number > (hasHeadings ? first + 1 : first) && !isBlank(cells));
  const width = hasHeadings ? headings.length : Math.max(0, ...rows.map(({ cells }) => cells.length));
  const named = said.columns ?? (hasHeadings ? readHeadings(headings) : []);
  // Whatever is chosen by hand, a column of secrets stays one.
  const isOfSecrets = (at: number) => columnOf(headings[at] ?? '') === 'secret';
  // Names alone tell no business unit: nobody is to be refused for them, unless it was asked for by hand.
  const isNamesOnly = (at: number) =>
    named[at] === 'business_units' &&
    said.columns === null &&
    !rows.some(({ cells }) => /\d/.test(cells[at] ?? ''));
  const columns = Array.from({ length: width }, (_, at) =>
    isOfSecrets(at) ? 'secret' : isNamesOnly(at) ? null : (named[at] ?? null),
  );
  const isDate = (column: Column | null) => column === 'expires_on' || column === 'generated_on';
  const dates = rows.flatMap(({ cells }) => cells.filter((_, at) => isDate(columns[at] ?? null)));
  return {
    ...{ hasHeadings, headings, columns, rows },
    question: questionOf(columns, headings, said),
    samples: columns.map((_, at) => sampleOf(rows, at)),
    found: orderIn(dates),
    leaky: secret < 0 ? null : { kind: 'secret', number: first + 1, place: placeOf(headings, secret) },
  };
}

function questionOf(
  columns: Layout['columns'],
  headings: Layout['headings'],
  said: Said,
): LayoutQuestion | null {
  if (!columns.some((column) => column !== null && TELLING.includes(column))) return 'columns';
  return said.columns === null && !isOfPackages(columns, headings) ? 'packages' : null;
}

/** A table without headings has a package where they would be. */
const isHidden = (heading: string): boolean => columnOf(heading) === null && mayBeSecret(heading);

const LONGEST = 32;

function sampleOf(rows: Layout['rows'], at: number): string {
  const cell = oneLineOf(rows.find(({ cells }) => (cells[at] ?? '').trim() !== '')?.cells[at] ?? '');
  if (mayBeSecret(cell)) return '';
  return cell.length > LONGEST ? `${cell.slice(0, LONGEST - 1).replace(/[\uD800-\uDBFF]$/, '')}…` : cell;
}
