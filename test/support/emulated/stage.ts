import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import { afterEach } from 'vitest';
import { systemClock } from '../../../src/adapters/clock.ts';
import { startApp, type RunningApp } from '../../../src/app.ts';
import { readConfig } from '../../../src/config.ts';
import { openDatabase, type Database } from '../../../src/db/connection.ts';
import { createMovableClock, type MovableClock } from '../../../sandbox/clock.ts';
import { createMarketingCloud, type MarketingCloud } from '../../../sandbox/marketing-cloud/index.ts';
import { manifestScopes } from '../../../sandbox/scopes.ts';
import { freePort, type Sandbox } from '../../../sandbox/start.ts';
import { collectingLog, type CollectingLog } from '../../integration/world/in-memory.ts';
import { cloneTemplate, urlOf } from '../database.ts';
import { startFront, type Front } from './front.ts';
import { createPerson, type EmulatedPerson } from './person.ts';
import { createPoster } from './poster.ts';
import { createScreens } from './screens.ts';
import { startWorkspace, type EmulatedWorkspace, type Name } from './workspace.ts';

/** The whole app against emulate's Slack, beside the sandbox's Marketing Cloud, on a database of its own. */
export interface EmulatedStory {
  readonly clock: MovableClock;
  readonly cloud: MarketingCloud;
  readonly app: RunningApp;
  readonly log: CollectingLog;
  readonly sql: Database['sql'];
  readonly workspace: EmulatedWorkspace;
  readonly front: Front;
  readonly as: Readonly<Record<Name, EmulatedPerson>>;
  /** Moves the clock, then does what has become due. */
  pass: Sandbox['pass'];
}

const BOT_TOKEN = 'xoxb-emulated-0000000000-rekeybot';
const SIGNING_SECRET = 'emulatedsigningsecret0123456789a';
const START_AT = '2027-03-01T09:00:00Z';

/** Opens stories for the tests of a file; after each the calls are held against the limits of Block Kit, and all is closed. */
export function useEmulatedSlack(): () => Promise<EmulatedStory> {
  const closing: (() => Promise<unknown>)[] = [];
  let front: Front | null = null;
  afterEach(async () => {
    const problems = front?.problems ?? [];
    for (const close of closing.splice(0).toReversed()) await close();
    if (problems.length > 0) throw new Error(`Slack would have refused this:\n${problems.join('\n')}`);
  });
  return async () => {
    const story = await open((close) => void closing.push(close));
    front = story.front;
    return story;
  };
}

/** `later` is told how to close each part, in the order in which they were started. */
async function open(later: (close: () => Promise<unknown>) => void): Promise<EmulatedStory> {
  const folder = mkdtempSync(join(tmpdir(), 'rekey-emulated-'));
  later(async () => rmSync(folder, { recursive: true, force: true }));
  const clock = clockAt(folder);
  const target = await cloneTemplate();
  const database = await openDatabase({ target, poolSize: 1 });
  later(() => database.close());
  const cloud = await createMarketingCloud({ clock });
  later(() => cloud.close());
  const workspace = await startWorkspace({ token: BOT_TOKEN, scopes: manifestScopes() });
  later(() => workspace.close());
  const screens = createScreens();
  const front = await startFront({ workspace, token: BOT_TOKEN, seen: screens.seen });
  later(() => front.close());
  const log = collectingLog();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const reading = readConfig({
    SLACK_BOT_TOKEN: BOT_TOKEN,
    SLACK_SIGNING_SECRET: SIGNING_SECRET,
    SLACK_API_URL: front.apiUrl,
    DATA_DIR: join(folder, 'rekey'),
    DATABASE_URL: urlOf(target),
    PUBLIC_URL: url,
    PORT: String(port),
  });
  if (!reading.ok) throw new Error(reading.problems.join('\n'));
  const app = await startApp(reading.config, { clock, log, isUnpaced: true });
  later(() => app.stop());
  const { traffic } = front;
  const poster = createPoster({ target: `${url}/slack/events`, signingSecret: SIGNING_SECRET, traffic });
  const person = (name: Name) => createPerson({ workspace, front, screens, poster }, workspace.people[name]);
  return {
    ...{ clock, cloud, app, log, sql: database.sql, workspace, front },
    as: { ada: person('ada'), ben: person('ben'), vera: person('vera'), gus: person('gus') },
    async pass(span) {
      clock.advance(span);
      await app.rounds.settle();
    },
  };
}

function clockAt(folder: string): MovableClock {
  const stateFile = join(folder, 'clock.json');
  const offsetMs = DateTime.fromISO(START_AT).diff(systemClock.now()).toMillis();
  writeFileSync(stateFile, JSON.stringify({ offsetMs }));
  return createMovableClock({ stateFile });
}
