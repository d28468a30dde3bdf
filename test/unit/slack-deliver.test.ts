import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { buttons, textOf } from '../../sandbox/slack/reading.ts';
import { createSlackSandbox, type SlackSandbox } from '../../sandbox/slack/sandbox.ts';
import { CHANNELS, PEOPLE, TEAM_ID } from '../../sandbox/slack/seed.ts';
import { silent } from '../../sandbox/slack/tiny-bot.ts';
import { createDeliverer, type DeliveryReads } from '../../src/slack/deliver.ts';
import type { Rotation } from '../../src/domain/rotation.ts';
import type { Contact } from '../../src/domain/people.ts';
import type { OutboxContent, OutboxMessage } from '../../src/usecases/outbox-message.ts';
import { homeFacts } from './board-fixtures.ts';
import * as fx from './slack-fixtures.ts';

// A real WebClient over real HTTP, against the sandbox's Slack and its faults.

const { ada, gus, vera } = PEOPLE;
const { marketingOps, extAcme, archived, privateWithoutBot } = CHANNELS;
const AUDIT = fx.uuid(50);

let slack: SlackSandbox;
let deliver: ReturnType<typeof createDeliverer>;
let rotation: Rotation;
let contact: Contact;
let packageChannel: string;

const of = (userId: string, channelId: string | null = null): Contact => ({
  kind: 'slack',
  enterpriseId: null,
  teamId: TEAM_ID,
  userId,
  name: userId,
  channelId,
});
const pkg = () => fx.pack({ channelId: packageChannel });
const reads: DeliveryReads = {
  readCard: async () => fx.cardFacts(rotation, { package: pkg() }),
  readThreadLine: async () =>
    fx.threadFacts({ kind: 'rotation_done', expiresOn: '2027-05-21', nextDueOn: '2027-05-13' }, fx.ada, {
      package: pkg(),
      rotation,
    }),
  readVendorMessage: async () => fx.messageFacts(rotation, { participant: fx.participant(1, { contact }) }),
  readHome: async () => homeFacts(),
  readPackageLine: async () => fx.line({ package: pkg() }),
  readReminder: async ({ deadlineOn }) =>
    fx.reminderFacts({ deadlineOn, daysLeft: deadlineOn < '2026' ? -1 : 5 }),
  readNudge: async () => fx.nudgeFacts(),
  readDigest: async ({ userId }) => (userId === gus ? null : fx.digestFacts({ userId })),
};

beforeEach(async () => {
  rotation = fx.sharing();
  contact = of(gus);
  packageChannel = marketingOps;
  slack = await createSlackSandbox({
    clock: { now: () => fx.AT },
    signingSecret: 'shh',
    botToken: 'xoxb-1',
    scopes: ['commands', 'chat:write', 'users:read', 'im:write'],
  });
  const client = new WebClient('xoxb-1', {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    timeout: 400,
    rejectRateLimitedCalls: true,
    logger: silent,
  });
  const log = {
    debug: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    error: () => undefined,
  };
  const directory = {
    find: async (userId: string) => ({
      enterpriseId: null,
      teamId: TEAM_ID,
      userId,
      name: userId,
      standing: 'member' as const,
      zone: null,
      isWorkspaceAdmin: false,
    }),
  };
  deliver = createDeliverer({ client, usecases: reads, directory, clock: { now: () => fx.AT }, log });
});
afterEach(() => slack.close());

type At = Partial<Pick<OutboxMessage, 'channel' | 'ts' | 'threadTs'>>;
const message = (content: OutboxContent, at: At = {}): OutboxMessage => ({
  id: fx.uuid(60),
  clientMessageId: fx.uuid(61),
  workspaceId: fx.uuid(9),
  channel: null,
  ts: null,
  threadTs: null,
  ...content,
  ...at,
});
const cardOf = (at: At = {}) => message({ kind: 'card', rotationId: fx.IDS.rotation }, at);
const vendorOf = (at: At = {}) => message({ kind: 'vendor_message', handoffId: fx.IDS.handoff(1) }, at);
const sent = async (what: OutboxMessage) => {
  const outcome = await deliver(what);
  if (outcome.kind !== 'sent') throw new Error(JSON.stringify(outcome));
  const { channel, ts } = outcome;
  return { channel, ts };
};

