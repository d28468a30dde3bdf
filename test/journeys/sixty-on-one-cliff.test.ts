import { expect, test } from 'vitest';
import { buttons, textOf, type Shown } from '../../sandbox/slack/reading.ts';
import { CHANNELS, PEOPLE } from '../../sandbox/slack/seed.ts';
import { complete, submit } from '../../sandbox/steps-admin.ts';
import { dmsOf, press, shownFor, types, wordsOn } from '../../sandbox/steps-seen.ts';
import { useJourneys, type Journey } from '../support/journey.ts';

// Sixty secrets end on one day, and ten rotations a week are what a team can carry.

const journey = useJourneys();
const { ada, ben, otto, gus } = PEOPLE;
const ENDS = '2027-05-17';
/** Their lead day, counted from the day before the printed date. */
const DUE = '2027-05-09';

const shows = (story: Journey, line: string, who: string = ada): Promise<Shown> =>
  shownFor(story, who, () => story.slack.as(who).slash(CHANNELS.marketingOps, line));

const tableOf = (count: number, endsOn: string): string =>
  [
    'Name,Secret expires',
    ...Array.from({ length: count }, (_, n) => `Mail ${String(n + 1).padStart(2, '0')},${endsOn}`),
  ].join('\n');

/** A table pasted in Slack, looked at, applied. */
async function bringIn(story: Journey, table: string): Promise<void> {
  const { slack } = story;
  await slack.as(ada).click(await shows(story, '/rekey import'), 'Paste a short one here…');
  await slack.until(() => textOf(slack.as(ada).modal()).includes('Paste up to some twenty') || null);
  await submit(story, ada, { channel: CHANNELS.marketingOps, table });
  await submit(story, ada);
  await slack.as(ada).close({ all: true });
}

async function carries(story: Journey, perWeek: number): Promise<void> {
  await shows(story, '/rekey settings');
  await complete(story, ada, { weekly_capacity: String(perWeek) });
}

const planned = async ({ sql }: Journey): Promise<{ name: string; on: string | null }[]> =>
  sql`select name, planned_start_on::text as on from package order by name`;

/** How many start in each week, Monday by Monday. */
async function perWeek(story: Journey): Promise<Record<string, number>> {
  const rows = await story.sql<{ week: string; n: number }[]>`
    select date_trunc('week', planned_start_on)::date::text as week, count(*)::int as n
    from package where planned_start_on is not null group by 1 order by 1`;
  return Object.fromEntries(rows.map(({ week, n }) => [week, n]));
}

const SPREAD = Object.fromEntries(
  ['2027-03-29', '2027-04-05', '2027-04-12', '2027-04-19', '2027-04-26', '2027-05-03'].map((week) => [
    week,
    10,
  ]),
);

/** The names of the packages whose start is asked for in the channel. */
const askedFor = ({ slack }: Journey): string[] => [
  ...new Set(
    slack.state
      .messages(CHANNELS.marketingOps)
      .filter((message) => !message.thread_ts)
      .map((message) => /Mail \d\d/.exec(textOf(message))?.[0] ?? ''),
  ),
];

const chartIn = (shown: Shown) =>
  (shown.blocks as { type: string }[]).some(({ type }) => type === 'data_visualization');

test('sixty on one cliff: seen, accepted whole, and each is reminded of on its planned day', async () => {
  const story = await journey({ hasInventory: false });
  await bringIn(story, tableOf(60, ENDS));
  expect(wordsOn(await shows(story, '/rekey plan'))).toContain('How many can you carry in a week?');
  await carries(story, 10);

  const proposal = await shows(story, '/rekey plan');
  expect(chartIn(proposal)).toBe(true);
  expect(wordsOn(proposal)).toMatch(
    /Plan: 60 rotations, 10 a week[\s\S]*From 2027-03-29 to 2027-05-0\d, in 6 weeks, never more than 10 in one/,
  );
  expect(wordsOn(proposal)).toContain('60 in time, with all their lead days.');
  expect(wordsOn(proposal)).toContain('At 10 a week, as the settings say: none of 60 misses its date.');
  expect(await perWeek(story)).toEqual({});

  expect(await press(story, ada, proposal, 'Accept the plan')).toContain(
    '60 packages planned, the first for 2027-03-29. Their owners are reminded on the planned day.',
  );
  expect(await perWeek(story)).toEqual(SPREAD);
  const [{ n: audited }] = (await story.sql`
    select count(*)::int as n from audit where kind = 'start_planned'`) as unknown as [{ n: number }];
  expect(audited).toBe(60);
  // Asked again, nothing would change; an old answer pressed again does nothing.
  expect(wordsOn(await shows(story, '/rekey plan'))).toContain('The plan stands');
  expect(await press(story, ada, proposal, 'Accept the plan')).toContain(
    'Something has changed since this plan',
  );
  expect(await perWeek(story)).toEqual(SPREAD);

  const starts = await planned(story);
  for (const day of [...new Set(starts.map(({ on }) => on ?? ''))].toSorted().slice(0, 6)) {
    story.clock.advance({
      days: (Date.parse(`${day}T12:00:00Z`) - story.clock.now().toMillis()) / 86_400_000,
    });
    await story.pass({ minutes: 1 });
    const due = starts.filter(({ on }) => on !== null && on <= day).map(({ name }) => name);
    expect(askedFor(story).toSorted(), day).toEqual(due);
  }
  expect(dmsOf(story, ada).at(-1)).toMatch(/planned for 2027-04-0\d/);
  const [first] = story.slack.state.messages(CHANNELS.marketingOps);
  expect(wordsOn(first)).toContain('The plan has it start on 2027-03-29.');
  expect(buttons(first).map(({ text }) => text)).toEqual(['Start…', 'Snooze…']);

  // What has come to its lead day is due as ever, planned or not.
  const packages = await planned(story);
  expect(packages.every(({ on }) => on !== null && on <= DUE)).toBe(true);
}, 120_000);

