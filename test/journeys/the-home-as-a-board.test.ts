import type { KnownBlock } from '@slack/types';
import { expect, test } from 'vitest';
import { buttons, type Shown } from '../../sandbox/slack/reading.ts';
import { CHANNELS, PEOPLE, TEAM_ID } from '../../sandbox/slack/seed.ts';
import { shownFor, types, wordsOn } from '../../sandbox/steps-seen.ts';
import { fillInventory } from '../support/inventory.ts';
import { useJourneys, type Journey } from '../support/journey.ts';

// Sixty packages of Ada and Ben, and of Dex, who has left: what an App Home and `/rekey list` make of them.

const journey = useJourneys();
const { ada, ben, otto, dex } = PEOPLE;
const identity = (userId: string) => ({ enterpriseId: null, teamId: TEAM_ID, userId });
const COUNT = 60;

async function sixty(): Promise<Journey> {
  const story = await journey({ hasInventory: false });
  await story.app.rounds.stop();
  const { db, workspaceId, clock } = story.app.deps;
  await fillInventory(db, {
    ...{ workspaceId, count: COUNT, at: clock.now(), gone: identity(dex) },
    ...{ owners: [identity(ada), identity(ben)], channelIds: [CHANNELS.marketingOps] },
  });
  return story;
}

const homeOf = ({ slack }: Journey, who: string): string => wordsOn(slack.state.home(who));
const opens = async ({ slack }: Journey, who: string): Promise<string> =>
  wordsOn(await slack.as(who).openHome(8_000));

/** Does something that draws the App Home anew; returns what it says then. */
async function redrawn(story: Journey, who: string, act: () => Promise<unknown>): Promise<string> {
  const { slack } = story;
  const before = slack.state.home(who)?.hash;
  await act();
  await slack.until(() => slack.state.home(who)?.hash !== before);
  return homeOf(story, who);
}

/** Presses a button of the App Home by its word, and the shelf it belongs to where several have it. */
function press(story: Journey, who: string, label: string, shelf?: string): Promise<string> {
  const home = story.slack.state.home(who)!;
  const blocks = home.blocks as KnownBlock[];
  const blockId =
    shelf && blocks.find((one) => one.type === 'section' && one.text?.text.includes(shelf))?.block_id;
  return redrawn(story, who, () =>
    story.slack.as(who).click(home, blockId ? { text: label, blockId } : label),
  );
}

/** Opens the filter's window on the App Home, fills it in and sends it. */
async function filters(story: Journey, who: string, values: Record<string, string>): Promise<string> {
  const { slack } = story;
  await shownFor(story, who, () => slack.as(who).click(slack.state.home(who)!, 'Search and filter…'));
  return redrawn(story, who, async () => {
    await slack.as(who).fill(values);
    expect(await slack.as(who).submit()).toEqual({ closed: true });
  });
}

/** The packages in a list: each row with a button, as far as its name. */
const namesIn = (shown: Shown | null): string[] =>
  ((shown?.blocks ?? []) as KnownBlock[]).flatMap((block) =>
    block.type === 'section' && block.accessory?.type === 'button'
      ? [/\*(.+?)\*/.exec(block.text?.text ?? '')?.[1] ?? '']
      : [],
  );
const listed = (story: Journey, who: string): string[] => {
  const blocks = (story.slack.state.home(who)?.blocks ?? []) as KnownBlock[];
  const below = blocks.findIndex(({ type }) => type === 'divider');
  return namesIn({ ...story.slack.state.home(who)!, blocks: blocks.slice(below) });
};
const idOf = async ({ sql }: Journey, table: 'account' | 'vendor', name: string): Promise<string> => {
  const [row] = await sql<{ id: string }[]>`select id from ${sql(table)} where name = ${name}`;
  return row!.id;
};

