import { beforeAll, expect, test } from 'vitest';
import { Secret } from '../../src/domain/secret.ts';
import { waiveVendor } from '../../src/usecases/admin-acts.ts';
import { collectOnce } from '../support/collecting.ts';
import { depositSecret } from '../../src/usecases/deposit-secret.ts';
import { letTimePass } from '../../src/usecases/let-time-pass.ts';
import { useDatabase } from '../support/database.ts';
import { createWorld, freshSecret, no, PEOPLE, sentTo, VENDORS, yes } from '../support/world.ts';
import { faultsOfAudit } from './world/audit-check.ts';
import { dump } from './world/dump.ts';

const database = useDatabase();

/** While it lives, whoever writes to this table loses the session in the middle of the statement. */
const deadly = {
  set: (table: string) =>
    database.sql.unsafe(`create trigger deadly before insert or update on ${table} execute function die()`),
  lift: (table: string) => database.sql.unsafe(`drop trigger if exists deadly on ${table}`),
};

beforeAll(async () => {
  await database.sql.unsafe(`create function die() returns trigger language plpgsql as $$
    begin perform pg_terminate_backend(pg_backend_pid()); perform pg_sleep(5); return null; end $$`);
});

/** Does it while that table is deadly; then, if it failed, once more in peace. True if it had failed. */
async function survive(table: string, act: () => Promise<unknown>): Promise<boolean> {
  const before = await dump(database.sql, { but: 'guess' });
  await deadly.set(table);
  const error = await act().then(
    () => null,
    (reason: unknown) => reason,
  );
  await deadly.lift(table);
  if (error === null) return false;
  expect(String((error as Error).cause ?? error)).toMatch(/terminating connection|CONNECTION_CLOSED/);
  expect(await dump(database.sql, { but: 'guess' })).toBe(before);
  await act();
  return true;
}

const DEADLY: [table: string, acts: string[]][] = [
  ['rotation', ['start', 'deposit', 'confirm', 'waive', 'activate', 'finish']],
  ['participant', ['start']],
  ['generation', ['deposit', 'activate']],
  ['handoff', ['deposit', 'ask for a link', 'confirm', 'waive']],
  ['link', ['ask for a deposit link', 'deposit', 'ask for a link', 'waive', 'finish']],
  ['package', ['add', 'start', 'deposit', 'confirm', 'waive', 'activate', 'finish']],
  [
    'audit',
    [
      'add',
      'start',
      'ask for a deposit link',
      'deposit',
      'ask for a link',
      'confirm',
      'waive',
      'activate',
      'finish',
    ],
  ],
  [
    'audit_head',
    [
      'add',
      'start',
      'ask for a deposit link',
      'deposit',
      'ask for a link',
      'confirm',
      'waive',
      'activate',
      'finish',
    ],
  ],
  ['guess', ['deposit']],
  ['outbox', ['start', 'deposit', 'confirm', 'waive', 'activate', 'finish']],
];

test.each(DEADLY)(
  'the session dies when %s is written: it surfaces, nothing is half done, it works again',
  async (table, acts) => {
    const world = await createWorld(database);
    await world.deps.fingerprintKey.fingerprint('made now');
    const survived: string[] = [];
    const dare = async <T>(name: string, act: () => Promise<T>): Promise<T> => {
      let answer: T | undefined;
      if (await survive(table, async () => void (answer = await act()))) survived.push(name);
      return answer as T;
    };
    const secret = new Secret(freshSecret());

    await dare('add', () => world.addPackage());
    const pkg = await world.addPackage({ vendors: [VENDORS.gus, VENDORS.milo] });
    const [gus = '', milo = ''] = pkg.vendorIds;
    const rotationId = await dare('start', () => world.start(pkg));
    const link = await dare('ask for a deposit link', () => world.depositLink(rotationId));
    const generatedAt = world.deps.clock.now();
    const input = { ...link, secret, generatedAt, acceptsWarnings: false };
    await dare('deposit', async () => yes(await depositSecret(world.deps, input)));
    await world.pass({ minutes: 5 });
    const own = await dare('ask for a link', () => world.link(rotationId, gus));
    yes(await collectOnce(world.deps, own));
    await dare('confirm', () => world.confirm(rotationId, gus));
    const waive = { person: PEOPLE.ada, rotationId, vendorId: milo, reason: 'r' };
    await dare('waive', async () => yes(await waiveVendor(world.deps, waive)));
    await dare('activate', () => world.activate(rotationId));
    await dare('finish', () => world.finish(rotationId));

    expect(survived).toEqual(acts);
    expect(await world.rotation(rotationId)).toMatchObject({ step: 'done' });
    expect(await faultsOfAudit(database.sql)).toEqual([]);
  },
);

