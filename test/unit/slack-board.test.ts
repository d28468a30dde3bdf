import type { HomeView, ModalView } from '@slack/types';
import { describe, expect, test } from 'vitest';
import { checkMessage, checkView } from '../../sandbox/slack/block-kit-limits.ts';
import { EVERYTHING, SHELVES, type BoardFilter, type BoardLook } from '../../src/domain/board.ts';
import type { HoldUp } from '../../src/domain/hold-up.ts';
import { readLook, searched, writeLook } from '../../src/slack/board-look.ts';
import { filterOf } from '../../src/slack/board-words.ts';
import type { Message } from '../../src/slack/views/blocks.ts';
import { boardLine } from '../../src/slack/views/board-line.ts';
import { filterModal } from '../../src/slack/views/filter-modal.ts';
import { firstSteps as firstStepsMessage } from '../../src/slack/views/first-steps.ts';
import { home } from '../../src/slack/views/home.ts';
import { list } from '../../src/slack/views/list.ts';
import type { BoardRow } from '../../src/usecases/board-facts.ts';
import type { Waiting } from '../../src/usecases/home-facts.ts';
import { linesOf } from '../support/lines-of.ts';
import { personOf } from '../support/rotations.ts';
import {
  ACCOUNT,
  boardRotation,
  boardRow,
  homeFacts,
  NO_COUNTS,
  pageOf,
  shelvesOf,
} from './board-fixtures.ts';
import * as fx from './slack-fixtures.ts';

const problemsOf = (view: Message | ModalView | HomeView) =>
  'type' in view ? checkView(view) : checkMessage(view);

/** One view, its picture, and every limit of Slack's. */
function shows(view: Message | ModalView | HomeView): void {
  expect(problemsOf(view)).toEqual([]);
  expect(linesOf(view)).toMatchSnapshot();
}

const holdsUp = (held: HoldUp | null) =>
  boardRow({ state: 'in_progress', rotation: boardRotation({ holdsUp: held }) });
const duty = (kind: Extract<HoldUp, { kind: 'duty' }>['duty'], ...vendors: string[]) =>
  holdsUp({ kind: 'duty', duty: kind, vendors });

const ROWS = {
  later: boardRow(),
  'later, counted': boardRow({ expirySource: 'computed' }),
  'later, no account': boardRow({ account: null }),
  'later, nobody’s': boardRow({ owners: [] }),
  planned: boardRow({ state: 'planned', plannedStartOn: '2027-02-01' }),
  'planned for the day it is due': boardRow({ state: 'planned', plannedStartOn: '2027-03-22' }),
  due: boardRow({ state: 'due', daysLeft: 7, expiresOn: '2026-11-30', dueOn: '2026-11-22' }),
  'due, the last day': boardRow({ state: 'due', daysLeft: 0, expiresOn: '2026-11-23', dueOn: '2026-11-15' }),
  'due, since a staged secret ends first': boardRow({
    state: 'due',
    daysLeft: 3,
    leftStagedOn: '2026-11-26',
  }),
  'due, dormant': boardRow({ state: 'due', isDormant: true }),
  overdue: boardRow({ state: 'overdue', daysLeft: -3, expiresOn: '2026-11-20', dueOn: '2026-11-12' }),
  'overdue since yesterday': boardRow({ state: 'overdue', daysLeft: -1, expiresOn: '2026-11-22' }),
  unknown: boardRow({ state: 'unknown', expiresOn: null, daysLeft: null, dueOn: null, expirySource: null }),
  'no secret': boardRow({ hasSecret: false }),
  retired: boardRow({ state: 'retired' }),
  'in progress': boardRow({ state: 'in_progress', daysLeft: 12, rotation: boardRotation() }),
  'in progress, down': boardRow({
    state: 'in_progress',
    daysLeft: -2,
    rotation: boardRotation({ isDown: true }),
  }),
  'in progress, date unknown': boardRow({ state: 'in_progress', daysLeft: null, rotation: boardRotation() }),
  'in progress, activated': boardRow({
    state: 'in_progress',
    rotation: boardRotation({ step: 'activated' }),
  }),
} satisfies Record<string, BoardRow>;

