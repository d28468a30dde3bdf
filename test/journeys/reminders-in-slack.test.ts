import { expect, test } from 'vitest';
import { CHANNELS, PEOPLE } from '../../sandbox/slack/seed.ts';
import { complete, submit, submitAndRead } from '../../sandbox/steps-admin.ts';
import { dmsOf, press, shownFor, types, wordsOn } from '../../sandbox/steps-seen.ts';
import { PACK } from '../../sandbox/steps-through.ts';
import { useJourneys, type Journey } from '../support/journey.ts';

const journey = useJourneys();
const { ada, ben, gus, otto } = PEOPLE;

/** The package's reminder in its channel; the seeded one has five days left. */
const reminderIn = ({ slack }: Journey) => slack.state.messages(CHANNELS.marketingOps)[0]!;

const opens = (story: Journey, who: string, line: string) =>
  shownFor(story, who, () => story.slack.as(who).slash(CHANNELS.marketingOps, line));

test('settings: what can’t be meant is refused at its field, what contradicts itself too; the rest holds at once', async () => {
  const story = await journey();
  const { slack } = story;
  expect(wordsOn(await opens(story, ada, '/rekey settings'))).toContain('For the whole workspace.');
  for (const [values, field, words] of [
    [{ zone: 'Europe/Bonn' }, 'zone', 'There is no such zone'],
    [{ zone: '+02:00' }, 'zone', 'There is no such zone'],
    [{ zone: 'Europe/Berlin', holidays: 'Germany' }, 'holidays', 'knows no country’s holidays'],
    [{ holidays: '2026-12-25\n2026-02-30' }, 'holidays', '“2026-02-30” is no day'],
    [{ holidays: '', link_hours: '0' }, 'link_hours', 'A whole number from 1 to 168'],
    [{ link_hours: '', lead_days: '91' }, 'lead_days', 'A whole number from 0 to 90'],
    [{ lead_days: '', from: '1020', to: '540' }, 'digest', 'end before they begin'],
    [{ from: '540', to: '1020', digest: '1200' }, 'digest', 'outside the working hours'],
  ] as const) {
    await slack.as(ada).fill(values);
    expect(await submit(story, ada), JSON.stringify(values)).toMatchObject({
      errors: { [field]: expect.stringContaining(words) },
    });
  }
  expect(await story.sql`select 1 from policy`).toHaveLength(0);
  await complete(story, ada, {
    ...{ zone: 'Europe/Berlin', from: '480', to: '1080', digest: '510' },
    ...{ holidays: '2027-03-03', escalation: otto, link_hours: '12', lead_days: '12' },
  });
  expect(await story.sql`select zone, digest_minute, link_hours from policy`).toEqual([
    { zone: 'Europe/Berlin', digest_minute: 510, link_hours: 12 },
  ]);
  expect(wordsOn(await opens(story, ada, '/rekey settings'))).toContain('Now 12.');
  await slack.as(ada).close({ all: true });

  // Of one package: its admins; of the workspace: its admins only.
  expect(wordsOn(await opens(story, ben, `/rekey settings ${PACK}`))).toContain(`For ${PACK} alone`);
  await complete(story, ben, { lead_days: '9' });
  expect(await story.sql`select lead_days from package`).toEqual([{ lead_days: 9 }]);
  expect(await types(story, ben, CHANNELS.marketingOps, '/rekey settings')).toContain(
    'Only admins and owners',
  );
  expect(await types(story, otto, CHANNELS.marketingOps, `/rekey settings ${PACK}`)).toContain(
    'Only this package’s',
  );
  expect(await types(story, ada, CHANNELS.marketingOps, '/rekey settings Nowhere')).toContain(
    'There is no package',
  );

  // New packages are due as many days ahead as the workspace says.
  expect(JSON.stringify(await opens(story, ada, '/rekey add'))).toContain(
    '"initial_option":{"text":{"type":"plain_text","text":"12 days"}',
  );
  await slack.as(ada).close({ all: true });

  // The hard stop is Saturday the 6th; three days before is a holiday now, so it is said the day before that, at 8:30 where Ben is.
  await story.pass({ hours: 28 });
  expect(dmsOf(story, ben)).toEqual([]);
  await story.pass({ hours: 1 });
  expect(dmsOf(story, ben).at(-1)).toContain(`<@${ada}> was asked and has not answered.`);
});

test('snooze: silent until then, for admins only, and not into the last three days', async () => {
  const story = await journey();
  const { slack } = story;
  const reminder = reminderIn(story);
  expect(await press(story, ada, reminder, 'Snooze…')).toContain('Until 2027-03-03 at the latest');
  await slack.as(ada).fill({ snooze_for: 'day', until: '2027-03-05' });
  expect(await submit(story, ada)).toMatchObject({ errors: { until: expect.stringContaining('too long') } });
  await slack.as(ada).fill({ until: '2027-02-01' });
  expect(await submit(story, ada)).toMatchObject({
    errors: { until: expect.stringContaining('has passed') },
  });
  await slack.as(ada).fill({ until: '2027-03-03', snooze_for: '1' });
  expect(await submit(story, ada)).toMatchObject({
    errors: { snooze_for: expect.stringContaining('A day is chosen below') },
  });
  await slack.as(ada).close({ all: true });
  expect(await press(story, ada, reminder, 'Snooze…')).toContain('Vendors are still reminded');
  expect(await submitAndRead(story, ada, { snooze_for: '1' })).toContain('No reminder of it until');
  await slack.as(ada).close({ all: true });
  expect(await press(story, otto, reminder, 'Snooze…')).toContain('Only this package’s admins');
  const before = dmsOf(story, ada).length;
  await story.pass({ hours: 23 });
  expect(dmsOf(story, ada)).toHaveLength(before);
  await story.pass({ hours: 2 });
  expect(dmsOf(story, ada)).toHaveLength(before + 1);
});

test('away: the stand-in hears instead, who must be an admin; back again, they hear themselves', async () => {
  const story = await journey();
  const { slack } = story;
  await opens(story, ada, '/rekey away');
  await slack.as(ada).fill({ until: '2027-03-20' });
  expect(await submit(story, ada)).toMatchObject({ errors: { stand_in: 'Who takes over?' } });
  await slack.as(ada).fill({ stand_in: gus });
  expect(await submit(story, ada)).toMatchObject({
    errors: { stand_in: expect.stringContaining('can’t take over') },
  });
  expect(await submitAndRead(story, ada, { stand_in: ben })).toContain('Your reminders go elsewhere');
  await slack.as(ada).close({ all: true });
  const before = dmsOf(story, ada).length;
  await story.pass({ days: 2, hours: 6 });
  expect(dmsOf(story, ada)).toHaveLength(before);
  expect(dmsOf(story, ben).at(-1)).toContain(`${PACK}: start its rotation.`);
  await opens(story, ada, '/rekey away');
  expect(await submitAndRead(story, ada, {})).toContain('Welcome back');
  await slack.as(ada).close({ all: true });
  await story.pass({ days: 1 });
  expect(dmsOf(story, ada).length).toBeGreaterThan(before);
});