test('page by page: one is moved, one taken out; a week that is full is refused at its row', async () => {
  const story = await journey({ hasInventory: false });
  const { slack } = story;
  await bringIn(story, tableOf(12, ENDS));
  await carries(story, 6);
  await shownFor(story, ada, async () =>
    slack.as(ada).click(await shows(story, '/rekey plan'), 'One by one…'),
  );
  const first = slack.as(ada).modal();
  expect(wordsOn(first)).toMatch(/Plan, page 1 of 2[\s\S]*Week of 2027-04-26 \(6 of 6\), proposed/);
  expect(await perWeek(story)).toEqual({});

  const ids = await story.sql<{ id: string }[]>`select id from package order by name`;
  const full = [0, 1, 2, 3, 4, 5, 6].map((n) => [`plan_${n}`, `${ids[n]?.id}~2027-05-03`]);
  const answer = await submit(story, ada, Object.fromEntries(full));
  expect(JSON.stringify(answer)).toMatch(/The week of 2027-05-03 is full: 6 rotations a week/);
  expect(await perWeek(story)).toEqual({});

  const spread = ids.slice(0, 10).map(({ id }, n) => [`plan_${n}`, `${id}~2027-0${n < 5 ? '4-26' : '5-03'}`]);
  await submit(story, ada, {
    ...Object.fromEntries(spread),
    ...{ plan_0: `${ids[0]?.id}~2027-03-15`, plan_1: `${ids[1]?.id}~out` },
  });
  expect(wordsOn(slack.as(ada).modal())).toMatch(/Plan, page 2 of 2[\s\S]*9 packages planned, the first for/);
  expect(await perWeek(story)).toEqual({ '2027-03-15': 1, '2027-04-26': 3, '2027-05-03': 5 });
  await submit(story, ada);
  expect(wordsOn(slack.as(ada).modal())).toContain('2 packages planned');
  expect((await planned(story)).filter(({ on }) => on === null)).toEqual([{ name: 'Mail 02', on: null }]);
});

test('a Slack that takes no charts gets the same as a drawing', async () => {
  const story = await journey({ hasInventory: false, isRough: true });
  await bringIn(story, tableOf(12, ENDS));
  await carries(story, 6);
  const stop = story.slack.fail({
    ...{ method: 'response_url', error: 'invalid_blocks', times: 99 },
    match: ({ blocks }) => JSON.stringify(blocks ?? '').includes('data_visualization'),
  });
  const plain = await shows(story, '/rekey plan');
  stop();
  expect(chartIn(plain)).toBe(false);
  expect(wordsOn(plain)).toMatch(/Rotations to start, by week[\s\S]*2027-05-03 {2}.*12 █+.* 6 █+/);
  await press(story, ada, plain, 'Accept the plan');
  expect(await perWeek(story)).toEqual({ '2027-04-26': 6, '2027-05-03': 6 });
});

test('nothing to plan, everything overdue, and somebody who may not', async () => {
  const story = await journey({ hasInventory: false });
  const nothing = await shows(story, '/rekey plan');
  expect(wordsOn(nothing)).toContain('There is nothing to plan yet');
  expect(buttons(nothing).map(({ text }) => text)).toEqual(['Import packages…', 'Add one by hand…']);
  for (const who of [otto, ben]) {
    expect(await types(story, who, CHANNELS.marketingOps, '/rekey plan')).toContain('You may not do that');
  }
  expect(await types(story, gus, CHANNELS.extAcme, '/rekey plan')).toContain('You may not do that');

  await bringIn(story, tableOf(4, '2027-02-20'));
  await carries(story, 3);
  const overdue = await shows(story, '/rekey plan');
  expect(wordsOn(overdue)).toMatch(/4 expired already, so as soon as there is room/);
  expect(wordsOn(overdue)).toContain('4 of 4 miss their date (4 have already)');
  await press(story, ada, overdue, 'Accept the plan');
  expect(await perWeek(story)).toEqual({ '2027-03-01': 3, '2027-03-08': 1 });
  // A copied button in the hands of somebody who may not does nothing.
  const [value] = buttons(overdue).flatMap(({ text, value }) => (text === 'Accept the plan' ? [value] : []));
  await story.sql`update package set planned_start_on = null`;
  const card = story.slack.state.messages(CHANNELS.marketingOps)[0]!;
  const forged = await shownFor(story, otto, () =>
    story.slack.as(otto).click(card, { actionId: 'rekey.accept_plan' }, { value: value ?? '', forged: true }),
  );
  expect(wordsOn(forged)).toContain('You may not do that');
  expect(await perWeek(story)).toEqual({});
});