describe('a package in one line', () => {
  test.each(Object.entries(ROWS))('%s', (_, row) => expect(boardLine(row)).toMatchSnapshot());

  test('who holds a rotation up', () => {
    const until = fx.AT.plus({ days: 1 });
    const rows = [
      ...[duty('deposit'), duty('answer', 'Acme'), duty('deposit_again', 'Acme'), duty('hand_over', 'Birch')],
      ...[duty('collect', 'Acme', 'Birch'), duty('confirm', 'Acme', 'Birch', 'Cedar', 'Dill', 'Elm')],
      ...[duty('activate'), duty('record_date'), { ...duty('activate'), owners: [] }],
      ...(['cooling', 'frozen', 'planned'] as const).map((why) => holdsUp({ kind: 'time', why, until })),
      holdsUp(null),
    ];
    expect(rows.map(boardLine)).toMatchSnapshot();
  });
});

const alarm = { vendor: 'Acme', vendorId: fx.IDS.vendor(1), generationId: fx.IDS.generation, at: fx.AT };
const sharing = fx.cardFacts(fx.sharing());
const WAITING: Waiting[] = [
  { kind: 'start', row: ROWS.due },
  { kind: 'start', row: ROWS['due, dormant'] },
  { kind: 'start', row: ROWS['due, since a staged secret ends first'] },
  { kind: 'start', row: boardRow({ state: 'due', daysLeft: 30, plannedStartOn: '2026-11-20' }) },
  { kind: 'start', row: ROWS.overdue },
  { kind: 'deposit', card: fx.cardFacts(fx.generating()), vendorId: null },
  { kind: 'pass_on', card: sharing, vendorId: fx.IDS.vendor(2) },
  { kind: 'activate', card: fx.cardFacts(fx.ready()), vendorId: null },
  { kind: 'record_date', card: fx.cardFacts(fx.activated()), vendorId: null },
  { kind: 'problem', card: sharing, vendorId: fx.IDS.vendor(1) },
  { kind: 'missing_copy', card: sharing, vendorId: fx.IDS.vendor(1) },
  { kind: 'trouble', package: fx.pack(), trouble: { kind: 'owner_gone', userId: 'U0ADA' } },
  {
    ...{ kind: 'trouble', package: fx.pack() },
    trouble: { kind: 'escalation_gone', userId: 'U0OTTO', isOfPackage: false },
  },
  { kind: 'trouble', package: fx.pack(), trouble: { kind: 'refused', error: 'is_archived' } },
  { kind: 'trouble', package: fx.pack(), trouble: { kind: 'in_doubt', count: 2 } },
  { kind: 'collect', message: fx.messageFacts(fx.sharing()) },
  { kind: 'confirm', message: fx.messageFacts(fx.sharing()) },
  { kind: 'alarm', card: sharing, alarm },
];

const COUNTS = {
  ...{
    overdue: 2,
    in_progress: 31,
    due: 1,
    unknown: 1,
    planned: 60,
    later: 4_905,
    retired: 7,
    soon: 12,
    unowned: 170,
  },
};
const shelf = (total: number, ...rows: BoardRow[]) => ({ total, rows });
const FULL = shelvesOf(
  {
    overdue: shelf(2, ROWS.overdue, { ...ROWS['overdue since yesterday'], packageId: fx.uuid(61) }),
    in_progress: shelf(31, ROWS['in progress'], ROWS['in progress, down']),
    soon: shelf(12, ROWS.due, ROWS.planned, ROWS['later, counted']),
    unknown: shelf(1, ROWS.unknown),
    unowned: shelf(170, ROWS['later, nobody’s']),
    planned: shelf(48, ROWS.planned, ROWS.planned),
    later: shelf(4_893, ROWS.later, ROWS['later, no account']),
  },
  {
    counts: COUNTS,
    done: {
      total: 6,
      latest: [
        { packageId: fx.IDS.package, name: 'ESP Production', expiresOn: '2027-05-21', doneAt: fx.AT },
        { packageId: fx.IDS.package, name: 'No date', expiresOn: null, doneAt: fx.AT.minus({ days: 3 }) },
      ],
    },
  },
);

const nasty = boardRow({ name: fx.NASTY, account: { ...ACCOUNT, name: fx.NASTY }, vendors: [fx.NASTY] });
const NASTY_LOOK: BoardLook = {
  filter: {
    ...{ text: '\u{1F600}'.repeat(40), accountId: fx.uuid(1), mid: '9'.repeat(20), vendorId: fx.uuid(2) },
    ...{ channelId: 'C'.repeat(30), ownerId: 'U'.repeat(30), shelf: 'in_progress' },
  },
  page: 99_999,
};

