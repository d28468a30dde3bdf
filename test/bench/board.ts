import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { join } from 'node:path';
import { systemClock } from '../../src/adapters/clock.ts';
import { insertBoardSession } from '../../src/db/board-sessions.ts';
import type { Db } from '../../src/db/connection.ts';
import { policy } from '../../src/db/schema.ts';
import { hashToken } from '../../src/usecases/link-hash.ts';
import { refreshPeople } from '../../src/usecases/refresh-people.ts';
import { visitBoard } from '../../src/usecases/visit-board.ts';
import { boardPage } from '../../src/web/board/board-page.ts';
import { readBoardQuery } from '../../src/web/board/board-query.ts';
import { CHANNELS, PEOPLE, TEAM_ID } from '../../sandbox/slack/seed.ts';
import { fillInventory } from '../support/inventory.ts';
import { createWorld, type World } from '../support/world.ts';
import { startChild } from './child.ts';
import { median, ms, quantile } from './figures.ts';
import { withDatabase, type BenchPostgres } from './postgres.ts';
import { startRekey } from './rekey.ts';
import { sized, tell } from './run.ts';
import type { Section } from './section.ts';
import type { SlackReady } from './slack.ts';

const PACKAGES = 5_000;
const { visits: VISITS } = sized({ visits: 200 });
const WARM_UP = 20;
const SLACK_LATENCY_MS = 150;
const APP = { SLACK_CLIENT_ID: '1.2', SLACK_CLIENT_SECRET: 'bench5ec2e7bench5ec2e7bench5ec2' };
const TOKEN = 'b'.repeat(43);
const identity = (userId: string) => ({ enterpriseId: null, teamId: TEAM_ID, userId });

/** What is asked for, by its query. */
const ASKED: readonly (readonly [string, string])[] = [
  ['The board as it opens', ''],
  ['Its last page', 'page=100'],
  ['Overdue ones, by name', 'state=overdue&sort=name'],
  ['A search', 'q=loyalty'],
  ['One owner’s', `owner=${PEOPLE.ben}`],
];

interface Row {
  readonly name: string;
  readonly firstByte: readonly number[];
  readonly database: readonly number[];
  readonly rendering: readonly number[];
  readonly bytes: number;
}

/** The web board of a tenant with 5,000 packages. */
export async function benchBoard(postgres: BenchPostgres): Promise<Section> {
  const slack = await startChild<SlackReady>(new URL('./slack.ts', import.meta.url), {
    latencyMs: SLACK_LATENCY_MS,
  });
  const url = await postgres.create('board');
  const rekey = await startRekey({
    ...{ DATABASE_URL: url, DATA_DIR: join(postgres.folder, 'data-board'), TRUSTED_PROXIES: '1' },
    ...{ SLACK_API_URL: slack.ready.apiUrl, ...APP },
  });
  const rows = await withDatabase(url, async ({ db }) => {
    const world = await prepared(db);
    await postgres.settle(url);
    const measured: Row[] = [];
    for (const [name, query] of ASKED) {
      const firstByte = await firstBytes(rekey.port, query);
      const row = { name, firstByte, ...(await inProcess(world, query)) };
      tell(`${name}: first byte ${ms(median(firstByte))} ms, p99 ${ms(quantile(firstByte, 0.99))} ms`);
      measured.push(row);
    }
    return measured;
  });
  await rekey.stop();
  await slack.stop();
  return sectionOf(rows);
}

/** The packages, a plan's terms, and Ada signed in. */
async function prepared(db: Db): Promise<World> {
  const at = systemClock.now();
  const world = await createWorld({ db }, { teamId: TEAM_ID, startAt: at.toISO() });
  const { workspaceId, directory } = world.deps;
  const [ada, ben] = [identity(PEOPLE.ada), identity(PEOPLE.ben)];
  const member = { standing: 'member', zone: 'Europe/London', isWorkspaceAdmin: true } as const;
  directory.put({ ...ada, ...member, name: 'Ada Reyes' });
  directory.put({ ...ben, ...member, name: 'Ben Okafor' });
  await fillInventory(db, {
    ...{ workspaceId, at, count: PACKAGES, owners: [ada, ben], gone: identity(PEOPLE.dex) },
    channelIds: [CHANNELS.marketingOps],
  });
  const by = { changedBy: { kind: 'job', job: 'bench' }, changedAt: at };
  await db.insert(policy).values({ scope: workspaceId, workspaceId, weeklyCapacity: 250, ...by });
  await refreshPeople(world.deps);
  const attemptHash = hashToken(randomUUID());
  await insertBoardSession(db, {
    ...{ id: randomUUID(), workspaceId, who: ada, tokenHash: hashToken(TOKEN), attemptHash },
    ...{ madeAt: at, expiresAt: at.plus({ hours: 8 }) },
  });
  Object.assign(world.deps, { signIn: {} });
  return world;
}

