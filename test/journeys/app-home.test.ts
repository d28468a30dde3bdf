import type { KnownBlock, SectionBlock } from '@slack/types';
import { expect, test } from 'vitest';
import { expiresOn } from '../../sandbox/marketing-cloud/packages.ts';
import type { Holder } from '../../sandbox/pages.ts';
import { buttons, type Shown } from '../../sandbox/slack/reading.ts';
import { CHANNELS, PEOPLE } from '../../sandbox/slack/seed.ts';
import { collect, generateAndDeposit, start } from '../../sandbox/steps.ts';
import { complete, completeAndRead, morePath, submitAndRead } from '../../sandbox/steps-admin.ts';
import {
  cardText,
  heldIn,
  press,
  shownFor,
  types,
  vendorMessageOf,
  wordsOn,
} from '../../sandbox/steps-seen.ts';
import { collects, confirms, PACK, share } from '../../sandbox/steps-through.ts';
import { useJourneys, type Journey } from '../support/journey.ts';

const journey = useJourneys();
const { ada, ben, vera, gus, otto, eve } = PEOPLE;
const NOTHING = 'Nothing waits for you';
const ABOUT_YOU = 'You see only what concerns you.';

/** Somebody opens the App Home and reads it. */
async function visit({ slack }: Journey, who: string): Promise<string> {
  const home = await slack.as(who).openHome();
  if (!home) throw new Error(`${who} has no App Home`);
  return wordsOn(home);
}

/** What the App Home says by now to somebody who has not left it. */
const now = ({ slack }: Journey, who: string): string => wordsOn(slack.state.home(who));

/** The rows that have a button, of what waits and of the board below it: their words, the button's, and their block. */
function rowsOf({ slack }: Journey, who: string) {
  const blocks = (slack.state.home(who)?.blocks ?? []) as KnownBlock[];
  const below = blocks.findIndex((block) => block.type === 'divider');
  return blocks.flatMap((block, n) =>
    block.type === 'section' && block.accessory?.type === 'button'
      ? [
          {
            ...{ words: wordsIn(block), button: block.accessory.text.text, blockId: block.block_id ?? '' },
            waits: below === -1 || n < below,
          },
        ]
      : [],
  );
}
const wordsIn = ({ text }: SectionBlock): string => (text?.text ?? '').replaceAll('*', '');

/** The things that wait there. */
const waiting = (story: Journey, who: string): string[] =>
  rowsOf(story, who).flatMap(({ waits, words, button }) => (waits ? [`${words} → ${button}`] : []));

/** The packages on the board there, with their buttons. */
const packagesOf = (story: Journey, who: string): string[] =>
  rowsOf(story, who).flatMap(({ waits, words, button }) => (waits ? [] : [`${words} → ${button}`]));

/** Presses a button of the App Home as it is now: of what waits, else of the board. */
function presses(story: Journey, who: string, button: string): Promise<Shown> {
  const home = story.slack.state.home(who);
  if (!home) throw new Error(`${who} has not opened the App Home`);
  const row = rowsOf(story, who).find((one) => one.button === button);
  const which = row ? { text: button, blockId: row.blockId } : button;
  return shownFor(story, who, () => story.slack.as(who).click(home, which));
}

/** From the App Home link and code come in a modal: there is no message to answer beside. */
async function getsLink(
  story: Journey,
  who: string,
  page: 'deposit' | 'handoff',
  act: () => Promise<Shown>,
): Promise<Holder> {
  const shown = await act();
  await story.slack.as(who).close({ all: true });
  return heldIn(shown, page);
}

