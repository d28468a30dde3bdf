import { expect, test } from 'vitest';
import { expiresOn } from '../../sandbox/marketing-cloud/packages.ts';
import { buttons, type Shown } from '../../sandbox/slack/reading.ts';
import { CHANNELS, PEOPLE } from '../../sandbox/slack/seed.ts';
import { activate } from '../../sandbox/steps.ts';
import { addPackage, complete, morePath, submitAndRead, vendorPath } from '../../sandbox/steps-admin.ts';
import {
  cardOf,
  cardText,
  dmsOf,
  press,
  shownFor,
  threadOf,
  told,
  wordsOn,
} from '../../sandbox/steps-seen.ts';
import { collects, confirms, PACK, settle, share } from '../../sandbox/steps-through.ts';
import { useJourneys, type Journey } from '../support/journey.ts';

// A workspace that wants two admins for Activate and for a waiver.

const journey = useJourneys();
const { ada, ben, otto } = PEOPLE;

const shows = (story: Journey, line: string, who: string = ada): Promise<Shown> =>
  shownFor(story, who, () => story.slack.as(who).slash(CHANNELS.marketingOps, line));

async function wantsTwo(story: Journey, what: readonly string[] = ['activate', 'waive']): Promise<void> {
  await shows(story, '/rekey roles');
  await complete(story, ada, { second_person: [...what] });
}

const card = (story: Journey) => cardOf(story, PACK);
const thread = (story: Journey) => threadOf(story, PACK).join('\n');
const home = async ({ slack }: Journey, who: string): Promise<string> =>
  wordsOn(await slack.as(who).openHome());
const statusOf = async ({ sql }: Journey) =>
  (
    await sql`select h.status from handoff h join vendor v on v.id = h.vendor_id where v.name = 'Loop Loyalty'`
  )[0]?.['status'];
const step = async ({ sql }: Journey) => (await sql`select step from rotation`)[0]?.['step'];

/** One asks with a reason; nothing is done yet. */
async function asksToWaive(story: Journey, who: string, reason: string): Promise<string> {
  await vendorPath(story, who, PACK, { vendor: 'Loop Loyalty', path: 'Waive the confirmation' });
  const words = await submitAndRead(story, who, { reason });
  await story.slack.as(who).close({ all: true });
  return words;
}

async function agrees(story: Journey, who: string, shown: Shown, n = 0): Promise<void> {
  const { slack } = story;
  await shownFor(story, who, () =>
    slack.as(who).click(shown, { text: 'Agree…', actionId: `rekey.second_agree.${n}` }),
  );
  await slack.as(who).submit();
  await story.app.rounds.settle();
  if (slack.as(who).modal()) await slack.as(who).close({ all: true });
}

test('a waiver: asked, not by oneself, declined, ended by the vendor, agreed', async () => {
  const story = await journey();
  const { slack } = story;
  await wantsTwo(story);
  await share(story, ['Acme Mail', 'Loop Loyalty']);
  expect(await asksToWaive(story, ada, 'switched off in May')).toMatch(
    /Asked\. Nothing is done yet\. Another admin answers: <@U0BEN00001>/,
  );
  expect(await statusOf(story)).toBe('sealed');
  expect(cardText(story, PACK)).toMatch(
    /<@U0ADA00001> asks for a second person: waive the confirmation of Loop Loyalty\? “switched off in May”/,
  );
  expect(await home(story, ben)).toContain('asks for a second person');
  expect(await home(story, ada)).not.toContain('asks for a second person');

  expect(await press(story, ada, card(story), 'Agree…')).toContain(
    'You asked for this yourself, so somebody else has to agree',
  );
  expect(await told(story, otto, () => slack.as(otto).click(card(story), 'Agree…'))).toContain(
    'Only this package’s admins',
  );
  await press(story, ben, card(story), 'Decline…');
  expect(await slack.as(ben).submit()).toMatchObject({ errors: { reason: expect.any(String) } });
  await slack.as(ben).fill({ reason: 'they still run on it' });
  await slack.as(ben).submit();
  await story.app.rounds.settle();
  expect(thread(story)).toContain(
    '<@U0BEN00001> does not agree with <@U0ADA00001>: to waive Loop Loyalty. “they still run on it” Nothing was done.',
  );
  expect(await statusOf(story)).toBe('sealed');

  await asksToWaive(story, ben, 'gone, really');
  const old = card(story);
  await collects(story, 'Loop Loyalty');
  expect(thread(story)).toContain(
    'has ended, since something it rested on has changed: to waive Loop Loyalty',
  );
  expect(await press(story, ada, old, 'Agree…')).toContain('This request has ended');
  expect(await statusOf(story)).toBe('collected');

  await asksToWaive(story, ben, 'gone, really');
  await agrees(story, ada, card(story), 1);
  expect(await statusOf(story)).toBe('waived');
  expect(thread(story)).toContain('<@U0ADA00001> agrees with <@U0BEN00001>: to waive Loop Loyalty');
  expect(cardText(story, PACK)).toMatch(/waived by <@U0BEN00001>.*gone, really/);
}, 120_000);

