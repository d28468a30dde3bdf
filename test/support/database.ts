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
    const target = await cloneTemplate();
    const open = async () => {
      const one = await openDatabase({ target, poolSize: 4 });
      opened.push(one);
      return one;
    };
    Object.assign(database, await open(), { otherConnection: open, target, url: urlOf(target) });
  });
  afterAll(() => Promise.all(opened.map((one) => one.close())));
  return database;
}

/** A database of its own for whoever asks, cloned from the migrated template. */
export async function cloneTemplate(): Promise<TestDatabase['target']> {
  const { socketDir } = inject('postgresForTests');
  const database = `t_${randomUUID().replaceAll('-', '')}`;
  const admin = await openDatabase({ target: { socketDir, database: 'postgres' } });
  await admin.sql.unsafe(`create database ${database} template ${TEMPLATE}`);
  await admin.close();
  return { socketDir, database };
}

/** The target as a `DATABASE_URL`. */
export const urlOf = ({ socketDir, database }: TestDatabase['target']): string =>
  `postgres://${EMBEDDED_USER}@localhost/${database}?host=${encodeURIComponent(socketDir)}`;
