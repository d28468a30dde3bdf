import { daysLeft, type Day } from './schedule.ts';

/** What a forecast assumes: as many a week as the settings say, or as were really done lately. */
export type PaceBasis = 'capacity' | 'done';

export interface Pace {
  readonly basis: PaceBasis;
  readonly perWeek: number;
}

/** How far back the real pace is counted. */
export const PACE_WEEKS = 8;

/** `misses` of `total` are not rotated before their hard stop; `expired` of them are past it already. */
export interface Forecast extends Pace {
  readonly total: number;
  readonly misses: number;
  readonly expired: number;
}

/**
 * How many miss their date at this pace, in the order that misses fewest: by date, leaving out what can't be reached. Each
 * counts as done when its turn comes. Packages without a date are not in it.
 */
export function forecast(expiries: readonly Day[], pace: Pace, today: Day): Forecast {
  const lefts = expiries.map((day) => daysLeft(day, today)).toSorted((a, b) => a - b);
  let done = 0;
  for (const left of lefts) {
    if (left >= 0 && Math.floor((pace.perWeek * (left + 1)) / 7) > done) done += 1;
  }
  const expired = lefts.filter((left) => left < 0).length;
  return { ...pace, total: lefts.length, misses: lefts.length - done, expired };
}
