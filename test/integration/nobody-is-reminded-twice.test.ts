import { expect, test } from 'vitest';
import { cancelRotation } from '../../src/usecases/admin-acts.ts';
import { remindPackages } from '../../src/usecases/remind-packages.ts';
import { retirePackage } from '../../src/usecases/retire-package.ts';
import { useDatabase } from '../support/database.ts';
import { createWorld, PEOPLE, VENDORS, yes, type World } from '../support/world.ts';

const database = useDatabase();
const person = PEOPLE.ada;

// Expires on the 29th: the hard stop is the 28th, so seven days before is the 21st, three the 25th, one the 27th.
const EXPIRES = '2027-03-29';

/** The reminders that wait or were sent, as rungs, in order. */
const rungs = async ({ deps }: World) =>
  (
    await database.sql<{ rung: number }[]>`
      select (payload->>'rungDays')::int as rung from outbox
      where workspace_id = ${deps.workspaceId} and kind = 'reminder' order by place`
  ).map(({ rung }) => rung);

/** Sweeps every six hours until that moment; what each day brought. */
async function live(world: World, until: string): Promise<Record<string, number[]>> {
  const days: Record<string, number[]> = {};
  while (world.deps.clock.now().toISO() < until) {
    const before = await rungs(world);
    await remindPackages(world.deps);
    const fresh = (await rungs(world)).slice(before.length);
    if (fresh.length > 0) (days[world.deps.clock.now().toISODate()] ??= []).push(...fresh);
    world.deps.clock.move({ hours: 6 });
  }
  return days;
}

const marchFirst = () => createWorld(database, { startAt: '2027-03-01T00:00:00Z' });

test.each([
  [7, { '2027-03-21': [7], '2027-03-25': [3], '2027-03-27': [1] }],
  [14, { '2027-03-14': [14], '2027-03-25': [3], '2027-03-27': [1] }],
  [2, { '2027-03-26': [2], '2027-03-27': [1] }],
])(
  '%i lead days: reminded on its own day, three and one before the hard stop, once each',
  async (leadDays, days) => {
    const world = await marchFirst();
    await world.addPackage({ expiresOn: EXPIRES, leadDays });
    expect(await live(world, '2027-04-10')).toEqual(days);
  },
);

test('the reminder is on record, under its own key', async () => {
  const world = await marchFirst();
  const pkg = await world.addPackage({ expiresOn: EXPIRES });
  world.deps.clock.set('2027-03-21T00:00:00Z');
  expect(await remindPackages(world.deps)).toBe(1);
  const [row] = await database.sql`
    select key, payload->>'packageId' as "packageId" from outbox where workspace_id = ${world.deps.workspaceId}`;
  expect(row).toEqual({ key: `reminder:${pkg.id}:${EXPIRES}:7`, packageId: pkg.id });
  const [audit] =
    await database.sql`select facts::json as facts from audit where kind = 'reminded' and chain = ${pkg.id}`;
  expect(audit).toEqual({ facts: { rungDays: 7, expiresOn: EXPIRES } });
});

test('two sweepers at once, over 20 packages: each reminded once', async () => {
  const world = await marchFirst();
  const other = world.on(await database.otherConnection());
  for (let n = 0; n < 20; n++) await world.addPackage({ expiresOn: EXPIRES });
  world.deps.clock.set('2027-03-21T12:00:00Z');
  const sweeps = () => Promise.all([world, other, world, other].map(({ deps }) => remindPackages(deps)));

  const looked = [...(await sweeps()), ...(await sweeps())];

  expect(looked.reduce((sum, one) => sum + one, 0)).toBe(20);
  expect(await rungs(world)).toEqual(Array(20).fill(7));
  const [rows] = await database.sql`
    select count(*)::int as n from reminder where workspace_id = ${world.deps.workspaceId}`;
  expect(rows).toEqual({ n: 20 });
});

test('the same rung swept again after a crash between look and message is still one message', async () => {
  const world = await marchFirst();
  const pkg = await world.addPackage({ expiresOn: EXPIRES });
  for (const day of ['2027-03-21', '2027-03-22', '2027-03-24']) {
    world.deps.clock.set(`${day}T09:00:00Z`);
    await database.sql`update package set next_look_at = ${`${day}T00:00:00Z`} where id = ${pkg.id}`;
    await remindPackages(world.deps);
  }
  expect(await rungs(world)).toEqual([7]);
});

