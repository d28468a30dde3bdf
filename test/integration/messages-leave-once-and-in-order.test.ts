import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Pace } from '../../src/db/lanes.ts';
import { claimMessages, enqueue, settleLapsed, settleMessage } from '../../src/db/outbox.ts';
import { placeAnew } from '../../src/db/outbox-carriers.ts';
import type { PacedMethod } from '../../src/domain/rules.ts';
import type { Moment } from '../../src/domain/schedule.ts';
import { planActivate } from '../../src/usecases/admin-acts.ts';
import { deliverMessages } from '../../src/usecases/deliver-messages.ts';
import {
  alarmWish,
  digestWish,
  homeWish,
  nudgeWish,
  threadWish,
  toMessage,
  vendorWish,
  type Wish,
} from '../../src/usecases/messages.ts';
import type { DeliveryOutcome, OutboxMessage } from '../../src/usecases/outbox-message.ts';
import { readCard } from '../../src/usecases/read-card.ts';
import { useDatabase } from '../support/database.ts';
import { createWorld, PEOPLE, sentTo, testClock, VENDORS, yes, type World } from '../support/world.ts';

const database = useDatabase();

async function tell() {
  const world = await createWorld(database);
  const pkg = await world.addPackage({ vendors: [VENDORS.gus] });
  const rotationId = await world.start(pkg);
  return { world, pkg, rotationId };
}

const wish = ({ deps }: World, rotationId: string | null, ...wishes: Wish[]) =>
  enqueue(
    deps.db,
    wishes.map((one) => toMessage(one, { id: deps.ids.id(), workspaceId: deps.workspaceId, rotationId })),
    deps.clock.now(),
  );

const row = async (key: string) =>
  (await database.sql`select state, revision, attempts, error, due_at from outbox where key = ${key}`)[0];

const claim = ({ deps }: World, limit = 1) => {
  const now = deps.clock.now();
  const { workspaceId } = deps;
  const until = now.plus({ seconds: 60 });
  const how = { queue: 'slack', limit, pace: null } as const;
  return claimMessages(deps.db, { workspaceId, leaseId: randomUUID(), now, until, ...how });
};

/** Plans a date, which writes a line in the thread and wishes for the card. */
const move = async ({ deps }: World, rotationId: string) => {
  const plannedActivateAt = deps.clock.now().plus({ days: 1 });
  yes(await planActivate(deps, { person: PEOPLE.ada, rotationId, plannedActivateAt }));
};

const tooMany = (method: PacedMethod, retryAfterSeconds: number): DeliveryOutcome => ({
  kind: 'rate_limited',
  ...{ method, retryAfterSeconds },
});

/** A second to one place, no ceiling but those given, a burst of three seconds. */
const paceOf = (some: Partial<Pace['methodMs']>): Pace => ({
  placeMs: 1_000,
  methodMs: {
    ...{ 'chat.postMessage': 0, 'chat.update': 0, 'conversations.open': 0, 'views.publish': 0 },
    ...{ 'users.info': 0, ...some },
  },
  burstMs: 3_000,
});

test('the same key again is no second message', async () => {
  const { world, rotationId } = await tell();
  const line = threadWish(rotationId, randomUUID());
  await wish(world, rotationId, line, line);
  await wish(world, rotationId, line);
  expect(await row(line.key)).toMatchObject({ state: 'ready', revision: 1 });
  expect(await world.deliver()).toHaveLength(3); // the card and the line of the start, and this one
  await wish(world, rotationId, line);
  expect(await world.deliver()).toEqual([]);
});

test('ten wishes for a card are one edit', async () => {
  const { world, rotationId } = await tell();
  await world.deliver();
  for (let times = 0; times < 10; times++) await move(world, rotationId);
  const sent = await world.deliver();
  expect(sent.filter(({ kind }) => kind === 'card')).toHaveLength(1);
  expect(sent.filter(({ kind }) => kind === 'thread')).toHaveLength(10);
});

test('a wish that comes while the card is being sent is not lost', async () => {
  const { world, rotationId } = await tell();
  const cards: OutboxMessage[] = [];
  await world.deliver(async (message) => {
    if (message.kind === 'card' && cards.push(message) === 1) await move(world, rotationId);
    return sentTo(message);
  });
  expect(cards).toHaveLength(2);
  expect(cards[1]?.ts).toBeTruthy(); // the second is an edit of the first
  expect(await row(`card:${rotationId}`)).toMatchObject({ state: 'sent', revision: 2 });
});

