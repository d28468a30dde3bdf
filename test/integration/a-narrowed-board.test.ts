import { beforeEach, expect, test } from 'vitest';
import { readBoardChoices } from '../../src/db/board-choices.ts';
import { readBoardPage } from '../../src/db/board-page.ts';
import { BY_URGENCY, EVERYTHING, type BoardFilter } from '../../src/domain/board.ts';
import type { Person } from '../../src/domain/people.ts';
import { dayOf } from '../../src/domain/schedule.ts';
import { archivePackage } from '../../src/usecases/archive-package.ts';
import { addVendor } from '../../src/usecases/add-vendor.ts';
import { boardPerson } from '../../src/usecases/board-person.ts';
import { boardPictures } from '../../src/usecases/board-pictures.ts';
import { readFilter } from '../../src/usecases/read-filter.ts';
import { boardOf as boardOfDay, readBoard, type Board } from '../../src/usecases/read-board.ts';
import { retirePackage } from '../../src/usecases/retire-package.ts';
import { saveAccount } from '../../src/usecases/save-account.ts';
import { setRoles } from '../../src/usecases/set-roles.ts';
import { boardReach } from '../../src/usecases/viewing.ts';
import { useDatabase } from '../support/database.ts';
import { createWorld, no, PEOPLE, VENDORS, yes, type World } from '../support/world.ts';

// Where the workspace names who may look, everybody else sees what is theirs: and no number, choice or picture tells of the rest.

const database = useDatabase();
const { ada, ben, otto, gus } = PEOPLE;
/** A full member, and nothing else here. */
const nora: Person = { ...otto, userId: 'U0NORA', name: 'Nora' };
const OTTOS = {
  ...VENDORS.gus,
  name: 'Otto Print',
  contact: { ...VENDORS.gus.contact, userId: otto.userId },
};

let world: World;

/** Ben's backup, Otto's vendor, both of theirs, and one that is nobody's but Ada's. */
beforeEach(async () => {
  world = await createWorld(database);
  const { deps } = world;
  deps.directory.put(nora);
  const own = async (name: string, more: object) => world.addPackage({ name, ...more });
  const account = { name: 'Birch & Co', subdomain: null, enterpriseId: null, kind: 'production' as const };
  const { accountId } = yes(await saveAccount(deps, { person: ada, accountId: null, draft: account }));
  const alone = {
    backupIds: [],
    accountId,
    channelId: 'C0ADA',
    businessUnits: [{ mid: '77', name: 'Hidden' }],
  };
  await own('Adas', { ...alone, expiresOn: null, expirySource: null });
  await own('Bens', {});
  const ottos = await own('Ottos', {
    ...alone,
    accountId: null,
    channelId: 'C0OTTO',
    expiresOn: '2027-07-01',
  });
  const both = await own('Both', {});
  for (const { id: packageId } of [ottos, both])
    yes(
      await addVendor(deps, {
        person: ada,
        packageId,
        draft: { ...OTTOS, name: `${OTTOS.name} ${packageId}` },
      }),
    );
  await narrow(true);
});

const narrow = async (isViewingNarrowed: boolean, viewerIds: readonly string[] = []) =>
  yes(await setRoles(world.deps, { person: ada, viewerIds, isViewingNarrowed, secondPersonFor: [] }));

const look = (person: Person, filter: Partial<BoardFilter> = {}) =>
  readBoard(world.deps, {
    ...{ person, filter: { ...EVERYTHING, ...filter }, sort: BY_URGENCY, page: 0, perPage: 50 },
  });
const boardOf = async (person: Person, filter?: Partial<BoardFilter>): Promise<Board> =>
  yes(await look(person, filter)).board;
const namesOn = ({ rows }: Board) => rows.map(({ name }) => name).toSorted();

async function asSeenBy(person: Person) {
  const seenBy = await boardReach(world.deps, person);
  if (seenBy === undefined) throw new Error('they see nothing');
  return boardOfDay(world.deps, seenBy, dayOf(world.deps.clock.now()));
}

test('an admin of packages sees those, a vendor’s contact those of the vendor, a workspace admin all', async () => {
  expect(namesOn(await boardOf(ben))).toEqual(['Bens', 'Both']);
  expect(namesOn(await boardOf(otto))).toEqual(['Both', 'Ottos']);
  expect(namesOn(await boardOf(ada))).toEqual(['Adas', 'Bens', 'Both', 'Ottos']);
  const letIn = await Promise.all([ben, otto, ada].map((who) => boardPerson(world.deps, who)));
  expect(letIn.map(({ ok }) => ok)).toEqual([true, true, true]);
});

