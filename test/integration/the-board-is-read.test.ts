import { beforeAll, describe, expect, test } from 'vitest';
import { readBoardPage, type BoardPage, type DayCount } from '../../src/db/board-page.ts';
import { readPlaces } from '../../src/db/board-rows.ts';
import { policy } from '../../src/db/schema.ts';
import { boardState, BY_URGENCY, EVERYTHING, type BoardFilter } from '../../src/domain/board.ts';
import { dueOn, hardStopOn } from '../../src/domain/schedule.ts';
import type { BoardRow } from '../../src/usecases/board-facts.ts';
import { readAskedUntil } from '../../src/usecases/asked-until.ts';
import { boardOf, readBoard, type Board, type BoardAsked } from '../../src/usecases/read-board.ts';
import { useDatabase } from '../support/database.ts';
import { fillInventory } from '../support/inventory.ts';
import { createWorld, no, PEOPLE, VENDORS, yes, type World } from '../support/world.ts';

const database = useDatabase();
const COUNT = 400;
const PER_PAGE = 50;
let world: World;
let all: BoardRow[];

beforeAll(async () => {
  world = await createWorld(database, { startAt: '2027-03-19T12:00:00Z' });
  const { workspaceId, clock } = world.deps;
  const { ada, ben, dex } = PEOPLE;
  const of = { workspaceId, at: clock.now(), count: COUNT, owners: [ada, ben], gone: dex };
  await fillInventory(database.db, { ...of, channelIds: ['C0ONE', 'C0TWO'] });
  await database.sql`update package set is_retired = true where id in (select id from package where workspace_id = ${workspaceId} and expires_on is not null limit 9)`;
  await database.sql`update package set integration_type = 'public_app' where id in (select id from package where workspace_id = ${workspaceId} and not is_retired order by id limit 9)`;
  all = [...(await pagesOf({})), ...(await pagesOf({ shelf: 'retired' }))];
}, 60_000);

const look = async (filter: Partial<BoardFilter>, more: Partial<BoardAsked> = {}): Promise<Board> => {
  const asked = { person: PEOPLE.ada, filter: { ...EVERYTHING, ...filter }, sort: BY_URGENCY, page: 0 };
  return yes(await readBoard(world.deps, { ...asked, perPage: PER_PAGE, ...more })).board;
};

async function pagesOf(filter: Partial<BoardFilter>): Promise<BoardRow[]> {
  const first = await look(filter);
  const rest: BoardRow[] = [];
  for (let page = 1; page < first.pages; page += 1) rest.push(...(await look(filter, { page })).rows);
  const rows = [...first.rows, ...rest];
  expect(rows).toHaveLength(first.total);
  return rows;
}

/** All that the web board's one statement finds of these packages. */
async function wholePage({ deps }: World, filter: Partial<BoardFilter>): Promise<BoardPage> {
  const of = await boardOf(deps, null, '2027-03-19');
  const look = { filter: { ...EVERYTHING, ...filter }, sort: BY_URGENCY, offset: 0, limit: PER_PAGE };
  return readBoardPage(deps.db, of, {
    ...look,
    own: { userId: PEOPLE.ada.userId, underWay: COUNT, toStart: COUNT },
  });
}

/** `day count` of each day, in order. */
const counted = (days: readonly (string | null)[]): string[] =>
  [...Map.groupBy(days, String)].map(([day, all]) => `${day} ${all.length}`).toSorted();
const sortedDays = (days: BoardPage['days']) =>
  Object.fromEntries(
    Object.entries(days).map(([kind, all]: [string, readonly DayCount[]]) => [
      kind,
      all.map(({ on, count }) => `${on} ${count}`).toSorted(),
    ]),
  );

const names = (rows: readonly BoardRow[]): string[] => rows.map(({ name }) => name).toSorted();

test('every package once, none of them archived, and the state is the one the domain judges', async () => {
  expect(new Set(all.map(({ packageId }) => packageId)).size).toBe(COUNT);
  const askedUntil = (await readAskedUntil(world.deps, '2027-03-19')).otherwise;
  expect(askedUntil).toBe('2027-03-21');
  for (const row of all) {
    const { packageId, hasSecret, isDormant, expiresOn, leftStagedOn, plannedStartOn } = row;
    const [stored] = await database.sql`select is_retired, lead_days from package where id = ${packageId}`;
    const endsOn = leftStagedOn ?? expiresOn;
    const due = endsOn && dueOn(endsOn, stored?.['lead_days'] as number);
    const startOn = [due, plannedStartOn].filter((day) => day !== null).toSorted()[0] ?? null;
    const isRetired = stored?.['is_retired'] as boolean;
    const facts = { isRetired, hasSecret, isRotating: row.rotation !== null, isDormant };
    const state = boardState(
      { ...facts, endsOn, startOn, plannedStartOn },
      { today: '2027-03-19', askedUntil },
    );
    expect({ packageId, state: row.state, dueOn: row.dueOn }).toEqual({ packageId, state, dueOn: due });
  }
  const states = new Set(all.map(({ state }) => state));
  expect([...states].toSorted()).toEqual(
    ['due', 'in_progress', 'later', 'overdue', 'planned', 'retired', 'unknown'].toSorted(),
  );
});

