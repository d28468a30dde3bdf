import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import { afterEach, inject } from 'vitest';
import { systemClock } from '../../src/adapters/clock.ts';
import { EMBEDDED_USER } from '../../src/adapters/embedded-postgres.ts';
import { openDatabase, type Database } from '../../src/db/connection.ts';
import { seedInventory } from '../../sandbox/seed-inventory.ts';
import { startSandbox, type Sandbox } from '../../sandbox/start.ts';
import { linksIn, textOf } from '../../sandbox/slack/reading.ts';
import { dump, tracesOf } from '../integration/world/dump.ts';
import { collectingLog, type CollectingLog } from '../integration/world/in-memory.ts';
import { TEMPLATE } from './postgres-for-tests.ts';

interface JourneyOptions {
  /** When the story begins, in UTC: the clock runs on from there. */
  readonly startAt?: string;
  /** More environment for rekey, such as KMS_KEY_ID. */
  readonly env?: Readonly<Record<string, string>>;
  /** False: no package and no vendor yet. */
  readonly hasInventory?: boolean;
  /** Something is broken on purpose: rekey may log errors, Slack may refuse, and people may be told so. */
  readonly isRough?: boolean;
  /** Where rekey finds its database, if not at the database itself. */
  readonly databaseUrl?: (url: string) => string;
}

/** The whole app between the sandbox's Slack and Marketing Cloud, on a database and in a folder of its own. */
export interface Journey extends Sandbox {
  readonly log: CollectingLog;
  /** The database behind rekey's back. */
  readonly sql: Database['sql'];
  /** Every row there is, as a logical dump would hold it. */
  dump(): Promise<string>;
  /** rekey, Slack and Marketing Cloud stop and start again where they were; goes on with what it returns. */
  restart(): Promise<Journey>;
}

type Open = (options?: JourneyOptions) => Promise<Journey>;

interface Stage {
  readonly folder: string;
  readonly database: Database;
  readonly url: string;
  readonly log: CollectingLog;
  readonly options: JourneyOptions;
}

/** Opens journeys for the tests of a file; after each test they are looked at once more, and closed. */
export function useJourneys(): Open {
  const running = new Map<Stage, Sandbox>();
  const go = async (stage: Stage, ports: { rekey: number; slack: number; setup: number }): Promise<Journey> => {
    const { folder, url: databaseUrl, log, options, database } = stage;
    const sandbox = await startSandbox({ folder, ports, log, databaseUrl, env: { ...options.env } });
    running.set(stage, sandbox);
    return {
      ...sandbox,
      ...{ log, sql: database.sql },
      dump: () => dump(database.sql),
      async restart() {
        await sandbox.stop();
        return go(stage, { rekey: Number(new URL(sandbox.url).port), slack: 0, setup: 0 });
      },
    };
  };
  afterEach(async () => {
    const stages = [...running];
    running.clear();
    const faults = stages.flatMap(([{ log, options }, sandbox]) => (options.isRough ? [] : faultsOf(log, sandbox)));
    for (const [stage, sandbox] of stages) await close(stage, sandbox);
    if (faults.length > 0) throw new Error(`something went wrong unseen:\n${faults.join('\n')}`);
  });
  return async (options = {}) => {
    const journey = await go(await setStage(options), { rekey: 0, slack: 0, setup: 0 });
    if (options.hasInventory !== false) await seedInventory(journey);
    return journey;
  };
}

const START_AT = '2027-03-01T09:00:00Z';

async function setStage(options: JourneyOptions): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'rekey-journey-'));
  const startAt = DateTime.fromISO(options.startAt ?? START_AT, { zone: 'utc' });
  const offsetMs = startAt.diff(systemClock.now()).toMillis();
  writeFileSync(join(folder, 'clock.json'), JSON.stringify({ offsetMs }));
  const { socketDir } = inject('postgresForTests');
  const name = `t_${randomUUID().replaceAll('-', '')}`;
  const admin = await openDatabase({ target: { socketDir, database: 'postgres' } });
  await admin.sql.unsafe(`create database ${name} template ${TEMPLATE}`);
  await admin.close();
  const database = await openDatabase({ target: { socketDir, database: name }, poolSize: 1 });
  const url = `postgres://${EMBEDDED_USER}@localhost/${name}?host=${encodeURIComponent(socketDir)}`;
  return { folder, database, url: options.databaseUrl?.(url) ?? url, log: collectingLog(), options };
}

async function close({ folder, database }: Stage, sandbox: Sandbox): Promise<void> {
  await sandbox.stop();
  await database.close();
  rmSync(folder, { recursive: true, force: true });
}

/** In a story where nothing is broken on purpose nothing may break: no logged error, no refusal by Slack, no warning triangle. */
function faultsOf({ lines }: CollectingLog, { slack }: Sandbox): string[] {
  const refused = slack.traffic.all.filter(
    ({ direction, status, response }) =>
      direction === 'app-to-slack' && (status !== 200 || (response as { ok?: boolean } | null)?.ok === false),
  );
  return [
    ...lines.filter((line) => line.includes('"level":"error"') || line.includes('"level":"warn"')),
    ...refused.map((exchange) => JSON.stringify(exchange)),
    ...slack.state.warnings().map(({ user, code, text }) => `${user} ${code}: ${text}`),
  ];
}

/** Where a secret left traces: in anything that passed between Slack and rekey, at rest, in the log (promises H1, H15). */
export async function tracesOfSecret(journey: Journey, secret: string): Promise<string[]> {
  const traffic = JSON.stringify(journey.slack.traffic.all);
  const places = { traffic, dump: await journey.dump(), log: journey.log.lines.join('\n') };
  return Object.entries(places).flatMap(([place, text]) => tracesOf(secret, text).map((form) => `${form} in ${place}`));
}

/** The tokens and codes that people were shown so far. */
function handedOut({ slack }: Sandbox): { tokens: string[]; codes: string[] } {
  const { ephemerals } = slack.state.whole();
  const tokens = ephemerals.flatMap((one) => linksIn(one).flatMap((link) => link.split('#').slice(1)));
  const codes = ephemerals.flatMap((one) => textOf(one).match(/\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b/g) ?? []);
  return { tokens, codes };
}

/** Where tokens and codes are beside the ephemeral answers that delivered them (promise H9). Throws when none was handed out. */
export async function tracesOfLinks(journey: Journey): Promise<string[]> {
  const { tokens, codes } = handedOut(journey);
  if (tokens.length === 0 || codes.length < tokens.length) throw new Error('no links were handed out');
  const { ephemerals: _, ...kept } = journey.slack.state.whole();
  const others = journey.slack.traffic.all.filter(({ method }) => method !== 'response_url');
  const places = {
    slack: JSON.stringify(kept),
    traffic: JSON.stringify(others),
    dump: await journey.dump(),
    log: journey.log.lines.join('\n'),
  };
  const wanted = [...tokens, ...codes, ...codes.map((code) => code.replace('-', ''))];
  return Object.entries(places).flatMap(([place, text]) =>
    wanted.filter((one) => tracesOf(one, text).some((form) => form !== 'window')).map((one) => `${one} in ${place}`),
  );
}
