import { expect, test } from 'vitest';
import { expiresOn } from '../../sandbox/marketing-cloud/packages.ts';
import { buttons } from '../../sandbox/slack/reading.ts';
import { CHANNELS, PEOPLE } from '../../sandbox/slack/seed.ts';
import { activate, generateAndDeposit, start } from '../../sandbox/steps.ts';
import {
  addVendor,
  complete,
  completeAndRead,
  morePath,
  submit,
  submitAndRead,
} from '../../sandbox/steps-admin.ts';
import {
  cardOf,
  cardText,
  dmWith,
  dmsOf,
  press,
  shownFor,
  threadOf,
  told,
  vendorMessageOf,
  wordsOn,
} from '../../sandbox/steps-seen.ts';
import { collects, confirms, PACK, settle, share } from '../../sandbox/steps-through.ts';
import { useJourneys, type Journey } from '../support/journey.ts';

const journey = useJourneys();
const { ada, ben, vera, gus } = PEOPLE;

const labels = (story: Journey) => buttons(cardOf(story, PACK)).map(({ text }) => text);
const newDate = ({ cloud }: Journey) => expiresOn(cloud.package(PACK).active);

test('Activate is not offered before the last vendor has confirmed, and a button kept from later does not help', async () => {
  const story = await journey();
  const { slack } = story;
  await share(story, ['Acme Mail', 'Loop Loyalty']);
  await settle(story, ['Acme Mail']);
  expect(labels(story)).toEqual(['More…']);
  expect(dmsOf(story, ada).join()).not.toContain('Activate may be pressed');

  // The gate opens, and shuts again: somebody was forgotten. The card and prompt that Ada still has on her screen are stale.
  await settle(story, ['Loop Loyalty']);
  const readyCard = cardOf(story, PACK);
  const prompt = dmWith(story, ada, 'Activate may be pressed');
  const modal = await shownFor(story, ada, () => slack.as(ada).click(readyCard, 'Activate…'));
  await morePath(story, ben, PACK, 'A vendor was forgotten');
  await completeAndRead(story, ben, { vendor: 'Nordic Print' });
  expect(labels(story)).not.toContain('Activate…');
  expect(threadOf(story, PACK).at(-1)).toContain('Activate must wait again: not every vendor has confirmed.');

  expect(wordsOn(modal)).toContain('I pressed Activate');
  const refusal = await submitAndRead(story, ada, { expires_on: newDate(story) });
  expect(refusal).toContain(
    'Activate was not recorded, because not every vendor has confirmed. Still to confirm: Nordic Print.',
  );
  expect(refusal).toContain('It was pressed early…');
  expect(await press(story, ada, readyCard, 'Activate…')).toContain('Not yet.');
  expect(await press(story, ada, prompt, 'Activate…')).toContain(
    'Activate waits for: Nordic Print to confirm.',
  );
  expect(cardText(story, PACK)).toContain('Step 3 of 5: share');
});

test('every button pressed twice is answered kindly and counts once', async () => {
  const story = await journey();
  const { slack } = story;
  const inOps = (line: string) => told(story, ada, () => slack.as(ada).slash(CHANNELS.marketingOps, line));
  await inOps(`/rekey start ${PACK}`);
  expect(await inOps(`/rekey start ${PACK}`)).toContain('This package is being rotated already.');

  const firstCard = cardOf(story, PACK);
  await generateAndDeposit(story, ada, PACK);
  expect(await press(story, ada, firstCard, 'Generate and deposit…')).toContain(
    'A secret was already deposited.',
  );
  await story.pass({ minutes: 6 });

  const message = vendorMessageOf(story, gus);
  await collects(story, 'Loop Loyalty');
  await press(story, gus, message, 'Collect');
  await story.pass({ minutes: 21 });
  const collected = vendorMessageOf(story, gus);
  await confirms(story, 'Loop Loyalty');
  await press(story, gus, collected, 'It works…');
  const again = await submitAndRead(story, gus, { 'It works in': ['Points sync'], proof: 'fresh_token' });
  expect(again).toContain(`Already confirmed by <@${gus}>`);
  await settle(story, ['Acme Mail', 'Nordic Print']);

  const ready = cardOf(story, PACK);
  await activate(story, ada, PACK, () => newDate(story));
  const lines = threadOf(story, PACK);
  expect(await press(story, ben, ready, 'Activate…')).toContain('This rotation is done');
  expect(await press(story, ben, ready, 'More…')).toContain('This rotation is done');
  expect(threadOf(story, PACK)).toEqual(lines);
  expect(lines.filter((line) => line.includes('confirmed secret number 1'))).toHaveLength(3);
});

