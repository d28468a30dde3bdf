import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { localKeyring } from '../../src/adapters/keyring-local.ts';
import { installedPackage } from '../../src/db/schema.ts';
import { CHANNELS, PEOPLE, TEAM_ID } from '../../sandbox/slack/seed.ts';
import { machineMs, startChild, type Child } from './child.ts';
import type { Checked, Load, Measured } from './driver.ts';
import { median, ms, quantile, speedOf, type Speed } from './figures.ts';
import { withDatabase, type BenchPostgres } from './postgres.ts';
import { SIGNING_SECRET, startRekey } from './rekey.ts';
import { prepareCollects } from './rows.ts';
import { sized, tell } from './run.ts';
import type { Section } from './section.ts';
import type { Arrivals, SlackReady } from './slack.ts';

const PER_SECOND = 100;
const ROUNDS = 5;
const PACKAGES = 200;
const SLACK_LATENCY_MS = 150;
const { seconds: SECONDS } = sized({ seconds: 6 });

interface Runner {
  readonly name: string;
  readonly port: number;
  readonly text: string;
  readonly isAnswering: boolean;
}

/** Part (b): how soon a slash command is acknowledged. */
export async function benchCommands(postgres: BenchPostgres): Promise<Section> {
  const driver = await startChild(new URL('./driver.ts', import.meta.url));
  const slack = await startChild<SlackReady>(new URL('./slack.ts', import.meta.url), {
    latencyMs: SLACK_LATENCY_MS,
  });
  const url = await postgres.create('commands');
  const rekey = await startRekey({
    ...{
      DATABASE_URL: url,
      DATA_DIR: join(postgres.folder, 'data-commands'),
      SLACK_API_URL: slack.ready.apiUrl,
    },
  });
  const name = await preparePackages(postgres, url);
  const boltUrl = await postgres.create('bolt');
  const bolt = await startChild<{ port: number }>(new URL('./floor-bolt.ts', import.meta.url), {
    url: boltUrl,
  });
  const runners: Runner[] = [
    { name: 'Bolt, ack after one INSERT', port: bolt.ready.port, text: 'help', isAnswering: false },
    { name: 'rekey, `/rekey help`', port: rekey.port, text: 'help', isAnswering: true },
    { name: 'rekey, `/rekey status <name>`', port: rekey.port, text: `status ${name}`, isAnswering: true },
  ];
  const measured = runners.map((): Round[] => []);
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [index, runner] of runners.entries()) {
      const one = await askOnce(runner, { driver, slack, isWarmingUp: round === 0 });
      tell(`${runner.name}: p99 ${ms(one.p99)} ms`);
      if (round > 0) measured[index]?.push(one);
    }
  }
  await rekey.stop();
  for (const child of [driver, slack, bolt]) await child.stop();
  return sectionOf(runners.map((runner, index) => rowOf(runner, measured[index] ?? [])));
}

interface Round extends Speed {
  /** From sending the command to the arrival of its answer at Slack; empty for an app that answers nothing. */
  readonly answers: readonly number[];
}

const MOST_PATIENCE_MS = 30_000;

/** One load, and then the wait until all of it was answered: the work of one round must not be in the way of the next. */
async function askOnce(
  runner: Runner,
  { driver, slack, isWarmingUp }: { driver: Child<unknown>; slack: Child<SlackReady>; isWarmingUp: boolean },
): Promise<Round> {
  await slack.ask('forget');
  const load = loadOf(runner, slack.ready.sinkUrl, isWarmingUp);
  const measured = (await driver.ask(load)) as Measured;
  const speed = speedOf(measured);
  if (!runner.isAnswering) return { ...speed, answers: [] };
  const untilMs = machineMs() + MOST_PATIENCE_MS;
  for (;;) {
    const arrivals = (await slack.ask('arrivals')) as Arrivals;
    if (arrivals.size === load.requests.length) {
      const answers = [...arrivals].map(
        ([index, arrivedMs]) => arrivedMs - (measured.sentMs[index] ?? Number.NaN),
      );
      return { ...speed, answers };
    }
    if (machineMs() > untilMs)
      throw new Error(`${load.requests.length - arrivals.size} commands were never answered`);
    await sleep(100);
  }
}