test('Activate: asked before anybody presses it, lapsed after a day, agreed, pressed, done', async () => {
  const story = await journey();
  const { slack, cloud } = story;
  await wantsTwo(story, ['activate']);
  await share(story, ['Loop Loyalty']);
  await settle(story, ['Loop Loyalty']);
  expect(await step(story)).toBe('sharing');
  expect(cardText(story, PACK)).toContain('asks for a second person');
  expect(cardText(story, PACK)).toContain('Step 4 of 5: activate');
  expect(cardText(story, PACK)).toContain('Don’t press it in Setup before somebody has agreed.');
  for (const who of [ada, ben])
    expect(dmsOf(story, who).join('\n')).toContain('Two admins are wanted for Activate here');

  const asks = async () => {
    await press(story, ada, card(story), 'Activate…');
    const words = await submitAndRead(story, ada);
    await slack.as(ada).close({ all: true });
    return words;
  };
  expect(await asks()).toContain('Asked. Nothing is done yet.');
  expect(cardText(story, PACK)).toMatch(/<@U0ADA00001> asks: may Activate be pressed\?/);
  expect(await home(story, ben)).toContain('may Activate be pressed');
  expect(await press(story, ada, card(story), 'Agree…')).toContain(
    'You asked for this yourself, so somebody else has to agree',
  );
  expect(await step(story)).toBe('sharing');

  // Nobody answers for a day: it lapses by itself, and an old button says so.
  const old = card(story);
  await story.pass({ hours: 25 });
  expect(thread(story)).toContain('has ended after 24 hours: Activate. Nothing was done');
  expect(await press(story, ben, old, 'Agree…')).toContain('This request has ended');
  expect(cardText(story, PACK)).toMatch(/Now: .*asks for a second person/);

  await asks();
  await agrees(story, ben, card(story));
  expect(await step(story)).toBe('ready');
  expect(cardText(story, PACK)).toMatch(/<@U0ADA00001> asked and <@U0BEN00001> agreed/);
  expect(dmsOf(story, ada).at(-1)).toContain('Activate may be pressed');
  await activate(story, ben, PACK, () => expiresOn(cloud.package(PACK).active));
  expect(await step(story)).toBe('done');
  const kinds = await story.sql`select kind from audit where kind like 'second_person%' order by seq`;
  expect(kinds.map(({ kind }) => String(kind))).toEqual([
    'second_person_wanted',
    'second_person_asked',
    'second_person_ended',
    'second_person_asked',
    'second_person_agreed',
  ]);
}, 120_000);

test('what was agreed to ends when a vendor reports a problem; that it was pressed all the same can be said', async () => {
  const story = await journey();
  const { slack, cloud } = story;
  await wantsTwo(story, ['activate']);
  await share(story, ['Acme Mail', 'Loop Loyalty']);
  await settle(story, ['Acme Mail', 'Loop Loyalty']);
  await press(story, ben, card(story), 'Activate…');
  await submitAndRead(story, ben);
  await slack.as(ben).close({ all: true });
  await agrees(story, ada, card(story));
  expect(await step(story)).toBe('ready');

  const message = slack.state.dm(PEOPLE.gus).findLast((one) => wordsOn(one).startsWith('New secret for'))!;
  await press(story, PEOPLE.gus, message, 'Something is wrong…');
  await submitAndRead(story, PEOPLE.gus, { kind: 'rejected' });
  await slack.as(PEOPLE.gus).close({ all: true });
  expect(await step(story)).toBe('sharing');
  expect(thread(story)).toContain('has ended, since something it rested on has changed: Activate.');
  await confirms(story, 'Loop Loyalty');
  expect(await step(story)).toBe('sharing');
  expect(cardText(story, PACK)).toContain('Two admins are wanted for Activate here');

  // Ben pressed it without waiting: it is recorded as what it is.
  cloud.activate(PACK);
  await morePath(story, ben, PACK, 'Activate was pressed early');
  await submitAndRead(story, ben, { accept: true });
  expect(await step(story)).toBe('activated');
});

test('a package with one admin: said when it is switched on, and by the request itself', async () => {
  const story = await journey();
  const { slack } = story;
  await addPackage(story, ada, { name: 'Alone', backups: [] });
  await slack.as(ada).close({ all: true });
  await shows(story, '/rekey roles');
  const saved = await submitAndRead(story, ada, { second_person: ['waive'] });
  expect(saved).toContain('To do: 1 package has no second admin, so nobody could agree: Alone.');
  await slack.as(ada).close({ all: true });
  expect(wordsOn(await shows(story, '/rekey roles'))).toContain('1 package has no second admin');
  expect(buttons(slack.as(ada).modal())).toEqual([]);
});