test('two admins press Activate together: one is recorded, the other is told so', async () => {
  const story = await journey();
  const { slack, cloud } = story;
  await share(story);
  await settle(story);
  for (const admin of [ada, ben]) {
    await shownFor(story, admin, () => slack.as(admin).click(cardOf(story, PACK), 'Activate…'));
  }
  expect(cloud.activate(PACK).ok).toBe(true);
  await Promise.all([ada, ben].map((admin) => slack.as(admin).fill({ expires_on: newDate(story) })));
  const results = await Promise.all([ada, ben].map((admin) => slack.as(admin).submit()));
  await story.app.rounds.settle();

  expect(results.filter((result) => 'closed' in result)).toHaveLength(1);
  const late = 'closed' in results[0]! ? ben : ada;
  expect(wordsOn(slack.as(late).modal())).toMatch(
    /Activate was already recorded by <@\w+>|This rotation is done/,
  );
  expect(threadOf(story, PACK).filter((line) => line.includes('recorded Activate'))).toHaveLength(1);
  expect(cardText(story, PACK)).toContain('Done: all five steps');
});

test('a planned time holds the gate, and moving it lets go', async () => {
  const story = await journey();
  const { slack, clock } = story;
  await shownFor(story, ada, () => slack.as(ada).slash(CHANNELS.marketingOps, '/rekey start'));
  await shownFor(story, ada, () => slack.as(ada).fill({ Package: PACK }));
  const passed = clock.now().minus({ hours: 1 }).toISO();
  const refused = await submit(story, ada, { planned_at: passed });
  expect(refused).toEqual({ errors: { planned_at: 'That time has passed.' } });
  await complete(story, ada, {
    planned_at: clock.now().plus({ days: 2 }).toISO(),
    vendors: ['Loop Loyalty'],
  });
  await generateAndDeposit(story, ada, PACK);
  await story.pass({ minutes: 6 });
  await settle(story, ['Loop Loyalty']);
  expect(cardText(story, PACK)).toContain(
    'Every vendor is settled. Old and new secret both work until Activate.',
  );
  expect(cardText(story, PACK)).toMatch(/Activate waits for: the planned time, 2027-03-03 09:0\d UTC/);
  expect(labels(story)).toEqual(['More…']);

  await morePath(story, ada, PACK, 'Plan Activate');
  await complete(story, ada, { planned_at: clock.now().plus({ hours: 5 }).toISO() });
  expect(labels(story)).not.toContain('Activate…');
  await story.pass({ hours: 5, minutes: 1 });
  expect(labels(story)).toContain('Activate…');
  expect(dmsOf(story, ben).at(-1)).toContain('Activate may be pressed');
});

test('a freeze window holds the gate until its last day is over', async () => {
  const story = await journey({ hasInventory: false });
  const { slack, cloud } = story;
  const { active } = cloud.package(PACK);
  await shownFor(story, ada, () => slack.as(ada).slash(CHANNELS.marketingOps, '/rekey add'));
  const form = {
    name: PACK,
    channel: CHANNELS.marketingOps,
    expires_on: expiresOn(active),
    freeze: '2027-03-01..2027-03-03',
  };
  await submitAndRead(story, ada, form);
  await addVendor(story, ada, { name: 'Loop Loyalty', contact: gus, systems: 'Points sync' });
  await slack.as(ada).close({ all: true });
  await start(story, ada, PACK);
  await generateAndDeposit(story, ada, PACK);
  await story.pass({ minutes: 6 });
  await settle(story, ['Loop Loyalty']);
  expect(cardText(story, PACK)).toContain('Activate waits for: a freeze window to end after 2027-03-03.');
  await story.pass({ days: 2 });
  expect(labels(story)).toEqual(['More…']);
  await story.pass({ hours: 15 });
  expect(labels(story)).toContain('Activate…');
});

test('buttons of a months-old card are answered, not obeyed', async () => {
  const story = await journey();
  const { slack, clock } = story;
  await share(story, ['Acme Mail']);
  const oldCard = cardOf(story, PACK);
  const oldMessage = vendorMessageOf(story, vera, CHANNELS.extAcme);
  await settle(story, ['Acme Mail']);
  const oldReady = cardOf(story, PACK);
  await activate(story, ada, PACK, () => newDate(story));
  await story.pass({ days: 172 });
  const reminder = slack.state.messages(CHANNELS.marketingOps).at(-1)!;
  await press(story, ada, reminder, 'Start…');
  await complete(story, ada, { vendors: ['Acme Mail'] });
  const lines = threadOf(story, PACK);

  expect(await press(story, ada, oldReady, 'Activate…')).toContain(
    'This rotation is done, so this button does nothing any more.',
  );
  expect(await press(story, ben, oldCard, 'More…')).toContain('This rotation is done');
  expect(await press(story, vera, oldMessage, 'Collect')).toContain('This has been replaced or has ended');
  expect(await press(story, ada, reminder, 'Start…')).toContain('This package is being rotated already.');
  expect(threadOf(story, PACK)).toEqual(lines);
  expect(cardText(story, PACK)).toContain('Step 2 of 5: generate');
  expect(clock.now().year).toBe(2027);
});