test('two people go through a whole rotation from their App Homes, which follow by themselves', async () => {
  const story = await journey();
  const { slack, cloud, clock } = story;
  for (const who of [ada, ben, gus]) await visit(story, who);
  const START = ['ESP Production, Northwind, Retail +1: 5 days left. Start its rotation. → Start…'];
  expect(waiting(story, ada)).toEqual(START);
  expect(waiting(story, ben)).toEqual(START);
  expect(now(story, ada)).toContain('1 thing waits for you');
  expect(now(story, gus)).toContain(NOTHING);

  expect(wordsOn(await presses(story, ada, 'Start…'))).toContain('Who takes part');
  await complete(story, ada);
  const GENERATE = ['ESP Production: generate the new secret and deposit it. → Generate…'];
  expect(waiting(story, ada)).toEqual(GENERATE);
  expect(waiting(story, ben)).toEqual(GENERATE);
  expect(now(story, ben)).toContain('5 days left · step 2 of 5: generate · waits for');

  const walk = await presses(story, ada, 'Generate…');
  const generated = cloud.generate(PACK);
  const secret = generated.ok ? generated.secret : '';
  const page = await getsLink(story, ada, 'deposit', () =>
    shownFor(story, ada, () => slack.as(ada).click(walk, 'I pressed Generate: give me the deposit page')),
  );
  const deposit = { secret, generatedAt: clock.now().toISO() };
  expect((await page.act('accept', deposit)).body).toMatchObject({ ok: true });
  await story.app.rounds.settle();
  for (const who of [ada, gus]) expect(now(story, who)).toContain(NOTHING);

  await story.pass({ minutes: 6 });
  expect(waiting(story, ben)).toEqual([
    'ESP Production: Nordic Print has no Slack. Pass on a link and a code. → Get link',
  ]);
  expect(waiting(story, gus)).toEqual([
    'ESP Production, for Loop Loyalty: collect the new secret. → Collect',
  ]);
  expect(now(story, gus)).toContain(ABOUT_YOU);
  expect(now(story, gus)).not.toContain('All packages');
  const noras = await getsLink(story, ben, 'handoff', () => presses(story, ben, 'Get link'));
  expect(now(story, ben)).toContain(NOTHING);
  const guss = await getsLink(story, gus, 'handoff', () => presses(story, gus, 'Collect'));
  for (const holder of [noras, guss]) expect((await collect(story, holder)).secret).toBe(secret);
  await collects(story, 'Acme Mail');

  const CONFIRM = ['ESP Production, for Loop Loyalty: say whether the new secret works. → It works…'];
  expect(waiting(story, gus)).toEqual(CONFIRM);
  await story.pass({ minutes: 21 });
  await presses(story, gus, 'It works…');
  await complete(story, gus, { 'It works in': ['Points sync'], proof: 'fresh_token' });
  expect(now(story, gus)).toContain(NOTHING);
  await confirms(story, 'Acme Mail');
  expect(now(story, ada)).toContain(NOTHING);
  await confirms(story, 'Nordic Print', noras);

  const ACTIVATE = ['ESP Production: press Activate in Setup. Every vendor has confirmed. → Activate…'];
  expect(waiting(story, ada)).toEqual(ACTIVATE);
  await presses(story, ada, 'Activate…');
  expect(cloud.activate(PACK).ok).toBe(true);
  expect(await completeAndRead(story, ada)).toContain('Still to do: read the new expiration date in Setup');
  const RECORD = ['ESP Production: read the new expiration date in Setup and record it. → Record…'];
  expect(waiting(story, ben)).toEqual(RECORD);
  await presses(story, ben, 'Record…');
  await complete(story, ben, { expires_on: expiresOn(cloud.package(PACK).active) });
  for (const who of [ada, ben]) expect(now(story, who)).toContain(NOTHING);
  expect(now(story, ada)).toContain('sure until 2027-08-27, 179 days left · due 2027-08-20');
  expect(now(story, ada)).toContain('Done in the last 14 days  ·  1');
});

