import { expect, test } from 'vitest';
import { expiresOn } from '../../sandbox/marketing-cloud/packages.ts';
import { CHANNELS, PEOPLE } from '../../sandbox/slack/seed.ts';
import { activate, asksToken, depositAgain, generateAndDeposit, start } from '../../sandbox/steps.ts';
import { complete, morePath, submit, submitAndRead, vendorPath } from '../../sandbox/steps-admin.ts';
import {
  cardOf,
  cardText,
  dmsOf,
  press,
  threadOf,
  vendorMessageOf,
  wordsOn,
} from '../../sandbox/steps-seen.ts';
import { collects, confirms, PACK, settle, share } from '../../sandbox/steps-through.ts';
import { useJourneys } from '../support/journey.ts';

const journey = useJourneys();
const { ada, ben, vera, gus } = PEOPLE;

test('a vendor is waived with a reason that stays on record, and is told that nothing is wanted any more', async () => {
  const story = await journey();
  const { cloud } = story;
  await share(story, ['Acme Mail', 'Loop Loyalty']);
  await settle(story, ['Acme Mail']);
  await vendorPath(story, ben, PACK, { vendor: 'Loop Loyalty', path: 'Waive the confirmation' });
  expect(await submit(story, ben)).toMatchObject({ errors: { reason: expect.any(String) } });
  await complete(story, ben, { reason: 'Points sync was switched off in May, see <ticket 7> & co' });
  expect(cardText(story, PACK)).toMatch(
    /waived by <@U0BEN00001>, .*: Points sync was switched off in May, see <ticket 7> & co/,
  );
  expect(threadOf(story, PACK).join('\n')).toContain(`<@${ben}> waived the confirmation of Loop Loyalty`);
  expect(wordsOn(vendorMessageOf(story, gus))).toContain('An admin has gone on without your confirmation.');
  expect(dmsOf(story, ada).at(-1)).toContain('Activate may be pressed');
  await activate(story, ada, PACK, () => expiresOn(cloud.package(PACK).active));
  expect(cardText(story, PACK)).toContain('Done: all five steps');
});

test('a waiver that was a mistake is taken back: who had collected confirms, anybody else is served once more', async () => {
  const story = await journey();
  const secret = await share(story, ['Acme Mail', 'Loop Loyalty']);
  await collects(story, 'Acme Mail');
  for (const vendor of ['Acme Mail', 'Loop Loyalty']) {
    await vendorPath(story, ben, PACK, { vendor, path: 'Waive the confirmation' });
    await complete(story, ben, { reason: 'wrong package' });
  }
  expect(cardText(story, PACK)).toContain('Step 4 of 5: activate');

  const back = { path: 'Take back the waiver' };
  expect(wordsOn(await vendorPath(story, ada, PACK, { vendor: 'Acme Mail', ...back }))).toContain(
    'Acme Mail takes part again, and Activate waits for them. They have collected the secret',
  );
  expect(cardText(story, PACK)).toContain('Activate waits for: Acme Mail to confirm.');
  expect(threadOf(story, PACK).join('\n')).toContain(`<@${ada}> took back the waiver of Acme Mail.`);
  await story.pass({ minutes: 21 });
  await confirms(story, 'Acme Mail');

  expect(wordsOn(await vendorPath(story, ada, PACK, { vendor: 'Loop Loyalty', ...back }))).toContain(
    'Next: deposit the same secret once more',
  );
  await depositAgain(story, ada, PACK, secret);
  await settle(story, ['Loop Loyalty']);
  expect(cardText(story, PACK)).toContain('Step 4 of 5: activate');
});

