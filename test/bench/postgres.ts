import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EMBEDDED_USER, startEmbeddedPostgres } from '../../src/adapters/embedded-postgres.ts';
import { openDatabase, type Database } from '../../src/db/connection.ts';

/** The bench's PostgreSQL: embedded and durable, as `npm start` would run it. */
export interface BenchPostgres {
  readonly folder: string;
  readonly version: string;
  /** Makes an empty database; returns its `DATABASE_URL`. */
  create(name: string): Promise<string>;
  /** Everything written so far is on disk and analysed, so that no slice pays for another's. */
  settle(url: string): Promise<void>;
  stop(): Promise<void>;
}

/** Starts it in a folder of its own under the system's temporary one. */
export async function startBenchPostgres(): Promise<BenchPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'rekey-bench-'));
  const server = await startEmbeddedPostgres(folder);
  const admin = await openDatabase({ target: { socketDir: folder, database: 'postgres' } });
  const [row] = await admin.sql<{ version: string }[]>`select current_setting('server_version') as version`;
  return {
    folder,
    version: row?.version ?? 'unknown',
    async create(name) {
      await admin.sql.unsafe(`create database ${name}`);
      return `postgres://${EMBEDDED_USER}@localhost/${name}?host=${encodeURIComponent(folder)}`;
    },
    settle: (url) =>
      withDatabase(url, async ({ sql }) => {
        await sql`vacuum analyze`;
        await sql`checkpoint`;
      }),
    async stop() {
      await admin.close();
      await server.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Opens a database for as long as the work takes. */
export async function withDatabase<Result>(
  url: string,
  work: (database: Database) => Promise<Result>,
): Promise<Result> {
  const database = await openDatabase({ target: { url } });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}