describe('a filter finds what is meant and nothing else', () => {
  const expectFound = async (filter: Partial<BoardFilter>, isMeant: (row: BoardRow) => boolean) => {
    const meant = all.filter(
      (row) => isMeant(row) && (filter.shelf === 'retired') === (row.state === 'retired'),
    );
    expect(meant.length).toBeGreaterThan(0);
    expect(meant.length).toBeLessThan(COUNT);
    expect(names(await pagesOf(filter))).toEqual(names(meant));
  };
  const has = (text: string, found: string) => text.toLowerCase().includes(found);

  test.each(['overdue', 'in_progress', 'due', 'unknown', 'planned', 'later', 'retired'] as const)(
    '%s',
    (shelf) => expectFound({ shelf }, ({ state }) => state === shelf),
  );

  test('an account', async () => {
    const { account } = all[0]!;
    await expectFound({ accountId: account!.id }, (row) => row.account?.id === account!.id);
  });

  test('a business unit', async () => {
    const mid = all[0]!.businessUnits[0]!.mid;
    await expectFound({ mid }, ({ businessUnits }) => businessUnits.some((unit) => unit.mid === mid));
  });

  test('a vendor', async () => {
    const [vendor] = await database.sql`select id, name from vendor where name = 'Nordic Print'`;
    const vendorId = vendor?.['id'] as string;
    await expectFound({ vendorId }, ({ vendors }) => vendors.includes('Nordic Print'));
  });

  test('a channel', () => expectFound({ channelId: 'C0TWO' }, ({ channelId }) => channelId === 'C0TWO'));

  test('an owner, and nobody', async () => {
    const { ben, dex } = PEOPLE;
    await expectFound({ ownerId: ben.userId }, ({ owners }) => owners.includes(ben.userId));
    await expectFound({ shelf: 'unowned' }, ({ owners, hasSecret }) => owners.length === 0 && hasSecret);
    const dexs = await pagesOf({ ownerId: dex.userId });
    expect(dexs.length).toBeGreaterThan(0);
    expect(dexs.every(({ owners }) => owners.length === 0)).toBe(true);
  });

  test('what is to be started soon: due, or within thirty days by date or plan', () =>
    expectFound(
      { shelf: 'soon' },
      ({ state, dueOn, plannedStartOn, hasSecret }) =>
        hasSecret &&
        (state === 'due' ||
          ((state === 'later' || state === 'planned') &&
            [dueOn, plannedStartOn].some((day) => day !== null && day <= '2027-04-18'))),
    ));

  test('a text, in any case, in the names of package, account, unit or vendor; its signs mean themselves', async () => {
    await expectFound({ text: 'loyalty SYNC' }, ({ name }) => has(name, 'loyalty sync'));
    await expectFound(
      { text: 'okapi' },
      ({ account, name }) => account?.name === 'Okapi' || has(name, 'okapi'),
    );
    await expectFound({ text: 'tally' }, ({ vendors }) => vendors.includes('Tally Surveys'));
    await expectFound({ text: 'iberia retail' }, (row) =>
      row.businessUnits.some(({ name }) => has(name, 'iberia')),
    );
    for (const text of ['%', '_', '\\', "';--"]) expect((await look({ text })).total).toBe(0);
    expect((await look({ text: '& C' })).total).toBeGreaterThan(0);
  });

  test('several at once must all hold', () =>
    expectFound(
      { channelId: 'C0ONE', shelf: 'later', text: 'uk' },
      ({ channelId, state, ...row }) =>
        channelId === 'C0ONE' &&
        state === 'later' &&
        [row.name, ...row.businessUnits.map(({ name }) => name)].some((one) => has(one, 'uk')),
    ));
});