test.each([
  ['a line of the thread', (id: string) => threadWish(id, randomUUID()), 'in_doubt'],
  ["a vendor's first message", () => vendorWish(randomUUID()), 'in_doubt'],
  [
    'the card',
    (id: string) => ({ key: `card:${id}`, subject: { kind: 'card', rotationId: id } }) as const,
    'ready',
  ],
  ['an App Home', () => homeWish(`U${randomUUID()}`), 'ready'],
] as const)('%s whose sender died', async (_, make: (rotationId: string) => Wish, state) => {
  const { world, rotationId } = await tell();
  await world.deliver();
  const one = make(rotationId);
  await wish(world, rotationId, one);
  const [claimed] = await claim(world);
  const { workspaceId, clock, db } = world.deps;

  clock.move({ seconds: 59 });
  expect(await settleLapsed(db, { workspaceId, queue: 'slack', now: clock.now() })).toBe(0);
  clock.move({ seconds: 1 });
  expect(await settleLapsed(db, { workspaceId, queue: 'slack', now: clock.now() })).toBe(1);

  expect(await row(one.key)).toMatchObject({ state });
  if (!claimed) throw new Error('nothing was claimed');
  expect(await settleMessage(db, claimed, { state: 'sent' })).toBe(false); // a late finisher matches no row
});

test("a vendor's first message is in doubt, but a wish that came meanwhile carries its content", async () => {
  const { world, rotationId } = await tell();
  await world.deliver();
  const one = vendorWish(randomUUID());
  await wish(world, rotationId, one);
  await claim(world);
  await wish(world, rotationId, one);
  world.deps.clock.move({ minutes: 1 });
  await settleLapsed(world.deps.db, {
    workspaceId: world.deps.workspaceId,
    queue: 'slack',
    now: world.deps.clock.now(),
  });
  expect(await row(one.key)).toMatchObject({ state: 'ready', revision: 2 });
});

test('what is in doubt is never sent again, and the card says how many', async () => {
  const { world, rotationId } = await tell();
  const lost = { kind: 'in_doubt', isRepeatable: false } as const;
  await world.deliver((message) => (message.kind === 'thread' ? lost : sentTo(message)));
  world.deps.clock.move({ days: 1 });
  expect(await world.deliver()).toEqual([]);
  expect((await readCard(world.deps, { rotationId }))?.inDoubt).toBe(1);
});

test('a line whose sender died is in doubt, and the card says so at once, not only when its next day begins', async () => {
  const { world, rotationId } = await tell();
  await world.deliver();
  const line = threadWish(rotationId, randomUUID());
  await wish(world, rotationId, line);
  await claim(world);
  world.deps.clock.move({ seconds: 60 });
  const sent = await world.deliver();
  expect(await row(line.key)).toMatchObject({ state: 'in_doubt' });
  expect(sent.map(({ kind }) => kind)).toEqual(['card']);
  expect((await readCard(world.deps, { rotationId }))?.inDoubt).toBe(1);
});

test('what one instance is sending another leaves to it, though its clock is a minute ahead', async () => {
  const { world, rotationId } = await tell();
  const ahead = world.with({ clock: testClock(world.deps.clock.now().plus({ minutes: 1 }).toISO()) });
  const posted: OutboxMessage[] = [];
  await world.deliver(async (message) => {
    posted.push(message, ...(await ahead.deliver((other) => sentTo(other))));
    return sentTo(message);
  });
  expect(posted.map(({ kind }) => kind).toSorted()).toEqual(['card', 'thread']);
  expect(await row(`card:${rotationId}`)).toMatchObject({ state: 'sent' });
});

test('an edit in doubt is repeated after a minute', async () => {
  const { world } = await tell();
  const lost = { kind: 'in_doubt', isRepeatable: true } as const;
  await world.deliver((message) => (message.kind === 'card' ? lost : sentTo(message)));
  world.deps.clock.move({ seconds: 59 });
  expect(await world.deliver()).toEqual([]);
  world.deps.clock.move({ seconds: 1 });
  expect((await world.deliver()).map(({ kind }) => kind)).toEqual(['card']);
});

