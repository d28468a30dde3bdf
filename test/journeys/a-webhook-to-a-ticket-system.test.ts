import { afterEach, expect, test } from 'vitest';
import { expiresOn } from '../../sandbox/marketing-cloud/packages.ts';
import { buttons, textOf } from '../../sandbox/slack/reading.ts';
import { CHANNELS, PEOPLE } from '../../sandbox/slack/seed.ts';
import { activate, start } from '../../sandbox/steps.ts';
import { submit, submitAndRead } from '../../sandbox/steps-admin.ts';
import { cardOf, dmWith, press, shownFor, types, wordsOn } from '../../sandbox/steps-seen.ts';
import { PACK, settle, share } from '../../sandbox/steps-through.ts';
import { idsOf, typesOf } from '../integration/world/webhooks.ts';
import { databasePlaces } from '../integration/world/dump.ts';
import { useJourneys, type Journey } from '../support/journey.ts';
import { secretIn } from '../support/traces.ts';
import { isSignedWith, startReceiver, type Receiver } from '../support/webhook-receiver.ts';

// The whole way, by signed Slack requests: a command, its modal, a rotation, and a receiver that verifies what it gets.

const journey = useJourneys();
const { ada, ben, otto } = PEOPLE;
const open: Receiver[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function receiver(): Promise<Receiver> {
  const started = await startReceiver();
  open.push(started);
  return started;
}

const asks = (story: Journey, who: string = ada) =>
  shownFor(story, who, () => story.slack.as(who).slash(CHANNELS.marketingOps, '/rekey webhook'));
const topOf = ({ slack }: Journey, who: string = ada) => wordsOn(slack.as(who).modal());
const secretOn = (words: string): string => /whsec_[A-Za-z0-9+/]{43}=/.exec(words)?.[0] ?? '';

/** `/rekey webhook`, filled in and saved; the signing secret that Ada is told. */
async function sets(story: Journey, url: string, events?: string[]): Promise<string> {
  await asks(story);
  const words = await submitAndRead(story, ada, { url, ...(events ? { events } : {}) });
  await story.slack.as(ada).close({ all: true });
  return secretOn(words);
}

test('set by a command, then told of one whole rotation: each event once, verified with the secret told once', async () => {
  const story = await journey();
  const { slack, cloud } = story;
  const target = await receiver();
  expect(wordsOn(await asks(story))).toContain('For a ticket system');
  const words = await submitAndRead(story, ada, { url: target.url });
  const secret = secretOn(words);
  expect([words.includes('Shown this once'), secret.length]).toEqual([true, 50]);
  await slack.as(ada).close({ all: true });

  const deposited = await share(story, ['Loop Loyalty']);
  await settle(story, ['Loop Loyalty']);
  await activate(story, ada, PACK, () => expiresOn(cloud.package(PACK).active));
  await story.app.rounds.settle();
  // The sandbox's package was due two days before.
  expect(typesOf(target)).toEqual(['rotation.due', 'rotation.started', 'rotation.ready', 'rotation.done']);
  expect(target.received.every((one) => isSignedWith(secret, one))).toBe(true);
  expect(new Set(idsOf(target)).size).toBe(4);

  // Asked again it is not told again; and what was sent holds neither a secret nor a link.
  const again = textOf(await asks(story));
  expect(again).toContain('Last taken');
  expect([again.includes('whsec_'), again.includes(target.url)]).toEqual([false, true]);
  const sent = JSON.stringify(target.received);
  expect(secretIn({ sent }, deposited)).toEqual([]);
  expect(target.received.map(({ body }) => body).join()).not.toMatch(/https?:|U0\w+|@|whsec/);
  // The signing secret: in the one answer that told it.
  const told = slack.traffic.mentioning(secret);
  expect(told).toHaveLength(1);
  const places = { ...(await databasePlaces(story.sql)), log: story.log.lines.join('\n'), sent };
  expect(secretIn(places, secret.slice('whsec_'.length))).toEqual([]);
});

test('a test from the modal; another secret; switched off, and on again', async () => {
  const story = await journey({ isRough: true });
  const { slack } = story;
  const target = await receiver();
  const secret = await sets(story, target.url, ['done']);
  const presses = async (button: string, until: string) => {
    await slack.as(ada).click(slack.as(ada).modal()!, button);
    await slack.until(() => topOf(story).includes(until), 20_000);
    return topOf(story);
  };
  await asks(story);
  await presses('Send a test', 'The test was taken.');
  expect([typesOf(target), isSignedWith(secret, target.received[0]!)]).toEqual([['webhook.test'], true]);
  target.answers = [(response) => response.writeHead(301, { location: 'http://127.0.0.1:1/' }).end()];
  expect(await presses('Send a test', 'was not taken')).toContain('it answered 301, a redirect');

  const renewed = secretOn(await presses('New signing secret', 'Shown this once'));
  expect(renewed).not.toBe(secret);
  await slack.as(ada).close();
  await presses('Send a test', 'The test was taken.');
  const last = target.received.at(-1)!;
  expect([secret, renewed].map((one) => isSignedWith(one, last))).toEqual([true, true]);

  await presses('Switch off', 'The webhook is off');
  await slack.as(ada).close();
  expect(topOf(story)).toContain('Switched off');
  const off = slack.as(ada).modal();
  expect(off && buttons(off)).toEqual([]);
  // The same address with other events would keep its secret; from off it gets another.
  await slack.as(ada).fill({ events: ['due', 'done'] });
  const third = secretOn(await submitAndRead(story, ada));
  expect(new Set([secret, renewed, third, '']).size).toBe(4);
  await slack.as(ada).close({ all: true });
  await asks(story);
  expect(await submitAndRead(story, ada, { events: ['due'] })).toContain('The address is the same');
});

test('an address that rekey sends nothing to is refused where it was typed', async () => {
  const story = await journey();
  for (const [url, words] of [
    ['http://tickets.example/hook', 'Only addresses that begin with https:// are taken.'],
    ['https://169.254.169.254/latest/meta-data/', 'not on the public internet'],
    ['https://0xa9fea9fe/', 'not on the public internet'],
    ['https://10.0.0.8:8443/', 'not on the public internet'],
    ['https://[::ffff:10.0.0.8]/', 'not on the public internet'],
    ['https://ada:hunter2@tickets.example/', 'a user name or a password'],
  ] as const) {
    await asks(story);
    const answer = await submit(story, ada, { url });
    expect([url, answer]).toEqual([url, { errors: { url: expect.stringContaining(words) as string } }]);
    await story.slack.as(ada).close({ all: true });
  }
  await asks(story);
  expect(await submit(story, ada, { url: 'https://tickets.example/', events: [] })).toMatchObject({
    errors: {},
  });
  await story.slack.as(ada).close({ all: true });
  // A secret typed into it is refused before anything else sees it.
  await asks(story);
  const leaked = `https://tickets.example/SFMC_${'aB3'.repeat(20)}`;
  const refused = await submit(story, ada, { url: leaked });
  expect(refused).toMatchObject({
    errors: { url: expect.stringContaining('looks like a client secret') as string },
  });
  expect(await story.sql`select url from webhook`).toEqual([]);
  expect(await types(story, otto, CHANNELS.marketingOps, '/rekey webhook')).toContain('You may not do that.');
  expect(wordsOn(await asks(story, ben))).toContain('For a ticket system');
});

test('a target that never answers holds up no message to Slack, and is tried again after a restart', async () => {
  const story = await journey({ isRough: true });
  const { slack } = story;
  const target = await receiver();
  const secret = await sets(story, target.url, ['started']);
  target.always = () => undefined;
  const before = performance.now();
  await slack.as(ada).slash(CHANNELS.marketingOps, `/rekey start ${PACK}`);
  await slack.until(() => target.received.length > 0, 10_000);
  // While it hangs: the card, its thread, and all that follows from a click.
  await slack.until(
    () => slack.state.messages(CHANNELS.marketingOps).some(({ text }) => text.startsWith(PACK)),
    9_000,
  );
  const card = cardOf(story, PACK);
  await slack.as(ben).click(card, 'Generate and deposit…');
  await slack.until(
    () => topOf(story, ben).includes('Generate') || slack.as(ben).lastEphemeral() !== null,
    9_000,
  );
  expect(performance.now() - before).toBeLessThan(9_500);

  const again = await story.restart({ minutes: 2 });
  target.always = 200;
  await again.app.rounds.settle();
  expect(new Set(idsOf(target)).size).toBe(1);
  expect(target.received.length).toBeGreaterThan(1);
  expect(isSignedWith(secret, target.received.at(-1)!)).toBe(true);
  const [row] = await again.sql`select state from outbox where kind = 'webhook'`;
  expect(row).toEqual({ state: 'sent' });
});

test('410: switched off, and whoever set it is told where they can set it anew', async () => {
  const story = await journey({ isRough: true });
  const target = await receiver();
  await sets(story, target.url, ['started']);
  target.always = 410;
  await start(story, ben, PACK);
  await story.app.rounds.settle();
  const told = dmWith(story, ada, 'answered 410');
  expect(await press(story, ada, told, 'Look at the webhook…')).toContain('its target wanted no more (410)');
});
