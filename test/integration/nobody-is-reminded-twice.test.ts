import { describe, expect, test } from 'vitest';
import { cancelRotation } from '../../src/usecases/admin-acts.ts';
import { readDigest } from '../../src/usecases/read-reminders.ts';
import { readHome } from '../../src/usecases/read-home.ts';
import { readStatus } from '../../src/usecases/read-status.ts';
import { refreshPeople } from '../../src/usecases/refresh-people.ts';
import { remindPackages } from '../../src/usecases/remind-packages.ts';
import { retirePackage } from '../../src/usecases/retire-package.ts';
import { setAbsence } from '../../src/usecases/set-absence.ts';
import { setPolicy } from '../../src/usecases/set-policy.ts';
import { snoozePackage } from '../../src/usecases/snooze-package.ts';
import { useDatabase } from '../support/database.ts';
import { createWorld, PEOPLE, sentTo, VENDORS, yes, type World } from '../support/world.ts';

const database = useDatabase();
const person = PEOPLE.ada;

// Expires on Monday the 29th: the hard stop is Sunday the 28th. Ada owns every package, Ben is her backup.
const EXPIRES = '2027-03-29';

interface Row {
  readonly kind: string;
  readonly who: string;
  readonly due: string;
}

/** The reminders that wait or were sent: `reminder channel`, `digest U0ADA`, when each leaves. */
const messages = ({ deps }: World): Promise<Row[]> =>
  database.sql<Row[]>`
    select kind, coalesce(payload->>'userId', 'channel') as who, to_char(due_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') as due
    from outbox where workspace_id = ${deps.workspaceId} and kind in ('reminder', 'digest', 'nudge') order by due_at, kind, who, place`;

/** Sweeps every hour until that moment; what left when. */
async function live(world: World, until: string): Promise<string[]> {
  const before = (await messages(world)).length;
  while (world.deps.clock.now().toISO() < until) {
    await remindPackages(world.deps);
    world.deps.clock.move({ hours: 1 });
    await world.deliver();
  }
  return (await messages(world)).slice(before).map(({ kind, who, due }) => `${due} ${kind} ${who}`);
}

const at = (startAt: string) => createWorld(database, { startAt });

