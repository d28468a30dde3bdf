import { Info } from 'luxon';
import { isDay, type Day } from './schedule.ts';

/** How a printed date such as `3/4/2027` is meant. */
export type DateOrder = 'dmy' | 'mdy';

/** What a cell may say. Where both orders give a day, they differ. */
export type DateReading =
  | { readonly kind: 'day'; readonly day: Day }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'printed'; readonly dmy: Day | null; readonly mdy: Day | null }
  /** Excel’s own number for a day, of one of two calendars. */
  | { readonly kind: 'serial' }
  | { readonly kind: 'unreadable' };

const UNREADABLE: DateReading = { kind: 'unreadable' };
const NOTHING = /^(?:|[-–—?.]+|n\/?a|none|never|unknown|null|tbd|not set)$/i;
/** What people write where there is nothing to say. */
export const isNothing = (cell: string): boolean => NOTHING.test(cell.trim());
/** What may follow a date: a time of day, or a word such as “soon”. */
const REST = String.raw`(?:$|[T ,].*$)`;
const ISO = new RegExp(String.raw`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})${REST}`);
const HAN = /^(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]/;
const NUMERIC = new RegExp(String.raw`^(\d{1,2})([-/.]) ?(\d{1,2})\2 ?(\d{4}|\d{2})${REST}`);
const DAY_FIRST = new RegExp(
  String.raw`^(\d{1,2})(?:st|nd|rd|th|\.|er|º)?[- /]*(?:de )?(\p{L}+)\.?,?[- /]*(?:de )?(\d{4}|\d{2})${REST}`,
  'u',
);
const MONTH_FIRST = new RegExp(
  String.raw`^(\p{L}+)\.?[- /]*(\d{1,2})(?:st|nd|rd|th)?,?[- /]+(\d{4}|\d{2})${REST}`,
  'u',
);
const WEEKDAY = /^\p{L}+,\s*(?=\d|\p{L}+ \d)/u;

/** Month names of the languages Marketing Cloud’s Setup speaks, long and short, without accents or dots. */
const MONTHS = new Map(
  ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'sv', 'da', 'fi'].flatMap((locale) =>
    (['long', 'short'] as const).flatMap((length) =>
      Info.months(length, { locale }).map((name, index) => [bare(name), index + 1] as const),
    ),
  ),
);

function bare(month: string): string {
  return month
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^\p{L}]/gu, '');
}

/** Reads one cell without guessing: what the order of day and month would decide is left open. */
export function readDate(cell: string): DateReading {
  const text = cell.trim().replaceAll(/\s+/g, ' ');
  if (isNothing(text)) return { kind: 'nothing' };
  if (/^\d{5}(?:\.\d+)?$/.test(text)) return { kind: 'serial' };
  const [, year, month, day] = ISO.exec(text) ?? HAN.exec(text) ?? [];
  if (year && month && day) return known(dayFrom(year, month, day));
  const numeric = NUMERIC.exec(text);
  if (numeric) return printed(numeric[1] ?? '', numeric[3] ?? '', numeric[4] ?? '');
  const plain = text.replace(WEEKDAY, '');
  const dayFirst = DAY_FIRST.exec(plain);
  if (dayFirst) return named(dayFirst[3] ?? '', dayFirst[2] ?? '', dayFirst[1] ?? '');
  const monthFirst = MONTH_FIRST.exec(plain);
  if (monthFirst) return named(monthFirst[3] ?? '', monthFirst[1] ?? '', monthFirst[2] ?? '');
  return UNREADABLE;
}

function printed(first: string, second: string, year: string): DateReading {
  const dmy = dayFrom(year, second, first);
  const mdy = dayFrom(year, first, second);
  if (dmy === null && mdy === null) return UNREADABLE;
  return dmy === mdy ? known(dmy) : { kind: 'printed', dmy, mdy };
}

function named(year: string, month: string, day: string): DateReading {
  const number = MONTHS.get(bare(month));
  return number === undefined ? UNREADABLE : known(dayFrom(year, String(number), day));
}

const known = (day: Day | null): DateReading => (day === null ? UNREADABLE : { kind: 'day', day });

function dayFrom(year: string, month: string, day: string): Day | null {
  const text = `${year.length === 2 ? `20${year}` : year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isDay(text) ? text : null;
}

/** What all printed dates of a table say of their order: decided by one that can only be read one way, or to be asked. */
export type OrderFound =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'one';
      readonly order: DateOrder;
      readonly example: string;
      readonly day: Day;
      /** The question that somebody answered; null where the table decided. */
      readonly asked: OrderAsked | null;
    }
  | OrderAsked;

/** Both orders could be meant. */
export interface OrderAsked {
  readonly kind: 'ask';
  readonly example: string;
  readonly dmy: Day;
  readonly mdy: Day;
  /** Cells that only one order can read: both above zero means that the table mixes them. */
  readonly only: { readonly dmy: number; readonly mdy: number };
}

/** Looks for the order of day and month in all date cells together. */
export function orderIn(cells: readonly string[]): OrderFound {
  const all = cells.flatMap((cell) => {
    const reading = readDate(cell);
    return reading.kind === 'printed' ? [{ cell: cell.trim(), ...reading }] : [];
  });
  const [first] = all;
  if (!first) return { kind: 'none' };
  const onlyDmy = all.filter(({ mdy }) => mdy === null);
  const onlyMdy = all.filter(({ dmy }) => dmy === null);
  if (onlyDmy.length === 0 || onlyMdy.length === 0) {
    const sure = onlyDmy[0] ?? onlyMdy[0];
    const order = onlyDmy[0] ? 'dmy' : 'mdy';
    if (sure) return { kind: 'one', order, example: sure.cell, day: sure[order] ?? '', asked: null };
  }
  const both = all.find(({ dmy, mdy }) => dmy !== null && mdy !== null);
  const { cell: example, dmy, mdy } = both ?? first;
  const only = { dmy: onlyDmy.length, mdy: onlyMdy.length };
  return { kind: 'ask', example, dmy: dmy ?? mdy ?? '', mdy: mdy ?? dmy ?? '', only };
}

/** The same once somebody has said which order is meant. */
export const answered = (found: OrderFound, order: DateOrder | null): OrderFound =>
  found.kind === 'ask' && order !== null
    ? { kind: 'one', order, example: found.example, day: found[order], asked: found }
    : found;
