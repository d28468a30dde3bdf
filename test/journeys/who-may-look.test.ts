import { expect, test } from 'vitest';
import { linksIn, type Shown } from '../../sandbox/slack/reading.ts';
import { CHANNELS, PEOPLE, TEAM_ID } from '../../sandbox/slack/seed.ts';
import { addPackage, complete } from '../../sandbox/steps-admin.ts';
import { shownFor, types, wordsOn } from '../../sandbox/steps-seen.ts';
import { PACK } from '../../sandbox/steps-through.ts';
import { useJourneys, type Journey } from '../support/journey.ts';

// A workspace names who may look; whoever is not named loses sight at once, wherever they look from.

const journey = useJourneys();
const { ada, ben, otto, gus, vera, eve } = PEOPLE;
const NOT_NAMED = 'This workspace shows its packages only to people it has named.';

const shows = (story: Journey, line: string, who: string = ada, channel: string = CHANNELS.marketingOps) =>
  shownFor(story, who, () => story.slack.as(who).slash(channel, line));
const reads = async (story: Journey, line: string, who: string, channel?: string): Promise<string> =>
  wordsOn(await shows(story, line, who, channel));

async function says(story: Journey, values: Record<string, string | readonly string[]>): Promise<void> {
  await shows(story, '/rekey roles');
  await complete(story, ada, values as Record<string, string>);
}

const homeOf = ({ slack }: Journey, who: string): string => wordsOn(slack.state.home(who));
const addressIn = (shown: Shown): string => linksIn(shown).find((link) => link.includes('/calendar/')) ?? '';
const opens = async (url: string): Promise<number> => (await fetch(url)).status;

/** Two packages: ESP of Ada and Ben with its vendors, and one of Ada's alone. Otto may be an admin, and is none. */
async function two(): Promise<Journey> {
  const story = await journey();
  await addPackage(story, ada, { name: 'Loyalty', backups: [] });
  await story.slack.as(ada).close({ all: true });
  await shows(story, '/rekey admins');
  await complete(story, ada, { admins: [ada, ben, otto] });
  return story;
}

test('named viewers look, admins see what is theirs, and nobody else anything: lists, status, home, calendars', async () => {
  const story = await two();
  const { slack } = story;
  const feed = addressIn(await shows(story, '/rekey calendar', otto));
  const benFeed = addressIn(await shows(story, `/rekey calendar ${PACK}`, ben));
  expect([await opens(feed), await opens(benFeed)]).toEqual([200, 200]);
  for (const who of [ada, ben, otto]) await slack.as(who).openHome();
  for (const who of [otto, ben]) expect(homeOf(story, who)).toContain('Loyalty');
  expect(await reads(story, '/rekey list', otto)).toContain('2 packages');

  await says(story, { viewing: 'named', viewers: [gus] });
  await story.app.rounds.settle();
  // The home he may be looking at is drawn again without them, and his calendar is no address any more.
  expect(homeOf(story, otto)).not.toMatch(/Loyalty|ESP/);
  expect([await opens(feed), await opens(benFeed)]).toEqual([404, 200]);
  for (const line of ['list', 'status', `status ${PACK}`, `show ${PACK}`, 'vendors', 'calendar']) {
    const answer = await reads(story, `/rekey ${line}`, otto);
    expect(answer, line).toContain(NOT_NAMED);
    expect(answer, line).not.toMatch(/Loyalty|2027-/);
  }
  expect(await slack.as(otto).openHome().then(wordsOn)).not.toMatch(/Loyalty|ESP/);
  await shows(story, '/rekey start', otto);
  expect(await slack.as(otto).suggest('package', 'ESP')).toMatchObject({ options: [] });
  await slack.as(otto).close({ all: true });

  // Ben sees what he looks after, and of the other not even its name; a workspace admin sees all.
  expect(homeOf(story, ben)).toContain(PACK);
  expect(homeOf(story, ben)).not.toContain('Loyalty');
  expect(await reads(story, '/rekey list', ben)).toMatch(/^1 package[\s\S]*ESP Production/);
  expect(await reads(story, '/rekey status Loyalty', ben)).not.toContain('2027-');
  expect(await reads(story, '/rekey list', ada)).toContain('2 packages');

  // A guest who is named looks and does nothing else; other companies stay outside.
  expect(await reads(story, '/rekey list', gus, CHANNELS.extAcme)).toContain('2 packages');
  expect(await reads(story, `/rekey start ${PACK}`, gus, CHANNELS.extAcme)).toMatch(
    /Only|not allowed|may not/i,
  );
  for (const who of [vera, eve]) {
    const refused = await slack.as(who).slash(CHANNELS.extAcme, '/rekey list');
    expect(refused).toMatchObject({ acked: false });
    expect(wordsOn(await slack.as(who).openHome())).not.toMatch(/Loyalty|2027-/);
  }

  // Named nobody any more, everybody looks again: his calendar too.
  await says(story, { viewing: 'members', viewers: [] });
  expect(await opens(feed)).toBe(200);
  expect(await reads(story, '/rekey list', otto)).toContain('2 packages');
  expect(await reads(story, '/rekey list', gus, CHANNELS.extAcme)).toContain('That is for members');
}, 120_000);

