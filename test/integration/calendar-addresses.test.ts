import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { appointAdmins } from '../../src/usecases/appoint-admins.ts';
import type { CalendarAddress } from '../../src/usecases/facts.ts';
import { mintCalendarFile } from '../../src/usecases/mint-calendar-file.ts';
import { retirePackage } from '../../src/usecases/retire-package.ts';
import { setPackageAdmins } from '../../src/usecases/set-package-admins.ts';
import {
  renewCalendar,
  subscribeCalendar,
  switchOffCalendar,
} from '../../src/usecases/subscribe-calendar.ts';
import { readByBoth } from '../support/calendars.ts';
import { useDatabase } from '../support/database.ts';
import { tracesOf } from '../support/search.ts';
import { serveWorld } from '../support/serve-world.ts';
import { createWorld, no, PEOPLE, yes, type World } from '../support/world.ts';
import { dump } from './world/dump.ts';

// Promise P3: who has the address of a calendar, how it ends, and that nothing of it is kept but a hash.

const database = useDatabase();
const { ada, ben, otto, gus } = PEOPLE;

async function story() {
  const world = await createWorld(database);
  const { id: packageId } = await world.addPackage({ name: 'ESP Production' });
  const { url, close } = await serveWorld(world);
  const get = async (address: CalendarAddress | null | undefined) => {
    const answer = await fetch(`${url}${new URL(address?.url ?? '').pathname}`);
    const { date: _, ...headers } = Object.fromEntries(answer.headers);
    return { status: answer.status, headers, text: await answer.text() };
  };
  return { world, packageId, get, close };
}

const codes = ({ deps }: World) => deps.log.lines.map((line) => (JSON.parse(line) as { code?: string }).code);
const kinds = async ({ deps }: World) =>
  (
    await database.sql<{ kind: string; what: string }[]>`
      select kind, facts::jsonb ->> 'what' as what from audit
      where workspace_id = ${deps.workspaceId} and kind like 'calendar%' order by seq`
  ).map(({ kind, what }) => `${kind} ${what}`);

test('one address per person and calendar, told once; a new one ends it; off is off', async () => {
  const { world, packageId, get, close } = await story();
  const { deps } = world;
  const first = yes(await subscribeCalendar(deps, { person: ada, packageId })).feed;
  expect(first).toMatchObject({ packageName: 'ESP Production', isReplacing: false });
  expect(first.address?.url).toMatch(/^https:\/\/rekey\.example\/calendar\/[\w-]{43}\.ics$/);
  expect((await get(first.address)).status).toBe(200);

  deps.clock.move({ days: 2 });
  const again = yes(await subscribeCalendar(deps, { person: ada, packageId })).feed;
  expect(again).toMatchObject({ address: null, madeAt: first.madeAt });
  // Ben's is his own, and so is that of the workspace.
  const bens = yes(await subscribeCalendar(deps, { person: ben, packageId })).feed;
  const whole = yes(await subscribeCalendar(deps, { person: ada, packageId: null })).feed;

  const second = yes(await renewCalendar(deps, { person: ada, packageId })).feed;
  expect(second).toMatchObject({ isReplacing: true, madeAt: deps.clock.now() });
  expect([(await get(first.address)).status, (await get(second.address)).status]).toEqual([404, 200]);
  yes(await switchOffCalendar(deps, { person: ada, packageId }));
  expect((await get(second.address)).status).toBe(404);
  expect(no(await switchOffCalendar(deps, { person: ada, packageId }))).toEqual({ code: 'nothing_to_do' });
  for (const other of [bens, whole]) expect((await get(other.address)).status).toBe(200);

  const made = 'calendar_address_made feed';
  const revoked = 'calendar_address_revoked feed';
  expect(await kinds(world)).toEqual([made, made, made, revoked, made, revoked]);
  expect(yes(await renewCalendar(deps, { person: ada, packageId })).feed.isReplacing).toBe(false);
  close();
});

test('only hashes are kept, and no log line has an address', async () => {
  const { world, packageId, get, close } = await story();
  const { feed } = yes(await subscribeCalendar(world.deps, { person: ada, packageId }));
  const { file } = yes(await mintCalendarFile(world.deps, { person: ada, packageId }));
  for (const address of [feed.address, file?.address]) await get(address);
  yes(await switchOffCalendar(world.deps, { person: ada, packageId }));
  await get(feed.address);
  const kept = await dump(database.sql);
  const places = [kept, ...world.deps.log.lines].join('\n');
  const tokens = world.deps.ids.texts.filter((text) => text.length === 43);
  expect(tokens).toHaveLength(2);
  for (const token of tokens) {
    expect(tracesOf(token, places)).toEqual([]);
    expect(kept).toContain(createHash('sha256').update(token).digest('hex'));
  }
  close();
});

test('who may: a package’s admins, and for the workspace’s whoever is appointed', async () => {
  const { world, packageId, close } = await story();
  const { deps } = world;
  for (const person of [otto, gus]) {
    expect(no(await subscribeCalendar(deps, { person, packageId }))).toEqual({
      ...{ code: 'not_allowed', who: [ada.userId, ben.userId] },
    });
    expect(no(await renewCalendar(deps, { person, packageId }))).toMatchObject({ code: 'not_allowed' });
    expect(no(await mintCalendarFile(deps, { person, packageId }))).toMatchObject({ code: 'not_allowed' });
    expect(no(await subscribeCalendar(deps, { person, packageId: null }))).toEqual({
      ...{ code: 'not_allowed', who: [] },
    });
  }
  const nowhere = '00000000-0000-4000-8000-000000000000';
  expect(no(await subscribeCalendar(deps, { person: ada, packageId: nowhere }))).toEqual({
    ...{ code: 'unknown_package' },
  });
  yes(await retirePackage(deps, { person: ada, packageId, reason: 'unused' }));
  for (const ask of [subscribeCalendar, renewCalendar])
    expect(no(await ask(deps, { person: ada, packageId }))).toEqual({ code: 'package_is_retired' });
  expect(no(await mintCalendarFile(deps, { person: ada, packageId }))).toEqual({
    code: 'package_is_retired',
  });
  close();
});

