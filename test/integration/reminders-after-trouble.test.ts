import { describe, expect, test } from 'vitest';
import { DirectoryUnavailable } from '../../src/adapters/directory.ts';
import { RULES } from '../../src/domain/rules.ts';
import { deliverWebhooks } from '../../src/usecases/deliver-webhooks.ts';
import { endAbsences } from '../../src/usecases/end-absences.ts';
import { letTimePass } from '../../src/usecases/let-time-pass.ts';
import { readStatus } from '../../src/usecases/read-status.ts';
import { readNudge } from '../../src/usecases/read-reminders.ts';
import { refreshPeople } from '../../src/usecases/refresh-people.ts';
import { remindPackages } from '../../src/usecases/remind-packages.ts';
import { setAbsence } from '../../src/usecases/set-absence.ts';
import { setPolicy } from '../../src/usecases/set-policy.ts';
import { useDatabase } from '../support/database.ts';
import { createWorld, PEOPLE, sentTo, VENDORS, yes, type World } from '../support/world.ts';

const database = useDatabase();
const person = PEOPLE.ada;

// Expires on Monday the 29th: the hard stop is Sunday the 28th. Ada owns every package, Ben is her backup.
const EXPIRES = '2027-03-29';

const at = (startAt: string) => createWorld(database, { startAt });

const SLACK_IS_AWAY = { kind: 'later' } as const;

/** Digests, reminders and nudges of a world: for whom, when each leaves, how it stands. */
const messages = async ({ deps }: World): Promise<string[]> => {
  const rows = await database.sql<{ text: string }[]>`
    select concat_ws(' ', to_char(due_at at time zone 'UTC', 'MM-DD HH24:MI'), kind, coalesce(payload->>'userId', 'channel'), state) as text
    from outbox where workspace_id = ${deps.workspaceId} and kind in ('reminder', 'digest', 'nudge') order by place`;
  return rows.map(({ text }) => text);
};

const saysOf = async (world: World, packageId: string) =>
  yes(await readStatus(world.deps, { person, packageId })).line.troubles;

describe('many at once', () => {
  test('hundreds of packages with vendors who all wait: every one is looked at', async () => {
    const world = await at('2027-03-20T12:00:00Z');
    const pkg = await world.addPackage({ expiresOn: EXPIRES, vendors: Object.values(VENDORS) });
    const rotationId = await world.start(pkg);
    await world.deposit(rotationId);
    world.deps.clock.move({ minutes: 6 });
    await letTimePass(world.deps);
    // The same rotation many times over: what counts is how many rows one look makes.
    await copyRotation(world, { packageId: pkg.id, rotationId, times: 60 });
    world.deps.clock.set('2027-03-25T12:00:00Z');
    await database.sql`update package set next_look_at = '2027-03-25T09:00:00Z' where workspace_id = ${world.deps.workspaceId}`;
    expect(await remindPackages(world.deps)).toBe(61);
    const [counted] = await database.sql`
      select count(distinct package_id)::int as packages, count(*) > 300 as are_many from reminder where workspace_id = ${world.deps.workspaceId}`;
    expect(counted).toEqual({ packages: 61, are_many: true });
  });

  test('a package that can’t be read silences no other, and is looked at again later', async () => {
    const world = await at('2027-03-19T09:00:00Z');
    const packages = [];
    for (let n = 0; n < 4; n += 1) packages.push(await world.addPackage({ expiresOn: EXPIRES }));
    const broken = packages[1]!.id;
    await database.sql`update package set business_units = '"?"' where id = ${broken}`;
    await remindPackages(world.deps);
    const rows = await database.sql<{ package_id: string }[]>`
      select distinct package_id from reminder where workspace_id = ${world.deps.workspaceId}`;
    expect(rows.map((row) => row.package_id).toSorted()).toEqual(
      packages.flatMap(({ id }) => (id === broken ? [] : [id])).toSorted(),
    );
    const [later] = await database.sql`select next_look_at from package where id = ${broken}`;
    expect(later).toEqual({ next_look_at: new Date('2027-03-19T10:00:00Z') });
  });
});