test('ten days of silence: one message, the most urgent', async () => {
  const world = await marchFirst();
  await world.addPackage({ expiresOn: EXPIRES });
  world.deps.clock.set('2027-03-20T00:00:00Z');
  await remindPackages(world.deps);
  expect(await rungs(world)).toEqual([]);
  world.deps.clock.set('2027-03-30T00:00:00Z');
  await remindPackages(world.deps);
  await remindPackages(world.deps);
  expect(await rungs(world)).toEqual([1]);
});

test('a package added when it is already due is reminded of at once, at the most urgent rung', async () => {
  const world = await createWorld(database, { startAt: '2027-03-26T10:00:00Z' });
  await world.addPackage({ expiresOn: EXPIRES });
  await remindPackages(world.deps);
  expect(await rungs(world)).toEqual([3]);
});

test('nothing while a rotation is open; once it is done, the next date', async () => {
  const world = await createWorld(database, { startAt: '2027-03-20T09:00:00Z' });
  const pkg = await world.addPackage({ expiresOn: EXPIRES, vendors: [VENDORS.gus] });
  const { rotationId } = await world.share(pkg);
  expect(await live(world, '2027-04-01')).toEqual({});
  await world.settle(rotationId);
  await world.activate(rotationId);
  await world.finish(rotationId); // generated on 20 March: expires on 16 September, hard stop on the 15th
  expect(await live(world, '2027-09-20')).toEqual({
    '2027-09-08': [7],
    '2027-09-12': [3],
    '2027-09-14': [1],
  });
});

test('cancelled after its reminders had passed by: the channel hears of it again', async () => {
  const world = await createWorld(database, { startAt: '2027-03-20T09:00:00Z' });
  const pkg = await world.addPackage({ expiresOn: EXPIRES, vendors: [VENDORS.gus] });
  const { rotationId } = await world.share(pkg);
  expect(await live(world, '2027-03-26')).toEqual({});
  yes(await cancelRotation(world.deps, { person, rotationId, reason: 'not today' }));
  expect(await live(world, '2027-04-01')).toEqual({ '2027-03-26': [3], '2027-03-27': [1] });
});

test('cancelled in time: nothing is said twice', async () => {
  const world = await createWorld(database, { startAt: '2027-03-21T09:00:00Z' });
  const pkg = await world.addPackage({ expiresOn: EXPIRES, vendors: [VENDORS.gus] });
  await remindPackages(world.deps);
  const { rotationId } = await world.share(pkg);
  world.deps.clock.set('2027-03-22T09:00:00Z');
  yes(await cancelRotation(world.deps, { person, rotationId, reason: 'not today' }));
  expect(await live(world, '2027-04-01')).toEqual({ '2027-03-25': [3], '2027-03-27': [1] });
  expect(await rungs(world)).toEqual([7, 3, 1]);
});

test('retired and public packages, and those whose date nobody knows, are silent', async () => {
  const world = await marchFirst();
  const retired = await world.addPackage({ expiresOn: EXPIRES });
  yes(await retirePackage(world.deps, { person, packageId: retired.id, reason: 'unused' }));
  const rotating = await world.addPackage({ expiresOn: EXPIRES, vendors: [VENDORS.gus] });
  await world.share(rotating);
  yes(await retirePackage(world.deps, { person, packageId: rotating.id, reason: 'unused' }));
  await world.addPackage({ expiresOn: EXPIRES, integrationType: 'public_app' });
  await world.addPackage({ expiresOn: null, expirySource: null });
  expect(await live(world, '2027-04-05')).toEqual({});
});

test("another workspace's packages are left to its own rekey", async () => {
  const world = await marchFirst();
  const stranger = await marchFirst();
  await stranger.addPackage({ expiresOn: EXPIRES });
  expect(await live(world, '2027-04-01')).toEqual({});
  expect(await live(stranger, '2027-03-22')).toEqual({ '2027-03-21': [7] });
});