test('a vendor reports a problem: the gate stays shut until it is solved, and they still confirm', async () => {
  const story = await journey();
  const { slack } = story;
  await share(story, ['Acme Mail', 'Loop Loyalty']);
  await settle(story, ['Loop Loyalty']);
  await collects(story, 'Acme Mail');
  await press(story, vera, vendorMessageOf(story, vera, CHANNELS.extAcme), 'Something is wrong…');
  const tips = await submitAndRead(story, vera, { kind: 'rejected', note: '401 since noon <!channel>' });
  expect(tips).toContain('Look for a blank or a line break that came along at the end.');
  await slack.as(vera).close({ all: true });
  expect(cardText(story, PACK)).toContain('reported a problem');
  expect(cardText(story, PACK)).toContain(
    'Activate waits for: a reported problem to be solved; Acme Mail to confirm.',
  );
  expect(JSON.stringify(slack.state.whole().messages)).not.toContain('<!channel>');
  expect(wordsOn(vendorMessageOf(story, vera, CHANNELS.extAcme))).toContain(
    'The admins were told, and rekey asks nobody to switch the old secret off meanwhile.',
  );
  for (const admin of [ada, ben])
    expect(dmsOf(story, admin).at(-1)).toContain('Acme Mail reported a problem');
  expect(cardText(story, PACK)).toContain('Now: Acme Mail reports that the new secret is rejected.');

  // Saying more adds to the thread, and alarms nobody once more.
  await press(story, vera, vendorMessageOf(story, vera, CHANNELS.extAcme), 'Something is wrong…');
  await submitAndRead(story, vera, { kind: 'rejected', note: 'since noon in all systems' });
  await slack.as(vera).close({ all: true });
  expect(threadOf(story, PACK).at(-1)).toContain('since noon in all systems');
  for (const admin of [ada, ben]) {
    expect(dmsOf(story, admin).filter((words) => words.includes('reported a problem'))).toHaveLength(1);
  }

  // An admin says what solved it; that confirms nothing, and a new message says so to the vendor.
  const asked = vendorMessageOf(story, vera, CHANNELS.extAcme).ts;
  await press(story, ada, cardOf(story, PACK), 'Solved: Acme Mail…');
  await complete(story, ada, { reason: 'a trailing blank' });
  const answered = vendorMessageOf(story, vera, CHANNELS.extAcme);
  expect(Number(answered.ts)).toBeGreaterThan(Number(asked));
  expect(wordsOn(answered)).toContain(`<@${ada}> has answered what you reported: “a trailing blank”`);
  expect(threadOf(story, PACK).at(-1)).toContain(
    `<@${ada}> marked the problem of Acme Mail as solved: “a trailing blank”`,
  );
  expect(cardText(story, PACK)).toContain('Activate waits for: Acme Mail to confirm.');
  await story.pass({ minutes: 21 });
  await confirms(story, 'Acme Mail');
  expect(cardText(story, PACK)).toContain('Step 4 of 5: activate');

  // Even now somebody may say that it does not work after all.
  await press(story, gus, vendorMessageOf(story, gus), 'Something is wrong…');
  await submitAndRead(story, gus, { kind: 'no_access' });
  expect(threadOf(story, PACK).at(-1)).toContain('Activate must wait again');
  await confirms(story, 'Loop Loyalty');
  expect(cardText(story, PACK)).toContain('Step 4 of 5: activate');
});

test('Activate was pressed early: shown as the outage it is, who is down is helped, and it still ends well', async () => {
  const story = await journey();
  const { slack, cloud } = story;
  const old = cloud.package(PACK).active.text;
  await share(story);
  await settle(story, ['Acme Mail']);
  await collects(story, 'Loop Loyalty');
  expect(cloud.activate(PACK).ok).toBe(true);
  expect(await asksToken(story, PACK, old)).toBe(false);

  const modal = await morePath(story, ben, PACK, 'Activate was pressed early');
  expect(wordsOn(modal)).toContain('Not confirmed yet, so probably down: Loop Loyalty and Nordic Print.');
  const recorded = await submitAndRead(story, ben, { accept: true });
  expect(recorded).toContain(
    'Recorded as it is. Down until they use the new secret: Loop Loyalty and Nordic Print.',
  );
  await slack.as(ben).close({ all: true });

  expect(cardText(story, PACK)).toContain('Outage · ESP Production · rotation 1');
  expect(cardText(story, PACK)).toContain(
    'The old secret is dead and there is no way back. Down until they use the new secret: Loop Loyalty and Nordic Print.',
  );
  expect(cardOf(story, PACK).text).toContain(
    'OUTAGE, activated too early. Down: Loop Loyalty and Nordic Print.',
  );
  for (const admin of [ada, ben])
    expect(dmsOf(story, admin).at(-1)).toContain('There is no way back to the old secret.');
  expect(wordsOn(vendorMessageOf(story, gus))).toContain(
    'The old one was switched off early, so your connection is down until you switch.',
  );
  const whole = slack.state.whole().messages.filter((message) => message.reply_broadcast);
  expect(whole.map(wordsOn)).toEqual([expect.stringContaining('Activate was pressed too early')]);

  // The date alone does not end it: whoever is down is served first.
  await press(story, ada, cardOf(story, PACK), 'Record the date…');
  await complete(story, ada, { expires_on: expiresOn(cloud.package(PACK).active) });
  expect(cardText(story, PACK)).not.toContain('Done: all five steps');
  await story.pass({ minutes: 21 });
  await confirms(story, 'Loop Loyalty');
  await settle(story, ['Nordic Print']);
  expect(cardText(story, PACK)).toContain('Done: all five steps');
  expect(cardText(story, PACK)).toContain('Activate was pressed too early this time; every vendor is back.');
});

test('within the five minutes nobody can have pressed it', async () => {
  const story = await journey();
  await start(story, ada, PACK, ['Loop Loyalty']);
  await generateAndDeposit(story, ada, PACK);
  await morePath(story, ada, PACK, 'Activate was pressed early');
  expect(await submitAndRead(story, ada, { accept: true })).toContain(
    'Salesforce refuses Activate in the first 5 minutes',
  );
});