describe('the App Home', () => {
  test('empty: the first steps, as the command alone says them', () => {
    const firstSteps = { isEmpty: true, mayAdd: true, appointed: [] };
    const drawn = home(homeFacts({ firstSteps }));
    shows(drawn);
    expect(drawn.blocks).toEqual(firstStepsMessage(firstSteps, '/rekey').blocks);
  });
  test('empty, for somebody who may not add', () => {
    const firstSteps = { isEmpty: true, mayAdd: false, appointed: ['U0ADA', 'U0BEN'] };
    const drawn = home(homeFacts({ firstSteps, mayAdd: false, mayPlan: false }));
    shows(drawn);
    expect(drawn.blocks).toEqual(firstStepsMessage(firstSteps, '/rekey').blocks);
  });
  test('everything is archived: there is nothing to begin with', () =>
    shows(home(homeFacts({ firstSteps: { isEmpty: false, mayAdd: false, appointed: [] } }))));
  test('for somebody who sees their own packages alone, where nobody can sign in to the web board', () => {
    const board = shelvesOf({ soon: shelf(1, ROWS.due) }, { counts: { ...COUNTS, overdue: 0 } });
    const person = personOf('U0BEN');
    shows(home(homeFacts({ sees: 'own', mayAdd: false, mayPlan: false, boardUrl: null, person, board })));
  });
  test('with everything that can wait', () =>
    shows(home(homeFacts({ waiting: WAITING, moreWaiting: { toStart: 671, undated: 12, others: 3 } }))));
  test('dates to enter, and nothing else: they wait too', () => {
    const board = shelvesOf({ unknown: shelf(3, ROWS.unknown) }, { counts: { ...COUNTS, overdue: 0 } });
    const drawn = home(homeFacts({ moreWaiting: { toStart: 0, undated: 3, others: 0 }, board }));
    expect(linesOf(drawn).slice(0, 4)).toMatchInlineSnapshot(`
      [
        "text: 3 things wait for you",
        "text: 3 packages without a date stand below.",
        "text: Packages",
        "text: *4,998 packages*  ·  31 in progress  ·  12 to start within 30 days  ·  1 without a date  ·  170 owned by nobody  ·  60 planned",
      ]
    `);
  });
  test.each([
    [{ toStart: 0, undated: 1, others: 0 }, '1 package without a date stands below.'],
    [
      { toStart: 1, undated: 0, others: 2 },
      '1 more rotation to start stands below; 2 more when those above are done.',
    ],
  ])('one of a kind: %j', (moreWaiting, words) => {
    expect(linesOf(home(homeFacts({ moreWaiting })))).toContain(`text: ${words}`);
  });
  test('for a guest', () =>
    shows(home(homeFacts({ sees: 'nothing', board: null, waiting: WAITING.slice(14, 16) }))));
  test('every shelf', () => shows(home(homeFacts({ board: FULL }))));
  test('every shelf, for somebody who may nothing', () => {
    const otto = personOf('U0OTTO');
    const drawn = home(homeFacts({ board: FULL, person: otto, mayAdd: false, mayPlan: false }));
    shows(drawn);
    const words = linesOf(drawn).filter((line) => line.startsWith('text: '));
    for (const word of ['Start…', 'Name an owner…', 'Add a package…'])
      expect(words).not.toContain(`text: ${word}`);
  });
  test('what was looked for: a page of it, with what waits in short', () => {
    const look = {
      filter: { ...EVERYTHING, shelf: 'soon', text: 'esp', vendorId: fx.uuid(2) },
      page: 3,
    } as const;
    const page = pageOf([ROWS.due, ROWS.planned], { page: 3, pages: 9, total: 261 });
    const names = { account: null, vendor: 'Acme' };
    shows(home(homeFacts({ waiting: WAITING, board: { kind: 'list', look, names, page } })));
  });
  test('nothing was found', () => {
    const look = { filter: { ...EVERYTHING, accountId: fx.uuid(1), mid: '12345' }, page: 0 };
    const names = { account: null, vendor: null };
    shows(home(homeFacts({ board: { kind: 'list', look, names, page: pageOf([]) } })));
  });
  test('never more than Slack takes, whatever things are called and however many wait', () => {
    const all = (total: number, most: number) => ({ total, rows: Array<BoardRow>(most).fill(nasty) });
    const board = shelvesOf(
      {
        ...{
          overdue: all(5_000, 8),
          in_progress: all(5_000, 8),
          soon: all(5_000, 8),
          unknown: all(5_000, 4),
        },
        ...{ unowned: all(5_000, 4), planned: all(5_000, 5), later: all(5_000, 5) },
      },
      {
        counts: COUNTS,
        done: { total: 99, latest: Array(4).fill({ ...nasty, doneAt: fx.AT }) },
      },
    );
    const page = pageOf(Array<BoardRow>(30).fill(nasty), { pages: 999_999, total: 5_000 });
    const names = { account: fx.NASTY, vendor: fx.NASTY };
    for (const waiting of [WAITING, WAITING.slice(-1), WAITING.slice(0, 1)]) {
      const crowd = {
        waiting: Array(40).fill(waiting).flat(),
        moreWaiting: { toStart: 4_000, undated: 4_000, others: 4_000 },
      };
      expect(problemsOf(home(homeFacts({ ...crowd, board })))).toEqual([]);
      const list = { kind: 'list', look: NASTY_LOOK, names, page } as const;
      expect(problemsOf(home(homeFacts({ ...crowd, board: list })))).toEqual([]);
    }
  });
});

