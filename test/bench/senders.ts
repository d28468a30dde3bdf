import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { systemClock } from '../../src/adapters/clock.ts';
import { openDatabase, type Database } from '../../src/db/connection.ts';
import { enqueue } from '../../src/db/outbox.ts';
import { RULES } from '../../src/domain/rules.ts';
import { deliverMessages, type Deliver } from '../../src/usecases/deliver-messages.ts';
import type { Deps } from '../../src/usecases/deps.ts';
import { digestWish, toMessage } from '../../src/usecases/messages.ts';
import { remindPackages } from '../../src/usecases/remind-packages.ts';
import { percent } from './figures.ts';
import type { BenchPostgres } from './postgres.ts';
import { DUE, OWNERS, reminding } from './reminding.ts';
import { sized } from './run.ts';
import type { Section } from './section.ts';

const PACKAGES = 10_000;
const CHANNELS = 4;
const { seconds: SECONDS } = sized({ seconds: 60 });

/** Two instances on one database: who sweeps what, and how fast they send together. */
export async function benchSenders(postgres: BenchPostgres): Promise<Section> {
  const url = await postgres.create('senders');
  const databases = await Promise.all([1, 2].map(() => openDatabase({ target: { url }, poolSize: 2 })));
  try {
    const [one, two] = databases as [Database, Database];
    const deps = await reminding(postgres, one, PACKAGES);
    const instances = [deps, { ...deps, db: two.db }];
    const swept = await sweepTogether(instances);
    const sent = await sendTogether(instances);
    return sectionOf(swept, sent);
  } finally {
    await Promise.all(databases.map((database) => database.close()));
  }
}

interface Swept {
  /** How many packages each of them looked at. */
  readonly looked: readonly number[];
  readonly rungs: number;
  readonly messages: number;
}

async function sweepTogether(instances: readonly Deps[]): Promise<Swept> {
  const looked = await Promise.all(instances.map((deps) => remindPackages(deps)));
  const rows = await instances[0]!.db.execute<{ rungs: number; messages: number }>(sql`
    select (select count(*)::int from reminder) as rungs, (select count(*)::int from outbox) as messages`);
  return { looked, rungs: rows[0]!.rungs, messages: rows[0]!.messages };
}

interface Sent {
  readonly taken: number;
  readonly rateLimited: number;
  readonly twice: number;
  readonly seconds: number;
}

/** More than can be sent waits for a few channels; both instances send, by the real clock, to a Slack that counts. */
async function sendTogether(instances: readonly Deps[]): Promise<Sent> {
  const [{ db, workspaceId }] = instances as [Deps];
  await db.execute(sql`delete from outbox`);
  const each = SECONDS + 20;
  const wishes = Array.from({ length: CHANNELS * each }, (_, n) =>
    digestWish(
      { workspaceId, userId: `U0V${n}` },
      { day: '2027-03-17', channelId: `C0${n % CHANNELS}`, hurry: null },
    ),
  );
  const of = { workspaceId, rotationId: null };
  const now = systemClock.now();
  await enqueue(
    db,
    wishes.map((wish) => toMessage(wish, { id: randomUUID(), ...of })),
    now,
  );
  const slack = countingSlack();
  const until = now.toMillis() + SECONDS * 1_000;
  const send = async (deps: Deps) => {
    while (systemClock.now().toMillis() < until) {
      if ((await deliverMessages(deps, slack.deliver)) === 0) await sleep(20);
    }
  };
  await Promise.all(instances.map((deps) => send({ ...deps, clock: systemClock, pace: RULES.slackPace })));
  return { ...slack.counted(), seconds: SECONDS };
}

/** Slack's limits as it states them: about one a second to a channel, bursts borne with, and some hundreds a minute in all. */
const BURST = 5;
const MOST_A_MINUTE = 300;

function countingSlack(): { deliver: Deliver; counted: () => Omit<Sent, 'seconds'> } {
  const lanes = new Map<string, number>();
  const times: number[] = [];
  const seen = new Map<string, number>();
  let rateLimited = 0;
  const deliver: Deliver = async (message) => {
    const at = systemClock.now().toMillis();
    const channel = 'channelId' in message ? (message.channelId ?? '') : '';
    // A lane's theoretical arrival time: each message takes a second of it, and it may run a burst ahead of the clock.
    const next = Math.max(lanes.get(channel) ?? 0, at) + 1_000;
    const isTooFast =
      next - at > BURST * 1_000 || times.filter((t) => t > at - 60_000).length >= MOST_A_MINUTE;
    await sleep(50);
    if (isTooFast) {
      rateLimited += 1;
      return { kind: 'rate_limited', retryAfterSeconds: 1 };
    }
    lanes.set(channel, next);
    times.push(at);
    seen.set(message.id, (seen.get(message.id) ?? 0) + 1);
    return { kind: 'sent', channel, ts: String(at) };
  };
  const twice = () => [...seen.values()].filter((count) => count > 1).length;
  return { deliver, counted: () => ({ taken: times.length, rateLimited, twice: twice() }) };
}

function sectionOf({ looked, rungs, messages }: Swept, sent: Sent): Section {
  const ceiling = CHANNELS * sent.seconds;
  return {
    title: 'Two instances at once',
    how: [
      `Both sweep ${PACKAGES.toLocaleString('en')} packages of which ${DUE} are due: ${2 * DUE} rungs, ${DUE} reminders and one message of the day for each of ${OWNERS} owners.`,
      `Then both send for ${sent.seconds} s, by the real clock, to ${CHANNELS} channels for each of which more waits than may be sent, to a stand-in that takes 50 ms and answers 429 to more than a message a second and channel (bursts of ${BURST}) or ${MOST_A_MINUTE} a minute in all.`,
    ],
    header: ['', 'figure'],
    rows: [
      ['packages looked at by each', looked.join(' and ')],
      ['rungs on record', String(rungs)],
      ['messages waiting after', String(messages)],
      ['messages taken by Slack', String(sent.taken)],
      ['of a message a second and channel', percent(sent.taken / ceiling)],
      ['answered with 429', String(sent.rateLimited)],
    ],
    targets: [
      {
        words: 'No rung twice, none left out',
        measured: `${rungs} of ${2 * DUE}, ${messages} messages`,
        isMet: rungs === 2 * DUE && messages === DUE + OWNERS,
      },
      {
        words: 'At Slack’s ceiling without a 429',
        measured: `${sent.rateLimited} of ${sent.taken + sent.rateLimited}, none twice: ${sent.twice === 0}`,
        isMet: sent.rateLimited === 0 && sent.twice === 0,
      },
    ],
  };
}