describe('a package that nobody rotates', () => {
  test('its people are told by day, each once, on working days, and daily once it is down', async () => {
    const world = await at('2027-02-01T00:00:00Z');
    await world.addPackage({ expiresOn: EXPIRES });
    expect(await live(world, '2027-03-30T00:00:00Z')).toEqual([
      '2027-02-26 09:00 digest U0ADA',
      '2027-03-12 09:00 digest U0ADA',
      ...['2027-03-19 09:00 digest U0ADA', '2027-03-19 09:00 reminder channel'],
      ...[
        '2027-03-25 09:00 digest U0ADA',
        '2027-03-25 09:00 digest U0BEN',
        '2027-03-25 09:00 reminder channel',
      ],
      ...[
        '2027-03-26 09:00 digest U0ADA',
        '2027-03-26 09:00 digest U0BEN',
        '2027-03-26 09:00 reminder channel',
      ],
      ...[
        '2027-03-28 09:00 digest U0ADA',
        '2027-03-28 09:00 digest U0BEN',
        '2027-03-28 09:00 reminder channel',
      ],
      ...[
        '2027-03-29 09:00 digest U0ADA',
        '2027-03-29 09:00 digest U0BEN',
        '2027-03-29 09:00 reminder channel',
      ],
    ]);
  });

  test('the rung is on record, for whom it was', async () => {
    const world = await at('2027-03-25T09:00:00Z');
    const pkg = await world.addPackage({ expiresOn: EXPIRES });
    await remindPackages(world.deps);
    const audits = await database.sql<{ facts: object }[]>`
      select facts::json as facts from audit where kind = 'reminded' and chain = ${pkg.id} order by seq`;
    const rung = { duty: 'start', rung: '2027-03-28:3', daysLeft: 3 };
    expect(audits.map(({ facts }) => facts)).toEqual(
      ['U0ADA', 'U0BEN', 'channel'].map((to) => ({ ...rung, to })),
    );
  });

  test('two sweepers at once, over 20 packages: each rung once, one message a day for each person', async () => {
    const world = await at('2027-03-01T00:00:00Z');
    const other = world.on(await database.otherConnection());
    for (let n = 0; n < 20; n++) await world.addPackage({ expiresOn: EXPIRES });
    world.deps.clock.set('2027-03-19T12:00:00Z');
    const sweeps = () => Promise.all([world, other, world, other].map(({ deps }) => remindPackages(deps)));
    const looked = [...(await sweeps()), ...(await sweeps())];
    expect(looked.reduce((sum, one) => sum + one, 0)).toBe(20);
    const kinds = (await messages(world)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'reminder')).toHaveLength(20);
    expect(kinds.filter((kind) => kind === 'digest')).toHaveLength(1);
    const [rows] = await database.sql`
      select count(*)::int as n from reminder where workspace_id = ${world.deps.workspaceId}`;
    expect(rows).toEqual({ n: 40 });
  });

  test('ten days of silence: one message each, the most urgent', async () => {
    const world = await at('2027-03-18T00:00:00Z');
    await world.addPackage({ expiresOn: EXPIRES });
    world.deps.clock.set('2027-03-30T12:00:00Z');
    for (const _ of [1, 2, 3]) await remindPackages(world.deps);
    expect((await messages(world)).map(({ kind, who }) => `${kind} ${who}`).toSorted()).toEqual([
      ...['digest U0ADA', 'digest U0BEN', 'reminder channel'],
    ]);
  });

  test('due in the night: it waits for the morning; due today with less than a day left: it does not', async () => {
    const night = await at('2027-03-23T02:00:00Z');
    await night.addPackage({ expiresOn: EXPIRES });
    await remindPackages(night.deps);
    expect(new Set((await messages(night)).map(({ due }) => due))).toEqual(new Set(['2027-03-23 09:00']));
    const late = await at('2027-03-28T10:00:00Z');
    await late.addPackage({ expiresOn: EXPIRES });
    await remindPackages(late.deps);
    expect(new Set((await messages(late)).map(({ due }) => due))).toEqual(new Set(['2027-03-28 10:00']));
  });

  test('what comes after today’s message has left waits for tomorrow’s; nobody gets two a day', async () => {
    const world = await at('2027-03-23T09:00:00Z');
    await world.addPackage({ expiresOn: EXPIRES });
    await remindPackages(world.deps);
    await world.deliver();
    world.deps.clock.move({ hours: 2 });
    await world.addPackage({ expiresOn: EXPIRES });
    await remindPackages(world.deps);
    const digests = (await messages(world)).filter(({ kind }) => kind === 'digest');
    expect(digests.map(({ due }) => due)).toEqual(['2027-03-23 09:00', '2027-03-24 09:00']);
  });

  test('a date that the admin moves while a reminder is in flight: nothing is said that is no longer true', async () => {
    const world = await at('2027-03-19T09:00:00Z');
    const pkg = await world.addPackage({ expiresOn: EXPIRES });
    await remindPackages(world.deps);
    await database.sql`update package set expires_on = '2027-08-01' where id = ${pkg.id}`;
    const [digest] = await database.sql<{ key: string }[]>`
      select key from outbox where workspace_id = ${world.deps.workspaceId} and kind = 'digest'`;
    expect(
      await readDigest(world.deps, { userId: PEOPLE.ada.userId, channelId: null, digest: digest!.key }),
    ).toBeNull();
  });

  test('retired and public packages, and those whose date nobody knows, are silent', async () => {
    const world = await at('2027-03-01T00:00:00Z');
    const retired = await world.addPackage({ expiresOn: EXPIRES });
    yes(await retirePackage(world.deps, { person, packageId: retired.id, reason: 'unused' }));
    await world.addPackage({ expiresOn: EXPIRES, integrationType: 'public_app' });
    await world.addPackage({ expiresOn: null, expirySource: null });
    expect(await live(world, '2027-03-20T00:00:00Z')).toEqual([]);
  });

  test("another workspace's packages are left to its own rekey", async () => {
    const world = await at('2027-03-19T00:00:00Z');
    const stranger = await at('2027-03-19T00:00:00Z');
    await stranger.addPackage({ expiresOn: EXPIRES });
    expect(await live(world, '2027-03-19T12:00:00Z')).toEqual([]);
    expect(await live(stranger, '2027-03-19T12:00:00Z')).toHaveLength(2);
  });
});

