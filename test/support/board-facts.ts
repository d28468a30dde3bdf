import { DateTime } from 'luxon';
import type { Moment } from '../../src/domain/schedule.ts';
import type { BoardRotation, BoardRow } from '../../src/usecases/board-facts.ts';
import type { BoardPictures, WeekCounts } from '../../src/usecases/board-pictures.ts';
import type { BoardPageFacts } from '../../src/usecases/visit-board.ts';
import { SHELVES, type Shelf } from '../../src/domain/board.ts';
import { daysAfter, mondayOf, type Day } from '../../src/domain/schedule.ts';

export const TODAY: Day = '2027-03-15';

/** A package as the board shows it. */
export const boardRow = (more: Partial<BoardRow> = {}): BoardRow => ({
  ...{ packageId: '11111111-1111-4111-8111-111111111111', name: 'ESP Production', account: null },
  ...{ businessUnits: [{ mid: '510001234', name: 'Retail' }], vendors: ['Acme Mail', 'Loop Loyalty'] },
  ...{ channelId: 'C0MOPS0001', owners: ['U0ADA00001'], admins: [], criticality: 'normal' },
  ...{ hasSecret: true, isDormant: false, secretGeneratedOn: '2026-11-20', expiresOn: '2027-05-19' },
  ...{ expirySource: 'read_in_setup', daysLeft: 64, leftStagedOn: null, dueOn: '2027-05-11' },
  ...{ plannedStartOn: null, state: 'later', rotation: null },
  ...more,
});

/** A rotation under way: one of two vendors has still to confirm. */
export const boardRotation = (more: Partial<BoardRotation> = {}): BoardRotation => ({
  ...{ id: '22222222-2222-4222-8222-222222222222', step: 'sharing', number: 3, isDown: false },
  ...{ startedAt: DateTime.fromISO('2027-03-08T09:00:00Z', { zone: 'utc' }) as Moment },
  ...{ stagedExpiresOn: '2027-09-04', vendors: 2, settled: 1 },
  holdsUp: { kind: 'duty', duty: 'confirm', vendors: ['Loop Loyalty'] },
  ...more,
});

/** Weeks from today's, with these counts; the rest of them zero. */
export const weekCounts = (counts: readonly number[] = [], more: Partial<WeekCounts> = {}): WeekCounts => ({
  ...{ past: 0, later: 0, unknown: 0 },
  weeks: Array.from({ length: 27 }, (_, n) => ({
    mondayOn: daysAfter(mondayOf(TODAY), 7 * n),
    count: counts[n] ?? 0,
  })),
  ...more,
});

const pictures = (): BoardPictures => ({
  today: TODAY,
  hardStops: weekCounts([0, 1, 4, 12], { past: 2, later: 3, unknown: 1 }),
  plannedStarts: weekCounts([2, 3]),
  unplannedStarts: weekCounts([1, 0, 6]),
  capacity: 4,
  isPart: false,
});

const counts = (some: Partial<Record<Shelf, number>>): Record<Shelf, number> =>
  Object.fromEntries(SHELVES.map((shelf) => [shelf, some[shelf] ?? 0])) as Record<Shelf, number>;

/** A board of these rows, on one page unless told. */
export const boardFacts = (
  rows: readonly BoardRow[] = [boardRow()],
  more: Partial<BoardPageFacts> = {},
): BoardPageFacts => ({
  visitor: { userId: 'U0ADA00001', name: 'Ada Reyes', workspaceName: 'Northwind', seesOwnAlone: false },
  board: {
    ...{ rows, page: 0, pages: 1, total: rows.length, today: TODAY },
    counts: counts(
      Object.fromEntries([...Map.groupBy(rows, ({ state }) => state)].map(([s, all]) => [s, all.length])),
    ),
  },
  pictures: pictures(),
  choices: { accounts: [], units: [], vendors: [], channels: [], owners: [] },
  waiting: [],
  names: new Map([['U0ADA00001', 'Ada Reyes']]),
  cards: new Map(),
  channelUrl: 'https://northwind.slack.com/archives/',
  ...more,
});
