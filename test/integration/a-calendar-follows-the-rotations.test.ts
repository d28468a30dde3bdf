import { expect, test } from 'vitest';
import { NO_POLICY } from '../../src/db/policies.ts';
import { reportEarlyActivate } from '../../src/usecases/activate-rotation.ts';
import { acceptPlan } from '../../src/usecases/accept-plan.ts';
import { cancelRotation, generateAgain, planActivate, recordExpiry } from '../../src/usecases/admin-acts.ts';
import { mintCalendarFile } from '../../src/usecases/mint-calendar-file.ts';
import { planByHand } from '../../src/usecases/plan-by-hand.ts';
import { readPlan } from '../../src/usecases/read-plan.ts';
import { retirePackage } from '../../src/usecases/retire-package.ts';
import {
  renewCalendar,
  subscribeCalendar,
  switchOffCalendar,
} from '../../src/usecases/subscribe-calendar.ts';
import { setPolicy } from '../../src/usecases/set-policy.ts';
import { readByBoth, type ReadEvent } from '../support/calendars.ts';
import { useDatabase } from '../support/database.ts';
import { serveWorld } from '../support/serve-world.ts';
import { createWorld, PEOPLE, VENDORS, yes, type StoryPackage, type World } from '../support/world.ts';

// Promise P3: what a calendar program sees of a package over its life, as two parsers read it from the address.

const database = useDatabase();
const person = PEOPLE.ada;

/** A package that expires 2027-03-29 (due the 21st, hard stop the 28th), and its calendar's address. */
async function story(of: { startAt?: string } = {}) {
  const world = await createWorld(database, of);
  const pkg = await world.addPackage({ name: 'ESP Production', vendors: [VENDORS.vera] });
  const { url, close } = await serveWorld(world);
  const { feed } = yes(await subscribeCalendar(world.deps, { person, packageId: pkg.id }));
  const path = new URL(feed.address?.url ?? '').pathname;
  const read = async () => {
    const answer = await fetch(`${url}${path}`);
    expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    return readByBoth(await answer.text()).events;
  };
  return { world, pkg, read, close };
}

/** `due 0 2027-03-21`, with `x` before what was cancelled. */
const lines = (events: readonly ReadEvent[], { id }: StoryPackage) =>
  events.map(({ uid, start, status }) => {
    const [kind = '', cycle] = uid.replace('@rekey', '').split(`-${id}-`);
    return `${status === 'CANCELLED' ? 'x ' : ''}${kind} ${cycle} ${start}`;
  });

function isGrowing(before: readonly ReadEvent[], after: readonly ReadEvent[]): void {
  const changed = after.filter((event) => {
    const was = before.find(({ uid }) => uid === event.uid);
    return was && (was.start !== event.start || was.status !== event.status);
  });
  expect(changed.length).toBeGreaterThan(0);
  for (const event of changed)
    expect(event.sequence).toBeGreaterThan(before.find(({ uid }) => uid === event.uid)?.sequence ?? -1);
}

const finishOn = async (world: World, rotationId: string, expiresOn: string) =>
  yes(await recordExpiry(world.deps, { person, rotationId, expiresOn, explanation: 'read twice' }));

test('a whole rotation, started early: the same uids until Activate, then the next cycle; sequences grow', async () => {
  const { world, pkg, read, close } = await story();
  const DUE = 'due 0 2027-03-21';
  const EXPIRY = 'expiry 0 2027-03-28';
  const first = await read();
  expect(lines(first, pkg)).toEqual([DUE, EXPIRY]);
  expect(await read()).toEqual(first);
  const { rotationId } = await world.share(pkg);
  await world.settle(rotationId);
  expect(lines(await read(), pkg)).toEqual([DUE, EXPIRY]);

  await world.activate(rotationId);
  const activated = await read();
  // Counted from Generate until somebody has read the date: 180 days from 2027-03-15.
  const NEXT = ['due 1 2027-09-03', 'expiry 1 2027-09-10'];
  expect(lines(activated, pkg)).toEqual([...NEXT, `x ${DUE}`, `x ${EXPIRY}`]);
  isGrowing(first, activated);

  await finishOn(world, rotationId, '2027-09-21');
  const done = await read();
  const MOVED = ['due 1 2027-09-13', 'expiry 1 2027-09-20'];
  expect(lines(done, pkg)).toEqual([...MOVED, `x ${DUE}`, `x ${EXPIRY}`]);
  isGrowing(activated, done);

  world.deps.clock.move({ days: 31 });
  expect(lines(await read(), pkg)).toEqual(MOVED);
  close();
});

