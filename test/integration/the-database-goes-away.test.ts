import { expect, test } from 'vitest';
import type { Database } from '../../src/db/connection.ts';
import { Secret } from '../../src/domain/secret.ts';
import { waiveVendor } from '../../src/usecases/admin-acts.ts';
import { collectSecret } from '../../src/usecases/collect-secret.ts';
import { depositSecret } from '../../src/usecases/deposit-secret.ts';
import { letTimePass } from '../../src/usecases/let-time-pass.ts';
import { useDatabase } from '../support/database.ts';
import { createWorld, freshSecret, no, PEOPLE, sentTo, VENDORS, yes } from '../support/world.ts';
import { faultsOfAudit } from './world/audit-check.ts';
import { dump } from './world/dump.ts';

const database = useDatabase();

/** A rekey of its own, whose database connections can be cut. */
async function tell() {
  const own: Database = await database.otherConnection();
  const world = await createWorld(own);
  const pkg = await world.addPackage({ vendors: [VENDORS.gus, VENDORS.milo] });
  const pids = async () => {
    const rows = await Promise.all(
      Array.from({ length: 8 }, () => own.db.execute<{ pid: number }>('select pg_backend_pid() as pid from pg_sleep(0.01)')),
    );
    return [...new Set(rows.flatMap((found) => found.map(({ pid }) => pid)))];
  };
  const known = await pids();
  const cut = async () => {
    await database.sql`select pg_terminate_backend(pid) from unnest(${known}::int[]) as pid`;
  };
  return { world, pkg, cut };
}

test('cut while a secret is being sealed: the deposit fails aloud or is whole, and can be done again', async () => {
  const { world, pkg, cut } = await tell();
  const rotationId = await world.start(pkg);
  const link = await world.depositLink(rotationId);
  const { keyring, clock } = world.deps;
  const seal: typeof keyring.seal = async (plain, context) => (await cut(), keyring.seal(plain, context));
  const before = await dump(database.sql);
  const input = { ...link, secret: new Secret(freshSecret()), generatedAt: clock.now(), acceptsWarnings: false };

  const ended = await depositSecret({ ...world.deps, keyring: { ...keyring, seal } }, input).then(
    (answer) => answer.ok,
    () => 'failed aloud',
  );

  if (ended === 'failed aloud') expect(await dump(database.sql)).toBe(before);
  else expect((await world.live(rotationId)).handoffs).toHaveLength(2);
  if (ended !== true) yes(await depositSecret(world.deps, input));
  expect((await world.live(rotationId)).step).toBe('cooling');
});

test('cut between the lease and the end of a collection: no secret leaves, and it is collected half a minute later', async () => {
  const { world, pkg, cut } = await tell();
  const { rotationId, secret } = await world.share(pkg);
  const link = await world.link(rotationId, pkg.vendorIds[0] ?? '');
  const { keyring } = world.deps;
  const open: typeof keyring.open = async (sealed, context) => {
    const plain = await keyring.open(sealed, context);
    await database.sql`lock table handoff in access exclusive mode`.catch(() => {}); // outside a transaction: fails at once
    const held = database.sql.begin(async (sql) => {
      await sql`select 1 from handoff where rotation_id = ${rotationId} for update`;
      await new Promise((done) => setTimeout(done, 150));
      await cut();
    });
    await new Promise((done) => setTimeout(done, 50));
    void held;
    return plain;
  };

  await expect(collectSecret({ ...world.deps, keyring: { ...keyring, open } }, link)).rejects.toThrow();

  expect(no(await collectSecret(world.deps, link)).code).toBe('being_collected');
  world.deps.clock.move({ seconds: 30 });
  expect(yes(await collectSecret(world.deps, link)).secret.reveal()).toBe(secret);
});

