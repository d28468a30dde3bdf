import { expect, test } from 'vitest';
import type { Person } from '../../src/domain/people.ts';
import { reportEarlyActivate } from '../../src/usecases/activate-rotation.ts';
import { disownDeposit, recordExpiry } from '../../src/usecases/admin-acts.ts';
import { letTimePass } from '../../src/usecases/let-time-pass.ts';
import { useDatabase } from '../support/database.ts';
import { createWorld, no, PEOPLE, VENDORS, yes, type StoryPackage, type World } from '../support/world.ts';

const database = useDatabase();
const { ada, ben, otto } = PEOPLE;
const TWO = [VENDORS.gus, VENDORS.milo];

// The package's secret is printed 2027-03-29: 2027-03-28 is its last sure day.
const START_AT = '2027-03-22T08:00:00Z';
const LAST_MOMENT = '2027-03-28T23:59:59.999Z';
const FIRST_MOMENT = '2027-03-29T00:00:00.000Z';

const kinds = async (rotationId: string) =>
  (await database.sql`select kind from audit where rotation_id = ${rotationId} order by seq`).map(
    ({ kind }) => String(kind),
  );
const alarms = async (rotationId: string, kind: string) =>
  (
    await database.sql`
      select o.payload->>'userId' as "userId" from outbox o join audit a on a.id::text = o.payload->>'auditId'
      where o.rotation_id = ${rotationId} and o.kind = 'alarm' and a.kind = ${kind} order by 1`
  ).map(({ userId }) => String(userId));

const STEPS: Record<string, (world: World, rotationId: string) => Promise<unknown>> = {
  generating: async () => undefined,
  sharing: async (world, rotationId) => {
    await world.deposit(rotationId);
    await world.pass({ minutes: 5 });
  },
  ready: async (world, rotationId) => {
    await world.deposit(rotationId);
    await world.pass({ minutes: 5 });
    await world.settle(rotationId);
  },
};

test.each(Object.entries(STEPS))(
  'its date comes in step %s: an outage from that midnight on, told once, and the step stays',
  async (step, arrive) => {
    const world = await createWorld(database, { startAt: START_AT });
    const { deps } = world;
    const pkg = await world.addPackage({ vendors: TWO });
    const rotationId = await world.start(pkg);
    await arrive(world, rotationId);
    const look = async () =>
      (await database.sql`select next_look_at from rotation where id = ${rotationId}`)[0]?.['next_look_at'];
    await world.deliver();

    // The day before, nothing comes of looking but the card of that day.
    deps.clock.set(LAST_MOMENT);
    expect(await letTimePass(deps)).toBe(1);
    expect((await world.deliver()).map(({ kind }) => kind)).toEqual(['card']);
    expect(await look()).toEqual(new Date(FIRST_MOMENT));
    expect(await world.rotation(rotationId)).toMatchObject({ step, isOutage: false });
    deps.clock.set(FIRST_MOMENT);
    expect(await letTimePass(deps)).toBe(1);
    expect(await world.rotation(rotationId)).toMatchObject({ step, isOutage: true });
    expect(await alarms(rotationId, 'old_secret_expired')).toEqual([ada.userId, ben.userId]);

    // The card, a line of its thread and both alarms; and each vendor in Slack reads the news.
    const sent = (await world.deliver()).map(({ kind }) => kind).toSorted();
    const toVendor = step === 'generating' ? [] : ['vendor_message'];
    expect(sent).toEqual(['alarm', 'alarm', 'card', 'thread', ...toVendor]);

    await world.pass({ days: 3 });
    await world.pass({ days: 3 });
    const all = await kinds(rotationId);
    expect(all.filter((kind) => kind === 'old_secret_expired')).toHaveLength(1);
    expect(all.at(-1)).toBe('old_secret_expired');
    expect((await world.deliver()).map(({ kind }) => kind)).toEqual(['card']); // of that day
  },
);

test('its date comes within the five minutes: the outage begins at midnight, and the secret goes live in its time', async () => {
  const world = await createWorld(database, { startAt: '2027-03-28T23:57:00Z' });
  const pkg = await world.addPackage({ vendors: TWO });
  const rotationId = await world.start(pkg);
  await world.deposit(rotationId);
  await world.pass({ minutes: 3 });
  expect(await world.rotation(rotationId)).toMatchObject({ step: 'cooling', isOutage: true });
  await world.pass({ minutes: 2 });
  expect(await world.rotation(rotationId)).toMatchObject({ step: 'sharing', isOutage: true });
});

