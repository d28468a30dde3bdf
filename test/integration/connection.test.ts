import { existsSync } from 'node:fs';
import { eq } from 'drizzle-orm';
import { jsonb, pgTable, timestamp } from 'drizzle-orm/pg-core';
import postgres from 'postgres';
import { expect, test } from 'vitest';
import { EMBEDDED_USER, socketPath } from '../../src/adapters/embedded-postgres.ts';
import { type Db, openDatabase } from '../../src/db/connection.ts';
import { migrateDatabase } from '../../src/db/migrate.ts';
import { useDatabase } from '../support/database.ts';

const database = useDatabase();

test('a commit waits for the disk, whatever the server, the role or the URL say (promise H4)', async () => {
  const plain = postgres({
    path: socketPath(database.target.socketDir),
    user: EMBEDDED_USER,
    database: 'postgres',
  });
  expect(await plain`show synchronous_commit`).toMatchObject([{ synchronous_commit: 'off' }]);
  await plain.end();

  const sneaky = await openDatabase({
    target: { url: `${database.url}&synchronous_commit=off&timezone=CET` },
  });
  expect(await sneaky.sql`show synchronous_commit`).toMatchObject([{ synchronous_commit: 'on' }]);
  expect(await sneaky.db.execute('show synchronous_commit')).toMatchObject([{ synchronous_commit: 'on' }]);
  expect(await sneaky.sql`show timezone`).toMatchObject([{ TimeZone: 'UTC' }]);
  expect(await sneaky.sql`select current_database() as name`).toMatchObject([
    { name: database.target.database },
  ]);
  await sneaky.close();
});

test('the raw client still reads dates as dates beside drizzle, in and out of a transaction', async () => {
  const kept = pgTable('kept', {
    at: timestamp('at', { withTimezone: true }).notNull(),
    facts: jsonb('facts'),
  });
  await database.sql`create table kept (at timestamptz not null, facts jsonb)`;
  const at = new Date(1_800_000_000_000);
  const read = (db: Db) => db.select().from(kept).where(eq(kept.at, at));

  await database.db.insert(kept).values({ at, facts: { a: 1 } });

  expect(await database.db.transaction((tx) => read(tx))).toEqual([{ at, facts: { a: 1 } }]);
  expect([...(await database.sql`select at, facts from kept`)]).toEqual([{ at, facts: { a: 1 } }]);
});

test('many transactions on a busy pool stay apart', async () => {
  await database.sql`create table tally (n int)`;
  const add = (n: number) =>
    database.db.transaction(async (tx) => {
      await tx.execute(`insert into tally values (${n})`);
      if (n % 2) throw new Error('odd');
    });
  const busy = Array.from({ length: 600 }, () => database.db.execute('select 1'));

  const outcomes = await Promise.allSettled([...busy, ...Array.from({ length: 40 }, (_, n) => add(n))]);

  expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(20);
  expect(await database.sql`select count(*)::int as n from tally`).toMatchObject([{ n: 20 }]);
});

test('another connection is another session on the same database', async () => {
  const other = await database.otherConnection();
  const pid = (db: Db) => db.execute<{ pid: number }>('select pg_backend_pid() as pid');

  const pids = await Promise.all([pid(database.db), pid(other.db)]);

  expect(pids[0][0]?.pid).not.toBe(pids[1][0]?.pid);
});

test.skipIf(!existsSync('drizzle/meta/_journal.json'))(
  'two instances that boot together migrate once',
  async () => {
    const target = { socketDir: database.target.socketDir, database: `${database.target.database}_empty` };
    await database.sql.unsafe(`create database ${target.database}`);
    const instances = await Promise.all([openDatabase({ target }), openDatabase({ target })]);

    await Promise.all(instances.map((instance) => migrateDatabase(instance.connect)));

    const [first] = instances;
    const twice =
      await first.sql`select hash from drizzle.__drizzle_migrations group by hash having count(*) > 1`;
    expect([...twice]).toEqual([]);
    await Promise.all(instances.map((instance) => instance.close()));
  },
);