/** Packages in the middle of their rotations; returns the name of one. */
async function preparePackages(postgres: BenchPostgres, url: string): Promise<string> {
  const keyring = localKeyring({
    file: join(postgres.folder, 'data-commands', 'keyring.json'),
    production: false,
  });
  const name = await withDatabase(url, async ({ db }) => {
    await prepareCollects({ db, keyring, count: PACKAGES });
    const [one] = await db.select({ name: installedPackage.name }).from(installedPackage).limit(1);
    return one?.name ?? '';
  });
  await postgres.settle(url);
  return name;
}

/** The first round is short: it warms up. */
function loadOf({ port, text }: Runner, sinkUrl: string, isWarmingUp: boolean): Load {
  const count = PER_SECOND * (isWarmingUp ? 2 : SECONDS);
  const requests = Array.from({ length: count }, (_, index) => commandOf(text, sinkUrl, index));
  return { port, connections: 8, pace: PER_SECOND, requests };
}

/** A slash command as Slack sends it, with the number its answer will bear. */
export function commandOf(text: string, sinkUrl: string, number: number): Checked {
  const fields = {
    ...{ token: 'bench', team_id: TEAM_ID, team_domain: 'northwind', api_app_id: 'A0REKEY001' },
    ...{
      channel_id: CHANNELS.marketingOps,
      channel_name: 'marketing-ops',
      user_id: PEOPLE.ada,
      user_name: 'ada',
    },
    ...{ command: '/rekey', text, is_enterprise_install: 'false', trigger_id: `${number}.bench` },
    response_url: `${sinkUrl}/${number}`,
  };
  return {
    ...{ method: 'POST', path: '/slack/events', body: new URLSearchParams(fields).toString(), expect: '' },
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    signingSecret: SIGNING_SECRET,
  };
}

interface Row {
  readonly name: string;
  readonly p50: number;
  readonly p99: number;
  readonly answers: readonly number[];
}

/** The median round: one that something else disturbed must not decide. */
const rowOf = ({ name }: Runner, rounds: readonly Round[]): Row => ({
  name,
  p50: median(rounds.map((round) => round.p50)),
  p99: median(rounds.map((round) => round.p99)),
  answers: rounds.flatMap((round) => round.answers),
});

const MOST_TIMES_BOLT = 3;

function sectionOf(rows: readonly Row[]): Section {
  const [bolt, ...ours] = rows;
  const times = (row: Row) => row.p99 / (bolt?.p99 ?? Number.NaN);
  const answered = ({ answers }: Row) =>
    answers.length === 0 ? ['–', '–'] : [ms(median(answers)), ms(quantile(answers, 0.99))];
  return {
    title: `Time to the ack of a slash command, ${PER_SECOND} per second`,
    how: [
      `Signed requests at a fixed pace, whether or not the earlier ones were answered; ${ROUNDS} rounds of ${SECONDS} s each, taking turns, after one to warm up; the median of the rounds’ p50 and p99.`,
      'Held against a Bolt app on the same PostgreSQL that acknowledges after one committed INSERT and does nothing else. rekey acknowledges first and then does the work, so the work of one command stands in the way of the next one’s ack. Answered is when the answer itself has reached Slack, counted from the command.',
      `${PACKAGES} packages in the middle of their rotations; Slack takes ${SLACK_LATENCY_MS} ms to answer.`,
    ],
    header: ['', 'ack p50 ms', 'ack p99 ms', 'p99 to Bolt’s', 'answered p50 ms', 'answered p99 ms'],
    rows: rows.map((row) => [
      row.name,
      ms(row.p50),
      ms(row.p99),
      `${times(row).toFixed(1)} ×`,
      ...answered(row),
    ]),
    targets: ours.map((row) => ({
      words: `${row.name}: p99 of the ack at most ${MOST_TIMES_BOLT} × the Bolt app’s`,
      measured: `${times(row).toFixed(1)} ×`,
      isMet: times(row) <= MOST_TIMES_BOLT,
    })),
  };
}
