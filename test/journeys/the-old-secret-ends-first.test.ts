import { expect, test } from 'vitest';
import { expiresOn } from '../../sandbox/marketing-cloud/packages.ts';
import { CHANNELS, PEOPLE } from '../../sandbox/slack/seed.ts';
import { activate, asksToken, generateAndDeposit, start } from '../../sandbox/steps.ts';
import { completeAndRead, morePath, submit, submitAndRead } from '../../sandbox/steps-admin.ts';
import {
  cardOf,
  cardText,
  dmWith,
  dmsOf,
  press,
  types,
  vendorMessageOf,
  wordsOn,
} from '../../sandbox/steps-seen.ts';
import { collects, confirms, PACK, settle, share, type Vendor } from '../../sandbox/steps-through.ts';
import { useJourneys, type Journey } from '../support/journey.ts';

const journey = useJourneys();
const { ada, ben, vera, gus } = PEOPLE;
const BOTH: readonly Vendor[] = ['Acme Mail', 'Loop Loyalty'];
const DATE_CAME = 'The old secret’s date (2027-03-07) has come';

const veras = (story: Journey) => wordsOn(vendorMessageOf(story, vera, CHANNELS.extAcme));
/** What the whole channel is shown of the card's thread. */
const broadcast = ({ slack }: Journey) =>
  slack.state.whole().messages.flatMap((line) => (line.reply_broadcast ? [wordsOn(line)] : []));

/** That it has come is told once, whatever else is still open. */
const dateCame = (story: Journey) => broadcast(story).filter((words) => words.includes(DATE_CAME));

test('its date comes while vendors are still being served: an outage for those who have not switched, told once', async () => {
  const story = await journey();
  const { cloud } = story;
  const old = cloud.package(PACK).active.text;
  const fresh = await share(story, BOTH);
  await settle(story, ['Loop Loyalty']);
  await story.pass({ days: 5, hours: 14 });
  expect(await asksToken(story, PACK, old)).toBe(true);
  expect(cardText(story, PACK)).toContain('Old and new secret both work until Activate.');
  expect(await types(story, ada, CHANNELS.marketingOps, `/rekey status ${PACK}`)).toContain(
    'Count on it until 2027-03-06 at the latest: today is the last sure day.',
  );
  expect(dateCame(story)).toEqual([]);

  await story.pass({ hours: 1 });
  expect([await asksToken(story, PACK, old), await asksToken(story, PACK, fresh)]).toEqual([false, true]);
  const card = cardText(story, PACK);
  expect(card).toContain('Outage · ESP Production · rotation 1');
  expect(card).toContain(
    'The old secret has expired: whatever uses the package is down until it has the new',
  );
  expect(card).toContain('Old secret’s date: 2027-03-07. It ended: don’t count on it any more.');
  expect(card).toMatch(/Acme Mail .*\n.*not collected yet; down until they have switched/);
  expect(card).not.toMatch(/no working secret|both work|Count on it until/);
  expect(dateCame(story)).toEqual([expect.stringContaining(DATE_CAME)]);
  for (const admin of [ada, ben]) {
    const alarms = dmsOf(story, admin).filter((words) => words.includes(DATE_CAME));
    expect(alarms).toEqual([expect.stringContaining('Next: get the vendors to switch now.')]);
  }

  // Whoever has not switched is told how urgent it is; whoever has confirmed is not alarmed.
  expect(veras(story)).toContain('The old one no longer works, so your connection is down until you switch.');
  expect(wordsOn(vendorMessageOf(story, gus))).toContain('The old one no longer works.');
  expect(wordsOn(vendorMessageOf(story, gus))).not.toContain('down until you switch');

  await story.pass({ days: 1 });
  expect(dateCame(story)).toHaveLength(1);
  const { holder } = await collects(story, 'Acme Mail');
  expect((await holder.act('open')).body['facts']).toMatchObject({ isOutage: true });
  await story.pass({ minutes: 21 });
  await confirms(story, 'Acme Mail');
  expect(cardText(story, PACK)).toContain('Step 4 of 5: activate');
  await activate(story, ada, PACK, () => expiresOn(cloud.package(PACK).active));
  expect(cardText(story, PACK)).toContain('Done: all five steps');
  expect(cardText(story, PACK)).not.toContain('Outage');
});