describe('a list in a message', () => {
  const names = { account: null, vendor: null };
  const of = (filter: Partial<BoardFilter>, board = pageOf(Object.values(ROWS), { counts: COUNTS })) => ({
    ...{ board, names, command: '/rekey' },
    filter: { ...EVERYTHING, ...filter },
  });
  test('all', () => shows(list(of({}))));
  test('a page in the middle', () =>
    shows(
      list(
        of({ shelf: 'overdue', ownerId: 'U0ADA' }, pageOf([ROWS.overdue], { page: 2, pages: 9, total: 170 })),
      ),
    ));
  test('none yet', () => shows(list(of({}, pageOf([], { counts: NO_COUNTS })))));
  test.each(SHELVES)('none: %s', (one) => shows(list(of({ shelf: one }, pageOf([], { counts: COUNTS })))));
  test('none of that name', () => shows(list(of({ text: 'acme <b>' }, pageOf([], { counts: NO_COUNTS })))));
  test('never more than Slack takes', () => {
    const board = pageOf(Array<BoardRow>(20).fill(nasty), { pages: 999_999, page: 50_000 });
    const crowd = { board, filter: NASTY_LOOK.filter, names: { account: fx.NASTY, vendor: fx.NASTY } };
    expect(problemsOf(list({ ...crowd, command: '/rekey' }))).toEqual([]);
  });
});

describe('the filter', () => {
  test('to be filled in', () => shows(filterModal(EVERYTHING, { account: null, vendor: null })));
  test('as it was', () => shows(filterModal(NASTY_LOOK.filter, { account: fx.NASTY, vendor: 'Acme' })));

  test.each([
    ['', {}],
    ['overdue', { shelf: 'overdue' }],
    ['OVERDUE mine', { shelf: 'overdue', ownerId: 'U0ADA' }],
    ['mine in progress', { shelf: 'in_progress', ownerId: 'U0ADA' }],
    ['soon Acme Mail', { shelf: 'soon', text: 'Acme Mail' }],
    ['owned by nobody', { shelf: 'unowned' }],
    ['overduely', { text: 'overduely' }],
    ['Acme overdue', { text: 'Acme overdue' }],
    ['in progress', { shelf: 'in_progress' }],
    ['x'.repeat(500), { text: 'x'.repeat(80) }],
    [`${'x'.repeat(79)}\u{1F600}`, { text: 'x'.repeat(79) }],
  ])('typed after list: %s', (typed, filter) => {
    expect(filterOf(typed, 'U0ADA')).toEqual({ ...EVERYTHING, ...filter });
  });

  test('nothing is looked for when nothing was typed', () => {
    expect([searched(null), searched('  '), searched(' a ')]).toEqual([null, null, 'a']);
  });
});

describe('what somebody looks at, in a button', () => {
  test.each([
    ...[{ filter: EVERYTHING, page: 0 }, NASTY_LOOK],
    { filter: { ...EVERYTHING, text: 'a~b&c=d %_\\ é “x” <@U0EVIL>' }, page: 7 },
    ...SHELVES.map((one) => ({ filter: { ...EVERYTHING, shelf: one }, page: 1 })),
  ])('comes back as it was: %#', (look) => {
    expect(readLook(writeLook(look))).toEqual(look);
    expect(writeLook(look)).not.toContain('~');
  });

  test.each([
    ...[
      '',
      'page=x',
      'page=-1',
      'page=1e3',
      'shelf=none',
      'account=1',
      'unit=12a',
      'owner=<@U0EVIL>',
      'text=+',
    ],
    ...['page=1~pother', `text=${'x'.repeat(81)}`, 'vendor=*', 'channel=c0lower', 'page=1\n'],
  ])('is nothing when it is none of our own: %s', (text) => {
    expect(readLook(text)).toBeNull();
  });
});
