import { drizzle, type PostgresJsDatabase, type PostgresJsQueryResultHKT } from 'drizzle-orm/postgres-js';
import type { PgDatabase } from 'drizzle-orm/pg-core';
import postgres from 'postgres';
import { EMBEDDED_USER, socketPath, startEmbeddedPostgres } from '../adapters/embedded-postgres.ts';
import { renewing, silenceLostTransactions } from './lost-connections.ts';

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
  // postgres.js 3.4.9 never flushes a short first message on a connection that was lost while it wrote: for a minute
  // and more each of its queries would end in CONNECT_TIMEOUT. One of more than 1024 bytes leaves at once.
  'rekey.padding': 'x'.repeat(1024),
};

const OPTIONS = {
  // The driver's limit of 100 lets sql.begin() mix up transactions (porsager/postgres #823); its types lack the option.
  max_pipeline: 1_000_000,
  connect_timeout: 10,
  // Seconds until the next try after a lost connection. The driver's own go up to 20, and every query waits for them.
  backoff: (attempt: number) => Math.min(0.05 * 2 ** attempt, 1),
  onnotice: () => {},
  // Each connection's first query would ask for the array types; when that fails the driver lets the process die of it.
  fetch_types: false,
  connection: SESSION,
};

/** What runs on the other connections of a pool that lost one may end in peace; what hangs is ended then. */
const GIVEN_UP_AFTER_SECONDS = 5;

/** Opens a pool of `poolSize` connections (5 unless told) and starts the embedded server if that is the target. */
export async function openDatabase({ target, poolSize = 5 }: { target: DatabaseTarget; poolSize?: number }) {
  const { open, release } = await reach(target);
  const clients = new Set<postgres.Sql>();
  let isClosing = false;
  const connect = (max: number, onLost?: () => void) => {
    const lose = () => {
      if (isClosing || !onLost) return;
      onLost();
      void client.end({ timeout: GIVEN_UP_AFTER_SECONDS }).then(() => clients.delete(client));
    };
    const client = open(max, lose);
    clients.add(client);
    return client;
  };
  const close = async () => {
    isClosing = true;
    await Promise.all([...clients].map((client) => client.end({ timeout: 5 })));
    await release();
  };
  const database: Database = {
    db: renewing((onLost) => drizzle(silenceLostTransactions(connect(poolSize, onLost)))),
    sql: renewing((onLost) => connect(2, onLost)),
    connect: (max) => connect(max),
    close,
  };
  return database;
}

interface Reached {
  /** `onclose` is called for each connection that ends, whyever. */
  open(max: number, onclose: () => void): postgres.Sql;
  release(): Promise<void>;
}

async function reach(target: DatabaseTarget): Promise<Reached> {
  if ('url' in target) return { open: byUrl(target.url), release: async () => {} };
  const socket = (dir: string, database: string) => (max: number, onclose: () => void) =>
    postgres({ ...OPTIONS, path: socketPath(dir), database, user: EMBEDDED_USER, max, onclose });
  if ('socketDir' in target)
    return { open: socket(target.socketDir, target.database), release: async () => {} };
  const server = await startEmbeddedPostgres(target.dataDir);
  return { open: socket(server.socketDir, 'postgres'), release: () => server.stop() };
}

/** The driver would let the URL's query outrank our session settings, and does not know `?host=/folder`. */
function byUrl(text: string): Reached['open'] {
  const url = new URL(text);
  const host = url.searchParams.get('host');
  for (const name of ['host', ...Object.keys(SESSION)]) url.searchParams.delete(name);
  const options = {
    ...OPTIONS,
    ...(host?.startsWith('/') ? { path: socketPath(host, url.port || '5432') } : {}),
  };
  return (max, onclose) => postgres(url.href, { ...options, max, onclose });
}