test('its date comes while nothing is generated yet: there is no secret at all', async () => {
  const story = await journey();
  await start(story, ada, PACK, ['Loop Loyalty']);
  expect(cardText(story, PACK)).toContain('The old secret goes on working beside it.');
  await story.pass({ days: 6 });
  expect(cardText(story, PACK)).toContain(
    'The old secret has expired: there is no working secret, and whatever uses the package is down',
  );
  expect(cardText(story, PACK)).toContain('It ends the outage.');
  expect(cardText(story, PACK)).not.toContain('The old secret goes on working');
  expect(dateCame(story)).toEqual([expect.stringContaining(DATE_CAME)]);
  await generateAndDeposit(story, ada, PACK);
  expect(cardText(story, PACK)).toContain('there is no working secret');
  await story.pass({ minutes: 6 });
  expect(cardText(story, PACK)).toContain('Each vendor works again once they have switched.');
  expect(cardText(story, PACK)).not.toContain('no working secret');
});

test('a deposit nobody owned up to was activated in Setup all the same: the old secret is dead, and it is told as it is', async () => {
  const story = await journey();
  const { slack, cloud } = story;
  const old = cloud.package(PACK).active.text;
  const unwanted = await share(story, BOTH);
  await collects(story, 'Loop Loyalty');
  await press(story, ada, dmWith(story, ada, 'You deposited secret number 1'), 'This wasn’t me');
  expect(wordsOn(vendorMessageOf(story, gus))).toContain('put the old secret back now');
  expect(cardText(story, PACK)).toContain('The old secret goes on working beside it.');

  expect(cloud.activate(PACK).ok).toBe(true);
  expect([await asksToken(story, PACK, old), await asksToken(story, PACK, unwanted)]).toEqual([false, true]);
  const modal = await morePath(story, ben, PACK, 'The earlier new secret was activated');
  expect(wordsOn(modal)).toContain('the one before it is dead and there is no way back');
  expect(await submit(story, ben)).toMatchObject({ errors: { accept: expect.any(String) } });
  expect(await submitAndRead(story, ben, { accept: true })).toContain('Recorded as it is.');
  await slack.as(ben).close({ all: true });

  const card = cardText(story, PACK);
  expect(card).toContain('Outage · ESP Production · rotation 1');
  expect(card).toContain('Activate was pressed for a secret that is void, so the old one is dead:');
  expect(card).toContain(
    'Old secret’s date: 2027-03-07. It is dead before that: don’t count on it any more.',
  );
  expect(card).not.toMatch(/has expired|goes on working|Count on it until/);
  const TOLD = `<@${ben}> reported that secret number 1 was activated although it is void`;
  expect(broadcast(story)).toContainEqual(expect.stringContaining(TOLD));
  for (const admin of [ada, ben]) expect(dmsOf(story, admin).at(-1)).toContain(TOLD);
  expect(wordsOn(vendorMessageOf(story, gus))).not.toContain('put the old secret back');
  expect(await types(story, ada, CHANNELS.marketingOps, '/rekey list')).toContain(
    ':rotating_light: ESP Production, Northwind, Retail +1 · outage · step 2 of 5: generate',
  );

  // The way out: one more secret, to the end.
  await story.pass({ minutes: 6 });
  const fresh = await generateAndDeposit(story, ada, PACK);
  await story.pass({ minutes: 6 });
  expect(veras(story)).toContain('The old one no longer works, so your connection is down until you switch.');
  expect(cardText(story, PACK)).not.toMatch(/has expired|both work|Count on it until/);
  await settle(story, BOTH);
  await activate(story, ada, PACK, () => expiresOn(cloud.package(PACK).active));
  expect([await asksToken(story, PACK, unwanted), await asksToken(story, PACK, fresh)]).toEqual([
    false,
    true,
  ]);
  expect(cardText(story, PACK)).toContain('Done: all five steps');
  expect(await story.sql`select number, state from generation order by number`).toEqual([
    { number: 1, state: 'superseded' },
    { number: 2, state: 'activated' },
  ]);
});

test('Activate in time, the date not read yet: nobody who has switched is told that they are down', async () => {
  const story = await journey();
  await share(story, ['Loop Loyalty']);
  await settle(story, ['Loop Loyalty']);
  await press(story, ada, cardOf(story, PACK), 'Activate…');
  expect(story.cloud.activate(PACK).ok).toBe(true);
  await completeAndRead(story, ada);
  expect(cardText(story, PACK)).toContain('reads the new expiration date in Setup');
  expect(wordsOn(vendorMessageOf(story, gus))).toContain('The old one no longer works.');
  expect(wordsOn(vendorMessageOf(story, gus))).not.toMatch(/switched off early|down until/);
});
