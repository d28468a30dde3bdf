import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, expect, test } from 'vitest';
import { openDatabase, type Database, type Db } from '../../src/db/connection.ts';
import { useDatabase } from '../support/database.ts';

const database = useDatabase();

/** One connection only: what takes the place of a lost one is the next thing a stray statement would meet. */
let narrow: Database;

beforeAll(async () => {
  narrow = await openDatabase({ target: database.target, poolSize: 1 });
  await database.sql`create table said (word text)`;
  return () => narrow.close();
});

const say = (db: Db, word: string) => db.execute(`insert into said values ('${word}')`);
const said = async () =>
  (await database.sql`select word from said order by word`).map(({ word }) => word as string);
const pidOf = async (db: Db) =>
  (await db.execute<{ pid: number }>('select pg_backend_pid() as pid'))[0]?.pid ?? 0;
const kill = (pid: number) => database.sql`select pg_terminate_backend(${pid})`;
const codeOf = (error: unknown) =>
  (error as { cause?: { code?: string } }).cause?.code ?? (error as { code?: string }).code;

test('lost in the middle of a statement: the caller is told, and the next one is served', async () => {
  const transaction = narrow.db.transaction(async (tx) => {
    await say(tx, 'unheard');
    const pid = await pidOf(tx);
    setTimeout(() => void kill(pid).execute(), 50);
    await tx.execute('select pg_sleep(5)');
  });
  expect(codeOf(await transaction.catch((error: unknown) => error))).toBe('CONNECTION_CLOSED');
  await say(narrow.db, 'one');
  expect(await said()).toEqual(['one']);
});

test('lost between two statements: the second is not said in the session that came after', async () => {
  let second: unknown;
  const transaction = narrow.db.transaction(async (tx) => {
    await say(tx, 'unheard');
    await kill(await pidOf(tx));
    await sleep(50);
    await say(narrow.db, 'two'); // by now the one connection of the pool is another session's
    second = await say(tx, 'stray').catch((error: unknown) => error);
    throw second;
  });
  expect(codeOf(await transaction.catch((error: unknown) => error))).toBe('CONNECTION_CLOSED');
  await expect.poll(() => codeOf(second)).toBe('CONNECTION_CLOSED');
  await say(narrow.db, 'three');
  expect(await said()).toEqual(['one', 'three', 'two']);
});

test('lost before the end of a transaction that has nothing more to say: it is not committed, and not reported as done', async () => {
  const transaction = narrow.db.transaction(async (tx) => {
    await say(tx, 'unheard');
    await kill(await pidOf(tx));
    await sleep(50);
    return 'done';
  });
  expect(codeOf(await transaction.catch((error: unknown) => error))).toBe('CONNECTION_CLOSED');
  expect(await said()).not.toContain('unheard');
});

test('what fails for another reason is rolled back as ever', async () => {
  const failed = narrow.db.transaction(async (tx) => {
    await say(tx, 'unheard');
    throw new Error('changed its mind');
  });
  await expect(failed).rejects.toThrow('changed its mind');
  const wrong = narrow.db.transaction(async (tx) => {
    await say(tx, 'unheard');
    await tx.execute('select 1/0');
  });
  expect(codeOf(await wrong.catch((error: unknown) => error))).toBe('22012');
  expect(await narrow.db.transaction((tx) => pidOf(tx))).toBe(await pidOf(narrow.db));
  expect(await said()).not.toContain('unheard');
});

test('a hundred connections are cut under load: no statement hangs, none is lost in silence, the pool is whole', async () => {
  await database.sql`create table counted (n int)`;
  const wide = await openDatabase({ target: database.target, poolSize: 4 });
  let [isOver, done, failed] = [false, 0, 0];
  const work = async () => {
    while (!isOver) {
      const one = wide.db.transaction(async (tx) => {
        await tx.execute('insert into counted values (1)');
        await tx.execute('insert into counted values (1)');
      });
      await one.then(
        () => (done += 1),
        () => (failed += 1),
      );
    }
  };
  const workers = Array.from({ length: 8 }, work);
  for (let round = 0; round < 50; round++) {
    await sleep(10);
    await database.sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and query like '%counted%' and random() < 0.7`;
  }
  isOver = true;
  await Promise.all(workers);

  for (let n = 0; n < 8; n++) await wide.db.execute('select 1');
  const [row] = await database.sql<{ n: number }[]>`select count(*)::int as n from counted`;
  expect(failed).toBeGreaterThan(20);
  expect(done).toBeGreaterThan(20);
  // A commit whose answer was lost may have been done: then it was done whole, and its caller was told of an error.
  expect((row?.n ?? 0) % 2).toBe(0);
  expect(row?.n).toBeGreaterThanOrEqual(2 * done);
  expect(row?.n).toBeLessThanOrEqual(2 * (done + failed));
  await wide.close();
});
