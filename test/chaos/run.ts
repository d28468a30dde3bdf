import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import { localKeyring } from '../../src/adapters/keyring-local.ts';
import { openDatabase, type Database } from '../../src/db/connection.ts';
import { migrateDatabase } from '../../src/db/migrate.ts';
import { VARIABLES } from '../../src/config.ts';
import type { Moment } from '../../src/domain/schedule.ts';
import { createWorld } from '../support/world.ts';
import { carriedByTheNext, leftBefore, silentCards, type Carried } from './carried.ts';
import { castParts } from './cast.ts';
import { createDice } from './dice.ts';
import { startInstances } from './instances.ts';
import { judge, type Counts } from './judge.ts';
import { predict } from './predicted.ts';
import { readRecords, type Records } from './records.ts';
import { writeScript, type ScriptSize } from './script.ts';
import { movingClock } from './shared-clock.ts';
import { startUnwellSlack } from './slack.ts';
import { createStage, type Stage } from './stage.ts';
import { playMonth } from './month.ts';

export interface ChaosOptions extends ScriptSize {
  /** An empty database, or a migrated one. */
  readonly databaseUrl: string;
  readonly seed: number;
  /** So many times faster than the machine's clock the fake one runs between its jumps. */
  readonly rate: number;
  /** Hours from one station to the next: one of these, by chance. */
  readonly stepHours: readonly [number, ...number[]];
  /** How long both instances are left alone after one that was killed has come back. */
  readonly calmMs: number;
  readonly tell: (words: string) => void;
}

export interface Outcome {
  readonly counts: Readonly<Counts>;
  readonly carried: Carried;
  /** That people started, of the packages of the script: some are left alone on purpose. */
  readonly rotations: number;
  readonly kills: number;
  /** How often Slack was unwell. */
  readonly slackFaults: Readonly<Record<string, number>>;
  /** What the instances logged that is worse than information. */
  readonly logged: ReadonlyMap<string, { count: number; stack: string }>;
  readonly problems: readonly string[];
}

/** A month that begins and ends in two different summer times: on Monday the 1st. */
const START_AT = '2027-03-01T06:20:00Z';
const SKEWS_MS = [0, 60_000] as const;
const NOTHING_ELSE = Object.fromEntries(VARIABLES.map((name) => [name, '']));
const START = DateTime.fromISO(START_AT, { zone: 'utc' }) as Moment;

/** Plays the whole script on two instances that are killed all the time, then compares what came of it with the model. */
export async function runChaos(options: ChaosOptions): Promise<Outcome> {
  const { databaseUrl, seed, calmMs } = options;
  const folder = mkdtempSync(join(tmpdir(), 'rekey-chaos-'));
  const database = await openDatabase({ target: { url: databaseUrl } });
  await migrateDatabase(database.connect);
  const { clockFile, clock, slack, world, played } = await cast(options, folder, database);
  const envOf = (sender: string) => ({
    ...{ ...NOTHING_ELSE, DATABASE_URL: databaseUrl, DATA_DIR: folder, PORT: '0' },
    ...{ PUBLIC_URL: 'http://localhost:3000', SLACK_API_URL: slack.apiUrl(sender) },
    ...{ SLACK_BOT_TOKEN: 'xoxb-chaos-0000000000', SLACK_SIGNING_SECRET: 'chaossigningsecret0123456789abcd' },
  });
  const dice = createDice(seed + 2);
  const instances = startInstances({ dice, clockFile, skewsMs: SKEWS_MS, calmMs, envOf });
  try {
    const of = { world, database, clock, slack, instances, played, startAt: START, tell: options.tell };
    const stage = createStage(of);
    await playMonth(stage, { ...options, dice: createDice(seed + 3) });
    return outcomeOf(stage, await readRecords(database));
  } finally {
    await instances.stop();
    await slack.down();
    await database.close();
    rmSync(folder, { recursive: true });
  }
}

/** Everything but the instances: the clock, Slack, and the packages of the script on record. */
async function cast({ seed, rate, tell, ...size }: ChaosOptions, folder: string, database: Database) {
  const clockFile = join(folder, 'clock.json');
  const clock = movingClock(clockFile, { startAt: START_AT, rate });
  const slack = await startUnwellSlack(clock, createDice(seed + 1));
  const keyring = localKeyring({ file: join(folder, 'keyring.json'), production: false });
  const world = await createWorld(database, { teamId: 'T0HOME', keyring, startAt: START_AT });
  const parts = writeScript(size, START, createDice(seed));
  const onTheClock = world.with({ clock });
  tell(`${parts.length} packages to record`);
  return { clockFile, clock, slack, world: onTheClock, played: await castParts(onTheClock, parts) };
}

function outcomeOf({ model, pictures, slack, instances }: Stage, records: Records): Outcome {
  const { takes, faults: slackFaults } = slack;
  const { kills, faults: logged } = instances;
  const verdict = judge(predict(model, records), records, { takes, kills });
  const carried = carriedByTheNext(records, takes, pictures);
  const problems = [
    ...verdict.problems,
    ...carried.problems,
    ...leftBefore(records, takes),
    ...silentCards(records, takes),
  ];
  const rotations = records.rotationIds.length;
  return { counts: verdict.counts, carried, rotations, kills: kills.size, slackFaults, logged, problems };
}