test('a refusal of Slack shows on the card with its code, and is tried again, ever more rarely', async () => {
  const { world, rotationId } = await tell();
  const refuse = (message: OutboxMessage): DeliveryOutcome =>
    message.kind === 'card' ? { kind: 'refused', error: 'is_archived' } : sentTo(message);
  await world.deliver(refuse);
  expect((await readCard(world.deps, { rotationId }))?.undelivered).toEqual(['is_archived']);
  for (const seconds of [60, 120, 240]) {
    world.deps.clock.move({ seconds: seconds - 1 });
    expect(await world.deliver()).toEqual([]);
    world.deps.clock.move({ seconds: 1 });
    expect(await world.deliver(refuse)).toHaveLength(1);
  }
  world.deps.clock.move({ hours: 1 });
  await world.deliver();
  expect((await readCard(world.deps, { rotationId }))?.undelivered).toEqual([]);
});

test('a message Slack can never take is not tried again until there is something new', async () => {
  const { world, rotationId } = await tell();
  await world.deliver((message) =>
    message.kind === 'card' ? { kind: 'refused', error: 'invalid_blocks' } : sentTo(message),
  );
  world.deps.clock.move({ days: 1 });
  expect(await world.deliver()).toEqual([]);
  await move(world, rotationId);
  expect((await world.deliver()).map(({ kind }) => kind)).toContain('card');
});

test('a throw of the deliverer leaves the message in doubt and the others go out', async () => {
  const { world, rotationId } = await tell();
  const tried = await world.deliver((message) => {
    if (message.kind === 'card') throw new Error('bug');
    return sentTo(message);
  });
  expect(tried.map(({ kind }) => kind)).toEqual(['card', 'thread']);
  expect(await row(`card:${rotationId}`)).toMatchObject({ state: 'in_doubt' });
  expect(world.deps.log.lines.at(-1)).toContain('a message could not be delivered');
});

test('rate limited: it waits as long as Slack says, and no longer', async () => {
  const { world, rotationId } = await tell();
  const limited = (): DeliveryOutcome => tooMany('chat.postMessage', 30);
  expect((await world.deliver(limited)).map(({ kind }) => kind)).toEqual(['card', 'thread']);
  world.deps.clock.move({ seconds: 29 });
  expect(await world.deliver()).toEqual([]);
  world.deps.clock.move({ seconds: 1 });
  expect((await world.deliver()).map(({ kind }) => kind)).toEqual(['card', 'thread']);
  expect(await row(`card:${rotationId}`)).toMatchObject({ state: 'sent', attempts: 2 });
});

test('lines of a thread keep their order, also when the first has to wait', async () => {
  const { world, rotationId } = await tell();
  await world.deliver();
  const lines = Array.from({ length: 4 }, () => threadWish(rotationId, randomUUID()));
  for (const line of lines) await wish(world, rotationId, line);
  const [first] = lines;
  const order: string[] = [];
  const answer = (message: OutboxMessage): DeliveryOutcome => {
    const isFirstTry = order.push('auditId' in message ? `thread:${message.auditId}` : message.kind) === 1;
    return isFirstTry ? tooMany('chat.postMessage', 5) : sentTo(message);
  };
  await world.deliver(answer);
  expect(order).toEqual([first?.key]); // the others wait behind it
  world.deps.clock.move({ seconds: 5 });
  await world.deliver(answer);
  expect(order.slice(1)).toEqual(lines.map(({ key }) => key));
});

test('two deliverers at once: nothing twice, every thread in its order', async () => {
  const { world, rotationId } = await tell();
  const other = await world.start(await world.addPackage({ vendors: [VENDORS.milo] }));
  await world.deliver();
  const numbers = Array.from({ length: 20 }, (_, n) => String(n).padStart(2, '0'));
  for (const n of numbers) {
    for (const id of [rotationId, other]) await wish(world, id, threadWish(id, `${n} ${id}`));
  }
  const two = world.on(await database.otherConnection());
  const sent: OutboxMessage[] = [];
  const deliver = async (message: OutboxMessage): Promise<DeliveryOutcome> => {
    await new Promise((done) => setTimeout(done, Math.random() * 5));
    sent.push(message);
    return sentTo(message);
  };

  const rounds = async (one: World) => {
    for (let n = 0; n < 100; n++) await deliverMessages(one.deps, deliver);
  };
  await Promise.all([rounds(world), rounds(two)]);

  expect(sent).toHaveLength(40);
  expect(new Set(sent.map(({ id }) => id)).size).toBe(40);
  for (const id of [rotationId, other]) {
    const lines = sent.flatMap((m) => (m.kind === 'thread' && m.rotationId === id ? [m.auditId] : []));
    expect(lines).toEqual([...lines].sort());
  }
});

