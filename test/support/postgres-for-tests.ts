import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../../src/adapters/embedded-postgres.ts';
import { openDatabase } from '../../src/db/connection.ts';
import { migrateDatabase } from '../../src/db/migrate.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    postgresForTests: { socketDir: string };
  }
}

/** The migrated database that each test file's own is cloned from. */
export const TEMPLATE = 'tpl';

/** One PostgreSQL per run, without fsync, with a migrated template; gone when the run is over. */
export default async function startPostgresForTests(project: TestProject): Promise<() => Promise<void>> {
  const socketDir = mkdtempSync(join(tmpdir(), 'rekey-'));
  const server = await startEmbeddedPostgres(socketDir, { durable: false });
  await makeTemplate(socketDir);
  project.provide('postgresForTests', { socketDir });
  return async () => {
    await server.stop();
    rmSync(socketDir, { recursive: true });
  };
}

async function makeTemplate(socketDir: string): Promise<void> {
  const admin = await openDatabase({ target: { socketDir, database: 'postgres' } });
  await admin.sql.unsafe(`create database ${TEMPLATE}`);
  // What a test has written ahead is still there when it looks for it.
  await admin.sql`alter system set wal_keep_size = '1GB'`;
  await admin.sql`select pg_reload_conf()`;
  await admin.close();
  if (!existsSync('drizzle/meta/_journal.json')) return;
  const template = await openDatabase({ target: { socketDir, database: TEMPLATE } });
  await migrateDatabase(template.connect);
  await template.close();
}
