import type { ShelfCounts } from '../../src/domain/board.ts';
import type { BoardRotation, BoardRow } from '../../src/usecases/board-facts.ts';
import type { HomeBoard, HomeFacts } from '../../src/usecases/home-facts.ts';
import type { Board } from '../../src/usecases/read-board.ts';
import { personOf } from '../support/rotations.ts';
import * as fx from './slack-fixtures.ts';

export const ACCOUNT = {
  ...{ id: fx.uuid(60), name: 'Northwind', subdomain: null, enterpriseId: '7001' },
  kind: 'production',
} as const;

/** One package that is not due for a while, owned by Ada. */
export const boardRow = (of: Partial<BoardRow> = {}): BoardRow => {
  const { id: packageId, name, businessUnits, channelId, admins } = fx.pack();
  return {
    ...{ packageId, name, businessUnits, channelId, admins, account: ACCOUNT, vendors: ['Acme', 'Birch'] },
    ...{ owners: ['U0ADA'], criticality: 'high', hasSecret: true, isDormant: false },
    ...{ secretGeneratedOn: '2026-10-01', expiresOn: '2027-03-30', expirySource: 'read_in_setup' },
    ...{ daysLeft: 127, leftStagedOn: null, dueOn: '2027-03-22', plannedStartOn: null },
    ...{ state: 'later', rotation: null },
    ...of,
  };
};

export const boardRotation = (of: Partial<BoardRotation> = {}): BoardRotation => ({
  ...{ id: fx.IDS.rotation, step: 'sharing', number: 3, startedAt: fx.AT, stagedExpiresOn: '2027-05-21' },
  ...{
    isDown: false,
    vendors: 2,
    settled: 1,
    holdsUp: { kind: 'duty', duty: 'confirm', vendors: ['Birch'] },
  },
  ...of,
});

export const NO_COUNTS: ShelfCounts = {
  ...{
    overdue: 0,
    in_progress: 0,
    due: 0,
    unknown: 0,
    planned: 0,
    later: 0,
    retired: 0,
    soon: 0,
    unowned: 0,
  },
};

export const pageOf = (rows: readonly BoardRow[], of: Partial<Board> = {}): Board => ({
  ...{ rows, page: 0, pages: 1, total: rows.length, counts: { ...NO_COUNTS, later: rows.length } },
  today: '2026-11-22',
  ...of,
});

type Shelves = Extract<HomeBoard, { kind: 'shelves' }>;
const none = { total: 0, rows: [] };

export const shelvesOf = (
  shelves: Partial<Shelves['shelves']> = {},
  of: Partial<Omit<Shelves, 'kind' | 'shelves'>> = {},
): HomeBoard => ({
  kind: 'shelves',
  counts: NO_COUNTS,
  done: { total: 0, latest: [] },
  shelves: {
    ...{
      overdue: none,
      in_progress: none,
      soon: none,
      unknown: none,
      unowned: none,
      planned: none,
      later: none,
    },
    ...shelves,
  },
  ...of,
});

export const homeFacts = (of: Partial<HomeFacts> = {}): HomeFacts => ({
  ...{ workspaceName: 'Northwind', command: '/rekey', sees: 'all', mayAdd: true, mayPlan: true, at: fx.AT },
  ...{
    waiting: [],
    moreWaiting: { toStart: 0, undated: 0, others: 0 },
    boardUrl: 'https://rekey.example/board',
    firstSteps: null,
  },
  person: personOf('U0ADA', { isWorkspaceAdmin: true }),
  board: shelvesOf(),
  ...of,
});
