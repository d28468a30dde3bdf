import { expect, test } from 'vitest';
import { newSecretText } from '../../sandbox/marketing-cloud/seed.ts';
import { expiresOn } from '../../sandbox/marketing-cloud/packages.ts';
import { PEOPLE } from '../../sandbox/slack/seed.ts';
import { activate } from '../../sandbox/steps.ts';
import { submitAndRead } from '../../sandbox/steps-admin.ts';
import {
  cardOf,
  cardText,
  dmsOf,
  dmWith,
  heldBy,
  press,
  threadOf,
  vendorMessageOf,
  wordsOn,
} from '../../sandbox/steps-seen.ts';
import { collects, confirms, PACK, settle, share } from '../../sandbox/steps-through.ts';
import { tracesOfSecret, useJourneys } from '../support/journey.ts';

const journey = useJourneys();
const { ada, ben, gus } = PEOPLE;

test('a second deposit of the same secret serves whoever lost it, and another secret is refused', async () => {
  const story = await journey();
  const { slack, clock, cloud } = story;
  const secret = await share(story);
  const { holder: lostLink } = await collects(story, 'Loop Loyalty');
  await settle(story, ['Acme Mail']);
  const acmeRow = () => cardText(story, PACK).match(/Acme Mail[^\n]*\n[^\n]*/)?.[0];
  const acme = acmeRow();

  // Gus reports it with the guided causes; both admins hear of it.
  await press(story, gus, vendorMessageOf(story, gus), 'Something is wrong…');
  const tips = await submitAndRead(story, gus, { kind: 'lost', note: 'the laptop died before I stored it' });
  expect(tips).toContain('an admin deposits the same secret once more, and a new message comes');
  await slack.as(gus).close({ all: true });
  for (const admin of [ada, ben])
    expect(dmsOf(story, admin).at(-1)).toContain(
      '“the laptop died before I stored it”. Activate waits until it is solved.',
    );
  expect(cardText(story, PACK)).toContain('reported a problem');
  expect(cardText(story, PACK)).toContain('Deposit the same secret again…');

  // Ben, the second admin, deposits what Vera stored. Any other secret is refused, and the link lives on.
  const walkthrough = await press(story, ben, cardOf(story, PACK), 'Deposit the same secret again…');
  expect(walkthrough).toContain(
    'Loop Loyalty needs a copy of secret number 1. Paste the same secret once more',
  );
  await press(story, ben, slack.as(ben).lastEphemeral()!, 'Give me the deposit page');
  const page = await heldBy(story, ben, 'deposit');
  expect((await page.act('open')).body['facts']).toMatchObject({ isAgain: true, vendors: ['Loop Loyalty'] });
  const generatedAt = clock.now().toISO();
  const other = await page.act('accept', { secret: newSecretText(), generatedAt });
  expect(other).toMatchObject({ status: 422, body: { code: 'secret_not_the_same' } });
  expect((await page.act('accept', { secret, generatedAt })).body.ok).toBe(true);
  await story.app.rounds.settle();
  dmWith(story, ben, 'You deposited secret number 1');

  // A new message, since an edit would ping nobody; the old one has no buttons left, the old link opens nothing.
  const [first, second, ...more] = slack.state.dm(gus);
  expect(more).toEqual([]);
  expect(wordsOn(first)).toContain('was replaced by a newer one');
  expect(wordsOn(second)).toContain('Press Collect');
  expect((await lostLink.act('open')).body.code).toBe('link_not_usable');
  expect(acmeRow()).toBe(acme);
  expect((await collects(story, 'Loop Loyalty')).secret).toBe(secret);
  await story.pass({ minutes: 21 });
  await confirms(story, 'Loop Loyalty');
  await settle(story, ['Nordic Print']);
  await activate(story, ada, PACK, () => expiresOn(cloud.package(PACK).active));
  expect(cardText(story, PACK)).toContain('Done: all five steps');
  expect(
    threadOf(story, PACK).some((line) =>
      line.includes(`<@${ben}> deposited the same secret, number 1, once more for Loop Loyalty.`),
    ),
  ).toBe(true);
  expect(await tracesOfSecret(story, secret)).toEqual([]);
});

test('nobody needs a second deposit: the page is not given out', async () => {
  const story = await journey();
  await share(story, ['Loop Loyalty']);
  const card = cardOf(story, PACK);
  expect(wordsOn(card)).not.toContain('Deposit the same secret again');
  const forged = card.blocks.length > 0 && (await story.sql`select id from rotation`)[0]?.['id'];
  const click = () =>
    story.slack
      .as(ada)
      .click(card, { actionId: 'rekey.deposit_again' }, { value: `deposit_again~r${forged}`, forged: true });
  const before = story.slack.as(ada).ephemerals().length;
  await click();
  await story.slack.until(() => story.slack.as(ada).ephemerals().length > before);
  expect(wordsOn(story.slack.as(ada).lastEphemeral())).toContain('No vendor waits for a second deposit.');
});