test('numbers, searches and filters are of theirs alone', async () => {
  const { counts, total } = await boardOf(ben);
  expect([total, counts.unknown, Object.values(counts).reduce((sum, one) => sum + one, 0)]).toEqual([
    ...[2, 0, counts.due + counts.later + counts.overdue + counts.soon],
  ]);
  expect((await boardOf(ada)).counts.unknown).toBe(1);
  for (const filter of [
    ...[{ text: 'Adas' }, { text: 'Hidden' }, { text: 'birch' }, { mid: '77' }],
    ...[{ channelId: 'C0ADA' }, { shelf: 'unknown' as const }],
  ]) {
    expect((await boardOf(ada, filter)).total, JSON.stringify(filter)).toBeGreaterThan(0);
    expect((await boardOf(ben, filter)).total, JSON.stringify(filter)).toBe(0);
  }
  expect(namesOn(await boardOf(ben, { ownerId: ada.userId }))).toEqual(['Bens', 'Both']);
});

test('a filter names nothing that is on no package of theirs, whoever made up its id', async () => {
  const { workspaceId } = world.deps;
  const vendors = await database.sql`select v.id, v.name, p.name as package from vendor v
    join package_vendor l on l.vendor_id = v.id join package p on p.id = l.package_id where v.workspace_id = ${workspaceId}`;
  const of = async (person: Person, vendorId: string) =>
    yes(await readFilter(world.deps, { person, filter: { ...EVERYTHING, vendorId } })).names.vendor;
  const hidden = vendors.filter(
    ({ id }) => !vendors.some((one) => one['id'] === id && /^(Bens|Both)$/.test(String(one['package']))),
  );
  expect(hidden.length).toBeGreaterThan(0);
  for (const { id, name } of hidden) {
    expect(await of(ada, String(id))).toBe(name);
    expect(await of(ben, String(id))).toBeNull();
  }
});

test('the choices and the pictures tell of nothing else', async () => {
  const { db } = world.deps;
  const [all, theirs] = [
    await readBoardChoices(db, await asSeenBy(ada)),
    await readBoardChoices(db, await asSeenBy(ben)),
  ];
  expect([all.accounts.length, theirs.accounts]).toEqual([1, []]);
  expect(all.units.map(({ name }) => name)).toContain('Hidden');
  expect(theirs.units.map(({ name }) => name)).toEqual(['Retail']);
  expect(theirs.channels.map(({ id }) => id)).toEqual(['C0ROTATE']);
  expect(theirs.vendors).toHaveLength(1);
  expect(theirs.owners.map(({ id }) => id)).toEqual([ada.userId]);
  const picturesFor = async (person: Person) => {
    const of = await asSeenBy(person);
    const own = { userId: person.userId, underWay: 0, toStart: 0 };
    const look = { filter: EVERYTHING, sort: BY_URGENCY, offset: 0, limit: 0, own };
    return boardPictures(of, await readBoardPage(db, of, look), EVERYTHING);
  };
  const [whole, part] = [await picturesFor(ada), await picturesFor(ben)];
  const sum = ({ hardStops }: typeof whole) => hardStops.weeks.reduce((all, { count }) => all + count, 0);
  expect([sum(whole), whole.hardStops.unknown, whole.isPart]).toEqual([3, 1, false]);
  expect([sum(part), part.hardStops.unknown, part.isPart]).toEqual([2, 0, true]);
});

test('whoever has no package sees nothing, and no more once theirs is archived; guests neither, contact or not', async () => {
  expect(no(await look(nora))).toEqual({ code: 'not_a_viewer' });
  expect(await boardPerson(world.deps, nora)).toMatchObject({ refusal: { code: 'may_not_view' } });
  const { id: packageId } = await world.addPackage({ name: 'Noras', ownerId: nora.userId, backupIds: [] });
  expect(namesOn(await boardOf(nora))).toEqual(['Noras']);
  yes(await retirePackage(world.deps, { person: nora, packageId, reason: 'replaced' }));
  expect((await boardOf(nora, { shelf: 'retired' })).total).toBe(1);
  yes(await archivePackage(world.deps, { person: nora, packageId }));
  expect(no(await look(nora))).toEqual({ code: 'not_a_viewer' });
  await world.addPackage({ vendors: [VENDORS.gus] });
  expect(no(await look(gus))).toEqual({ code: 'not_a_member' });
});

test('a named viewer, and everybody once it is narrowed no more, sees all', async () => {
  await narrow(true, [nora.userId, gus.userId]);
  for (const person of [nora, gus]) expect((await boardOf(person)).total).toBe(4);
  await narrow(false);
  expect((await boardOf(ben)).total).toBe(4);
});

test('taken off the list of admins, nobody sees what they were admin of', async () => {
  const { workspaceId } = world.deps;
  await database.sql`delete from appointed_admin where workspace_id = ${workspaceId} and user_id = ${ben.userId}`;
  expect(no(await look(ben))).toEqual({ code: 'not_a_viewer' });
});