test('a rotation that was cancelled begins no cycle; the next one that reaches Activate does', async () => {
  const { world, pkg, read, close } = await story();
  const first = await world.start(pkg);
  yes(await cancelRotation(world.deps, { person, rotationId: first, reason: 'wrong week' }));
  const before = await read();
  const { rotationId } = await world.share(pkg);
  await world.settle(rotationId);
  await world.activate(rotationId);
  expect(lines(await read(), pkg)).toEqual([
    ...['due 1 2027-09-03', 'expiry 1 2027-09-10', 'x due 0 2027-03-21', 'x expiry 0 2027-03-28'],
  ]);
  isGrowing(before, await read());
  close();
});

test('a plan: its start has an entry, cancelled when it is taken out again, and past once it was rotated as planned', async () => {
  const { world, pkg, read, close } = await story();
  yes(
    await setPolicy(world.deps, {
      ...{ person, packageId: null, escalationId: null },
      said: { ...NO_POLICY, weeklyCapacity: 5 },
    }),
  );
  const [DUE, EXPIRY] = ['due 0 2027-03-21', 'expiry 0 2027-03-28'];
  const accept = async () => {
    const { plan } = yes(await readPlan(world.deps, { person }));
    yes(await acceptPlan(world.deps, { person, proposal: plan.proposal }));
    return `start 0 ${plan.starts[0]?.startOn}`;
  };
  const START = await accept();
  const planned = await read();
  expect(lines(planned, pkg)).toEqual([DUE, START, EXPIRY]);
  yes(await planByHand(world.deps, { person, choices: [{ packageId: pkg.id, mondayOn: null }] }));
  const dropped = await read();
  expect(lines(dropped, pkg)).toEqual([DUE, `x ${START}`, EXPIRY]);
  isGrowing(planned, dropped);
  const again = await accept();
  expect(lines(await read(), pkg)).toEqual([DUE, again, EXPIRY]);

  world.deps.clock.move({ days: 3 });
  const { rotationId } = await world.share(pkg);
  await world.settle(rotationId);
  await world.activate(rotationId);
  expect(lines(await read(), pkg).slice(2)).toEqual([`x ${DUE}`, again, `x ${EXPIRY}`]);
  close();
});

test('a void secret was activated all the same: its date is the package’s, under the same uids', async () => {
  const { world, pkg, read, close } = await story();
  const { rotationId } = await world.share(pkg);
  const generationId = (await world.live(rotationId)).generation.id;
  const before = await read();
  yes(await generateAgain(world.deps, { person, rotationId, generationId }));
  await database.sql`update package set planned_start_on = '2027-03-16' where id = ${pkg.id}`;
  yes(await reportEarlyActivate(world.deps, { person, rotationId, generationId }));
  const after = await read();
  // The plan was for the secret before.
  expect(await database.sql`select planned_start_on from package where id = ${pkg.id}`).toEqual([
    { planned_start_on: null },
  ]);
  expect(lines(after, pkg)).toEqual(['due 0 2027-09-03', 'expiry 0 2027-09-10']);
  isGrowing(before, after);
  close();
});

test('asking for addresses moves no event', async () => {
  const { world, pkg, read, close } = await story();
  const before = await read();
  const wish = { person: PEOPLE.ben, packageId: pkg.id };
  yes(await renewCalendar(world.deps, wish));
  yes(await mintCalendarFile(world.deps, wish));
  yes(await switchOffCalendar(world.deps, wish));
  expect(await read()).toEqual(before);
  close();
});