test('a claim takes no more than it was asked for, however the planner goes about it', async () => {
  const { world } = await tell();
  for (let n = 0; n < 30; n++) await wish(world, null, homeWish(`U${randomUUID()}`));
  await database.sql`analyze outbox`;
  expect(await claim(world, 1)).toHaveLength(1);
  expect(await claim(world, 7)).toHaveLength(7);
  const [sending] = await database.sql`
    select count(*)::int as n from outbox where state = 'sending' and workspace_id = ${world.deps.workspaceId}`;
  expect(sending).toEqual({ n: 8 });
});

test("another workspace's messages are left to the rekey that has its token", async () => {
  const { world } = await tell();
  const { world: stranger } = await tell();
  const { workspaceId } = stranger.deps;
  const kinds = (await world.deliver()).map((message) => message.workspaceId);
  expect(kinds).not.toContain(workspaceId);
  expect(await stranger.deliver()).toHaveLength(2);
});

test('that a vendor was told is written once and rewrites no message of theirs', async () => {
  const { world, rotationId } = await tell();
  await world.deposit(rotationId);
  await world.pass({ minutes: 5 });
  const sent = await world.deliver();
  expect(sent.filter(({ kind }) => kind === 'vendor_message')).toHaveLength(1);
  const told =
    await database.sql`select 1 from audit where rotation_id = ${rotationId} and kind = 'vendor_told'`;
  expect(told).toHaveLength(1);
});

test('what somebody waits for leaves before reminders, and those before digests, whenever they were wished for', async () => {
  const { world, rotationId } = await tell();
  await world.deliver();
  const { workspaceId } = world.deps;
  const day = { day: '2027-03-15', channelId: null, hurry: null };
  await wish(world, null, digestWish({ workspaceId, userId: 'U0BEN' }, day));
  await wish(world, null, homeWish('U0BEN'));
  await wish(world, rotationId, nudgeWish(rotationId, world.deps.clock.now()));
  await wish(world, rotationId, threadWish(rotationId, randomUUID()));
  expect((await world.deliver()).map(({ kind }) => kind)).toEqual(['thread', 'nudge', 'digest', 'home']);
});

test('at Slack’s pace: a burst, then a message a second to one channel, and no more posts than it allows in all', async () => {
  const { world } = await tell();
  await world.deliver();
  const { workspaceId } = world.deps;
  const pace = paceOf({ 'chat.postMessage': 250 });
  const paced = world.with({ pace });
  const other = world.on(await database.otherConnection()).with({ pace });
  for (let n = 0; n < 12; n++) {
    const to = { day: '2027-03-10', channelId: 'C0ONE', hurry: null };
    await wish(world, null, digestWish({ workspaceId, userId: `U0V${n}` }, to));
  }
  for (let n = 0; n < 40; n++) {
    const to = { day: '2027-03-10', channelId: null, hurry: null };
    await wish(world, null, digestWish({ workspaceId, userId: `U0P${n}` }, to));
  }
  const sent: { second: number; lane: string }[] = [];
  for (let second = 0; second < 16; second++) {
    for (const one of [paced, other]) {
      const out = await one.deliver();
      for (const message of out)
        if (message.kind === 'digest') sent.push({ second, lane: message.channelId ?? message.userId });
    }
    world.deps.clock.move({ seconds: 1 });
  }
  const inSecond = (of: (lane: string) => boolean) =>
    Array.from({ length: 16 }, (_, n) => sent.filter(({ second, lane }) => second === n && of(lane)).length);
  const channel = inSecond((lane) => lane === 'C0ONE');
  expect(sent).toHaveLength(52);
  // Four at once, then one a second, from two processes together; each may be one ahead of the other's knowledge.
  expect(channel[0]).toBeLessThanOrEqual(5);
  expect(Math.max(...channel.slice(1))).toBeLessThanOrEqual(2);
  expect(Math.max(...inSecond(() => true).slice(1))).toBeLessThanOrEqual(5);
});