describe('a rotation under way', () => {
  test('whoever owes the next step hears of it: deposit, collect, confirm, activate, the date', async () => {
    const world = await at('2027-03-15T09:00:00Z'); // a Monday
    const pkg = await world.addPackage({ expiresOn: EXPIRES, vendors: [VENDORS.gus] });
    const rotationId = await world.start(pkg);
    expect(await live(world, '2027-03-17T08:00:00Z')).toEqual(['2027-03-16 09:00 digest U0ADA']);
    await world.deposit(rotationId);
    await world.pass({ minutes: 6 });
    await world.deliver();
    expect(await live(world, '2027-03-18T10:00:00Z')).toEqual(['2027-03-18 09:06 digest U0GUS']);
    const [vendorId = ''] = pkg.vendorIds;
    await world.collect(rotationId, vendorId);
    expect(await live(world, '2027-03-19T08:00:00Z')).toEqual([]);
    await world.confirm(rotationId, vendorId);
    const open = await live(world, '2027-03-22T10:00:00Z');
    expect(open.filter((one) => one.includes('nudge'))).not.toEqual([]);
    expect(open.filter((one) => one.includes('digest')).every((one) => one.includes('U0ADA'))).toBe(true);
    await world.activate(rotationId);
    expect(await live(world, '2027-03-23T10:00:00Z')).toEqual(['2027-03-23 09:06 digest U0ADA']);
    await world.finish(rotationId);
    expect(await live(world, '2027-03-29T10:00:00Z')).toEqual([]);
  });

  test('cancelled: the package is spoken of again, and nothing twice', async () => {
    const world = await at('2027-03-19T09:00:00Z');
    const pkg = await world.addPackage({ expiresOn: EXPIRES, vendors: [VENDORS.gus] });
    await remindPackages(world.deps);
    const { rotationId } = await world.share(pkg);
    world.deps.clock.set('2027-03-22T08:00:00Z');
    yes(await cancelRotation(world.deps, { person, rotationId, reason: 'not today' }));
    const later = await live(world, '2027-03-25T10:00:00Z');
    expect(later).toEqual([
      ...[
        '2027-03-25 09:00 digest U0ADA',
        '2027-03-25 09:00 digest U0BEN',
        '2027-03-25 09:00 reminder channel',
      ],
    ]);
  });
});