test('a planned Activate: moved, given up, planned again, and cancelled with its rotation', async () => {
  const { world, pkg, read, close } = await story();
  const at = world.deps.clock.now();
  const plans = async () => {
    const events = (await read()).filter(({ uid }) => uid.startsWith('activate-'));
    return { events, lines: lines(events, pkg) };
  };
  const plan = async (days: number | null) =>
    yes(
      await planActivate(world.deps, {
        ...{ person, rotationId },
        plannedActivateAt: days === null ? null : at.plus({ days }),
      }),
    );
  const rotationId = await world.start(pkg, { plannedActivateAt: at.plus({ days: 1 }) });
  const one = await plans();
  expect(one.lines).toEqual(['activate 1 2027-03-16T09:00:00Z']);
  await plan(2);
  const moved = await plans();
  expect(moved.lines).toEqual(['activate 1 2027-03-17T09:00:00Z']);
  isGrowing(one.events, moved.events);
  await plan(null);
  await plan(null);
  const dropped = await plans();
  expect(dropped.lines).toEqual(['x activate 1 2027-03-17T09:00:00Z']);
  isGrowing(moved.events, dropped.events);
  await plan(3);
  const again = await plans();
  expect(again.lines).toEqual(['activate 1 2027-03-18T09:00:00Z']);
  isGrowing(dropped.events, again.events);

  yes(await cancelRotation(world.deps, { person, rotationId, reason: 'wrong week' }));
  const cancelled = await plans();
  expect(cancelled.lines).toEqual(['x activate 1 2027-03-18T09:00:00Z']);
  isGrowing(again.events, cancelled.events);
  await world.start(pkg, { plannedActivateAt: at.plus({ days: 3 }) });
  expect((await plans()).lines).toEqual([...cancelled.lines, 'activate 2 2027-03-18T09:00:00Z']);
  close();
});

test('retired, with a rotation under way and without one: what was ahead is cancelled, then gone', async () => {
  for (const isRotating of [true, false]) {
    const { world, pkg, read, close } = await story();
    if (isRotating) await world.start(pkg);
    const before = await read();
    yes(await retirePackage(world.deps, { person, packageId: pkg.id, reason: 'nobody uses it' }));
    const after = await read();
    expect(lines(after, pkg)).toEqual(['x due 0 2027-03-21', 'x expiry 0 2027-03-28']);
    isGrowing(before, after);
    const { retired_at } = (await database.sql`select retired_at from package where id = ${pkg.id}`)[0]!;
    // Retired by an earlier version, which did not keep when: it is in no calendar.
    await database.sql`update package set retired_at = null where id = ${pkg.id}`;
    expect(await read()).toEqual([]);
    await database.sql`update package set retired_at = ${retired_at} where id = ${pkg.id}`;
    expect(await read()).toEqual(after);
    world.deps.clock.move({ days: 31 });
    expect(await read()).toEqual([]);
    close();
  }
});

test('the workspace’s calendar has every package, the soonest first; no app without a secret, none of another workspace', async () => {
  const [world, other] = [await createWorld(database), await createWorld(database)];
  await other.addPackage({ name: 'Elsewhere' });
  await world.addPackage({ name: 'Later', expiresOn: '2027-05-29' });
  await world.addPackage({ name: 'Sooner, or “not”' });
  await world.addPackage({ name: 'Public', integrationType: 'public_app' });
  await world.addPackage({ name: 'Unknown', expiresOn: null });
  const { url, close } = await serveWorld(world);
  const { feed } = yes(await subscribeCalendar(world.deps, { person, packageId: null }));
  const answer = await fetch(`${url}${new URL(feed.address?.url ?? '').pathname}`);
  expect(answer.headers.get('content-disposition')).toBeNull();
  const { name, events } = readByBoth(await answer.text());
  expect(name).toBe('rekey: Acme');
  expect(events.map(({ summary, start }) => `${start} ${summary}`)).toEqual([
    '2027-03-21 Rotate Sooner, or “not” (7 days left)',
    '2027-03-28 Sooner, or “not”: secret expires today',
    '2027-05-21 Rotate Later (7 days left)',
    '2027-05-28 Later: secret expires today',
  ]);
  close();
});
