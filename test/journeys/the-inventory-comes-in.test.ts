import { expect, test } from 'vitest';
import { buttons, linksIn, textOf, type Shown } from '../../sandbox/slack/reading.ts';
import { CHANNELS, PEOPLE } from '../../sandbox/slack/seed.ts';
import { shownFor, types, wordsOn } from '../../sandbox/steps-seen.ts';
import { tracesOfLinks, useJourneys, type Journey } from '../support/journey.ts';

// From nothing to the first reminder: by signed Slack requests, and by HTTP as the page's script asks.

const journey = useJourneys();
const { ada, ben, otto } = PEOPLE;

const shows = (story: Journey, line: string, who: string = ada): Promise<Shown> =>
  shownFor(story, who, () => story.slack.as(who).slash(CHANNELS.marketingOps, line));

function heldIn(shown: Shown): { url: string; token: string; code: string } {
  const url = linksIn(shown).find((link) => link.includes('/import#')) ?? '';
  const code = /`([0-9A-Z]{4}-[0-9A-Z]{4})`/.exec(JSON.stringify(shown))?.[1] ?? '';
  return { url, token: url.split('#')[1] ?? '', code };
}

const asked = async (story: Journey, act: string, body: object) => {
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  const answer = await fetch(`${story.url}/import/${act}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  return { status: answer.status, ...((await answer.json()) as { seen?: string; [fact: string]: unknown }) };
};

const TABLE = [
  'Name\tPackage ID\tSecret expires\tStaged secret',
  'ESP Production\t0a1b2c3d-0000-4000-8000-000000000001\t2027-03-07 soon\tnone',
  'Loyalty sync\t0a1b2c3d-0000-4000-8000-000000000002\t2027-04-02\tnone',
].join('\n');

/** The modal for short tables, by the button beside the page's link. */
async function opensModal(story: Journey): Promise<void> {
  const { slack } = story;
  const link = await shows(story, '/rekey import');
  await slack.as(ada).click(link, 'Paste a short one here…');
  await slack.until(() => textOf(slack.as(ada).modal()).includes('Paste up to some twenty') || null);
}

test('a fresh workspace: who may begin is told how, the table comes in over the page, and the first reminder is there', async () => {
  const story = await journey({ hasInventory: false });
  const welcome = await shows(story, '/rekey');
  expect(wordsOn(welcome)).toContain('Three steps to the first reminder');
  expect(buttons(welcome).map(({ text }) => text)).toEqual(['Import packages…', 'Add one by hand…']);
  const forOtto = await shows(story, '/rekey', otto);
  expect(wordsOn(forOtto)).toContain('An admin of this Slack workspace brings them in');
  expect(buttons(forOtto)).toEqual([]);
  expect(wordsOn(await shows(story, '/rekey import', otto))).toContain(
    'Only admins and owners of this Slack workspace',
  );

  const held = heldIn(await shows(story, '/rekey import'));
  const { token, code } = held;
  expect(await asked(story, 'peek', { token })).toMatchObject({
    status: 200,
    workspaceName: expect.any(String),
  });
  expect(await asked(story, 'open', { token, code: '00000000' })).toMatchObject({
    status: 403,
    code: 'wrong_code',
  });
  const before = await story.dump({ but: 'guess' });
  const body = { token, code, table: TABLE, accountName: 'Northwind Production' };
  const preview = await asked(story, 'preview', body);
  expect(preview).toMatchObject({
    status: 200,
    kind: 'plan',
    added: 2,
    changed: 0,
    unchanged: 0,
    refused: [],
  });
  expect(await story.dump({ but: 'guess' })).toBe(before);
  const applied = await asked(story, 'apply', { ...body, seen: preview.seen });
  expect(applied).toMatchObject({ status: 200, done: { added: 2, firstDueOn: '2027-02-27' } });
  await story.app.rounds.settle();
  const after = await story.dump({ but: 'guess' });
  expect(await asked(story, 'apply', { ...body, seen: preview.seen })).toMatchObject({
    done: { added: 0, changed: 0, unchanged: 2 },
  });
  expect(await story.dump({ but: 'guess' })).toBe(after);

  const said = JSON.stringify(story.slack.state.whole());
  expect(said).toContain('ESP Production');
  expect(wordsOn(await shows(story, '/rekey list'))).toMatch(/ESP Production[\s\S]*Loyalty sync/);
  expect(wordsOn(await shows(story, '/rekey'))).toContain('What rekey can do');
  expect(await asked(story, 'close', { token, code })).toMatchObject({ status: 200 });
  expect(await asked(story, 'open', { token, code })).toMatchObject({ status: 404, code: 'link_not_usable' });
  expect(await tracesOfLinks(story)).toEqual([]);
});

test('a short table in Slack: shown first, changed before it is applied, then applied once', async () => {
  const story = await journey({ hasInventory: false });
  const { slack } = story;
  await types(story, ada, CHANNELS.marketingOps, '/rekey admins');
  await slack.as(ada).close({ all: true });
  await opensModal(story);
  await slack.as(ada).fill({ channel: CHANNELS.marketingOps, table: 'Colour,Size\nred,5' });
  expect(await slack.as(ada).submit()).toMatchObject({
    errors: { table: expect.stringContaining('No heading says') },
  });
  await slack.as(ada).fill({ table: 'Name,Secret expires\nESP,3/4/2027\nLoyalty,5/4/2027' });
  await slack.as(ada).submit();
  expect(textOf(slack.as(ada).modal())).toContain('What day is 3/4/2027?');
  await slack.as(ada).fill({ date_order: 'dmy' });
  await slack.as(ada).submit();
  expect(textOf(slack.as(ada).modal())).toContain('expires 2027-04-03');
  expect(await story.sql`select 1 from package`).toHaveLength(0);
  await slack
    .as(ada)
    .fill({ table: 'Name,Secret expires\nESP,2027-04-03\nLoyalty,2027-04-05\nThird,2027-13-01' });
  await slack.as(ada).submit();
  const shown = textOf(slack.as(ada).modal());
  expect(shown).toMatch(/2 new.*1 refused/);
  expect(shown).toContain('Row 4');
  expect(await story.sql`select 1 from package`).toHaveLength(0);
  await slack.as(ada).submit();
  expect(textOf(slack.as(ada).modal())).toContain('2 packages are in.');
  expect(await story.sql`select name, channel_id from package order by name`).toEqual([
    { name: 'ESP', channel_id: CHANNELS.marketingOps },
    { name: 'Loyalty', channel_id: CHANNELS.marketingOps },
  ]);
});

test('a table of names is asked about in Slack before it is taken for packages', async () => {
  const story = await journey({ hasInventory: false });
  const { slack } = story;
  await opensModal(story);
  await slack.as(ada).fill({ channel: CHANNELS.marketingOps, table: 'Name,Username\nAnna Berg,aberg' });
  await slack.as(ada).submit();
  expect(textOf(slack.as(ada).modal())).toContain('Is this the table of Installed Packages?');
  await slack.as(ada).fill({ is_of_packages: 'no' });
  expect(await slack.as(ada).submit()).toMatchObject({
    errors: { table: expect.stringContaining('another table') },
  });
  await slack.as(ada).fill({ is_of_packages: 'yes', table: 'Name\nESP' });
  await slack.as(ada).submit();
  expect(textOf(slack.as(ada).modal())).toContain('1 new');
  expect(await story.sql`select 1 from package`).toHaveLength(0);
  await slack.as(ada).submit();
  expect(textOf(slack.as(ada).modal())).toContain('1 package is in.');
  expect(await story.sql`select name from package`).toEqual([{ name: 'ESP' }]);
});

test('dates that could be read in two ways are asked about once, and applied as answered', async () => {
  const story = await journey({ hasInventory: false });
  const { slack } = story;
  await opensModal(story);
  await slack.as(ada).fill({ channel: CHANNELS.marketingOps, table: 'Name,Secret expires\nESP,3/4/2027' });
  await slack.as(ada).submit();
  await slack.as(ada).fill({ date_order: 'mdy' });
  await slack.as(ada).submit();
  expect(textOf(slack.as(ada).modal())).toContain('expires 2027-03-04');
  await slack.as(ada).fill({ date_order: 'dmy' });
  await slack.as(ada).submit();
  expect(textOf(slack.as(ada).modal())).toContain('expires 2027-04-03');
  expect(await story.sql`select 1 from package`).toHaveLength(0);
  await slack.as(ada).submit();
  expect(textOf(slack.as(ada).modal())).toContain('1 package is in.');
  expect(await story.sql`select expires_on::text from package`).toEqual([{ expires_on: '2027-04-03' }]);
});

test('whoever was not appointed gets no page, and is told whom to ask', async () => {
  const story = await journey();
  expect(wordsOn(await shows(story, '/rekey import', otto))).toContain('Only admins and owners');
  expect(heldIn(await shows(story, '/rekey export', ben)).token).not.toBe('');
});