test('the counts say what each shelf would hold, by everything but the shelf', async () => {
  for (const filter of [{}, { text: 'uk' }, { channelId: 'C0TWO' }]) {
    const { counts } = await look({ ...filter, shelf: 'due' });
    for (const [shelf, count] of Object.entries(counts)) {
      expect([shelf, (await look({ ...filter, shelf: shelf as 'due' })).total]).toEqual([shelf, count]);
    }
  }
});

describe('the order', () => {
  test('by urgency: what is overdue first, then by the day it must be started; a page continues the one before', async () => {
    const rows = await pagesOf({});
    const ranks = ['overdue', 'in_progress', 'due', 'unknown', 'planned', 'later'];
    const keys = rows.map(({ state, dueOn, plannedStartOn }) => {
      const start = [dueOn, plannedStartOn].filter((day) => day !== null).toSorted()[0] ?? '9999';
      return `${ranks.indexOf(state)} ${start}`;
    });
    expect(keys).toEqual(keys.toSorted());
  });

  test.each(['name', 'account', 'expires', 'due', 'planned', 'criticality'] as const)(
    'by %s, there and back, and what is not known last',
    async (by) => {
      const of = ({ name, account, expiresOn, dueOn, plannedStartOn, criticality }: BoardRow) =>
        ({ name, account: account?.name, expires: expiresOn, due: dueOn, planned: plannedStartOn })[
          by as 'name'
        ] ?? (by === 'criticality' ? String(['high', 'normal', 'low'].indexOf(criticality)) : null);
      const there = (await look({}, { sort: { by, isDescending: false }, perPage: COUNT })).rows.map(of);
      const back = (await look({}, { sort: { by, isDescending: true }, perPage: COUNT })).rows.map(of);
      const [known, known2] = [there, back].map((all) => all.filter((one) => one !== null));
      expect(there.slice(known!.length).every((one) => one === null)).toBe(true);
      expect(back.slice(known2!.length).every((one) => one === null)).toBe(true);
      const collated = (a: string, b: string) => a.localeCompare(b, 'en');
      expect(known).toEqual(known!.toSorted(collated));
      expect(known2).toEqual(known!.toSorted(collated).toReversed());
    },
  );
});

test('a page beyond the last is the last, and an empty board has one page', async () => {
  const beyond = await look({}, { page: 900 });
  expect(beyond.page).toBe(beyond.pages - 1);
  expect(beyond.rows.length).toBeGreaterThan(0);
  const nothing = await look({ text: 'no such package' });
  expect(nothing).toMatchObject({ rows: [], total: 0, page: 0, pages: 1 });
});

test('who may not see packages is refused, guests and people of other companies alike', async () => {
  for (const person of [PEOPLE.gus, PEOPLE.vera, PEOPLE.dex]) {
    const asked = { person, filter: EVERYTHING, sort: BY_URGENCY, page: 0, perPage: PER_PAGE };
    expect(no(await readBoard(world.deps, asked))).toEqual({ code: 'not_a_member' });
  }
});

test('another workspace in the same database is not seen', async () => {
  const other = await createWorld(database);
  const asked = { person: PEOPLE.ada, filter: EVERYTHING, sort: BY_URGENCY, page: 0, perPage: PER_PAGE };
  expect(yes(await readBoard(other.deps, asked)).board.total).toBe(0);
});

test('the web board reads the places, numbers and days that lists and rows tell of, and what its visitor owns', async () => {
  const of = await boardOf(world.deps, null, '2027-03-19');
  const { workspaceId, clock } = world.deps;
  const by = { changedBy: { kind: 'job', job: 'test' }, changedAt: clock.now() };
  await database.db.insert(policy).values({ scope: workspaceId, workspaceId, weeklyCapacity: 12, ...by });
  for (const filter of [
    {},
    { shelf: 'overdue' },
    { shelf: 'retired' },
    { text: 'a' },
    { mid: '510001000' },
  ] as const) {
    const page = await wholePage(world, filter);
    const look = { filter: { ...EVERYTHING, ...filter }, sort: BY_URGENCY, offset: 0, limit: PER_PAGE };
    const { places, total, counts } = await readPlaces(database.db, of, look);
    expect({ ...page, days: null, own: null }).toEqual({
      ...{ places, total, counts, capacity: 12, days: null, own: null },
    });
    const rows = (await pagesOf(filter)).filter(({ hasSecret, state }) => hasSecret && state !== 'retired');
    const waiting = rows.filter(({ state }) => state !== 'in_progress');
    const endsOn = ({ leftStagedOn, expiresOn }: BoardRow) => leftStagedOn ?? expiresOn;
    expect({ filter, ...sortedDays(page.days) }).toEqual({
      filter,
      hardStops: counted(rows.map((row) => (endsOn(row) ? hardStopOn(endsOn(row)!) : null))),
      plannedStarts: counted(waiting.flatMap(({ plannedStartOn }) => plannedStartOn ?? [])),
      unplannedStarts: counted(
        waiting.flatMap(({ plannedStartOn, dueOn: on }) => (plannedStartOn === null ? (on ?? []) : [])),
      ),
    });
    const owned = all.filter(
      ({ owners, state }) =>
        owners.includes(PEOPLE.ada.userId) && ['overdue', 'in_progress', 'due', 'unknown'].includes(state),
    );
    expect(page.own.length).toBeGreaterThan(5);
    expect(page.own.map(({ packageId }) => packageId)).toEqual(owned.map(({ packageId }) => packageId));
  }
});

