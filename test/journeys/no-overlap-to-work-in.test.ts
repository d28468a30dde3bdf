import { expect, test } from 'vitest';
import { expiresOn } from '../../sandbox/marketing-cloud/packages.ts';
import { CHANNELS, PEOPLE } from '../../sandbox/slack/seed.ts';
import {
  activate,
  asksToken,
  collectInSlack,
  confirmInSlack,
  generateAndDeposit,
  start,
} from '../../sandbox/steps.ts';
import { addPackage, addVendor, complete } from '../../sandbox/steps-admin.ts';
import { cardOf, cardText, dmsOf, press, threadOf, types, wordsOn } from '../../sandbox/steps-seen.ts';
import { PACK, settle, share } from '../../sandbox/steps-through.ts';
import { useJourneys } from '../support/journey.ts';

const journey = useJourneys();
const { ada, gus } = PEOPLE;

test('the secret has expired already: the same steps, shown as the outage it is, until each vendor is up again', async () => {
  const story = await journey();
  const { slack, cloud } = story;
  await story.pass({ days: 8 });
  expect(await asksToken(story, PACK, cloud.package(PACK).active.text)).toBe(false);
  const reminder = slack.state.whole().messages.findLast(({ channel }) => channel === CHANNELS.marketingOps)!;
  expect(wordsOn(reminder)).toContain('Expired: ESP Production');
  expect(wordsOn(reminder)).toContain('Whatever uses it may be down already. A rotation is the way back.');

  expect(await press(story, ada, reminder, 'Start…')).toContain('Outage. The present secret has expired');
  await complete(story, ada, { vendors: ['Loop Loyalty'] });
  expect(cardText(story, PACK)).toContain('Outage · ESP Production · rotation 1');
  expect(cardText(story, PACK)).toContain('The old secret has expired: there is no working secret');
  expect(threadOf(story, PACK)[0]).toContain('opened the rotation of an outage: no working secret');
  const fresh = await generateAndDeposit(story, ada, PACK);
  await story.pass({ minutes: 6 });
  expect(await asksToken(story, PACK, fresh)).toBe(true);
  expect(dmsOf(story, gus).at(-1)).toContain(
    'The old one no longer works, so your connection is down until you switch.',
  );
  expect(cardText(story, PACK)).toContain('Each vendor works again once they have switched.');
  expect(cardText(story, PACK)).not.toContain('Old and new');
  const { holder } = await collectInSlack(story, gus);
  expect((await holder.act('open')).body['facts']).toMatchObject({ isOutage: true });
  await story.pass({ minutes: 21 });
  await confirmInSlack(story, gus, ['Points sync']);
  await activate(story, ada, PACK, () => expiresOn(cloud.package(PACK).active));
  expect(cardText(story, PACK)).toContain('Done: all five steps');
  expect(cardText(story, PACK)).not.toContain('Outage');
});

test('a package invalidated as dormant works again after a rotation', async () => {
  const story = await journey({ hasInventory: false });
  const { slack, cloud } = story;
  const pack = cloud.addPackage({ name: 'Old Survey', expiresInDays: 100, isDormant: true });
  await addPackage(story, ada, { name: pack.name, expires_on: expiresOn(pack.active), dormant: true });
  await addVendor(story, ada, { name: 'Loop Loyalty', contact: gus });
  await slack.as(ada).close({ all: true });
  expect(wordsOn(await slack.as(ada).openHome())).toContain('Old Survey');
  expect(await types(story, ada, CHANNELS.marketingOps, '/rekey list')).toContain(
    'invalidated as unused: works again after a rotation',
  );
  await start(story, ada, pack.name);
  expect(cardText(story, pack.name)).toContain(
    'Salesforce invalidated this package because it was not used for 180 days',
  );
  const fresh = await generateAndDeposit(story, ada, pack.name);
  await story.pass({ minutes: 6 });
  await collectInSlack(story, gus);
  await story.pass({ minutes: 21 });
  await confirmInSlack(story, gus, []);
  await activate(story, ada, pack.name, () => expiresOn(cloud.package(pack.name).active));
  expect(await asksToken(story, pack.name, fresh)).toBe(true);
  expect(await types(story, ada, CHANNELS.marketingOps, '/rekey list')).not.toContain('invalidated');
});

test('nobody starts: reminded at seven days, three and one, each once, more urgent each time, and not while it is under way', async () => {
  const story = await journey({ hasInventory: false });
  const { slack, cloud } = story;
  const { active } = cloud.addPackage({ name: 'Newsletter', expiresInDays: 20 });
  await addPackage(story, ada, { name: 'Newsletter', expires_on: expiresOn(active) });
  await addVendor(story, ada, { name: 'Loop Loyalty', contact: gus });
  await slack.as(ada).close({ all: true });
  const told = () =>
    slack.state
      .whole()
      .messages.filter(({ channel }) => channel === CHANNELS.marketingOps)
      .map(
        ({ text, thread_ts: thread, reply_broadcast: isBroadcast }) =>
          `${text}${thread ? ` (in the thread${isBroadcast ? ' and to all' : ''})` : ''}`,
      );
  const daily: number[] = [];
  for (let day = 1; day <= 22; day += 1) {
    const before = told().length;
    await story.pass({ days: 1 });
    daily.push(told().length - before);
  }
  expect(Math.max(...daily)).toBe(1);
  // The hard stop is Saturday the 20th: what would fall on the weekend before is said on its Friday.
  expect(told()).toEqual([
    'Due: Newsletter, 8 days left',
    'Urgent: Newsletter, 3 days left (in the thread)',
    'Last call: Newsletter, 1 day left (in the thread)',
    'Last call: Newsletter, today is the last sure day (in the thread)',
    'Expired: Newsletter, expired since yesterday (in the thread and to all)',
    'Expired: Newsletter, expired for 2 days (in the thread and to all)',
    'Expired: Newsletter, expired for 3 days (in the thread and to all)',
  ]);
});

test('started in time: no further reminder; cancelled again: the reminders go on', async () => {
  const story = await journey();
  const { slack } = story;
  const reminders = () =>
    slack.state.whole().messages.filter(({ text }) => /^(?:Due|Urgent|Last call): ESP Production/.test(text));
  expect(reminders()).toHaveLength(1);
  await share(story, ['Loop Loyalty']);
  await story.pass({ days: 2 });
  expect(reminders()).toHaveLength(1);
  await settle(story, ['Loop Loyalty']);
  const card = cardOf(story, PACK);
  await press(story, ada, card, 'More…');
  await press(story, ada, slack.as(ada).modal()!, 'Cancel…');
  await complete(story, ada, { reason: 'not this week' });
  await story.pass({ days: 2 });
  expect(reminders().map(({ text }) => text.split(':')[0])).toEqual(['Due', 'Urgent', 'Last call']);
});