describe('people', () => {
  test('hear of it in their own morning', async () => {
    const world = await at('2027-03-18T00:00:00Z');
    world.deps.directory.put({ ...PEOPLE.ada, zone: 'America/New_York' });
    world.deps.directory.put({ ...PEOPLE.ben, zone: 'Asia/Kathmandu' });
    await world.addPackage({ expiresOn: EXPIRES });
    await refreshPeople(world.deps);
    expect(await live(world, '2027-03-25T20:00:00Z')).toEqual([
      // The channel follows its owner where nobody says otherwise.
      ...['2027-03-19 13:00 digest U0ADA', '2027-03-19 13:00 reminder channel'],
      ...[
        '2027-03-25 04:00 digest U0BEN',
        '2027-03-25 13:00 digest U0ADA',
        '2027-03-25 13:00 reminder channel',
      ],
    ]);
  });

  test('who has left is followed by the backup, who is away by their stand-in', async () => {
    const world = await at('2027-03-19T08:00:00Z');
    await world.addPackage({ expiresOn: EXPIRES });
    world.deps.directory.put({ ...PEOPLE.ada, standing: 'deactivated' });
    await refreshPeople(world.deps);
    expect(await live(world, '2027-03-19T10:00:00Z')).toEqual([
      ...['2027-03-19 09:00 digest U0BEN', '2027-03-19 09:00 reminder channel'],
    ]);
    const away = await at('2027-03-19T08:00:00Z');
    await away.addPackage({ expiresOn: EXPIRES });
    const backOn = '2027-03-22';
    yes(await setAbsence(away.deps, { person, away: { backOn, standInId: PEOPLE.ben.userId } }));
    expect(await live(away, '2027-03-19T10:00:00Z')).toEqual([
      ...['2027-03-19 09:00 digest U0BEN', '2027-03-19 09:00 reminder channel'],
    ]);
    for (const [standInId, code] of [
      [PEOPLE.gus.userId, 'stand_in_unusable'],
      [PEOPLE.ada.userId, 'stand_in_unusable'],
      ['U0NOBODY', 'stand_in_unusable'],
      [PEOPLE.otto.userId, 'not_appointed'],
    ]) {
      const refused = await setAbsence(away.deps, { person, away: { backOn, standInId: standInId! } });
      expect(refused).toMatchObject({ ok: false, refusal: { code } });
    }
    yes(await setAbsence(away.deps, { person, away: null }));
    expect(await live(away, '2027-03-25T10:00:00Z')).toContain('2027-03-25 09:00 digest U0ADA');
  });

  test('an owner who left since they were asked about: the message that found nobody has them asked about, and the backup hears', async () => {
    const world = await at('2027-03-19T08:00:00Z');
    const { id: packageId } = await world.addPackage({ expiresOn: EXPIRES });
    await refreshPeople(world.deps);
    world.deps.directory.put({ ...PEOPLE.ada, standing: 'deactivated' });
    world.deps.clock.move({ hours: 1 });
    await remindPackages(world.deps);
    await world.deliver((message) =>
      message.kind === 'digest' && message.userId === PEOPLE.ada.userId
        ? { kind: 'refused', error: 'user_disabled' }
        : sentTo(message),
    );
    await refreshPeople(world.deps);
    await remindPackages(world.deps);
    expect((await world.deliver()).map((one) => ('userId' in one ? one.userId : one.kind))).toEqual([
      'U0BEN',
    ]);
    const line = yes(await readStatus(world.deps, { person: PEOPLE.ben, packageId })).line;
    expect(line.troubles).toEqual([{ kind: 'owner_gone', userId: 'U0ADA' }]);
  });

  test('a channel that takes no reminder: the status and the App Home say so, until it does', async () => {
    const world = await at('2027-03-19T09:00:00Z');
    const { id: packageId } = await world.addPackage({ expiresOn: EXPIRES });
    await remindPackages(world.deps);
    await world.deliver((message) =>
      message.kind === 'reminder' ? { kind: 'refused', error: 'is_archived' } : sentTo(message),
    );
    const troubles = async () => yes(await readStatus(world.deps, { person, packageId })).line.troubles;
    expect(await troubles()).toEqual([{ kind: 'refused', error: 'is_archived' }]);
    const home = await readHome(world.deps, { person, cause: { kind: 'change' } });
    expect(home.waiting.map(({ kind }) => kind)).toContain('trouble');
    world.deps.clock.move({ hours: 1 });
    await world.deliver();
    expect(await troubles()).toEqual([]);
  });

  test('snooze what they like, but not the last three days, and not for ever', async () => {
    const world = await at('2027-03-19T08:00:00Z');
    const { id: packageId } = await world.addPackage({ expiresOn: EXPIRES });
    const until = world.deps.clock.now().plus({ days: 3, hours: 3 });
    yes(await snoozePackage(world.deps, { person, packageId, until }));
    expect(await live(world, '2027-03-25T10:00:00Z')).toEqual([
      '2027-03-22 11:00 digest U0ADA',
      ...[
        '2027-03-25 09:00 digest U0ADA',
        '2027-03-25 09:00 digest U0BEN',
        '2027-03-25 09:00 reminder channel',
      ],
    ]);
    for (const [of, code] of [
      [{ days: 30 }, 'snooze_too_long'],
      [{ days: -1 }, 'snooze_in_the_past'],
    ] as const) {
      const wish = { person, packageId, until: world.deps.clock.now().plus(of) };
      expect(await snoozePackage(world.deps, wish)).toMatchObject({ ok: false, refusal: { code } });
    }
    const wish = { person: PEOPLE.otto, packageId, until };
    expect(await snoozePackage(world.deps, wish)).toMatchObject({
      ok: false,
      refusal: { code: 'not_allowed' },
    });
  });
});