test('a plan that has come to leave fewer than the lead days is on the board no more: neither its day nor its name', async () => {
  const story = await createWorld(database, { startAt: '2027-03-19T12:00:00Z' });
  const add = async (name: string, startOn: string) => {
    const { id } = await story.addPackage({ name, expiresOn: '2027-09-01' });
    await database.sql`update package set planned_start_on = ${startOn} where id = ${id}`;
  };
  // Seven lead days before 2027-08-31, the last sure one.
  await add('Holds', '2027-08-24');
  await add('Void', '2027-08-25');
  const asked = { person: PEOPLE.ada, filter: EVERYTHING, sort: BY_URGENCY, page: 0, perPage: PER_PAGE };
  const { rows, counts } = yes(await readBoard(story.deps, asked)).board;
  expect(rows.map(({ name, state, plannedStartOn }) => [name, state, plannedStartOn])).toEqual([
    ['Holds', 'planned', '2027-08-24'],
    ['Void', 'later', null],
  ]);
  expect([counts.planned, counts.later]).toEqual([1, 1]);
  const { plannedStarts, unplannedStarts } = (await wholePage(story, {})).days;
  expect([plannedStarts, unplannedStarts]).toEqual([
    [{ on: '2027-08-24', count: 1 }],
    [{ on: '2027-08-24', count: 1 }],
  ]);
});

test('a rotation under way: its step, who has settled, and who holds it up', async () => {
  const story = await createWorld(database);
  const own = async (packageId: string): Promise<BoardRow> => {
    const asked = { person: PEOPLE.ada, filter: EVERYTHING, sort: BY_URGENCY, page: 0, perPage: PER_PAGE };
    return yes(await readBoard(story.deps, asked)).board.rows.find((row) => row.packageId === packageId)!;
  };
  const pkg = await story.addPackage({ vendors: [VENDORS.gus, VENDORS.milo] });
  const [gus = '', milo = ''] = pkg.vendorIds;
  expect((await own(pkg.id)).rotation).toBeNull();
  const rotationId = await story.start(pkg);
  const seen = async () => {
    const { state, rotation } = await own(pkg.id);
    expect(state).toBe('in_progress');
    const { step, settled, vendors, holdsUp } = rotation!;
    const who = holdsUp?.kind === 'duty' ? [holdsUp.duty, ...holdsUp.vendors] : [holdsUp?.why];
    return [step, `${settled} of ${vendors}`, ...who.map((word) => word?.replace(/ [0-9a-f]{8}$/, ''))];
  };
  expect(await seen()).toEqual(['generating', '0 of 2', 'deposit']);
  await story.deposit(rotationId);
  expect(await seen()).toEqual(['cooling', '0 of 2', 'cooling']);
  await story.pass({ minutes: 5 });
  expect(await seen()).toEqual(['sharing', '0 of 2', 'hand_over', 'Milo Mail']);
  await story.collect(rotationId, milo);
  expect(await seen()).toEqual(['sharing', '0 of 2', 'collect', 'Gus Agency']);
  await story.collect(rotationId, gus);
  expect(await seen()).toEqual(['sharing', '0 of 2', 'confirm', 'Gus Agency', 'Milo Mail']);
  await story.confirm(rotationId, gus);
  expect(await seen()).toEqual(['sharing', '1 of 2', 'confirm', 'Milo Mail']);
  await story.confirm(rotationId, milo);
  expect(await seen()).toEqual(['ready', '2 of 2', 'activate']);
  await story.activate(rotationId);
  expect(await seen()).toEqual(['activated', '2 of 2', 'record_date']);
  await story.finish(rotationId);
  expect(await own(pkg.id)).toMatchObject({ state: 'later', rotation: null });
});
