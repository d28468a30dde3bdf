import { expect, test } from 'vitest';
import { CHANNELS, PEOPLE } from '../../sandbox/slack/seed.ts';
import { depositPage, generateAndDeposit, start } from '../../sandbox/steps.ts';
import {
  cardText,
  dmWith,
  dmsOf,
  heldBy,
  press,
  threadOf,
  vendorMessageOf,
  wordsOn,
} from '../../sandbox/steps-seen.ts';
import { collects, PACK, settle, share } from '../../sandbox/steps-through.ts';
import { useJourneys } from '../support/journey.ts';

const journey = useJourneys();
const { ada, ben, vera, gus } = PEOPLE;

test('"this wasn\'t me": the secret is void at once, vendors are called back, admins are told, and it can begin anew', async () => {
  const story = await journey();
  const secret = await share(story);
  await collects(story, 'Loop Loyalty');
  await press(story, vera, vendorMessageOf(story, vera, CHANNELS.extAcme), 'Collect');
  const veras = await heldBy(story, vera, 'handoff');
  const receipt = dmWith(story, ada, 'You deposited secret number 1');

  expect(await press(story, ada, receipt, 'This wasn’t me')).toContain(
    'The deposited secret is void: its links and copies are dead',
  );
  expect((await veras.act('collect')).body.code).toBe('link_not_usable');
  expect(wordsOn(vendorMessageOf(story, gus))).toContain(
    'That secret was not deposited by the right person, so what you were given no longer counts.',
  );
  expect(cardText(story, PACK)).toContain(
    'The last deposit was not made by the person it was recorded for: it is void.',
  );
  expect(threadOf(story, PACK).at(-1)).toContain(
    'Had already collected it and must switch again: Loop Loyalty.',
  );
  for (const admin of [ada, ben]) {
    expect(dmsOf(story, admin).at(-1)).toContain(
      `<@${ada}> said that the deposit of secret number 1 was not theirs`,
    );
    expect(dmsOf(story, admin).at(-1)).toContain(
      'press Generate in Setup and deposit the new secret, with the button on the card. Don’t press Activate.',
    );
  }
  expect(await story.sql`select id from handoff where sealed is not null`).toEqual([]);

  // Twice is answered; the same secret is not taken again.
  expect(await press(story, ada, receipt, 'This wasn’t me')).toContain(
    'There is no new secret in this rotation yet.',
  );
  const page = await depositPage(story, ada, PACK);
  const generatedAt = story.clock.now().toISO();
  expect((await page.act('accept', { secret, generatedAt })).body.code).toBe('secret_of_earlier_generation');
});

test('the receipt of an earlier secret does not void the present one', async () => {
  const story = await journey();
  await start(story, ada, PACK, ['Loop Loyalty']);
  await generateAndDeposit(story, ada, PACK);
  const receipt = dmWith(story, ada, 'You deposited secret number 1');
  await press(story, ada, receipt, 'This wasn’t me');
  await story.pass({ minutes: 6 });
  await generateAndDeposit(story, ada, PACK);
  await story.pass({ minutes: 6 });
  expect(await press(story, ada, receipt, 'This wasn’t me')).toContain('the rotation is at number 2 now');
  await settle(story, ['Loop Loyalty']);
  expect(cardText(story, PACK)).toContain('Step 4 of 5: activate');
});