describe('the card', () => {
  test('is posted once, then edited in place', async () => {
    const at = await sent(cardOf());
    rotation = fx.ready();
    expect(await sent(cardOf(at))).toEqual(at);
    const [only, ...more] = slack.state.messages(marketingOps);
    expect(more).toEqual([]);
    expect(only?.blocks.some(({ type }) => (type as string) === 'plan')).toBe(true);
    expect(only?.client_msg_id).toBe(fx.uuid(61));
    expect(buttons(only).map(({ text }) => text)).toContain('Activate…');
  });
  test('is drawn without the plan where Slack refuses plans', async () => {
    slack.fail({ method: 'chat.postMessage', error: 'invalid_blocks' });
    const { channel, ts } = await sent(cardOf());
    const drawn = slack.state.message(channel, ts);
    expect(drawn?.blocks.some(({ type }) => (type as string) === 'plan')).toBe(false);
    expect(textOf(drawn)).toContain('Step 3 of 5: share');
  });
  test('is posted anew when somebody deleted it', async () => {
    const again = await sent(cardOf({ channel: marketingOps, ts: '1.000001' }));
    expect(slack.state.message(again.channel, again.ts)).not.toBeNull();
    expect(slack.state.message(again.channel, again.ts)?.client_msg_id).not.toBe(fx.uuid(61));
  });
  test.each([
    [archived, 'is_archived'],
    [privateWithoutBot, 'channel_not_found'],
  ])('in %s: %s', async (channel, error) => {
    packageChannel = channel;
    expect(await deliver(cardOf())).toEqual({ kind: 'refused', error });
  });
});

describe('what Slack may answer', () => {
  test('429: as long as Slack says, and of which method', async () => {
    const at = await sent(cardOf());
    const calls = [
      ['chat.postMessage', cardOf()],
      ['chat.update', cardOf(at)],
      ['conversations.open', vendorOf()],
      ['views.publish', message({ kind: 'home', userId: ada })],
    ] as const;
    for (const [method, what] of calls) {
      slack.fail({ method, rateLimited: 7 });
      expect(await deliver(what)).toEqual({ kind: 'rate_limited', retryAfterSeconds: 7, method });
    }
  });
  test('a lost answer, a time-out and a 500 are in doubt', async () => {
    slack.fail({ method: 'chat.postMessage', dropAfterSuccess: true });
    expect(await deliver(cardOf())).toEqual({ kind: 'in_doubt', isRepeatable: true });
    expect(slack.state.messages(marketingOps)).toHaveLength(1);
    slack.fail({ method: 'chat.postMessage', hang: 700 });
    expect(await deliver(cardOf())).toEqual({ kind: 'in_doubt', isRepeatable: true });
    slack.fail({ method: 'chat.postMessage', status: 503 });
    expect(await deliver(cardOf())).toEqual({ kind: 'in_doubt', isRepeatable: true });
  });
  test('a post in doubt is not to be repeated, but for the card: a second card is better than none', async () => {
    slack.fail({ method: 'chat.postMessage', dropAfterSuccess: true });
    expect(await deliver(vendorOf())).toEqual({ kind: 'in_doubt', isRepeatable: false });
    const at = await sent(vendorOf());
    slack.fail({ method: 'chat.update', dropAfterSuccess: true });
    expect(await deliver(vendorOf(at))).toEqual({ kind: 'in_doubt', isRepeatable: true });
  });
  test('a direct conversation that could not be opened has sent nothing', async () => {
    slack.fail({ method: 'conversations.open', dropAfterSuccess: true });
    expect(await deliver(vendorOf())).toEqual({ kind: 'later' });
    expect(slack.state.dm(gus)).toEqual([]);
  });
});

