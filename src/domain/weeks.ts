import { daysAfter, hardStopOn, mondayOf, type Day } from './schedule.ts';

/** What falls into one week. */
export interface Week<T> {
  /** Its Monday. */
  readonly mondayOn: Day;
  readonly items: readonly T[];
}

/** Everything in its week, from the present one on. Weeks in which nothing falls are there too: a cliff is seen by its gaps. */
export interface Weeks<T> {
  /** Before today. */
  readonly past: readonly T[];
  readonly weeks: readonly Week<T>[];
  /** After the last of the weeks. */
  readonly later: readonly T[];
  /** Nobody knows the day. */
  readonly unknown: readonly T[];
}

interface Span {
  readonly today: Day;
  /** How many weeks are drawn, the present one included. */
  readonly weeks: number;
}

/** Sorts things into weeks by a day of theirs, in the order given. A day is in exactly one place. */
export function byWeek<T>(
  items: readonly T[],
  dayOfItem: (item: T) => Day | null,
  { today, weeks }: Span,
): Weeks<T> {
  const first = mondayOf(today);
  const mondays = Array.from({ length: weeks }, (_, n) => daysAfter(first, 7 * n));
  const end = daysAfter(first, 7 * weeks);
  // Most share their day with others, and calendars are what takes time here.
  const known = new Map<Day, Day>();
  const placeOf = (item: T): string => {
    const day = dayOfItem(item);
    if (day === null) return 'unknown';
    if (day < today) return 'past';
    if (day >= end) return 'later';
    const monday = known.get(day) ?? mondayOf(day);
    known.set(day, monday);
    return monday;
  };
  const placed = Map.groupBy(items, placeOf);
  const at = (place: string) => placed.get(place) ?? [];
  return {
    past: at('past'),
    weeks: mondays.map((mondayOn) => ({ mondayOn, items: at(mondayOn) })),
    later: at('later'),
    unknown: at('unknown'),
  };
}

/** The cliff: packages by the week of the last day on which their secret surely works (rule 14). */
export const expiriesByWeek = <T extends { readonly expiresOn: Day | null }>(
  packages: readonly T[],
  span: Span,
): Weeks<T> => byWeek(packages, ({ expiresOn }) => (expiresOn === null ? null : hardStopOn(expiresOn)), span);
