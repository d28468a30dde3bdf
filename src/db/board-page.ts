import { eq, sql } from 'drizzle-orm';
import type { BoardFilter } from '../domain/board.ts';
import type { Day } from '../domain/schedule.ts';
import { matches, onShelf, standings, type BoardOf } from './board-rows.ts';
import type { Db } from './connection.ts';
import { policy } from './schema.ts';

/** How many packages share a day. */
export interface DayCount {
  /** Null: nobody knows it. */
  readonly on: Day | null;
  readonly count: number;
}

/** The days that pictures of a board are made of: few, however many packages share them. */
export interface BoardDays {
  /** The last day on which a secret surely works. */
  readonly hardStops: readonly DayCount[];
  /** When a rotation is to be started because it was planned so; those under way are left out. */
  readonly plannedStarts: readonly DayCount[];
  /** When one is due of which nothing was planned. */
  readonly unplannedStarts: readonly DayCount[];
}

interface Row extends Record<string, unknown> {
  what: keyof BoardDays;
  on: Day | null;
  count: number;
}

/** Of the packages that match. A public app has no secret, so none of its days count. */
export async function readBoardDays(db: Db, of: BoardOf, filter: BoardFilter): Promise<BoardDays> {
  const rows = await db.execute<Row>(sql`
    with ${standings(of)},
    matching as materialized (
      select state, ends_on - 1 as hard_stop_on, due_on, planned_start_on from standing m
      where ${matches(filter)} and ${onShelf(filter.shelf)} and has_secret and state <> 'retired'),
    waiting as (select * from matching where state <> 'in_progress')
    select 'hardStops' as what, hard_stop_on as on, count(*)::int as count from matching group by 2
    union all
    select 'plannedStarts', planned_start_on, count(*)::int from waiting where planned_start_on is not null group by 2
    union all
    select 'unplannedStarts', due_on, count(*)::int from waiting
      where planned_start_on is null and due_on is not null group by 2`);
  const daysOf = (wanted: Row['what']): DayCount[] =>
    rows.filter(({ what }) => what === wanted).map(({ on, count }) => ({ on, count }));
  return {
    hardStops: daysOf('hardStops'),
    plannedStarts: daysOf('plannedStarts'),
    unplannedStarts: daysOf('unplannedStarts'),
  };
}

/** How many rotations the workspace says it can start in a week; null while it has not said. */
export async function weeklyCapacity(db: Db, workspaceId: string): Promise<number | null> {
  const [row] = await db
    .select({ capacity: policy.weeklyCapacity })
    .from(policy)
    .where(eq(policy.scope, workspaceId));
  return row?.capacity ?? null;
}