/** The same news, as if it came after every message that is there. */
const later = (news: Rotation): Rotation => {
  const at = fx.AT.plus({ days: 1 });
  if (news.step === 'cancelled') return { ...news, cancelledAt: at };
  if (news.step === 'activated') return { ...news, activatedAt: at };
  if (news.step !== 'ready') return news;
  return {
    ...news,
    handoffs: news.handoffs.map((one) => (one.status === 'waived' ? { ...one, waivedAt: at } : one)),
  };
};

describe("the vendor's message", () => {
  test('goes to a direct conversation, and is edited there', async () => {
    const at = await sent(vendorOf());
    rotation = fx.sharing({ handoffs: [fx.handoff(1, 'collected')] });
    expect(await sent(vendorOf(at))).toEqual(at);
    expect(slack.state.dm(gus)).toHaveLength(1);
    expect(buttons(slack.state.dm(gus)[0]).map(({ text }) => text)).toEqual([
      'It works…',
      'Something is wrong…',
    ]);
  });
  test('goes to the shared channel with a mention, where there is one', async () => {
    contact = of(vera, extAcme);
    const { channel, ts } = await sent(vendorOf());
    expect(channel).toBe(extAcme);
    expect(textOf(slack.state.message(channel, ts))).toContain(`<@${vera}>`);
  });
  test('an external without a shared channel is refused, and said so', async () => {
    contact = of(vera);
    expect((await deliver(vendorOf())).kind).toBe('refused');
  });
  test('a new contact gets a message of their own; the old one loses its buttons', async () => {
    const at = await sent(vendorOf());
    contact = of(ada);
    rotation = fx.sharing({ handoffs: [fx.handoff(1, 'missing')] });
    expect(await deliver(vendorOf(at))).toEqual({ kind: 'gone' });
    expect(buttons(slack.state.dm(gus)[0])).toEqual([]);
    rotation = fx.sharing({ handoffs: [fx.handoff(1, 'sealed', { toldAt: null })] });
    const next = await sent(vendorOf(at));
    expect(slack.state.dm(ada).map(({ ts }) => ts)).toEqual([next.ts]);
  });
  test('a secret sealed once more pings again, and once only', async () => {
    const at = await sent(vendorOf());
    rotation = fx.sharing({ handoffs: [fx.handoff(1, 'sealed', { toldAt: null })] });
    const next = await sent(vendorOf(at));
    expect(next.ts).not.toBe(at.ts);
    const [first, second] = slack.state.dm(gus);
    expect([buttons(first).length, buttons(second).length]).toEqual([0, 2]);
    rotation = fx.sharing();
    expect(await sent(vendorOf(next))).toEqual(next);
  });
  test.each([
    ['called off', fx.cancelled()],
    ['waived', fx.ready({ handoffs: [fx.handoff(1, 'waived')] })],
    ['down', fx.activated({ isEarly: true, handoffs: [fx.handoff(1, 'sealed')] })],
  ])('%s: an older message is left behind, and the news pings once', async (_, news) => {
    rotation = fx.sharing();
    const at = await sent(vendorOf());
    rotation = later(news);
    const next = await sent(vendorOf(at));
    expect(next.ts).not.toBe(at.ts);
    expect(buttons(slack.state.dm(gus)[0])).toEqual([]);
    rotation = news;
    expect(await sent(vendorOf(next))).toEqual(next);
  });
  test('void: posted anew, and edited at least when Slack refuses that', async () => {
    const at = await sent(vendorOf());
    rotation = fx.generating();
    slack.fail({ method: 'chat.postMessage', error: 'restricted_action' });
    expect(await sent(vendorOf(at))).toEqual(at);
    expect(textOf(slack.state.dm(gus)[0])).toContain('put the old secret back now');
    expect((await sent(vendorOf(at))).ts).not.toBe(at.ts);
  });
  test('is not sent before the secret is live, nor after the end, nor by e-mail', async () => {
    rotation = fx.cooling();
    expect(await deliver(vendorOf())).toEqual({ kind: 'gone' });
    rotation = fx.done();
    expect(await deliver(vendorOf())).toEqual({ kind: 'gone' });
    rotation = fx.sharing();
    contact = fx.mailContact;
    expect(await deliver(vendorOf())).toEqual({ kind: 'gone' });
    expect(slack.state.whole().messages).toEqual([]);
  });
  test('its last words need no message that is gone', async () => {
    rotation = fx.generating();
    expect(await deliver(vendorOf({ channel: marketingOps, ts: '1.000001' }))).toEqual({ kind: 'gone' });
  });
});