test('what went wrong waits too, with the way out of it', async () => {
  const story = await journey();
  const { slack, cloud } = story;
  const secret = await share(story, ['Acme Mail', 'Loop Loyalty']);
  await collects(story, 'Loop Loyalty');
  await collects(story, 'Acme Mail');
  await visit(story, ada);

  // A problem, and a copy that was lost.
  await press(story, vera, vendorMessageOf(story, vera, CHANNELS.extAcme), 'Something is wrong…');
  await submitAndRead(story, vera, { kind: 'rejected' });
  await press(story, gus, vendorMessageOf(story, gus), 'Something is wrong…');
  await submitAndRead(story, gus, { kind: 'lost' });
  expect(waiting(story, ada)).toEqual([
    'ESP Production: Acme Mail reported a problem. → Look…',
    'ESP Production: Loop Loyalty needs the same secret once more. → Deposit again…',
  ]);
  const paths = await presses(story, ada, 'Look…');
  expect(buttons(paths).map(({ text }) => text)).toContain('Solved…');
  await press(story, ada, paths, 'Solved…');
  await complete(story, ada, { reason: 'a blank at the end' });
  const again = await presses(story, ada, 'Deposit again…');
  const page = await getsLink(story, ada, 'deposit', () =>
    shownFor(story, ada, () => slack.as(ada).click(again, 'Give me the deposit page')),
  );
  const deposit = { secret, generatedAt: story.clock.now().toISO() };
  expect((await page.act('accept', deposit)).body).toMatchObject({ ok: true });
  await story.app.rounds.settle();
  expect(now(story, ada)).toContain(NOTHING);

  // Activate was pressed too early: who is down waits for help.
  expect(cloud.activate(PACK).ok).toBe(true);
  await morePath(story, ada, PACK, 'Activate was pressed early');
  await submitAndRead(story, ada, { accept: true });
  await slack.as(ada).close({ all: true });
  expect(waiting(story, ada)).toEqual([
    'ESP Production: read the new expiration date in Setup and record it. → Record…',
    'ESP Production: :rotating_light: Acme Mail is down until they use the new secret. → Help…',
    'ESP Production: :rotating_light: Loop Loyalty is down until they use the new secret. → Help…',
  ]);
  expect(now(story, ada)).toContain(':rotating_light: ESP Production');
  expect(await visit(story, gus)).toContain('Urgent, the old secret no longer works:');
});

test('a secret that is void waits to be generated anew, or only to be deposited', async () => {
  const story = await journey();
  await start(story, ada, PACK, ['Loop Loyalty']);
  await generateAndDeposit(story, ada, PACK);
  await visit(story, ada);
  await morePath(story, ada, PACK, 'I generated again');
  await completeAndRead(story, ada, { accept: true });
  expect(waiting(story, ada)).toEqual([
    'ESP Production: deposit the secret that Generate showed last. → Deposit…',
  ]);
});

test('a fresh workspace: the App Home and the command alone say the same, to those who may begin and to others', async () => {
  const story = await journey({ hasInventory: false });
  const { slack } = story;
  const welcome = await visit(story, ada);
  expect(welcome).toContain('Welcome to rekey');
  expect(welcome).toContain('Three steps to the first reminder');
  expect(buttons(slack.state.home(ada)).map(({ text }) => text)).toEqual([
    'Import packages…',
    'Add one by hand…',
  ]);
  const others = await visit(story, otto);
  expect(others).toContain('An admin of this Slack workspace brings them in');
  expect(buttons(slack.state.home(otto))).toEqual([]);
  for (const [who, said] of [
    [ada, welcome],
    [otto, others],
  ] as const) {
    for (const line of ['/rekey', '/rekey list'])
      expect(await types(story, who, CHANNELS.marketingOps, line)).toBe(said);
  }

  await presses(story, ada, 'Add one by hand…');
  const form = { name: 'Newsletter', expires_on: '2027-05-01', channel: CHANNELS.marketingOps };
  await submitAndRead(story, ada, form);
  await slack.as(ada).close({ all: true });
  expect(now(story, ada)).not.toContain('Welcome');
  expect(now(story, ada)).toContain('Newsletter · sure until 2027-04-30, 60 days left');
  expect(await visit(story, otto)).toContain('Newsletter · sure until 2027-04-30, 60 days left');
  expect(now(story, otto)).toContain(NOTHING);
});

