import { sql, type SQL } from 'drizzle-orm';
import { BY_URGENCY, EVERYTHING } from '../domain/board.ts';
import type { Day } from '../domain/schedule.ts';
import {
  inOrder,
  matches,
  PAGE_COLUMNS,
  pageOf,
  PLACE,
  standings,
  toPage,
  toPlace,
  type BoardOf,
  type PageLook,
  type PageRow,
  type PlaceOnBoard,
  type PlaceRow,
  type PlacesPage,
} from './board-rows.ts';
import type { Db } from './connection.ts';

/** How many packages share a day. */
export interface DayCount {
  /** Null: nobody knows it. */
  readonly on: Day | null;
  readonly count: number;
}

/** The days that pictures of a board are made of: few, however many packages share them. A public app has no secret, so none of its days count. */
export interface BoardDays {
  /** The last day on which a secret surely works. */
  readonly hardStops: readonly DayCount[];
  /** When a rotation is to be started because it was planned so; those under way are left out. */
  readonly plannedStarts: readonly DayCount[];
  /** When one is due of which nothing was planned. */
  readonly unplannedStarts: readonly DayCount[];
}

export interface BoardPage extends PlacesPage {
  /** Of all that is listed, not of one page. */
  readonly days: BoardDays;
  /** Starts in a week, as the workspace says; null while it has not. */
  readonly capacity: number | null;
  /** What somebody owns that is under way or should be, whatever is looked for: the first of either, the most urgent first. */
  readonly own: readonly PlaceOnBoard[];
}

interface Row extends PageRow {
  days: BoardDays;
  capacity: number | null;
  own: PlaceRow[];
}

/** All that the web board shows of where packages stand, in one statement: to judge each of them is what takes time. */
export async function readBoardPage(
  db: Db,
  of: BoardOf,
  { own, ...look }: PageLook & { own: { userId: string; underWay: number; toStart: number } },
): Promise<BoardPage> {
  const urgency = sql`${inOrder(BY_URGENCY)}, lower(name), id`;
  const [row] = await db.execute<Row>(sql`
    with ${standings(of)}, ${pageOf(look)},
    owned_now as (select *, row_number() over (partition by state = 'in_progress' order by ${urgency}) as nth_of_kind
      from standing m
      where ${matches({ ...EVERYTHING, ownerId: own.userId })} and state in ('overdue', 'in_progress', 'due', 'unknown')),
    own as (select *, row_number() over (order by ${urgency}) as nth from owned_now
      where nth_of_kind <= case when state = 'in_progress' then ${own.underWay}::int else ${own.toStart}::int end),
    pictured as (select * from matching where is_listed and has_secret and state <> 'retired'),
    waiting as (select * from pictured where state <> 'in_progress')
    select ${PAGE_COLUMNS},
      (select coalesce(json_agg(${PLACE} order by nth), '[]') from own) as own,
      (select weekly_capacity from policy where scope = ${of.workspaceId}) as capacity,
      json_build_object(
        'hardStops', ${counted(sql`ends_on - 1`, sql`pictured`)},
        'plannedStarts', ${counted(sql`planned_start_on`, sql`waiting where planned_start_on is not null`)},
        'unplannedStarts', ${counted(sql`due_on`, sql`waiting where planned_start_on is null and due_on is not null`)}
      ) as days`);
  if (!row) throw new Error('a count without a row');
  return { ...toPage(row), days: row.days, capacity: row.capacity, own: row.own.map(toPlace) };
}

/** A list of `DayCount`. */
const counted = (day: SQL, from: SQL): SQL => sql`(
  select coalesce(json_agg(json_build_object('on', day, 'count', count)), '[]')
  from (select ${day} as day, count(*)::int as count from ${from} group by 1) of_a_day)`;
