import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import type { Db } from '../../src/db/connection.ts';
import type { BenchPostgres } from './postgres.ts';

/** Does the work; returns how many milliseconds PostgreSQL worked for it. */
export type ServerClock = (work: () => Promise<void>) => Promise<number>;

/**
 * PostgreSQL itself says how long it worked: `log_duration` on the one connection there is, every parse, bind and
 * execute and the commit, summed from its log.
 */
export async function serverClock(postgres: BenchPostgres, db: Db): Promise<ServerClock> {
  const [row] = await db.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
  const log = join(postgres.folder, 'postgres.log');
  const line = new RegExp(`\\[${row?.pid}\\] LOG:  duration: ([\\d.]+) ms`, 'g');
  return async (work) => {
    await db.execute(sql`set log_duration = on`);
    const from = statSync(log).size;
    await work();
    await sleep(50);
    const text = readFrom(log, from);
    await db.execute(sql`set log_duration = off`);
    return [...text.matchAll(line)].reduce((sum, found) => sum + Number(found[1]), 0);
  };
}

function readFrom(file: string, from: number): string {
  const bytes = Buffer.alloc(statSync(file).size - from);
  const handle = openSync(file, 'r');
  readSync(handle, bytes, 0, bytes.length, from);
  closeSync(handle);
  return bytes.toString('utf8');
}
