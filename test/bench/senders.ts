import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { systemClock } from '../../src/adapters/clock.ts';
import { openDatabase, type Database } from '../../src/db/connection.ts';
import { enqueue } from '../../src/db/outbox.ts';
import { RULES } from '../../src/domain/rules.ts';
import { deliverMessages, type Deliver } from '../../src/usecases/deliver-messages.ts';
import type { Deps } from '../../src/usecases/deps.ts';
import { digestWish, homeWish, toMessage } from '../../src/usecases/messages.ts';
import type { OutboxMessage } from '../../src/usecases/outbox-message.ts';
import { remindPackages } from '../../src/usecases/remind-packages.ts';
import { percent } from './figures.ts';
import type { BenchPostgres } from './postgres.ts';
import { DUE, OWNERS, reminding } from './reminding.ts';
import { isShort, sized } from './run.ts';
import type { Section } from './section.ts';

const PACKAGES = 10_000;
const CHANNELS = 3;
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

type Way = 'channel' | 'direct' | 'home';

interface Sent {
  readonly taken: Readonly<Record<Way, number>>;
  readonly rateLimited: number;
  readonly twice: number;
  readonly seconds: number;
}

/**
 * More than can be sent waits for a few channels, for people and for App Homes; both instances send, by the real clock, to a
 * Slack that counts.
 */
async function sendTogether(instances: readonly Deps[]): Promise<Sent> {
  const [{ db, workspaceId }] = instances as [Deps];
  await db.execute(sql`delete from outbox`);
  const each = SECONDS + 20;
  const digest = (userId: string, channelId: string | null) =>
    digestWish({ workspaceId, userId }, { day: '2027-03-17', channelId, hurry: null });
  const upTo = <T>(length: number, of: (n: number) => T) => Array.from({ length }, (_, n) => of(n));
  const wishes = [
    ...upTo(CHANNELS * each, (n) => digest(`U0V${n}`, `C0${n % CHANNELS}`)),
    ...upTo(each, (n) => digest(`U0P${n}`, null)),
    ...upTo(2 * each, (n) => homeWish(`U0H${n}`)),
  ];
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

/** Slack's limits as it states them: about one a second to a channel, bursts borne with; and of each method so many a minute. */
const BURST = 5;
const MOST_A_MINUTE = { 'chat.postMessage': 300, 'conversations.open': 50, 'views.publish': 100 };
type Method = keyof typeof MOST_A_MINUTE;
const METHODS: Readonly<Record<Way, readonly [Method, ...Method[]]>> = {
  channel: ['chat.postMessage'],
  direct: ['conversations.open', 'chat.postMessage'],
  home: ['views.publish'],
};

function wayOf(message: OutboxMessage): { way: Way; place: string } {
  if (message.kind === 'home') return { way: 'home', place: message.userId };
  if (message.kind !== 'digest') throw new Error(`no ${message.kind} was wished for`);
  const { channelId, userId } = message;
  return channelId ? { way: 'channel', place: channelId } : { way: 'direct', place: userId };
}

function countingSlack(): { deliver: Deliver; counted: () => Omit<Sent, 'seconds'> } {
  const places = new Map<string, number>();
  const calls: { at: number; method: Method }[] = [];
  const seen = new Map<string, number>();
  const taken: Record<Way, number> = { channel: 0, direct: 0, home: 0 };
  let rateLimited = 0;
  const isAbove = (method: Method, at: number) =>
    calls.filter((call) => call.method === method && call.at > at - 60_000).length >= MOST_A_MINUTE[method];
  const deliver: Deliver = async (message) => {
    const at = systemClock.now().toMillis();
    const { way, place } = wayOf(message);
    // A place's theoretical arrival time: each message takes a second of it, and it may run a burst ahead of the clock.
    const next = Math.max(places.get(place) ?? 0, at) + 1_000;
    const isTooFast = next - at > BURST * 1_000 || METHODS[way].some((method) => isAbove(method, at));
    await sleep(50);
    if (isTooFast) {
      rateLimited += 1;
      return { kind: 'rate_limited', retryAfterSeconds: 1, method: METHODS[way][0] };
    }
    places.set(place, next);
    for (const method of METHODS[way]) calls.push({ at, method });
    taken[way] += 1;
    seen.set(message.id, (seen.get(message.id) ?? 0) + 1);
    return { kind: 'sent', channel: place, ts: String(at) };
  };
  const twice = () => [...seen.values()].filter((count) => count > 1).length;
  return { deliver, counted: () => ({ taken, rateLimited, twice: twice() }) };
}

function sectionOf({ looked, rungs, messages }: Swept, sent: Sent): Section {
  const { channel, direct, home } = sent.taken;
  const minutes = sent.seconds / 60;
  const { 'conversations.open': opened, 'views.publish': published } = MOST_A_MINUTE;
  const all = channel + direct + home;
  return {
    title: 'Two instances at once',
    how: [
      `Both sweep ${PACKAGES.toLocaleString('en')} packages of which ${DUE} are due: ${2 * DUE} rungs, ${DUE} reminders and one message of the day for each of ${OWNERS} owners.`,
      `Then both send for ${sent.seconds} s, by the real clock: more than may be sent waits for ${CHANNELS} channels, for people and for App Homes. The stand-in takes 50 ms and answers 429 to more than a message a second and place (bursts of ${BURST}), and to more a minute than ${MOST_A_MINUTE['chat.postMessage']} posts, ${opened} direct conversations opened (Tier 3) or ${published} App Homes published (Tier 4).`,
    ],
    header: ['', 'figure'],
    rows: [
      ['packages looked at by each', looked.join(' and ')],
      ['rungs on record', String(rungs)],
      ['messages waiting after', String(messages)],
      ['messages taken by Slack', String(all)],
      ['of a message a second and channel', percent(channel / (CHANNELS * sent.seconds))],
      // A ceiling by the minute tells nothing of a few seconds.
      ...(isShort
        ? []
        : [
            ['of the direct messages it allows', percent(direct / (opened * minutes))],
            ['of the App Homes it allows', percent(home / (published * minutes))],
          ]),
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
        measured: `${sent.rateLimited} of ${all + sent.rateLimited}, none twice: ${sent.twice === 0}`,
        isMet: sent.rateLimited === 0 && sent.twice === 0,
      },
    ],
  };
}
