import { drizzle, type PostgresJsDatabase, type PostgresJsQueryResultHKT } from 'drizzle-orm/postgres-js';
import type { PgDatabase } from 'drizzle-orm/pg-core';
import postgres from 'postgres';
import { EMBEDDED_USER, socketPath, startEmbeddedPostgres } from '../adapters/embedded-postgres.ts';
import { silenceLostTransactions } from './lost-connections.ts';

/** What a query file works on: the pool or an open transaction. */
export type Db = PgDatabase<PostgresJsQueryResultHKT>;

/**
 * Where the database is: anywhere (`postgres://…`, a socket by libpq's `?host=/folder`), embedded in a folder (started
 * or joined), or one database of an embedded server that runs already. Plain data: it can be handed to a child process.
 */
export type DatabaseTarget = { url: string } | { dataDir: string } | { socketDir: string; database: string };

/** An open database: the pool behind `db`, and clients of their own for everything that is not drizzle. */
export interface Database {
  readonly db: PostgresJsDatabase;
  /** For raw work such as a health check. Never drizzle's own: drizzle alters the client it is given. */
  readonly sql: postgres.Sql;
  /** A fresh client with our settings, of at most `max` connections; `close` ends it. */
  connect(max: number): postgres.Sql;
  /** Lets running queries finish for 5 s; stops the embedded server if it was started here. */
  close(): Promise<void>;
}

/** Outranks what the server, the role and the database have set. Promise H4: a commit we answer for is on disk. */
const SESSION = {
  synchronous_commit: 'on',
  timezone: 'UTC',
  application_name: 'rekey',
  statement_timeout: 15_000,
  idle_in_transaction_session_timeout: 30_000,
};

const OPTIONS = {
  // The driver's limit of 100 lets sql.begin() mix up transactions (porsager/postgres #823); its types lack the option.
  max_pipeline: 1_000_000,
  connect_timeout: 10,
  onnotice: () => {},
  connection: SESSION,
};

/** Opens a pool of `poolSize` connections (5 unless told) and starts the embedded server if that is the target. */
export async function openDatabase({ target, poolSize = 5 }: { target: DatabaseTarget; poolSize?: number }) {
  const { open, release } = await reach(target);
  const clients: postgres.Sql[] = [];
  const connect = (max: number) => {
    const client = open(max);
    clients.push(client);
    return client;
  };
  const close = async () => {
    await Promise.all(clients.map((client) => client.end({ timeout: 5 })));
    await release();
  };
  const database: Database = {
    db: drizzle(silenceLostTransactions(connect(poolSize))),
    sql: connect(2),
    connect,
    close,
  };
  return database;
}

interface Reached {
  open(max: number): postgres.Sql;
  release(): Promise<void>;
}

async function reach(target: DatabaseTarget): Promise<Reached> {
  if ('url' in target) return { open: byUrl(target.url), release: async () => {} };
  const socket = (dir: string, database: string) => (max: number) =>
    postgres({ ...OPTIONS, path: socketPath(dir), database, user: EMBEDDED_USER, max });
  if ('socketDir' in target)
    return { open: socket(target.socketDir, target.database), release: async () => {} };
  const server = await startEmbeddedPostgres(target.dataDir);
  return { open: socket(server.socketDir, 'postgres'), release: () => server.stop() };
}

/** The driver would let the URL's query outrank our session settings, and does not know `?host=/folder`. */
function byUrl(text: string): (max: number) => postgres.Sql {
  const url = new URL(text);
  const host = url.searchParams.get('host');
  for (const name of ['host', ...Object.keys(SESSION)]) url.searchParams.delete(name);
  const options = {
    ...OPTIONS,
    ...(host?.startsWith('/') ? { path: socketPath(host, url.port || '5432') } : {}),
  };
  return (max) => postgres(url.href, { ...options, max });
}