describe('settings', () => {
  const said = {
    ...{ zone: null, fromMinute: null, toMinute: null, digestMinute: null, weekdays: null },
    ...{ holidays: null, linkHours: null, leadDays: null, weeklyCapacity: null, freezeWindows: null },
  };

  test('of a package before those of the workspace; holidays of both; the last to hear', async () => {
    const world = await at('2027-03-15T00:00:00Z');
    const { id: packageId } = await world.addPackage({ expiresOn: EXPIRES });
    const workspace = { ...said, zone: 'Europe/Berlin', digestMinute: 600, holidays: ['2027-03-19'] };
    yes(
      await setPolicy(world.deps, {
        person,
        packageId: null,
        said: workspace,
        escalationId: PEOPLE.otto.userId,
      }),
    );
    const own = { ...said, holidays: ['2027-03-18'] };
    yes(await setPolicy(world.deps, { person, packageId, said: own, escalationId: null }));
    const all = await live(world, '2027-03-26T12:00:00Z');
    expect(all.filter((one) => one.includes('reminder'))[0]).toBe('2027-03-17 09:00 reminder channel');
    expect(all.filter((one) => one.includes('U0OTTO'))).toEqual(['2027-03-26 09:00 digest U0OTTO']);
  });

  test('that contradict themselves, or name somebody who can’t read it, change nothing', async () => {
    const world = await at('2027-03-15T00:00:00Z');
    const { id: packageId } = await world.addPackage({ expiresOn: EXPIRES });
    const set = (
      of: Partial<typeof said> | object,
      escalationId: string | null = null,
      who: typeof person | typeof PEOPLE.ben = person,
    ) => setPolicy(world.deps, { person: who, packageId: null, said: { ...said, ...of }, escalationId });
    expect(await set({ fromMinute: 1020, toMinute: 540 })).toMatchObject({
      refusal: { code: 'policy_contradicts', fault: 'hours_reversed' },
    });
    expect(await set({ digestMinute: 1200 })).toMatchObject({ refusal: { fault: 'digest_outside_hours' } });
    expect(await set({}, PEOPLE.dex.userId)).toMatchObject({ refusal: { code: 'escalation_unusable' } });
    expect(await set({}, null, PEOPLE.ben)).toMatchObject({ refusal: { code: 'only_workspace_admins' } });
    const foreign = { person: PEOPLE.otto, packageId, said, escalationId: null };
    expect(await setPolicy(world.deps, foreign)).toMatchObject({ refusal: { code: 'not_allowed' } });
    expect(
      await database.sql`select 1 from policy where workspace_id = ${world.deps.workspaceId}`,
    ).toHaveLength(0);
  });
});