test('a date that nobody knows is entered from the App Home, by whoever may', async () => {
  const story = await journey();
  await story.sql`update package set expires_on = null, expiry_source = null`;
  expect(await visit(story, otto)).toContain('expiration date unknown');
  expect(packagesOf(story, otto).map((row) => row.split(' → ')[1])).toEqual(['Show']);
  await visit(story, ada);
  await presses(story, ada, 'Enter the date…');
  await completeAndRead(story, ada, { expires_on: '2027-05-01' });
  expect(now(story, ada)).toContain('sure until 2027-04-30, 60 days left');
});

test('guests and other companies learn nothing of the packages; nobody is shown what waits for others', async () => {
  const story = await journey();
  const { slack } = story;
  await share(story, ['Loop Loyalty', 'Acme Mail']);

  // Otto is a member with no part in it; then he is a guest.
  expect(await visit(story, otto)).toContain(NOTHING);
  expect(packagesOf(story, otto).map((row) => row.split(' → ')[1])).toEqual(['Show']);
  const seen = buttons(slack.state.home(otto)).map(({ text }) => text);
  expect(seen).toEqual(['Search and filter…', 'All packages', 'Web board', 'Show']);
  slack.change((state) => state.users.forEach((user) => user.id === otto && (user.is_restricted = true)));
  await story.pass({ minutes: 1 });
  expect(await visit(story, otto)).toContain(NOTHING);
  expect(now(story, otto)).toContain(ABOUT_YOU);
  expect(now(story, otto)).not.toContain(PACK);
  expect(buttons(slack.state.home(otto))).toEqual([]);

  // So is Ben, who was the backup: what waits for admins is no business of a guest's.
  slack.change((state) => state.users.forEach((user) => user.id === ben && (user.is_restricted = true)));
  await story.pass({ minutes: 1 });
  expect(await visit(story, ben)).toContain(NOTHING);
  expect(now(story, ben)).not.toContain(PACK);

  // Slack itself shows people of other companies no App Home here; were one asked for, it would hold nothing of others.
  expect(await slack.as(eve).openHome(100)).toBeNull();
  for (const user of [eve, vera]) {
    await slack.event({ type: 'app_home_opened', user, channel: 'D0NOBODY01', tab: 'home' });
    await slack.until(() => publishedTo(story, user));
  }
  expect(publishedTo(story, eve)).toContain(NOTHING);
  expect(publishedTo(story, eve)).not.toContain(PACK);
  expect(publishedTo(story, vera)).toContain('for Acme Mail: collect the new secret');
  expect(publishedTo(story, vera)).not.toContain('Loop Loyalty');
  expect(publishedTo(story, vera)).not.toContain('All packages');
});

/** What rekey last published for somebody, whether Slack shows it or not; null before. */
function publishedTo({ slack }: Journey, user: string): string | null {
  const calls = slack.traffic.of('views.publish').map(({ request }) => JSON.stringify(request));
  return calls.findLast((call) => call.includes(`"user_id":"${user}"`)) ?? null;
}

test('an old App Home does no harm: what it offers is judged anew', async () => {
  const story = await journey();
  const { slack } = story;
  await visit(story, ada);
  const old = slack.state.home(ada)!;
  const { blockId } = rowsOf(story, ada)[0]!;
  await start(story, ben, PACK);
  const pressed = await shownFor(story, ada, () => slack.as(ada).click(old, { text: 'Start…', blockId }));
  expect(wordsOn(pressed)).toContain('This package is being rotated already.');
  expect(await story.sql`select id from rotation`).toHaveLength(1);
  expect(cardText(story, PACK)).toContain('Step 2 of 5: generate');
});