test.each(['handoff', 'audit', 'outbox'])(
  'the session dies at the end of a collection, when %s is written: no secret leaves, none is lost',
  async (table) => {
    const world = await createWorld(database);
    const pkg = await world.addPackage({ vendors: [VENDORS.gus] });
    const { rotationId, secret } = await world.share(pkg);
    const link = await world.link(rotationId, pkg.vendorIds[0] ?? '');
    const { keyring } = world.deps;
    const open: typeof keyring.open = async (...args) => (await deadly.set(table), keyring.open(...args));

    await expect(collectOnce({ ...world.deps, keyring: { ...keyring, open } }, link)).rejects.toThrow();
    await deadly.lift(table);

    // Where not even the claim could be given back, it ends by itself.
    if (table === 'handoff') {
      expect(no(await collectOnce(world.deps, link)).code).toBe('being_collected');
      world.deps.clock.move({ seconds: 30 });
    }
    expect(yes(await collectOnce(world.deps, link)).secret.reveal()).toBe(secret);
  },
);

test('all connections are cut while a secret is being sealed: it is recorded whole, or not at all', async () => {
  const own = await database.otherConnection();
  const world = await createWorld(own);
  const rotationId = await world.start(await world.addPackage({ vendors: [VENDORS.gus, VENDORS.milo] }));
  const link = await world.depositLink(rotationId);
  const { keyring, clock } = world.deps;
  const cut = () => database.sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`;
  const seal: typeof keyring.seal = async (...args) => (await cut(), keyring.seal(...args));
  const input = {
    ...link,
    secret: new Secret(freshSecret()),
    generatedAt: clock.now(),
    acceptsWarnings: false,
  };

  const isDone = await depositSecret({ ...world.deps, keyring: { ...keyring, seal } }, input).then(
    (answer) => answer.ok,
    () => false,
  );

  expect((await world.rotation(rotationId)).step).toBe(isDone ? 'cooling' : 'generating');
  if (!isDone) yes(await depositSecret(world.deps, input));
  expect((await world.live(rotationId)).handoffs.map(({ status }) => status)).toEqual(['sealed', 'sealed']);
});

test('the sweep goes on with the next rotation when one can not be moved, and tries it again later', async () => {
  const world = await createWorld(database);
  const [broken, sound] = [
    await world.start(await world.addPackage({ vendors: [VENDORS.gus] })),
    await world.start(await world.addPackage({ vendors: [VENDORS.gus] })),
  ];
  await world.deposit(broken);
  await world.deposit(sound);
  await database.sql`update participant set contact = '{}' where rotation_id = ${broken}`; // a row that can't be read
  world.deps.clock.move({ minutes: 5 });

  expect(await letTimePass(world.deps)).toBe(2);

  expect((await world.rotation(sound)).step).toBe('sharing');
  expect(world.deps.log.lines.at(-1)).toContain('a rotation could not be moved on');
  expect(await letTimePass(world.deps)).toBe(0); // not again at once
  world.deps.clock.move({ minutes: 1 });
  expect(await letTimePass(world.deps)).toBe(1);
});

test('the session dies when a message was sent and is being noted: it is in doubt, and not sent again', async () => {
  const world = await createWorld(database);
  await world.start(await world.addPackage({ vendors: [VENDORS.gus] }));
  const posted: string[] = [];
  const send = world.deliver(async (message) => {
    posted.push(message.kind);
    if (message.kind === 'thread') await deadly.set('outbox');
    return sentTo(message);
  });
  await expect(send).rejects.toThrow();
  await deadly.lift('outbox');

  world.deps.clock.move({ minutes: 2 });
  // Nothing but the card, drawn again where it stands: it shows the doubt.
  expect(await world.deliver()).toMatchObject([{ kind: 'card', ts: expect.any(String) }]);
  expect(posted).toEqual(['card', 'thread']);
  const [row] = await database.sql`
    select state from outbox where workspace_id = ${world.deps.workspaceId} and kind = 'thread'`;
  expect(row).toEqual({ state: 'in_doubt' });
});
