import { expect, test } from 'vitest';
import { expiresOn } from '../../sandbox/marketing-cloud/packages.ts';
import { CHANNELS, PEOPLE } from '../../sandbox/slack/seed.ts';
import { activate, asksToken, generateAndDeposit } from '../../sandbox/steps.ts';
import { completeAndRead, morePath, submit } from '../../sandbox/steps-admin.ts';
import {
  cardOf,
  cardText,
  heldBy,
  press,
  threadOf,
  vendorMessageOf,
  wordsOn,
} from '../../sandbox/steps-seen.ts';
import { collects, confirms, PACK, settle, share } from '../../sandbox/steps-through.ts';
import { tracesOfSecret, useJourneys } from '../support/journey.ts';

const journey = useJourneys();
const { ada, ben, vera, gus } = PEOPLE;

test('Generate was pressed once more: what was handed out is void, and everybody begins anew', async () => {
  const story = await journey();
  const { slack, cloud } = story;
  const first = await share(story);
  const { holder: nora } = await collects(story, 'Nordic Print');
  await collects(story, 'Loop Loyalty');
  await story.pass({ minutes: 21 });
  await confirms(story, 'Loop Loyalty');
  await press(story, vera, vendorMessageOf(story, vera, CHANNELS.extAcme), 'Collect');
  const veras = await heldBy(story, vera, 'handoff');

  // The warning of rule 4 names who is cut off; it wants to be meant.
  const modal = await morePath(story, ben, PACK, 'I generated again');
  expect(wordsOn(modal)).toContain(
    'Already collected by Loop Loyalty and Nordic Print: they must collect and switch once more.',
  );
  expect(await submit(story, ben)).toMatchObject({ errors: { accept: expect.any(String) } });
  expect(await completeAndRead(story, ben, { accept: true })).toContain(
    'Next: deposit the secret that Generate showed last.',
  );

  expect(cardText(story, PACK)).toContain(
    'An admin reported that Generate was pressed again: the earlier new secret is void.',
  );
  expect(cardText(story, PACK)).toContain('Step 2 of 5: generate');
  expect(threadOf(story, PACK).at(-1)).toContain(
    'Had already collected it and must switch again: Loop Loyalty and Nordic Print.',
  );
  expect(wordsOn(vendorMessageOf(story, gus))).toContain(
    'Don’t switch to that secret of ESP Production; a new message will come.',
  );
  expect((await veras.act('collect')).body.code).toBe('link_not_usable');
  expect((await nora.act('confirm', { systems: ['Letter shop SFTP'], proof: 'fresh_token' })).body.code).toBe(
    'link_not_usable',
  );

  // The new one is number two; the first must not come back as it.
  const second = await generateAndDeposit(story, ada, PACK);
  expect(cardText(story, PACK)).toContain('deposited secret number 2');
  await story.pass({ minutes: 6 });
  expect(await asksToken(story, PACK, first)).toBe(false);
  expect(cardText(story, PACK)).toContain('(0 of 3 settled)');
  expect((await veras.act('open')).body.code).toBe('link_not_usable');
  expect((await collects(story, 'Loop Loyalty')).secret).toBe(second);
  await story.pass({ minutes: 21 });
  await confirms(story, 'Loop Loyalty');
  await settle(story, ['Acme Mail', 'Nordic Print']);
  await activate(story, ada, PACK, () => expiresOn(cloud.package(PACK).active));
  expect(cardText(story, PACK)).toContain('Done: all five steps');
  expect(slack.state.dm(gus).map(wordsOn)).toHaveLength(3);
  for (const secret of [first, second]) expect(await tracesOfSecret(story, secret)).toEqual([]);
});

test('the page refuses the secret of an earlier generation, and says so', async () => {
  const story = await journey();
  const first = await share(story, ['Loop Loyalty']);
  await morePath(story, ada, PACK, 'I generated again');
  await completeAndRead(story, ada, { accept: true });
  const walkthrough = await press(story, ada, cardOf(story, PACK), 'Generate and deposit…');
  expect(walkthrough).toContain('Generate once only.');
  await press(
    story,
    ada,
    story.slack.as(ada).lastEphemeral()!,
    'I pressed Generate: give me the deposit page',
  );
  const page = await heldBy(story, ada, 'deposit');
  const answer = await page.act('accept', { secret: first, generatedAt: story.clock.now().toISO() });
  expect(answer).toMatchObject({ status: 422, body: { code: 'secret_of_earlier_generation' } });
  expect(String(answer.body['text'])).toContain('It is secret number 1, deposited before.');
});