test('every address that opens nothing gets the same bytes, and the log tells them apart', async () => {
  const { world, packageId, get, close } = await story();
  const { deps } = world;
  const package_ = { person: ben, packageId };
  const feeds = {
    revoked: yes(await subscribeCalendar(deps, package_)).feed.address,
    living: yes(await renewCalendar(deps, package_)).feed.address,
    whole: yes(await subscribeCalendar(deps, { person: ben, packageId: null })).feed.address,
    expired: yes(await mintCalendarFile(deps, package_)).file?.address,
  };
  const golden = await get({ url: `https://x/calendar/${'A'.repeat(43)}.ics`, isLocalOnly: false });
  expect([golden.status, golden.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
  expect(golden.text).toContain('There is no calendar here');
  const isGone = async (address: CalendarAddress | null | undefined, code: string) => {
    deps.log.lines.length = 0;
    expect(await get(address)).toEqual(golden);
    expect(codes(world)).toEqual([code]);
  };
  await isGone(feeds.revoked, 'calendar_revoked');
  deps.clock.move({ hours: 23, minutes: 59 });
  expect((await get(feeds.expired)).status).toBe(200);
  deps.clock.move({ minutes: 1 });
  await isGone(feeds.expired, 'calendar_expired');
  const cut = feeds.living?.url.slice(0, -7) ?? '';
  await isGone({ url: cut, isLocalOnly: false }, 'calendar_malformed');
  await isGone({ url: `${cut}.ics`, isLocalOnly: false }, 'calendar_malformed');

  // Ben is a package admin no more, then not even appointed; put back, he has both again.
  const admins = (backups: string[]) =>
    setPackageAdmins(deps, { person: ada, packageId, ownerId: ada.userId, backupIds: backups });
  yes(await admins([]));
  await isGone(feeds.living, 'calendar_of_nobody_entitled');
  expect((await get(feeds.whole)).status).toBe(200);
  yes(await admins([ben.userId]));
  yes(await appointAdmins(deps, { person: ada, userIds: [ada.userId] }));
  await isGone(feeds.living, 'calendar_of_nobody_entitled');
  await isGone(feeds.whole, 'calendar_of_nobody_entitled');
  yes(await appointAdmins(deps, { person: ada, userIds: [ada.userId, ben.userId] }));
  for (const address of [feeds.living, feeds.whole]) expect((await get(address)).status).toBe(200);

  // Another instance of rekey on the same database serves its own workspace alone.
  const other = await createWorld(database);
  const elsewhere = await serveWorld(other);
  const there = await fetch(`${elsewhere.url}${new URL(feeds.living?.url ?? '').pathname}`);
  expect(there.status).toBe(404);
  expect(codes(other)).toEqual(['calendar_of_other_workspace']);
  elsewhere.close();
  close();
});

test('the file: the next two days of one package, for a day; another ends it, and feeds live on', async () => {
  const { world, packageId, get, close } = await story();
  const { deps } = world;
  const { feed } = yes(await subscribeCalendar(deps, { person: ada, packageId }));
  const { file } = yes(await mintCalendarFile(deps, { person: ada, packageId }));
  expect(file?.events.map(({ uid }) => uid)).toEqual([
    `due-${packageId}-0@rekey`,
    `expiry-${packageId}-0@rekey`,
  ]);
  const answer = await get(file?.address);
  expect(answer.headers['content-disposition']).toBe('attachment; filename="rekey.ics"');
  expect(readByBoth(answer.text).events.map(({ start }) => start)).toEqual(['2027-03-21', '2027-03-28']);
  const next = yes(await mintCalendarFile(deps, { person: ada, packageId })).file;
  expect((await get(file?.address)).status).toBe(404);
  for (const address of [next?.address, feed.address]) expect((await get(address)).status).toBe(200);
  deps.clock.move({ days: 30 });
  expect(yes(await mintCalendarFile(deps, { person: ada, packageId })).file).toBeNull();
  close();
});

test('two who click at once, over two connections: one address, never two', async () => {
  const { world, packageId, get, close } = await story();
  const beside = world.on(await database.otherConnection());
  for (const ask of [subscribeCalendar, renewCalendar]) {
    for (let round = 0; round < 10; round += 1) {
      const wish = { person: ada, packageId };
      const both = await Promise.all([ask(world.deps, wish), ask(beside.deps, wish)]);
      const addresses = both.map((one) => yes(one).feed.address).filter((one) => one !== null);
      const statuses = await Promise.all(addresses.map(async (one) => (await get(one)).status));
      expect(statuses.filter((status) => status === 200)).toHaveLength(1);
      const [{ living } = { living: 0 }] = await database.sql<{ living: number }[]>`
        select count(*)::int as living from calendar_feed where package_id = ${packageId} and revoked_at is null`;
      expect(living).toBe(1);
      if (ask === subscribeCalendar) yes(await switchOffCalendar(world.deps, wish));
    }
  }
  close();
});