describe('today’s message has left already', () => {
  test('what is down is said at once, on a Friday as on any day', async () => {
    const world = await at('2027-03-26T09:00:00Z');
    await world.addPackage({ expiresOn: '2027-04-20', leadDays: 26 });
    await remindPackages(world.deps);
    await world.deliver();
    world.deps.clock.set('2027-03-26T11:00:00Z');
    await world.addPackage({ expiresOn: '2027-03-20' });
    await remindPackages(world.deps);
    const waiting = (await messages(world)).filter((one) => one.endsWith('ready'));
    expect(waiting).toContain('03-26 11:00 digest U0ADA ready');
  });

  test('the last day waits for no other', async () => {
    const world = await at('2027-03-28T09:00:00Z');
    await world.addPackage({ expiresOn: EXPIRES });
    await remindPackages(world.deps);
    await world.deliver();
    world.deps.clock.set('2027-03-28T11:00:00Z');
    await world.addPackage({ expiresOn: EXPIRES });
    await remindPackages(world.deps);
    const waiting = (await messages(world)).filter((one) => one.endsWith('ready'));
    expect(waiting).toContain('03-28 11:00 digest U0ADA ready');
  });

  test('it had nothing to say any more: it goes out after all', async () => {
    const world = await at('2027-03-23T08:00:00Z');
    const first = await world.addPackage({ expiresOn: EXPIRES });
    await remindPackages(world.deps);
    await database.sql`update package set expires_on = '2027-08-01' where id = ${first.id}`;
    world.deps.clock.set('2027-03-23T09:00:00Z');
    await world.deliver(() => ({ kind: 'gone' }));
    await world.addPackage({ expiresOn: EXPIRES });
    await remindPackages(world.deps);
    const digests = (await messages(world)).filter((one) => one.includes('digest'));
    expect(digests).toEqual(['03-23 09:00 digest U0ADA ready']);
  });
});

describe('Slack is back', () => {
  test('five days of it arrive as one message for each, the newest', async () => {
    const world = await at('2027-03-22T09:00:00Z');
    await world.addPackage({ expiresOn: EXPIRES });
    for (let day = 0; day < 5; day += 1) {
      await remindPackages(world.deps);
      await world.deliver(() => SLACK_IS_AWAY);
      world.deps.clock.move({ days: 1 });
    }
    await remindPackages(world.deps);
    expect((await messages(world)).length).toBeGreaterThan(5);
    const sent = await world.deliver();
    const to = sent.map((one) => ('userId' in one ? `${one.kind} ${one.userId}` : one.kind));
    expect(to.toSorted()).toEqual(['digest U0ADA', 'digest U0BEN', 'reminder']);
  });

  test('a digest that may not have arrived stands with its packages, until the next one has', async () => {
    const world = await at('2027-02-26T09:00:00Z');
    const { id } = await world.addPackage({ expiresOn: EXPIRES });
    await database.sql`update package set created_at = '2027-01-01' where id = ${id}`;
    await remindPackages(world.deps);
    await world.deliver(() => ({ kind: 'in_doubt', isRepeatable: false }));
    expect(await saysOf(world, id)).toEqual([{ kind: 'in_doubt', count: 1 }]);
    world.deps.clock.set('2027-03-12T09:00:00Z');
    await remindPackages(world.deps);
    await world.deliver();
    expect(await saysOf(world, id)).toEqual([]);
  });

  test('a reminder that may not have arrived says no more once the date is another', async () => {
    const world = await at('2027-03-19T09:00:00Z');
    const { id } = await world.addPackage({ expiresOn: EXPIRES });
    await remindPackages(world.deps);
    await world.deliver((message) =>
      message.kind === 'reminder' ? { kind: 'in_doubt', isRepeatable: false } : sentTo(message),
    );
    expect(await saysOf(world, id)).toEqual([{ kind: 'in_doubt', count: 1 }]);
    await database.sql`update package set expires_on = '2027-09-20' where id = ${id}`;
    expect(await saysOf(world, id)).toEqual([]);
  });

  test('webhooks’ own loop puts no message to Slack in doubt unseen', async () => {
    const world = await at('2027-03-19T09:00:00Z');
    const pkg = await world.addPackage({ expiresOn: EXPIRES, vendors: [VENDORS.gus] });
    const rotationId = await world.start(pkg);
    await database.sql`
      update outbox set state = 'sending', lease_until = '2027-03-19T09:00:01Z', lease_id = gen_random_uuid(), claimed_revision = revision
      where rotation_id = ${rotationId} and kind = 'thread'`;
    world.deps.clock.move({ minutes: 5 });
    await deliverWebhooks(world.deps);
    const states =
      await database.sql`select distinct state from outbox where rotation_id = ${rotationId} and kind = 'thread'`;
    expect([...states]).toEqual([{ state: 'sending' }]);
  });
});