test.each([1, 2, 3, 4, 5, 6, 7, 8])('a move cut off at its %i. write leaves nothing half done', async (at) => {
  const { world, pkg } = await tell();
  const { rotationId } = await world.share(pkg);
  const vendorId = pkg.vendorIds[0] ?? '';
  const before = await dump(database.sql);
  const waive = { person: PEOPLE.ada, rotationId, vendorId, reason: 'r' };

  const failed = await waiveVendor({ ...world.deps, db: cutAtWrite(world.deps.db, at) }, waive).then(
    () => false,
    () => true,
  );

  if (failed) expect(await dump(database.sql)).toBe(before);
  else expect((await world.handoff(rotationId, vendorId)).status).toBe('waived');
  expect(failed).toBe(at <= WRITES_OF_A_WAIVER);
  expect(await faultsOfAudit(database.sql)).toEqual([]);
  if (failed) yes(await waiveVendor(world.deps, waive));
});

/** The handoff, its links, the rotation, the audit row, the card, the line of its thread, the vendor's message. */
const WRITES_OF_A_WAIVER = 7;

/** A database whose session is killed by the server just before the `at`-th write of a transaction. */
function cutAtWrite(db: Database['db'], at: number): Database['db'] {
  let writes = 0;
  const spy = (tx: object): object =>
    new Proxy(tx, {
      get(target, name) {
        const found: unknown = Reflect.get(target, name);
        if (typeof found !== 'function') return found;
        const bound = (...args: unknown[]) => (found as (...of: unknown[]) => unknown).apply(target, args);
        if (name !== 'insert' && name !== 'update') return bound;
        return (...args: unknown[]) => {
          writes += 1;
          return bound(...args);
        };
      },
    });
  return new Proxy(db, {
    get(target, name) {
      if (name !== 'transaction') return Reflect.get(target, name) as unknown;
      return (work: (tx: never) => Promise<unknown>) =>
        target.transaction(async (tx) => {
          const [self] = await tx.execute<{ pid: number }>('select pg_backend_pid() as pid');
          const guarded = new Proxy(tx, {
            get(inner, key) {
              const found: unknown = Reflect.get(spy(inner), key);
              if (key === 'insert' || key === 'update') {
                return (...args: unknown[]) => {
                  const made = (found as (...of: unknown[]) => unknown)(...args);
                  if (writes === at) void kill(self?.pid ?? 0);
                  return made;
                };
              }
              return found;
            },
          });
          const answer = await work(guarded as never);
          return answer;
        });
    },
  });
}

const kill = (pid: number) => database.sql`select pg_terminate_backend(${pid})`;

test('the sweep goes on with the next rotation when one can not be moved', async () => {
  const { world, pkg } = await tell();
  const rotationId = await world.start(pkg);
  await world.deposit(rotationId);
  const other = await world.start(await world.addPackage({ vendors: [VENDORS.gus] }));
  await world.deposit(other);
  await database.sql`update participant set contact = '{}' where rotation_id = ${rotationId}`; // a row that contradicts itself
  world.deps.clock.move({ minutes: 5 });

  expect(await letTimePass(world.deps)).toBe(2);

  expect((await world.rotation(other)).step).toBe('sharing');
  expect(world.deps.log.lines.at(-1)).toContain('a rotation could not be moved on');
  expect(await letTimePass(world.deps)).toBe(0); // not again at once
  world.deps.clock.move({ minutes: 1 });
  expect(await letTimePass(world.deps)).toBe(1);
});

test('cut while a message is on its way: it is in doubt, not sent again', async () => {
  const { world, pkg, cut } = await tell();
  await world.start(pkg);
  let sent = 0;
  await world
    .deliver(async (message) => {
      sent += 1;
      if (message.kind === 'thread') await cut();
      return sentTo(message);
    })
    .catch(() => {});
  world.deps.clock.move({ minutes: 2 });
  await world.deliver((message) => {
    sent += message.kind === 'thread' ? 1 : 0;
    return sentTo(message);
  });
  expect(sent).toBe(2);
});