test('each of Slack’s methods has a pace of its own, and what takes another does not wait for it', async () => {
  const { world } = await tell();
  await world.deliver();
  const { workspaceId } = world.deps;
  const pace = paceOf({ 'conversations.open': 1_250, 'views.publish': 625 });
  const paced = world.with({ pace });
  for (let n = 0; n < 20; n++) {
    const inChannel = { day: '2027-03-10', channelId: `C0${n}`, hurry: null };
    await wish(world, null, digestWish({ workspaceId, userId: `U0C${n}` }, inChannel));
    await wish(
      world,
      null,
      digestWish({ workspaceId, userId: `U0P${n}` }, { ...inChannel, channelId: null }),
    );
    await wish(world, null, homeWish(`U0H${n}`), homeWish(`U0I${n}`));
  }
  const waysOf = (message: OutboxMessage) =>
    message.kind === 'home' ? 'home' : 'channelId' in message && message.channelId ? 'channel' : 'direct';
  const after = async () => {
    const ways = (await paced.deliver()).map(waysOf);
    return Object.fromEntries(
      ['channel', 'direct', 'home'].map((way) => [way, ways.filter((one) => one === way).length]),
    );
  };
  expect(await after()).toEqual({ channel: 20, direct: 3, home: 5 });
  const later = { direct: 0, home: 0 };
  for (let second = 0; second < 10; second++) {
    world.deps.clock.move({ seconds: 1 });
    const { direct = 0, home = 0 } = await after();
    later.direct += direct;
    later.home += home;
  }
  expect(later).toEqual({ direct: 8, home: 16 });
});

test('a 429: whatever would go the same way waits with it, the rest goes on', async () => {
  const { world, rotationId } = await tell();
  await world.deliver();
  await move(world, rotationId);
  const { workspaceId } = world.deps;
  const paced = world.with({ pace: paceOf({}) });
  const to = (channelId: string) => ({ day: '2027-03-10', channelId, hurry: null });
  for (const channel of ['C0ONE', 'C0TWO'])
    await wish(world, null, digestWish({ workspaceId, userId: `U${channel}` }, to(channel)));
  const limited = (message: OutboxMessage): DeliveryOutcome =>
    message.kind === 'digest' ? tooMany('chat.postMessage', 30) : sentTo(message);
  expect((await paced.deliver(limited)).map(({ kind }) => kind)).toEqual(['card', 'thread', 'digest']);
  await move(world, rotationId);
  expect((await paced.deliver(limited)).map(({ kind }) => kind)).toEqual(['card']);
  world.deps.clock.move({ seconds: 29 });
  expect(await paced.deliver()).toEqual([]);
  world.deps.clock.move({ seconds: 1 });
  expect((await paced.deliver()).map(({ kind }) => kind)).toEqual(['thread', 'digest', 'digest']);
});

test('a 429 on a direct conversation holds those alone', async () => {
  const { world } = await tell();
  await world.deliver();
  const { workspaceId } = world.deps;
  const paced = world.with({ pace: paceOf({}) });
  const to = (channelId: string | null) => ({ day: '2027-03-10', channelId, hurry: null });
  for (const userId of ['U0ONE', 'U0TWO'])
    await wish(world, null, digestWish({ workspaceId, userId }, to(null)));
  const limited = (message: OutboxMessage): DeliveryOutcome =>
    message.kind === 'digest' && message.channelId === null
      ? tooMany('conversations.open', 30)
      : sentTo(message);
  const lines = async () => (await paced.deliver(limited)).map(({ kind }) => kind);
  expect(await lines()).toEqual(['digest']);
  await wish(world, null, digestWish({ workspaceId, userId: 'U0ONE' }, to('C0ONE')), homeWish('U0ONE'));
  expect(await lines()).toEqual(['digest', 'home']);
  world.deps.clock.move({ seconds: 30 });
  expect((await paced.deliver()).map(({ kind }) => kind)).toEqual(['digest', 'digest']);
});