/** Milliseconds from sending the request to the first byte of the answer, one visit after another, each on a line of its own. */
async function firstBytes(port: number, query: string): Promise<number[]> {
  const times: number[] = [];
  for (let n = -WARM_UP; n < VISITS; n += 1) {
    const time = await firstByte(port, { query, from: `192.0.2.${Math.abs(n) % 250}` });
    if (n >= 0) times.push(time);
  }
  return times;
}

const firstByte = (port: number, { query, from }: { query: string; from: string }): Promise<number> =>
  new Promise((resolve, reject) => {
    const head = `GET /board?${query} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\nx-forwarded-for: ${from}\r\ncookie: rekey-board=${TOKEN}\r\n\r\n`;
    const parts: Buffer[] = [];
    let [sentMs, firstMs] = [0, 0];
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => {
      sentMs = performance.now();
      socket.write(head);
    });
    socket.on('data', (part: Buffer) => {
      firstMs ||= performance.now();
      parts.push(part);
    });
    socket.once('error', reject).once('end', () => {
      const text = Buffer.concat(parts).toString('utf8');
      const isBoard = text.startsWith('HTTP/1.1 200') && text.includes('class="packages"');
      if (isBoard) resolve(firstMs - sentMs);
      else reject(new Error(`that was no board: ${text.slice(0, 200)}`));
    });
  });

/** The same visit by the use case alone, which is the database's time, and its page made of what it found. */
async function inProcess(
  { deps }: World,
  query: string,
): Promise<Pick<Row, 'database' | 'rendering' | 'bytes'>> {
  const asked = readBoardQuery(query);
  const [database, rendering]: [number[], number[]] = [[], []];
  let bytes = 0;
  for (let n = -WARM_UP; n < VISITS; n += 1) {
    const startMs = performance.now();
    const visited = await visitBoard(deps, { token: TOKEN, asked });
    const readMs = performance.now();
    if (!visited.ok) throw new Error(`the board was refused: ${visited.refusal.code}`);
    bytes = Buffer.byteLength(boardPage(visited.board, asked, deps.command));
    const madeMs = performance.now();
    if (n < 0) continue;
    database.push(readMs - startMs);
    rendering.push(madeMs - readMs);
  }
  return { database, rendering, bytes };
}

const MOST_MS = 100;
const p99 = (times: readonly number[]): string => ms(quantile(times, 0.99));

function sectionOf(rows: readonly Row[]): Section {
  const [first] = rows;
  const opened = median(first?.firstByte ?? []);
  return {
    title: `The web board of ${PACKAGES.toLocaleString('en-GB')} packages`,
    how: [
      `The whole process of \`npm start\`, with somebody signed in: ${VISITS} visits of each kind, one after another, each on a connection of its own; Slack takes ${SLACK_LATENCY_MS} ms to say who somebody is, and what it says is remembered for a while. The first byte is counted from sending the request; the page is sent whole, so its last byte follows at once.`,
      'Beside it the two parts of it, in one process: the use case, which is the database’s time (who it is, rows, counts, pictures, choices), and the page made of what it found.',
    ],
    header: [
      '',
      'first byte p50 ms',
      'p99 ms',
      'database p50 ms',
      'p99 ms',
      'rendering p50 ms',
      'p99 ms',
      'KB',
    ],
    rows: rows.map(({ name, firstByte: all, database, rendering, bytes }) => [
      ...[name, ms(median(all)), p99(all), ms(median(database)), p99(database)],
      ...[ms(median(rendering)), p99(rendering), (bytes / 1024).toFixed(0)],
    ]),
    targets: [
      {
        words: `First byte of the board as it opens within ${MOST_MS} ms`,
        measured: `${ms(opened)} ms`,
        isMet: opened <= MOST_MS,
      },
    ],
  };
}
