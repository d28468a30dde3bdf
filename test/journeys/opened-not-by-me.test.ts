import { expect, test } from 'vitest';
import { CHANNELS, PEOPLE } from '../../sandbox/slack/seed.ts';
import { collectInSlack, passedOn } from '../../sandbox/steps.ts';
import { complete, morePath, submitAndRead } from '../../sandbox/steps-admin.ts';
import {
  cardOf,
  cardText,
  dmWith,
  dmsOf,
  heldBy,
  press,
  shownFor,
  threadOf,
  vendorMessageOf,
  wordsOn,
} from '../../sandbox/steps-seen.ts';
import { PACK, share } from '../../sandbox/steps-through.ts';
import { useJourneys, type Journey } from '../support/journey.ts';

// Promise H13, as people meet it: on the page without and with the code, and in Slack.

const journey = useJourneys();
const { ada, ben, vera, gus } = PEOPLE;

const VOID = 'Others may have seen the last new secret: it is void.';

async function gusHolds(story: Journey) {
  await press(story, gus, vendorMessageOf(story, gus), 'Collect');
  return heldBy(story, gus, 'handoff');
}

test('somebody with the link alone raises the alarm: the admins are told at once, and one of them suspends it', async () => {
  const story = await journey();
  await share(story, ['Loop Loyalty', 'Nordic Print']);
  const holder = await gusHolds(story);
  const { body } = await holder.act('alarm', { code: null });
  expect(body).toEqual({ ok: true, outcome: 'noted' });
  await story.app.rounds.settle();
  for (const admin of [ada, ben]) {
    expect(dmsOf(story, admin).at(-1)).toContain('Loop Loyalty says that a secret they expected is gone.');
  }
  expect(threadOf(story, PACK).at(-1)).toContain('They did not have the code, so nothing was changed.');

  expect(cardText(story, PACK)).toContain('somebody with the link of Loop Loyalty, but not its code, said');
  const home = wordsOn(await story.slack.as(ben).openHome());
  expect(home).toContain('ESP Production: somebody with the link of Loop Loyalty, but not its code, said');

  const alarm = dmWith(story, ada, 'a secret they expected is gone');
  expect(await press(story, ada, alarm, 'Suspend the links')).toContain('The links are suspended');
  expect((await holder.act('collect')).body.code).toBe('link_not_usable');
  expect(cardText(story, PACK)).not.toContain('somebody with the link');
  expect(wordsOn(story.slack.state.home(ben))).not.toContain('somebody with the link');
  expect(threadOf(story, PACK).at(-1)).toContain(`<@${ada}> suspended the links of Loop Loyalty`);
  // It was he himself: with a new link he collects, and the alarm is dismissed.
  await collectInSlack(story, gus);
  await press(story, ben, dmWith(story, ben, 'a secret they expected is gone'), 'Dismiss…');
  await complete(story, ben, { reason: 'Gus had two tabs open' });
  expect(threadOf(story, PACK).at(-1)).toContain(
    'dismissed the alarm about Loop Loyalty: “Gus had two tabs open”',
  );
});

test('nobody saw the message: the alarm is answered from the card, or from the App Home', async () => {
  const story = await journey();
  await share(story, ['Loop Loyalty']);
  const holder = await gusHolds(story);
  await holder.act('alarm', { code: null });
  await story.app.rounds.settle();
  await press(story, ada, cardOf(story, PACK), 'Dismiss…');
  await complete(story, ada, { reason: 'Gus had two tabs open' });
  expect(cardText(story, PACK)).not.toContain('somebody with the link');

  await story.pass({ hours: 1, minutes: 1 });
  await holder.act('alarm', { code: null });
  await story.app.rounds.settle();
  const home = (await story.slack.as(ben).openHome())!;
  await shownFor(story, ben, () => story.slack.as(ben).click(home, 'Suspend the links'));
  expect((await holder.act('collect')).body.code).toBe('link_not_usable');
  expect(cardText(story, PACK)).not.toContain('somebody with the link');
});

test('with the code the secret is void for everybody, and the vendors who switched go back', async () => {
  const story = await journey();
  await share(story, ['Loop Loyalty', 'Nordic Print']);
  await collectInSlack(story, gus);
  const noras = await passedOn(story, ben, PACK, 'Nordic Print');
  expect((await noras.act('alarm')).body).toEqual({ ok: true, outcome: 'void', isOutage: false });
  await story.app.rounds.settle();
  expect(cardText(story, PACK)).toContain(VOID);
  expect(wordsOn(vendorMessageOf(story, gus))).toContain('Others may have seen that secret');
  expect(wordsOn(vendorMessageOf(story, gus))).toContain('put the old secret back now');
  for (const admin of [ada, ben]) expect(dmsOf(story, admin).at(-1)).toContain('Secret number 1 was exposed');
  expect((await noras.act('collect')).body.code).toBe('link_not_usable');
});

test('a vendor says so in Slack, where they report what is wrong', async () => {
  const story = await journey();
  await share(story, ['Acme Mail', 'Loop Loyalty']);
  await press(story, vera, vendorMessageOf(story, vera, CHANNELS.extAcme), 'Something is wrong…');
  expect(await submitAndRead(story, vera, { kind: 'not_me' })).toContain('void for everybody, at once');
  expect(cardText(story, PACK)).not.toContain(VOID);
  const answer = await submitAndRead(story, vera, { accept: true });
  expect(answer).toContain('The secret is void');
  expect(cardText(story, PACK)).toContain(VOID);
  expect(threadOf(story, PACK).join('\n')).toContain(`Secret number 1 was exposed (<@${vera}>)`);
});

test('an admin says so from the card; who is none can’t', async () => {
  const story = await journey();
  await share(story, ['Loop Loyalty']);
  await morePath(story, ada, PACK, 'The secret is in wrong hands');
  const answer = await submitAndRead(story, ada, { accept: true });
  expect(answer).toContain('Generate in Setup and deposit the new secret');
  expect(cardText(story, PACK)).toContain(VOID);
});
