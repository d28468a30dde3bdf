import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type ListenOptions, type NetConnectOpts, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import { afterEach } from 'vitest';
import { systemClock } from '../../src/adapters/clock.ts';
import { socketPath } from '../../src/adapters/embedded-postgres.ts';
import { openDatabase, type Database } from '../../src/db/connection.ts';
import { seedInventory } from '../../sandbox/seed-inventory.ts';
import { freePort, startSandbox, type Sandbox } from '../../sandbox/start.ts';
import { databasePlaces, dump } from '../integration/world/dump.ts';
import { collectingLog, type CollectingLog } from '../integration/world/in-memory.ts';
import { cloneTemplate, urlOf } from './database.ts';
import { handedOutIn, secretIn, troubleIn } from './traces.ts';

interface JourneyOptions {
  /** When the story begins, in UTC: the clock runs on from there. */
  readonly startAt?: string;
  /** More environment for rekey, such as KMS_KEY_ID. */
  readonly env?: Readonly<Record<string, string>>;
  /** rekey mails links itself. */
  readonly hasMail?: boolean;
  /** False: no package and no vendor yet. */
  readonly hasInventory?: boolean;
  /** Something is broken on purpose: rekey may log errors, Slack may refuse, and people may be told so. */
  readonly isRough?: boolean;
  /** rekey reaches its database and Slack through doors that can be shut. */
  readonly hasDoors?: boolean;
}

/** The whole app between the sandbox's Slack and Marketing Cloud, on a database and in a folder of its own. */
export interface Journey extends Sandbox {
  readonly log: CollectingLog;
  /** With `hasDoors`. */
  readonly doors: { readonly database: Door; readonly slack: Door };
  /** The database behind rekey's back. */
  readonly sql: Database['sql'];
  /** Every row there is, as a logical dump would hold it. */
  dump(options?: { but: 'guess' }): Promise<string>;
  /** rekey, Slack and Marketing Cloud stop and start again where they were, `away` later; goes on with what it returns. */
  restart(away?: Parameters<Sandbox['pass']>[0]): Promise<Journey>;
}

type Open = (options?: JourneyOptions) => Promise<Journey>;

/** A way to a server: shut, whatever is under way is cut and nobody gets through. */
interface Door {
  shut(): Promise<void>;
  open(): Promise<void>;
}

interface Stage {
  readonly folder: string;
  readonly database: Database;
  readonly url: string;
  readonly log: CollectingLog;
  readonly options: JourneyOptions;
  readonly doors: Journey['doors'];
  /** Where Slack must listen for its door; 0 without one. */
  readonly slackPort: number;
  readonly env: Readonly<Record<string, string>>;
}

/** Opens journeys for the tests of a file; after each test they are looked at once more, and closed. */
export function useJourneys(): Open {
  const running = new Map<Stage, Sandbox>();
  const go = async (
    stage: Stage,
    ports: { rekey: number; slack: number; setup: number },
  ): Promise<Journey> => {
    const { folder, url: databaseUrl, log, env, database, doors, options } = stage;
    const sandbox = await startSandbox({
      folder,
      ports,
      log,
      databaseUrl,
      env,
      hasMail: options.hasMail ?? false,
      slackPatienceMs: PATIENCE_MS,
    });
    running.set(stage, sandbox);
    return {
      ...sandbox,
      ...{ log, doors, sql: database.sql },
      dump: (options) => dump(database.sql, options),
      async restart(away = {}) {
        await sandbox.stop();
        sandbox.clock.advance(away);
        return go(stage, { rekey: Number(new URL(sandbox.url).port), slack: stage.slackPort, setup: 0 });
      },
    };
  };
  afterEach(async () => {
    const stages = [...running];
    running.clear();
    const faults = stages.flatMap(([{ log, options }, sandbox]) =>
      options.isRough ? [] : faultsOf(log, sandbox),
    );
    for (const [stage, sandbox] of stages) await close(stage, sandbox);
    if (faults.length > 0) throw new Error(`something went wrong unseen:\n${faults.join('\n')}`);
  });
  return async (options = {}) => {
    const stage = await setStage(options);
    const journey = await go(stage, { rekey: 0, slack: stage.slackPort, setup: 0 });
    if (options.hasInventory !== false) await seedInventory(journey);
    return journey;
  };
}