test('sixty packages: the shelves, the way to all of one, its pages, and back', async () => {
  const story = await sixty();
  const home = await opens(story, ada);
  expect(home).toContain('60 packages  ·  ');
  for (const shelf of [
    'Overdue',
    'In progress',
    'Next 30 days',
    'Dates nobody knows',
    'Packages nobody owns',
    'Later',
  ])
    expect(home).toContain(`${shelf}  ·  `);
  const labels = buttons(story.slack.state.home(ada)).map(({ text }) => text);
  expect(labels).toEqual(
    expect.arrayContaining(['Search and filter…', 'All packages', 'Plan…', 'Web board']),
  );

  expect(await press(story, ada, 'All packages')).toContain('Page 1 of 2');
  const first = listed(story, ada);
  expect(await press(story, ada, 'Next')).toContain('Page 2 of 2');
  const second = listed(story, ada);
  expect(new Set([...first, ...second]).size).toBe(COUNT);
  expect(await press(story, ada, 'Previous')).toContain('Page 1 of 2');
  expect(listed(story, ada)).toEqual(first);
  expect(await press(story, ada, 'Back to the board')).toBe(home);

  const total = /Next 30 days\s+·\s+(\d+)/.exec(home)?.[1];
  expect(await press(story, ada, `All ${total}`, 'Next 30 days')).toContain(`${total} packages`);
  expect(listed(story, ada)).toHaveLength(Number(total));
}, 120_000);

test('what is searched and filtered is found, said, and kept while it is drawn again; opened anew it is the board', async () => {
  const story = await sixty();
  const { slack } = story;
  const home = await opens(story, ada);
  expect(await filters(story, ada, { Text: 'nordics' })).toContain('“nordics”');
  const nordic = listed(story, ada);
  const rows = await story.sql<{ name: string }[]>`
    select name from package where name ilike '%nordics%' or business_units::text ilike '%nordics%'`;
  expect(nordic.toSorted()).toEqual(rows.map(({ name }) => name).toSorted());

  // The window opens with what is looked for; an account and how they stand beside it.
  const account = await idOf(story, 'account', 'Northwind');
  const opened = await shownFor(story, ada, () =>
    slack.as(ada).click(slack.state.home(ada)!, 'Search and filter…'),
  );
  expect(JSON.stringify(opened)).toContain('"initial_value":"nordics"');
  expect(await slack.as(ada).suggest('Account', 'north')).toMatchObject({
    options: [{ text: { text: 'Northwind' }, value: account }],
  });
  await slack.as(ada).close({ all: true });
  expect(await filters(story, ada, { Account: account, 'How they stand': 'later' })).toContain(
    'account Northwind',
  );
  const narrow = listed(story, ada);
  expect(narrow.length).toBeGreaterThan(0);
  expect(nordic).toEqual(expect.arrayContaining(narrow));

  // Ben starts the rotation of one of Ada's: her App Home is drawn again and still shows what she looks at.
  await press(story, ada, 'Back to the board');
  expect(await press(story, ada, 'All packages')).toContain('Page 1 of 2');
  expect(await press(story, ada, 'Next')).toContain('Page 2 of 2');
  const [due] = await story.sql<{ name: string }[]>`
    select p.name from package p join package_admin a on a.package_id = p.id and a.user_id = ${ben}
    where not exists (select from rotation r where r.package_id = p.id) order by p.expires_on limit 1`;
  const again = await redrawn(story, ada, async () => {
    const line = `/rekey start ${due!.name}`;
    expect(await types(story, ben, CHANNELS.marketingOps, line)).toContain(`The rotation of ${due!.name}`);
    await story.app.rounds.settle();
  });
  expect(again).toContain('Page 2 of 2');
  const whole = await opens(story, ada);
  expect(whole).not.toContain('Page 2 of 2');
  expect(whole).not.toBe(home);

  expect(await filters(story, ada, { Text: 'no such package' })).toContain('Nothing fits.');
}, 120_000);