describe('people', () => {
  test('whoever is back hears on their first day of what their stand-in was told', async () => {
    const world = await at('2027-03-18T12:00:00Z');
    await world.addPackage({ expiresOn: EXPIRES });
    yes(
      await setAbsence(world.deps, { person, away: { backOn: '2027-03-22', standInId: PEOPLE.ben.userId } }),
    );
    world.deps.clock.set('2027-03-19T09:00:00Z');
    await remindPackages(world.deps);
    await world.deliver();
    expect(await messages(world)).toContain('03-19 09:00 digest U0BEN sent');
    world.deps.clock.set('2027-03-22T08:00:00Z');
    expect(await endAbsences(world.deps)).toBe(1);
    await remindPackages(world.deps);
    expect(await messages(world)).toContain('03-22 09:00 digest U0ADA ready');
  });

  test('the first day back is counted where they are', async () => {
    const world = await at('2027-03-18T12:00:00Z');
    await world.addPackage({ expiresOn: EXPIRES });
    const far = { ...person, zone: 'Pacific/Auckland' };
    yes(
      await setAbsence(world.deps, {
        person: far,
        away: { backOn: '2027-03-22', standInId: PEOPLE.ben.userId },
      }),
    );
    const [row] =
      await database.sql`select until from absence where workspace_id = ${world.deps.workspaceId}`;
    expect(row).toEqual({ until: new Date('2027-03-21T11:00:00Z') });
  });

  test('somebody Slack can’t tell of keeps nobody else from being asked about; without Slack nobody is', async () => {
    const world = await at('2027-03-18T12:00:00Z');
    await world.addPackage({ expiresOn: EXPIRES });
    const asked: string[] = [];
    let isAboutPerson = true;
    const directory = {
      find: (userId: string) => {
        asked.push(userId);
        return userId === person.userId
          ? Promise.reject(new DirectoryUnavailable({ isAboutPerson }))
          : world.deps.directory.find(userId);
      },
    };
    const deps = { ...world.deps, directory };
    await refreshPeople(deps);
    await refreshPeople(deps);
    expect(asked).toEqual(['U0ADA', 'U0BEN']);
    world.deps.clock.move({ hours: 2 });
    isAboutPerson = false;
    await refreshPeople(deps);
    await refreshPeople(deps);
    expect(asked).toEqual(['U0ADA', 'U0BEN', 'U0ADA']);
  });

  test('where messages are paced, so are questions: one at a time', async () => {
    const world = await at('2027-03-18T12:00:00Z');
    await world.addPackage({ expiresOn: EXPIRES });
    const deps = { ...world.deps, pace: RULES.slackPace };
    for (const known of [1, 2, 2]) {
      expect(await refreshPeople(deps)).toBe(0);
      const rows =
        await database.sql`select 1 from known_person where workspace_id = ${world.deps.workspaceId}`;
      expect(rows).toHaveLength(known);
    }
  });

  test('a date not read yet never calls the last to hear, however long it waits', async () => {
    const world = await at('2027-03-15T09:00:00Z');
    const pkg = await world.addPackage({ expiresOn: EXPIRES, vendors: [VENDORS.gus] });
    const said = {
      ...{ zone: null, fromMinute: null, toMinute: null, digestMinute: null, weekdays: null },
      ...{ holidays: null, linkHours: null, leadDays: null, weeklyCapacity: null, freezeWindows: null },
    };
    const { userId: escalationId } = PEOPLE.otto;
    yes(await setPolicy(world.deps, { person, packageId: null, said, escalationId }));
    const { rotationId } = await world.share(pkg);
    await world.settle(rotationId);
    await world.activate(rotationId);
    world.deps.clock.set('2027-03-19T12:00:00Z');
    expect((await readNudge(world.deps, { rotationId }))?.asked).toEqual(['U0ADA', 'U0BEN']);
  });
});

/** The rows of one rotation under new ids, each with a package of its own. */
async function copyRotation(
  { deps }: World,
  { packageId, rotationId, times }: { packageId: string; rotationId: string; times: number },
): Promise<void> {
  const columnsOf = async (table: string) =>
    (
      await database.sql<{ name: string }[]>`
        select column_name as name from information_schema.columns where table_name = ${table} and table_schema = current_schema()`
    ).map(({ name }) => name);
  for (let n = 0; n < times; n += 1) {
    const [p, r, g] = [deps.ids.id(), deps.ids.id(), deps.ids.id()];
    const ids: Record<string, string> = { package_id: p, rotation_id: r, generation_id: g };
    const copy = async (table: string, own: Record<string, string>, where: string) => {
      const names = (await columnsOf(table)).filter((name) => name !== 'place');
      const values = names.map((name) => own[name] ?? (name in ids ? `'${ids[name]}'` : `"${name}"`));
      const list = names.map((name) => `"${name}"`).join(', ');
      await database.sql.unsafe(
        `insert into "${table}" (${list}) select ${values.join(', ')} from "${table}" where ${where}`,
      );
    };
    await copy('package', { id: `'${p}'`, name: `name || ' ${n}'` }, `id = '${packageId}'`);
    await copy('package_admin', {}, `package_id = '${packageId}'`);
    await copy('rotation', { id: `'${r}'` }, `id = '${rotationId}'`);
    await copy('participant', {}, `rotation_id = '${rotationId}'`);
    await copy('generation', { id: `'${g}'` }, `rotation_id = '${rotationId}'`);
    await copy('handoff', { id: 'gen_random_uuid()' }, `rotation_id = '${rotationId}'`);
  }
}