/** How fast rekey answers is for `npm run bench` to say: a busy machine must not fail a story. */
const PATIENCE_MS = 20_000;

const START_AT = '2027-03-01T09:00:00Z';

async function setStage(options: JourneyOptions): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'rekey-journey-'));
  const startAt = DateTime.fromISO(options.startAt ?? START_AT, { zone: 'utc' });
  const offsetMs = startAt.diff(systemClock.now()).toMillis();
  writeFileSync(join(folder, 'clock.json'), JSON.stringify({ offsetMs }));
  const target = await cloneTemplate();
  const { socketDir } = target;
  const database = await openDatabase({ target, poolSize: 1 });
  const stage = { folder, database, log: collectingLog(), options };
  if (!options.hasDoors) {
    const doors = { database: NO_DOOR, slack: NO_DOOR };
    return { ...stage, url: urlOf(target), doors, slackPort: 0, env: { ...options.env } };
  }
  const [slackPort, doorPort] = [await freePort(), await freePort()];
  const doors = {
    database: createDoor({ path: socketPath(folder) }, { path: socketPath(socketDir) }),
    slack: createDoor({ port: doorPort, host: '127.0.0.1' }, { port: slackPort, host: '127.0.0.1' }),
  };
  await Promise.all([doors.database.open(), doors.slack.open()]);
  const env = { ...options.env, SLACK_API_URL: `http://127.0.0.1:${doorPort}/api/` };
  return { ...stage, url: urlOf({ ...target, socketDir: folder }), doors, slackPort, env };
}

const NO_DOOR: Door = {
  shut: () => Promise.reject(new Error('this journey has no doors')),
  open: () => Promise.resolve(),
};

function createDoor(at: ListenOptions, to: NetConnectOpts): Door {
  const sockets = new Set<Socket>();
  const server = createServer((from) => {
    const onward = connect(to);
    for (const [one, other] of [
      [from, onward],
      [onward, from],
    ] as const) {
      sockets.add(one);
      one.pipe(other);
      one
        .on('error', () => undefined)
        .on('close', () => {
          sockets.delete(one);
          other.destroy();
        });
    }
  });
  return {
    open: () => new Promise((resolve) => server.listen(at, resolve)),
    shut: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

async function close({ folder, database, doors, options }: Stage, sandbox: Sandbox): Promise<void> {
  await sandbox.stop();
  if (options.hasDoors) await Promise.all([doors.database.shut(), doors.slack.shut()]);
  await database.close();
  rmSync(folder, { recursive: true, force: true });
}

/** In a story where nothing is broken on purpose nothing may break: no logged error, no refusal by Slack, no warning triangle. */
const faultsOf = (log: CollectingLog, { slack }: Sandbox): string[] => [
  ...troubleIn(log, slack.traffic.all),
  ...slack.state
    .warnings()
    .filter(({ code }) => code !== 'invalid_command')
    .map(({ user, code, text }) => `${user} ${code}: ${text}`),
];

/** Where a secret left traces: in anything that passed between Slack and rekey, at rest, in the log. */
export async function tracesOfSecret(journey: Journey, secret: string): Promise<string[]> {
  const traffic = JSON.stringify(journey.slack.traffic.all);
  return secretIn(
    { traffic, ...(await databasePlaces(journey.sql)), log: journey.log.lines.join('\n') },
    secret,
  );
}

/** Where tokens and codes are beside the ephemeral answers that delivered them. Throws when none was handed out. */
export async function tracesOfLinks(journey: Journey): Promise<string[]> {
  const { ephemerals, ...kept } = journey.slack.state.whole();
  const others = journey.slack.traffic.all.filter(({ method }) => method !== 'response_url');
  const places = {
    slack: JSON.stringify(kept),
    traffic: JSON.stringify(others),
    ...(await databasePlaces(journey.sql)),
    log: journey.log.lines.join('\n'),
  };
  return handedOutIn(places, ephemerals);
}