test('who is what, in one place: with those who left and still hold a role', async () => {
  const story = await two();
  const { slack } = story;
  const modal = await reads(story, '/rekey roles', ada);
  for (const words of [
    'May be package admins (3): <@U0ADA00001>, <@U0BEN00001>, <@U0OTTO0001>',
    '<@U0ADA00001>: owns 2 packages (ESP Production and Loyalty)',
    '<@U0BEN00001>: backup of ESP Production',
    '<@U0GUS00001>: contact of Loop Loyalty',
  ])
    expect(modal).toContain(words);
  await complete(story, ada, { viewers: [eve] });
  expect(await reads(story, '/rekey roles', ada)).toContain('<@U0EVE00001>: viewer');
  await slack.as(ada).close({ all: true });

  slack.change((state) => state.users.forEach((user) => user.id === ben && (user.deleted = true)));
  await story.pass({ days: 2 });
  expect(await reads(story, '/rekey roles', ada)).toMatch(
    /To do: 1 person left and still holds a role[\s\S]*<@U0BEN00001>: backup of ESP Production/,
  );
  await slack.as(ada).fill({ viewers: [PEOPLE.dex] });
  expect(await slack.as(ada).submit()).toEqual({
    errors: { viewers: expect.stringContaining('has no living account') },
  });
});

test('who says who is what: workspace admins alone, also where the window is forged', async () => {
  const story = await two();
  const { slack } = story;
  for (const who of [ben, otto])
    expect(await types(story, who, CHANNELS.marketingOps, '/rekey roles')).toContain(
      'Only admins and owners of this Slack workspace',
    );
  expect(await types(story, gus, CHANNELS.extAcme, '/rekey roles')).toContain('Only admins and owners');
  const input = (block_id: string) => ({ type: 'input', block_id });
  const submission = (user: string, team: string) => ({
    ...{ type: 'view_submission', team: { id: team, domain: 'x' }, user: { id: user, team_id: team } },
    api_app_id: 'A0REKEY001',
    view: {
      ...{ id: 'V1', type: 'modal', callback_id: 'rekey.roles', app_installed_team_id: team },
      ...{ private_metadata: 'roles', blocks: ['viewing', 'viewers', 'second_person'].map(input) },
      state: {
        values: {
          viewing: { in: { type: 'radio_buttons', selected_option: { value: 'members' } } },
          viewers: { in: { type: 'multi_users_select', selected_users: [otto] } },
          second_person: { in: { type: 'checkboxes', selected_options: [] } },
        },
      },
    },
  });
  const post = async (body: object): Promise<string> =>
    JSON.stringify(
      (await slack.post(new URLSearchParams({ payload: JSON.stringify(body) }).toString())).body,
    );
  const send = (user: string, team: string): Promise<string> => post(submission(user, team));
  expect(await send(otto, TEAM_ID)).toContain('Only admins and owners');
  expect(await send(ada, 'T0OTHER001')).toContain('another Slack workspace');
  expect(await send(eve, 'T0EVIL0001')).toContain('another Slack workspace');
  expect(await story.sql`select 1 from viewer`).toHaveLength(0);
  await send(ada, TEAM_ID);
  expect(await story.sql`select user_id from viewer`).toEqual([{ user_id: otto }]);
});