test('an alarm waits for no lane; what was found to be gone takes none', async () => {
  const { world, rotationId } = await tell();
  await world.deliver();
  const { workspaceId } = world.deps;
  const paced = world.with({ pace: paceOf({ 'conversations.open': 60_000 }) });
  const to = { day: '2027-03-10', channelId: null, hurry: null };
  const direct = (userId: string) => wish(world, null, digestWish({ workspaceId, userId }, to));
  for (const userId of ['U0ONE', 'U0TWO', 'U0TRE']) await direct(userId);
  const gone = (): DeliveryOutcome => ({ kind: 'gone' });
  expect(await paced.deliver(gone)).toHaveLength(3);
  for (const userId of ['U0FOR', 'U0FIV']) await direct(userId);
  expect(await paced.deliver()).toHaveLength(1);
  await wish(world, rotationId, alarmWish(rotationId, randomUUID(), 'U0SIX'));
  expect((await paced.deliver()).map(({ kind }) => kind)).toEqual(['alarm']);
});

test('a clock that goes back a day holds nothing for a day', async () => {
  const { world } = await tell();
  await world.deliver();
  const { workspaceId } = world.deps;
  const paced = world.with({ pace: paceOf({ 'chat.postMessage': 250 }) });
  const to = { day: '2027-03-10', channelId: 'C0ONE', hurry: null };
  const post = (userId: string) => wish(world, null, digestWish({ workspaceId, userId }, to));
  await post('U0ONE');
  expect(await paced.deliver()).toHaveLength(1);
  world.deps.clock.move({ days: -1 });
  await post('U0TWO');
  expect(await paced.deliver()).toHaveLength(1);
  for (let n = 0; n < 9; n++) await post(`U0N${n}`);
  expect((await paced.deliver()).length).toBeLessThanOrEqual(4);
});

describe('what was put off is left to a newer message', () => {
  const day = (of: string, hurry: Moment | null = null) => ({ day: of, channelId: null, hurry });
  const limited = (): DeliveryOutcome => tooMany('conversations.open', 30);
  const digests = (sent: OutboxMessage[]) =>
    sent.flatMap((one) => (one.kind === 'digest' ? [one.digest] : []));
  const story = async () => {
    const { world } = await tell();
    await world.deliver();
    const { workspaceId, ids, clock, db } = world.deps;
    const wishAt = async (one: Wish, dueAt: Moment) => {
      const message = toMessage(one, { id: ids.id(), workspaceId, rotationId: null });
      await enqueue(db, [{ ...message, dueAt }], clock.now());
      return one.key;
    };
    return { world, wishAt, of: { workspaceId, userId: 'U0BEN' } };
  };

  test('not to one of the evening before, though that was wished for later', async () => {
    const { world, wishAt, of } = await story();
    const { clock } = world.deps;
    const tomorrow = await wishAt(digestWish(of, day('2027-03-11')), clock.now().plus({ hours: 15 }));
    const tonight = await wishAt(digestWish(of, day('2027-03-10')), clock.now());
    expect(digests(await world.deliver())).toEqual([tonight]);
    clock.move({ hours: 15 });
    expect(digests(await world.deliver(limited))).toEqual([tomorrow]);
    clock.move({ seconds: 30 });
    expect(digests(await world.deliver())).toEqual([tomorrow]);
  });

  test('not to one that a clock says is later, and that was wished for before', async () => {
    const { world, wishAt, of } = await story();
    const { clock } = world.deps;
    const before = await wishAt(digestWish(of, day('2027-03-10', clock.now())), clock.now());
    expect(digests(await world.deliver())).toEqual([before]);
    clock.move({ hours: -1 });
    const after = await wishAt(digestWish(of, day('2027-03-10', clock.now())), clock.now());
    expect(digests(await world.deliver(limited))).toEqual([after]);
    clock.move({ seconds: 30 });
    expect(digests(await world.deliver())).toEqual([after]);
  });

  test.each([
    ['it left meanwhile and says it all', false],
    ['but not with what has joined the older one since', true],
  ])('%s', async (_words, hasJoined) => {
    const { world, wishAt, of } = await story();
    const { clock, db } = world.deps;
    const older = await wishAt(digestWish(of, day('2027-03-10')), clock.now());
    expect(digests(await world.deliver(limited))).toEqual([older]);
    clock.move({ seconds: 5 });
    const newer = await wishAt(digestWish(of, day('2027-03-10', clock.now())), clock.now());
    expect(digests(await world.deliver())).toEqual([newer]);
    clock.move({ seconds: 5 });
    if (hasJoined) await placeAnew(db, [older]);
    clock.move({ seconds: 30 });
    expect(digests(await world.deliver())).toEqual(hasJoined ? [older] : []);
  });
});
