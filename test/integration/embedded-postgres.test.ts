import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/adapters/embedded-postgres.ts';
import { openDatabase } from '../../src/db/connection.ts';

let dir: string;
const servers: EmbeddedPostgres[] = [];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'rekey, "it"-')); // a comma parts socket folders unless quoted
});

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
  rmSync(dir, { recursive: true });
});

async function start(): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres(dir);
  servers.push(server);
  return server;
}

const postmaster = () => Number(readFileSync(join(dir, 'pg', 'postmaster.pid'), 'utf8').split('\n', 1)[0]);

test('a committed row outlives kill -9 of the server', async () => {
  await start();
  const before = await openDatabase({ target: { socketDir: dir, database: 'postgres' } });
  await before.sql`create table kept (word text)`;
  await before.sql`insert into kept values ('here')`;
  process.kill(postmaster(), 'SIGKILL');
  await before.close();

  const again = await start();

  expect(again.isJoined).toBe(false);
  const after = await openDatabase({ target: { socketDir: dir, database: 'postgres' } });
  expect([...(await after.sql`select word from kept`)]).toEqual([{ word: 'here' }]);
  await after.close();
});

test('a second start joins the first, and its stop leaves the server running', async () => {
  const [first, second] = await Promise.all([start(), start()]);
  expect([first.isJoined, second.isJoined].sort()).toEqual([false, true]);
  const third = await start();
  expect(third.isJoined).toBe(true);

  for (const server of [first, second, third]) if (server.isJoined) await server.stop();

  const database = await openDatabase({ target: { dataDir: dir } });
  expect([...(await database.sql`select 1 as one`)]).toEqual([{ one: 1 }]);
  await database.close();
});

test('a folder whose socket path would be cut off is refused in clear words', async () => {
  await expect(startEmbeddedPostgres(join(dir, 'x'.repeat(90)))).rejects.toThrow(
    'set DATA_DIR to a shorter one',
  );
});
