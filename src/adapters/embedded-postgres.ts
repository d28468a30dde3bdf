import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { canRun, isCode, preparePrograms, type Runner } from './postgres-programs.ts';

/** A running private PostgreSQL, reached over the Unix socket in `socketDir` without a password. */
export interface EmbeddedPostgres {
  readonly socketDir: string;
  /** Whether somebody else started it: then it lives as long as they do and `stop` leaves it alone. */
  readonly isJoined: boolean;
  /** Resolves when the server has written everything down and is gone. */
  stop(): Promise<void>;
}

/** The one role of an embedded server; the socket's folder and mode say who may be it. */
export const EMBEDDED_USER = 'app';

/** The socket itself, to be given to postgres.js as `path`: as `host` it would cut the folder's name at a comma. */
export function socketPath(socketDir: string, port = '5432'): string {
  return join(socketDir, `.s.PGSQL.${port}`);
}

/** A Unix socket's address holds 104 bytes on macOS and 108 on Linux, a final zero included. */
const LONGEST_SOCKET_PATH = 103;
const RETRY_MS = 15_000;
const READY_MS = 60_000;

/**
 * Starts PostgreSQL 18 with its data in `folder`, or joins the one that already runs there, whoever started it.
 * `durable: false` (tests) trades crash safety for speed. Throws in clear words where no embedded server can run.
 */
export async function startEmbeddedPostgres(
  folder: string,
  options: { durable?: boolean } = {},
): Promise<EmbeddedPostgres> {
  const dir = resolve(folder);
  const durable = options.durable ?? true;
  const socket = socketPath(dir);
  if (Buffer.byteLength(socket) > LONGEST_SOCKET_PATH) {
    throw new Error(`${dir} is too long a path for the embedded database: set DATA_DIR to a shorter one`);
  }
  if (existsSync(socket) && (await answers(dir))) return joined(dir);
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const runner = preparePrograms(dir);
  if (!existsSync(join(dir, 'pg', 'PG_VERSION'))) createCluster(runner, dir, durable);
  return launch(runner, dir, durable);
}

function joined(socketDir: string): EmbeddedPostgres {
  return { socketDir, isJoined: true, stop: async () => {} };
}

async function answers(socketDir: string): Promise<boolean> {
  const where = { path: socketPath(socketDir), user: EMBEDDED_USER, database: 'postgres' };
  const sql = postgres({ ...where, max: 1, connect_timeout: 2, fetch_types: false, onnotice: () => {} });
  try {
    await sql`select 1`;
    return true;
  } catch {
    return false;
  } finally {
    await sql.end({ timeout: 0 });
  }
}

/** Made aside and renamed, so that neither a kill nor a second caller can leave or meet half a cluster. */
function createCluster(runner: Runner, dir: string, durable: boolean): void {
  const aside = join(dir, `pg.new-${process.pid}`);
  rmSync(aside, { recursive: true, force: true });
  const how = [
    '-U',
    EMBEDDED_USER,
    '-A',
    'trust',
    '-E',
    'UTF8',
    '--locale=C',
    ...(durable ? [] : ['--no-sync']),
  ];
  const [program = '', ...args] = [...runner.prefix, join(runner.home, 'bin', 'initdb'), '-D', aside, ...how];
  const result = spawnSync(program, args, { encoding: 'utf8', ...runner.identity });
  if (result.status !== 0) {
    const reason = result.error?.message ?? result.stderr.trim();
    throw new Error(`the embedded database can't be created (set DATABASE_URL to use another): ${reason}`);
  }
  try {
    renameSync(aside, join(dir, 'pg'));
  } catch (error) {
    if (!isCode(error, 'ENOTEMPTY') && !isCode(error, 'EEXIST')) throw error;
    rmSync(aside, { recursive: true, force: true });
  }
}

/** A killed predecessor may still be letting go of the folder, so a server that dies is tried again for a while. */
async function launch(runner: Runner, dir: string, durable: boolean): Promise<EmbeddedPostgres> {
  const startedMs = performance.now();
  while (performance.now() - startedMs < RETRY_MS) {
    const server = spawnServer(runner, dir, durable);
    while (!server.hasExited() && performance.now() - startedMs < READY_MS) {
      if (await answers(dir)) return postmasterOf(dir) === server.pid ? owned(dir, server) : joined(dir);
      await sleep(20);
    }
    if (!server.hasExited()) await server.stop('SIGQUIT');
    await sleep(250);
  }
  throw new Error(`the embedded database did not start: see ${join(dir, 'postgres.log')}`);
}

function owned(socketDir: string, server: Server): EmbeddedPostgres {
  return { socketDir, isJoined: false, stop: () => server.stop('SIGINT') };
}

interface Server {
  readonly pid: number | undefined;
  hasExited(): boolean;
  stop(signal: 'SIGINT' | 'SIGQUIT'): Promise<void>;
}

function spawnServer(runner: Runner, dir: string, durable: boolean): Server {
  const log = openSync(join(dir, 'postgres.log'), 'a', 0o600);
  // The server must not outlive us, kill -9 included; macOS has no such signal.
  const leash = canRun(['setpriv', '--pdeathsig', 'INT']) ? ['setpriv', '--pdeathsig', 'INT'] : [];
  const postmaster = [join(runner.home, 'bin', 'postgres'), '-D', join(dir, 'pg'), ...settings(dir, durable)];
  const [program = '', ...args] = [...runner.prefix, ...leash, ...postmaster];
  // A session of its own: Ctrl-C is for us, who then stop the server last.
  const child = spawn(program, args, { stdio: ['ignore', log, log], detached: true, ...runner.identity });
  child.unref();
  let hasExited = false;
  const exited = new Promise<void>((done) => {
    for (const event of ['error', 'exit']) child.once(event, () => ((hasExited = true), done()));
  });
  const stop = async (signal: 'SIGINT' | 'SIGQUIT') => {
    child.ref();
    child.kill(signal);
    await exited;
  };
  return { pid: child.pid, hasExited: () => hasExited, stop };
}

function settings(dir: string, durable: boolean): string[] {
  return [
    'listen_addresses=',
    `unix_socket_directories="${dir.replaceAll('"', '""')}"`,
    'unix_socket_permissions=0700',
    'shared_buffers=32MB',
    'max_connections=100',
    'timezone=UTC',
    'log_error_verbosity=terse', // a constraint's DETAIL quotes the whole row
    ...(durable ? [] : ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']),
  ].flatMap((setting) => ['-c', setting]);
}

function postmasterOf(dir: string): number {
  return Number(readFileSync(join(dir, 'pg', 'postmaster.pid'), 'utf8').split('\n', 1)[0]);
}
