import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startChild } from './child.ts';
import { commandOf } from './commands.ts';
import type { Checked, Load, Measured } from './driver.ts';
import { median, speedOf } from './figures.ts';
import { startRekey, type Rekey } from './rekey.ts';
import { sized, tell } from './run.ts';
import type { Section } from './section.ts';
import type { SlackReady } from './slack.ts';

const { starts: STARTS } = sized({ starts: 5 });
const SETTLE_MS = 1000;

interface Start {
  readonly healthyAfterMs: number;
  readonly residentMb: number;
  readonly afterRequestsMb: number;
  readonly postgresMb: number;
}

/** Part (d): what `npm start` takes, with the embedded database. */
export async function benchFootprint(): Promise<Section> {
  const slack = await startChild<SlackReady>(new URL('./slack.ts', import.meta.url), { latencyMs: 0 });
  const driver = await startChild(new URL('./driver.ts', import.meta.url));
  const ask = async (load: Load) => speedOf((await driver.ask(load)) as Measured);
  const first: Start[] = [];
  const again: Start[] = [];
  for (let turn = 0; turn < STARTS; turn++) {
    const folder = mkdtempSync(join(tmpdir(), 'rekey-bench-'));
    for (const starts of [first, again]) starts.push(await startOnce(folder, slack.ready, ask));
    rmSync(folder, { recursive: true });
  }
  for (const child of [slack, driver]) await child.stop();
  return sectionOf(first, again);
}

async function startOnce(
  folder: string,
  slack: SlackReady,
  ask: (load: Load) => Promise<unknown>,
): Promise<Start> {
  const rekey = await startRekey({ DATA_DIR: folder, SLACK_API_URL: slack.apiUrl, LOG_LEVEL: 'info' });
  await sleep(SETTLE_MS);
  const residentMb = residentOf(rekey);
  await ask({ port: rekey.port, connections: 4, pace: null, requests: hundredRequests(slack) });
  await sleep(SETTLE_MS);
  const afterRequestsMb = residentOf(rekey);
  const postgresMb = postgresOf(folder);
  const { healthyAfterMs } = rekey;
  await rekey.stop();
  tell(`healthy after ${healthyAfterMs.toFixed(0)} ms, ${residentMb.toFixed(0)} MB`);
  return { healthyAfterMs, residentMb, afterRequestsMb, postgresMb };
}

/** Pages, acts with a link that opens nothing, commands, health: 25 of each. */
function hundredRequests({ sinkUrl }: SlackReady): Checked[] {
  const peek = {
    method: 'POST',
    path: '/handoff/peek',
    headers: { 'content-type': 'application/json' },
  } as const;
  const token = 'bench-bench-bench-bench';
  const round: Checked[] = [
    { method: 'GET', path: '/handoff', expect: 'One moment' },
    { ...peek, body: JSON.stringify({ token }), expect: '', status: 404 },
    commandOf('status', sinkUrl, 0),
    { method: 'GET', path: '/health', expect: 'true' },
  ];
  return Array.from({ length: 25 }, () => round).flat();
}

const KB_PER_MB = 1024;

/** The kernel's count for the one process; `ps` where there is no /proc. */
function residentOf({ pid }: Rekey): number {
  const kb =
    process.platform === 'linux'
      ? /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
      : spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }).stdout;
  return Number(kb) / KB_PER_MB;
}

/** The embedded server's processes, shared pages counted once; not known where there is no /proc. */
function postgresOf(folder: string): number {
  if (process.platform !== 'linux') return Number.NaN;
  const postmaster = readFileSync(join(folder, 'pg', 'postmaster.pid'), 'utf8').split('\n', 1)[0] ?? '';
  const children = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && parentOf(pid) === postmaster);
  return [postmaster, ...children].reduce((sum, pid) => sum + shareOf(pid), 0) / KB_PER_MB;
}

const parentOf = (pid: string) => /^PPid:\s+(\d+)/m.exec(readProc(pid, 'status'))?.[1];
const shareOf = (pid: string) => Number(/^Pss:\s+(\d+)/m.exec(readProc(pid, 'smaps_rollup'))?.[1] ?? 0);

/** Empty when the process ended meanwhile. */
function readProc(pid: string, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return '';
  }
}

const MOST_MB = 140;

function sectionOf(first: readonly Start[], again: readonly Start[]): Section {
  const of = (starts: readonly Start[], what: keyof Start) => median(starts.map((start) => start[what]));
  const row = (name: string, starts: readonly Start[]) => [
    name,
    `${of(starts, 'healthyAfterMs').toFixed(0)} ms`,
    `${of(starts, 'residentMb').toFixed(0)} MB`,
    `${of(starts, 'afterRequestsMb').toFixed(0)} MB`,
    `${of(starts, 'postgresMb').toFixed(0)} MB`,
  ];
  const target = (words: string, measured: number) => ({
    words: `At most ${MOST_MB} MB resident ${words}`,
    measured: `${measured.toFixed(0)} MB`,
    isMet: measured <= MOST_MB,
  });
  return {
    title: 'Starting, and memory',
    how: [
      `The command line of \`npm start\` with the embedded database and the sandbox’s Slack; medians of ${STARTS} starts. The first start creates the database. Healthy is the first 200 of \`/health\`, which asks the database.`,
      `Resident memory is that of the Node process, ${SETTLE_MS / 1000} s after; the embedded PostgreSQL’s (13 processes, shared pages counted once) stands beside it.`,
    ],
    header: ['', 'first healthy answer', 'resident', 'after 100 requests', 'PostgreSQL'],
    rows: [row('first start', first), row('later starts', again)],
    targets: [
      target('after the start', of(again, 'residentMb')),
      target('after 100 requests', of(again, 'afterRequestsMb')),
    ],
  };
}