test('the list is the same board: words narrow it, its pages turn in place', async () => {
  const story = await sixty();
  const { slack } = story;
  const list = (line: string, who: string = ada) => types(story, who, CHANNELS.marketingOps, line);
  expect(await list('/rekey list')).toMatch(/^60 packages[\s\S]*Page 1 of 3/);
  const shown = slack.as(ada).lastEphemeral()!;
  await slack.as(ada).click(shown, 'Next');
  await slack.until(() => wordsOn(slack.as(ada).lastEphemeral()).includes('Page 2 of 3') || null);
  const [counted] = await story.sql<{ n: number }[]>`
    select count(*)::int as n from package p join package_vendor v on v.package_id = p.id
    join vendor o on o.id = v.vendor_id where o.name = 'Nordic Print'`;
  expect(await list('/rekey list nordic print')).toContain(`${counted!.n} packages`);
  for (const [words, title] of [
    ['overdue', 'packages, overdue'],
    ['unknown', 'whose date nobody knows'],
    ['unowned', 'that nobody owns'],
    ['mine', `Owned by <@${ada}>`],
    ['mine soon', 'to be started within 30 days'],
  ])
    expect(await list(`/rekey list ${words}`)).toContain(title);
  expect(await list('/rekey list no such thing')).toContain('No package fits: “no such thing”.');
}, 120_000);

test('where the workspace names who may look: the App Home, its filters and the list are of one’s own packages', async () => {
  const story = await sixty();
  const { slack } = story;
  await story.sql`insert into policy (scope, workspace_id, is_viewing_narrowed, changed_by, changed_at)
    select id, id, true, '{}', now() from workspace`;
  // Ben is an admin of his own alone; one account is only on packages of others.
  const own = await story.sql<{ name: string; account: string }[]>`
    select p.name, c.name as account from package p join account c on c.id = p.account_id
    join package_admin a on a.package_id = p.id where a.user_id = ${ben}`;
  await story.sql`update account set name = 'Hidden Ltd' where id = (select account_id from package p
    where not exists (select from package_admin a where a.package_id = p.id and a.user_id = ${ben}) limit 1)`;
  await story.sql`delete from package_admin where user_id = ${ben} and package_id in (
    select p.id from package p join account a on a.id = p.account_id and a.name = 'Hidden Ltd')`;
  const mine = own.length - own.filter(({ account }) => !account).length;
  expect(mine).toBeGreaterThan(5);
  const [left] = await story.sql<{ n: number }[]>`
    select count(*)::int as n from package_admin where user_id = ${ben}`;

  const home = await opens(story, ben);
  expect(home).toContain(`${left!.n} packages`);
  expect(home).toContain('You see the packages that are yours.');
  expect(home).not.toContain('Hidden Ltd');
  await press(story, ben, 'All packages');
  const names = await story.sql<{ name: string }[]>`
    select p.name from package p join package_admin a on a.package_id = p.id where a.user_id = ${ben}`;
  const mineOnly = new Set(names.map(({ name }) => name));
  expect(listed(story, ben).every((name) => mineOnly.has(name))).toBe(true);
  await shownFor(story, ben, () => slack.as(ben).click(slack.state.home(ben)!, 'Search and filter…'));
  expect(await slack.as(ben).suggest('Account', 'hidden')).toMatchObject({ options: [] });
  await slack.as(ben).close({ all: true });
  expect(await types(story, ben, CHANNELS.marketingOps, '/rekey list')).toContain(`${left!.n} packages`);
  expect(await types(story, ben, CHANNELS.marketingOps, '/rekey list hidden')).toContain('No package fits');

  expect(await opens(story, otto)).not.toContain('Packages');
  expect(await opens(story, ada)).toContain('60 packages');
}, 120_000);

test('from the App Home one gets to import, plan and a package by hand', async () => {
  const story = await sixty();
  const { slack } = story;
  await opens(story, ada);
  const home = slack.state.home(ada)!;
  expect(wordsOn(await shownFor(story, ada, () => slack.as(ada).click(home, 'Plan…')))).toContain('plan');
  await slack.as(ada).close({ all: true });
  for (const [value, title] of [
    ['import', 'Import packages'],
    ['add', 'Add a package'],
  ] as const) {
    await shownFor(story, ada, async () => slack.as(ada).select(home, 'rekey.home_menu', value));
    expect(slack.as(ada).modal()?.title.text).toBe(title);
    await slack.as(ada).close({ all: true });
  }
  const { url } = await slack.as(ada).click(home, 'Web board');
  expect(url).toBe(`${story.url}/board`);
  expect(buttons(slack.state.home(ada)).map(({ text }) => text)).not.toContain('Add a package…');
}, 120_000);