test('rekey slept over midnight and over the five minutes: both are told by one look, the outage first', async () => {
  const world = await createWorld(database, { startAt: '2027-03-28T23:57:00Z' });
  const pkg = await world.addPackage({ vendors: TWO });
  const rotationId = await world.start(pkg);
  await world.deposit(rotationId);
  await world.pass({ hours: 9 });
  expect((await kinds(rotationId)).slice(-2)).toEqual(['old_secret_expired', 'secret_live']);
});

test('after Activate the old date means nothing any more', async () => {
  const world = await createWorld(database, { startAt: START_AT });
  const pkg = await world.addPackage({ vendors: TWO });
  const { rotationId } = await world.share(pkg);
  await world.settle(rotationId);
  await world.activate(rotationId);
  await world.pass({ days: 30 });
  expect(await world.rotation(rotationId)).toMatchObject({ step: 'activated', isOutage: false });
  expect(await kinds(rotationId)).not.toContain('old_secret_expired');
});

/** Shared with both, collected by Gus, then disowned. Returns the generation that is void now. */
async function disowned() {
  const world = await createWorld(database, { startAt: START_AT });
  const pkg = await world.addPackage({ vendors: TWO });
  const { rotationId } = await world.share(pkg);
  await world.deliver();
  await world.collect(rotationId, pkg.vendorIds[0] ?? '');
  const generationId = (await world.live(rotationId)).generation.id;
  yes(await disownDeposit(world.deps, { person: ada, rotationId, generationId }));
  await world.deliver();
  return { world, pkg, rotationId, generationId };
}

const stored = async (pkg: StoryPackage) =>
  (
    await database.sql`
      select expires_on::text, expiry_source from package where id = ${pkg.id}`
  )[0];
const generations = (pkg: StoryPackage) =>
  database.sql`select number, state from generation where package_id = ${pkg.id} order by number`;

test('a void secret was activated all the same: an outage, its own date for the package, its vendors told anew', async () => {
  const { world, pkg, rotationId, generationId } = await disowned();
  const { deps } = world;
  const report = (person: Person, of = generationId) =>
    reportEarlyActivate(deps, { person, rotationId, generationId: of });
  expect(no(await report(otto)).code).toBe('not_allowed');
  expect(no(await report(ada, pkg.id)).code).toBe('nothing_staged');
  expect(await generations(pkg)).toEqual([{ number: 1, state: 'void' }]);

  yes(await report(ada));
  expect(await world.rotation(rotationId)).toMatchObject({
    step: 'generating',
    isOutage: true,
    shelved: null,
  });
  expect(await generations(pkg)).toEqual([{ number: 1, state: 'activated' }]);
  expect(await stored(pkg)).toEqual({ expires_on: '2027-09-18', expiry_source: 'computed' });
  expect(await alarms(rotationId, 'void_secret_activated')).toEqual([ada.userId, ben.userId]);
  // Gus was told to put the old secret back: not any more. Milo has no Slack.
  const sent = (await world.deliver()).map(({ kind }) => kind).toSorted();
  expect(sent).toEqual(['alarm', 'alarm', 'card', 'thread', 'vendor_message']);

  // Once is enough, and the date of the secret before it, which is dead, is no news.
  expect(no(await report(ben)).code).toBe('nothing_staged');
  await world.pass({ days: 10 });
  expect(await kinds(rotationId)).not.toContain('old_secret_expired');

  // Another secret ends it; then the void one is over too.
  await world.deposit(rotationId);
  await world.pass({ minutes: 5 });
  await world.settle(rotationId);
  await world.activate(rotationId);
  await world.finish(rotationId);
  expect(await generations(pkg)).toEqual([
    { number: 1, state: 'superseded' },
    { number: 2, state: 'activated' },
  ]);
  expect(await stored(pkg)).toEqual({ expires_on: '2027-09-28', expiry_source: 'read_in_setup' });
});

test('a void secret nobody activated is not reported by mistake once the next one is there', async () => {
  const { world, rotationId, generationId } = await disowned();
  await world.deposit(rotationId);
  const late = await reportEarlyActivate(world.deps, { person: ada, rotationId, generationId });
  expect(no(late)).toEqual({ code: 'stale_generation', current: 2 });
  expect(await world.rotation(rotationId)).toMatchObject({ step: 'cooling', isOutage: false });
  const early = recordExpiry(world.deps, {
    ...{ person: ada, rotationId, expiresOn: '2027-09-18', explanation: null },
  });
  expect(no(await early).code).toBe('not_activated_yet');
});
