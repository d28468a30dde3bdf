import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { VARIABLES } from '../../src/config.ts';
import { openConnection } from './connection.ts';

export const SIGNING_SECRET = 'benchsigningsecret0123456789abcd';
export const BOT_TOKEN = 'xoxb-bench-0000000000-rekeybot';

/** rekey, started by `npm start`'s command line. */
export interface Rekey {
  readonly pid: number;
  readonly port: number;
  /** From spawning the process to the first 200 of /health. */
  readonly healthyAfterMs: number;
  stop(): Promise<void>;
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const { scripts } = JSON.parse(readFileSync(`${ROOT}/package.json`, 'utf8')) as {
  scripts: { start: string };
};
const COMMAND_LINE = scripts.start.replace(/^node /, '').split(' ');
/** Set to nothing, so that no `.env` that lies about fills them in. */
const NOTHING_ELSE = Object.fromEntries(VARIABLES.map((name) => [name, '']));

/**
 * Starts rekey on a port of its own choice, with nothing of the caller's environment but the PATH. What it says that is worse
 * than information goes on to stderr, unless faults are what is measured.
 */
export async function startRekey(
  env: Readonly<Record<string, string>>,
  { expectsFaults = false } = {},
): Promise<Rekey> {
  const startedMs = performance.now();
  const child = spawn(process.execPath, COMMAND_LINE, {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...NOTHING_ELSE,
      PATH: process.env['PATH'],
      SLACK_BOT_TOKEN: BOT_TOKEN,
      SLACK_SIGNING_SECRET: SIGNING_SECRET,
      PUBLIC_URL: 'http://localhost:3000',
      PORT: '0',
      ...env,
    },
  });
  const killed = () => child.kill();
  process.once('exit', killed);
  child.once('exit', () => process.off('exit', killed));
  const port = await portOf(child, expectsFaults);
  const connection = await openConnection(port);
  const { status, body } = await connection.send({ method: 'GET', path: '/health' });
  const healthyAfterMs = performance.now() - startedMs;
  connection.close();
  if (status !== 200 || child.pid === undefined) throw new Error(`rekey is not well: ${status} ${body}`);
  const stop = async () => {
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    await gone;
  };
  return { pid: child.pid, port, healthyAfterMs, stop };
}

/** It says on stdout when it listens, and where. */
function portOf(child: ChildProcess, expectsFaults: boolean): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`rekey ended with ${code} before it listened`)));
    if (!child.stdout) return reject(new Error('rekey has no stdout'));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const said = JSON.parse(line) as { level: string; msg: string; port?: number };
      if (said.level !== 'info' && !expectsFaults) process.stderr.write(`${line}\n`);
      if (said.msg === 'rekey is listening' && said.port !== undefined) resolve(said.port);
    });
  });
}
