import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, inject } from 'vitest';
import { EMBEDDED_USER } from '../../src/adapters/embedded-postgres.ts';
import { type Database, openDatabase } from '../../src/db/connection.ts';
import { TEMPLATE } from './postgres-for-tests.ts';

/** A test file's own database. Filled in before the first test: don't take it apart at the top of a file. */
export interface TestDatabase extends Database {
  /** The same database seen by another instance: own pool, own sessions. Closed after the file. */
  otherConnection(): Promise<Database>;
  /** What a child process opens: `openDatabase({ target })`. */
  readonly target: { socketDir: string; database: string };
  /** The same as a `DATABASE_URL`. */
  readonly url: string;
}

/** Clones the migrated template for the test file that calls it. */
export function useDatabase(): TestDatabase {
  const database = {} as TestDatabase;
  const opened: Database[] = [];
  beforeAll(async () => {
    const { socketDir } = inject('postgresForTests');
    const target = { socketDir, database: `t_${randomUUID().replaceAll('-', '')}` };
    await clone(socketDir, target.database);
    const open = async () => {
      const one = await openDatabase({ target, poolSize: 4 });
      opened.push(one);
      return one;
    };
    const url = `postgres://${EMBEDDED_USER}@localhost/${target.database}?host=${encodeURIComponent(socketDir)}`;
    Object.assign(database, await open(), { otherConnection: open, target, url });
  });
  afterAll(() => Promise.all(opened.map((one) => one.close())));
  return database;
}

async function clone(socketDir: string, name: string): Promise<void> {
  const admin = await openDatabase({ target: { socketDir, database: 'postgres' } });
  await admin.sql.unsafe(`create database ${name} template ${TEMPLATE}`);
  await admin.close();
}
