import { daysBetween, hardStopOn, mondayOf, type Day } from './schedule.ts';

/** What a forecast assumes: as many a week as the settings say, or as were really done lately. */
export type PaceBasis = 'capacity' | 'done';

export interface Pace {
  readonly basis: PaceBasis;
  readonly perWeek: number;
  /** So many of this week's are started already: as in a plan, they take their share of it. */
  readonly startedThisWeek: number;
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
 * How many miss their date at this pace, in the order that misses fewest: by date, leaving out what can't be reached. Each is
 * done in the week it starts; the present week counts as a whole one, less what was started in it. Packages without a date are
 * not in it.
 */
export function forecast(expiries: readonly Day[], pace: Pace, today: Day): Forecast {
  const thisWeek = mondayOf(today);
  const weeksTo = new Map(
    [...new Set(expiries)].map((day) => {
      const hardStop = hardStopOn(day);
      return [day, hardStop < today ? 0 : daysBetween(thisWeek, mondayOf(hardStop)) / 7 + 1];
    }),
  );
  const weeks = expiries.map((day) => weeksTo.get(day) ?? 0).toSorted((a, b) => a - b);
  const begun = Math.min(pace.perWeek, pace.startedThisWeek);
  let done = 0;
  for (const count of weeks) if (Math.floor(pace.perWeek * count - begun) > done) done += 1;
  const expired = weeks.filter((count) => count === 0).length;
  return { ...pace, total: weeks.length, misses: weeks.length - done, expired };
}
