import { expect, test } from 'vitest';
import { expiresOn } from '../../sandbox/marketing-cloud/packages.ts';
import { CHANNELS, PEOPLE } from '../../sandbox/slack/seed.ts';
import { activate, generateAndDeposit } from '../../sandbox/steps.ts';
import { complete, completeAndRead, morePath, submit } from '../../sandbox/steps-admin.ts';
import {
  cardOf,
  cardText,
  dmsOf,
  heldBy,
  press,
  shownFor,
  threadOf,
  types,
  vendorMessageOf,
  wordsOn,
} from '../../sandbox/steps-seen.ts';
import { collects, PACK, settle, share } from '../../sandbox/steps-through.ts';
import { useJourneys, type Journey } from '../support/journey.ts';

const journey = useJourneys();
const { ada, ben, vera, gus } = PEOPLE;
const inOps = (story: Journey, line: string) => types(story, ada, CHANNELS.marketingOps, line);

test('cancelled with a secret staged, then started again: rule 4 is explained, and wants to be accepted', async () => {
  const story = await journey();
  const { slack, cloud } = story;
  await share(story);
  await collects(story, 'Loop Loyalty');
  await press(story, vera, vendorMessageOf(story, vera, CHANNELS.extAcme), 'Collect');
  const veras = await heldBy(story, vera, 'handoff');
  const modal = await morePath(story, ada, PACK, 'Cancel the rotation');
  expect(wordsOn(modal)).toContain(
    'Secret number 1 stays staged in Setup and keeps working for whoever has switched',
  );
  expect(await submit(story, ada)).toMatchObject({ errors: { reason: expect.any(String) } });
  await complete(story, ada, { reason: 'Acme is on holiday until Monday' });

  expect(cardText(story, PACK)).toContain('Links and sealed copies are gone. The old secret keeps its date.');
  expect(threadOf(story, PACK).at(-1)).toContain(
    '“Acme is on holiday until Monday” Secret number 1 stays staged in Setup, never activated.',
  );
  expect((await veras.act('collect')).body.code).toBe('link_not_usable');
  expect(dmsOf(story, gus).at(-1)).toContain('This was called off: keep the secret you had before');
  expect(await story.sql`select id from handoff where sealed is not null`).toEqual([]);
  const oldCard = cardOf(story, PACK);

  // A plain restart is blocked and explained, by command and by the card's successor alike.
  const again = await shownFor(story, ada, () =>
    slack.as(ada).slash(CHANNELS.marketingOps, `/rekey start ${PACK}`),
  );
  expect(wordsOn(again)).toContain(
    'Secret number 1 was generated earlier and never activated. Generating again replaces it. These collected it and may run on it: Loop Loyalty. They are cut off at once.',
  );
  expect(await submit(story, ada)).toMatchObject({ errors: { accept: expect.any(String) } });
  await complete(story, ada, { accept: true });
  expect(cardOf(story, PACK).ts).not.toBe(oldCard.ts);
  expect(cardText(story, PACK)).toContain('rotation 2');
  await generateAndDeposit(story, ada, PACK);
  expect(cardText(story, PACK)).toContain('deposited secret number 2');
  await story.pass({ minutes: 6 });
  await settle(story);
  await activate(story, ben, PACK, () => expiresOn(cloud.package(PACK).active));
  expect(cardText(story, PACK)).toContain('Done: all five steps');
  expect(wordsOn(slack.state.message(oldCard.channel, oldCard.ts))).toContain('Cancelled by');
});

test('cancelled before anything was generated: started again without a question', async () => {
  const story = await journey();
  await inOps(story, `/rekey start ${PACK}`);
  await morePath(story, ben, PACK, 'Cancel the rotation');
  await complete(story, ben, { reason: 'wrong package' });
  expect(await inOps(story, `/rekey start ${PACK}`)).toContain(
    'The rotation of ESP Production is open, with 3 vendors.',
  );
});

test('after Activate there is nothing to cancel', async () => {
  const story = await journey();
  const { slack, cloud } = story;
  await share(story, ['Loop Loyalty']);
  await settle(story, ['Loop Loyalty']);
  const modal = await morePath(story, ben, PACK, 'Cancel the rotation');
  await press(story, ada, cardOf(story, PACK), 'Activate…');
  expect(cloud.activate(PACK).ok).toBe(true);
  expect(await completeAndRead(story, ada)).toContain('Still to do: read the new expiration date in Setup');
  expect(cardText(story, PACK)).toContain('reads the new expiration date');
  expect(wordsOn(modal)).toContain('Cancel the rotation');
  await slack.as(ben).fill({ reason: 'changed my mind' });
  await slack.as(ben).submit();
  expect(wordsOn(slack.as(ben).modal())).toContain(
    'Activate has no undo, so this rotation can’t be cancelled any more.',
  );
  await slack.as(ben).close({ all: true });

  // The date: never in the past; far from the computed one only with an explanation.
  await press(story, ben, cardOf(story, PACK), 'Record the date…');
  expect(await submit(story, ben, { expires_on: '2027-02-01' })).toMatchObject({
    errors: { expires_on: expect.stringContaining('not in the future') },
  });
  expect(await submit(story, ben, { expires_on: '2027-08-01' })).toMatchObject({
    errors: { explanation: expect.stringContaining('27 days earlier') },
  });
  await complete(story, ben, { explanation: 'the tenant has a shorter policy' });
  expect(cardText(story, PACK)).toContain('The new secret expires 2027-08-01 (read in Setup by');
  expect(cardText(story, PACK)).toContain('The next rotation is due 2027-07-24.');
  expect(
    threadOf(story, PACK).some((line) =>
      line.includes('(rekey counted 2027-08-28): the tenant has a shorter policy'),
    ),
  ).toBe(true);
});

test('a date that is refused with "I pressed Activate" takes nothing back', async () => {
  const story = await journey();
  const { slack } = story;
  await share(story, ['Loop Loyalty']);
  await settle(story, ['Loop Loyalty']);
  await press(story, ada, cardOf(story, PACK), 'Activate…');
  expect(await submit(story, ada, { expires_on: '2027-10-01' })).toEqual({ updated: true });
  expect(wordsOn(slack.as(ada).modal())).toContain('Activate is recorded.');
  expect(wordsOn(slack.as(ada).modal())).toContain('your date is 34 days later');
  expect(threadOf(story, PACK).at(-1)).toContain('recorded Activate');
  await complete(story, ada, { expires_on: '2027-08-28', explanation: 'I misread it' });
  expect(cardText(story, PACK)).toContain('Done: all five steps');
});

test('retired instead of rotated: the rotation ends with it, and nothing reminds of it any more', async () => {
  const story = await journey();
  const { slack } = story;
  await share(story, ['Loop Loyalty']);
  await morePath(story, ada, PACK, 'Retire the package');
  await complete(story, ada, { reason: 'nobody uses it since the relaunch' });
  expect(cardText(story, PACK)).toContain('The package was retired by');
  expect(dmsOf(story, gus).at(-1)).toContain('This was called off');
  expect(await story.sql`select id from handoff where sealed is not null`).toEqual([]);
  const before = slack.state.messages(CHANNELS.marketingOps).length;
  await story.pass({ days: 10 });
  expect(slack.state.messages(CHANNELS.marketingOps)).toHaveLength(before);
  expect(await inOps(story, `/rekey start ${PACK}`)).toMatch(
    /This package is retired|There is no package named/,
  );
});
