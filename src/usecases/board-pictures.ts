import type { BoardPage, DayCount } from '../db/board-page.ts';
import type { BoardOf } from '../db/board-rows.ts';
import { isEverything, type BoardFilter } from '../domain/board.ts';
import type { Day } from '../domain/schedule.ts';
import { byWeek, type Weeks } from '../domain/weeks.ts';

/** Half a year, which is a secret's life, and the week in which the next one's begins. */
export const WEEKS_SHOWN = 27;

/** How many there are in each week. */
export interface WeekCounts {
  readonly past: number;
  readonly weeks: readonly { readonly mondayOn: Day; readonly count: number }[];
  readonly later: number;
  readonly unknown: number;
}

/** What the pictures of a board show: of all packages that match, not of one page. */
export interface BoardPictures {
  readonly today: Day;
  readonly hardStops: WeekCounts;
  readonly plannedStarts: WeekCounts;
  readonly unplannedStarts: WeekCounts;
  /** Starts in a week, as the workspace says; null while it has not. */
  readonly capacity: number | null;
  /** The workspace may have other packages, which take their share of it. */
  readonly isPart: boolean;
}

export function boardPictures(
  { today, seenBy }: Pick<BoardOf, 'today' | 'seenBy'>,
  { days, capacity }: Pick<BoardPage, 'days' | 'capacity'>,
  filter: BoardFilter,
): BoardPictures {
  const counted = (counts: readonly DayCount[]) =>
    countsOf(byWeek(counts, ({ on }) => on, { today, weeks: WEEKS_SHOWN }));
  return {
    ...{ today, capacity },
    hardStops: counted(days.hardStops),
    plannedStarts: counted(days.plannedStarts),
    unplannedStarts: counted(days.unplannedStarts),
    isPart: seenBy !== null || !isEverything(filter),
  };
}

const sum = (counts: readonly DayCount[]): number => counts.reduce((all, { count }) => all + count, 0);

const countsOf = ({ past, weeks, later, unknown }: Weeks<DayCount>): WeekCounts => ({
  ...{ past: sum(past), later: sum(later), unknown: sum(unknown) },
  weeks: weeks.map(({ mondayOn, items }) => ({ mondayOn, count: sum(items) })),
});