describe('the others', () => {
  test('a thread line waits for its card, then is broadcast if the channel should see it', async () => {
    const line = (at: At = {}) =>
      message({ kind: 'thread', rotationId: fx.IDS.rotation, auditId: AUDIT }, at);
    expect(await deliver(line())).toEqual({ kind: 'later' });
    const { channel, ts } = await sent(cardOf());
    await sent(line({ channel, threadTs: ts }));
    expect(slack.state.thread(channel, ts)[0]?.reply_broadcast).toBe(true);
  });
  test('a reminder has its Start; said again it stands in the thread of the first, and is broadcast once overdue', async () => {
    const reminder = (deadlineOn: string, at: At = {}) =>
      message({ kind: 'reminder', packageId: fx.IDS.package, channelId: marketingOps, deadlineOn }, at);
    const { channel, ts } = await sent(reminder('2026-11-28'));
    expect(buttons(slack.state.message(channel, ts)).map(({ text }) => text)).toEqual(['Start…', 'Snooze…']);
    await sent(reminder('2026-11-28', { threadTs: ts }));
    await sent(reminder('2025-11-28', { threadTs: ts }));
    expect(slack.state.thread(channel, ts).map((one) => one.reply_broadcast === true)).toEqual([false, true]);
  });
  test('a nudge waits for its card; a digest goes to a person, or into their channel; nothing when nothing is left', async () => {
    const nudge = (at: At = {}) => message({ kind: 'nudge', rotationId: fx.IDS.rotation }, at);
    expect(await deliver(nudge())).toEqual({ kind: 'later' });
    const { channel, ts } = await sent(cardOf());
    await sent(nudge({ channel, threadTs: ts }));
    expect(slack.state.thread(channel, ts)).toHaveLength(1);
    const digest = (userId: string, channelId: string | null) =>
      message({ kind: 'digest', userId, channelId, digest: 'digest:1' });
    await sent(digest(ada, null));
    expect(textOf(slack.state.dm(ada).at(-1))).toContain('for you');
    expect((await sent(digest(ada, marketingOps))).channel).toBe(marketingOps);
    expect(await deliver(digest(gus, null))).toEqual({ kind: 'gone' });
  });
  test('receipt, prompt and alarm are direct; nothing is said that is no longer true', async () => {
    const ids = { rotationId: fx.IDS.rotation, userId: ada };
    await sent(message({ kind: 'receipt', auditId: AUDIT, generationId: fx.IDS.generation, ...ids }));
    expect(await deliver(message({ kind: 'activate_prompt', ...ids }))).toEqual({ kind: 'gone' });
    rotation = fx.ready();
    await sent(message({ kind: 'activate_prompt', ...ids }));
    await sent(message({ kind: 'alarm', auditId: AUDIT, ...ids }));
    expect(slack.state.dm(ada)).toHaveLength(3);
    rotation = fx.generating();
    expect(
      await deliver(message({ kind: 'receipt', auditId: AUDIT, generationId: fx.IDS.generation, ...ids })),
    ).toEqual({
      kind: 'gone',
    });
  });
  test('the App Home is published', async () => {
    await sent(message({ kind: 'home', userId: ada }));
    expect(textOf(slack.state.home(ada))).toContain('Nothing waits for you');
  });
});
