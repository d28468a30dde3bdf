import { expect, test } from 'vitest';
import { buttons, textOf } from '../../sandbox/slack/reading.ts';
import { CHANNELS, PEOPLE } from '../../sandbox/slack/seed.ts';
import { expiresOn } from '../../sandbox/marketing-cloud/packages.ts';
import { activate, collectInSlack, generateAndDeposit, start } from '../../sandbox/steps.ts';
import {
  cardOf,
  cardText,
  dmsOf,
  press,
  shownFor,
  threadOf,
  types,
  vendorMessageOf,
  wordsOn,
} from '../../sandbox/steps-seen.ts';
import { PACK, settle, share } from '../../sandbox/steps-through.ts';
import { useJourneys, type Journey } from '../support/journey.ts';

const journey = useJourneys();
const rough = () => journey({ isRough: true });
const { ada, ben, vera, gus } = PEOPLE;
const ALWAYS = { times: Number.MAX_SAFE_INTEGER };
const inOps = ({ slack }: Journey) => slack.state.messages(CHANNELS.marketingOps);

test('Slack knows no plan blocks: the card is drawn plainly, and says the same', async () => {
  const story = await rough();
  const hasPlan = (fields: object) => JSON.stringify(fields).includes('"type":"plan"');
  for (const method of ['chat.postMessage', 'chat.update']) {
    story.slack.fail({ method, error: 'invalid_blocks', match: hasPlan, ...ALWAYS });
  }
  await share(story, ['Loop Loyalty']);
  await settle(story, ['Loop Loyalty']);
  expect(JSON.stringify(cardOf(story, PACK).blocks)).not.toContain('"plan"');
  expect(cardText(story, PACK)).toContain('Step 4 of 5: activate');
  expect(cardText(story, PACK)).toContain(':white_check_mark: 3 Share (done)');
  await activate(story, ada, PACK, () => expiresOn(story.cloud.package(PACK).active));
  expect(cardText(story, PACK)).toContain('Done: all five steps');
  expect(inOps(story).filter((message) => message.text.includes('rotation'))).toHaveLength(1);
});

test('429: what Slack would not take yet is sent as soon as it may be, once', async () => {
  const story = await rough();
  const { slack } = story;
  await start(story, ada, PACK, ['Loop Loyalty']);
  await generateAndDeposit(story, ada, PACK);
  slack.fail({ method: 'chat.postMessage', rateLimited: 30, times: 2 });
  slack.fail({ method: 'chat.update', rateLimited: 20, times: 1 });
  await story.pass({ minutes: 5 });
  await story.pass({ minutes: 2 });
  expect(dmsOf(story, gus)).toEqual([expect.stringContaining('Press Collect')]);
  expect(threadOf(story, PACK).map((line) => line.split(' · ')[0])).toEqual([
    expect.stringContaining('opened the rotation'),
    expect.stringContaining('deposited secret number 1'),
    expect.stringContaining('Secret number 1 is live'),
    'Loop Loyalty was told.',
  ]);
  expect(cardText(story, PACK)).toContain('told 2027-03-01');

  // A modal that may not open is told, with a reference.
  slack.fail({ method: 'views.open', rateLimited: 5 });
  expect(await press(story, ada, cardOf(story, PACK), 'More…')).toMatch(
    /Something went wrong on our side.*Ref [0-9A-Z]+|try again/s,
  );
});

test('a connection that drops after Slack took the message: in doubt, never sent twice, and shown on the card', async () => {
  const story = await rough();
  const { slack } = story;
  await start(story, ada, PACK, ['Loop Loyalty']);
  await generateAndDeposit(story, ada, PACK);
  const toGus = ({ channel }: Record<string, unknown>) => channel === `D${gus.slice(1)}`;
  slack.fail({ method: 'chat.postMessage', dropAfterSuccess: true, match: toGus });
  await story.pass({ minutes: 6 });
  await story.pass({ hours: 5 });
  expect(slack.state.dm(gus)).toHaveLength(1);
  expect(cardText(story, PACK)).toContain(
    '1 message of this rotation may not have arrived: Slack did not answer. rekey does not send it twice',
  );
  // It did arrive: its buttons work, and from then on the card knows better.
  await collectInSlack(story, gus);
  expect(cardText(story, PACK)).toContain('collected 2027-03-01');
});

test('a dropped edit of the card is made again; a lost card is posted anew', async () => {
  const story = await rough();
  const { slack } = story;
  await start(story, ada, PACK, ['Loop Loyalty']);
  slack.fail({ method: 'chat.update', status: 502 });
  await generateAndDeposit(story, ada, PACK);
  expect(cardText(story, PACK)).toContain('Step 2 of 5: generate');
  await story.pass({ minutes: 2 });
  expect(cardText(story, PACK)).toContain('deposited secret number 1');

  const lost = cardOf(story, PACK);
  slack.change((state) => void (state.messages = state.messages.filter(({ ts }) => ts !== lost.ts)));
  await story.pass({ minutes: 4 });
  expect(cardOf(story, PACK).ts).not.toBe(lost.ts);
  expect(cardText(story, PACK)).toContain('Step 3 of 5: share');
  await settle(story, ['Loop Loyalty']);
  expect(threadOf(story, PACK).at(-1)).toContain('Activate may be pressed');
});

test.each([
  ['is archived', 'is_archived', CHANNELS.archived],
  ['is one rekey is not in', 'not_in_channel', 'C0NOTIN001'],
])(
  'the channel of the package %s: the admins are told, act from the App Home, and it heals',
  async (_, error, channel) => {
    const story = await rough();
    const { slack } = story;
    slack.change((state) => {
      state.channels.push({
        id: 'C0NOTIN001',
        name: 'elsewhere',
        is_private: false,
        is_archived: false,
        is_ext_shared: false,
        members: [ada, ben],
      });
    });
    await story.sql`update package set channel_id = ${channel}`;
    await types(story, ada, CHANNELS.marketingOps, `/rekey start ${PACK}`);
    await story.app.rounds.settle();
    expect(slack.state.messages(channel)).toEqual([]);
    for (const admin of [ada, ben]) expect(dmsOf(story, admin).at(-1)).toContain(error);
    const status = await types(story, ada, CHANNELS.marketingOps, `/rekey status ${PACK}`);
    expect(status).toContain(`Slack refused a message (${error})`);
    expect(status).toContain('Invite rekey into the channel');
    expect(wordsOn(await slack.as(ada).openHome())).toContain('generate the new secret and deposit it');

    slack.change((state) => {
      const found = state.channels.find(({ id }) => id === channel)!;
      Object.assign(found, { is_archived: false, members: [...found.members, 'U0REKEYBOT'] });
    });
    for (let hour = 0; hour < 3; hour += 1) await story.pass({ hours: 1 });
    expect(slack.state.messages(channel).map(wordsOn)).toEqual([
      expect.stringContaining('Step 2 of 5: generate'),
    ]);
    expect(wordsOn(slack.state.messages(channel)[0])).not.toContain('Slack refused');
  },
);

test('a vendor whom Slack will not let rekey write to: the card says so and what to do; nobody else is held up', async () => {
  const story = await rough();
  const { slack } = story;
  slack.fail({
    method: 'conversations.open',
    error: 'cannot_dm_user',
    match: ({ users }) => users === gus,
    ...ALWAYS,
  });
  await share(story, ['Acme Mail', 'Loop Loyalty']);
  expect(cardText(story, PACK)).toContain(
    'Slack refused a message (cannot_dm_user). rekey can’t write to that person: change the contact, or give the vendor a shared channel.',
  );
  expect(vendorMessageOf(story, vera, CHANNELS.extAcme)).toBeDefined();
  expect(cardText(story, PACK)).toMatch(/Loop Loyalty[^\n]*\nis being told/);
});

test("the vendor's shared channel without rekey in it: told once somebody has invited it", async () => {
  const story = await rough();
  const { slack } = story;
  const member = (isIn: boolean) =>
    slack.change((state) => {
      const found = state.channels.find(({ id }) => id === CHANNELS.extAcme)!;
      found.members = found.members.filter((id) => id !== 'U0REKEYBOT').concat(isIn ? ['U0REKEYBOT'] : []);
    });
  member(false);
  await share(story, ['Acme Mail']);
  expect(cardText(story, PACK)).toContain(
    'Slack refused a message (not_in_channel). Invite rekey into the channel with /invite',
  );
  member(true);
  for (let hour = 0; hour < 3; hour += 1) await story.pass({ hours: 1 });
  expect(cardText(story, PACK)).toContain('told 2027-03-01');
  expect(cardText(story, PACK)).not.toContain('Slack refused');
});

test('an answer that cannot be delivered: the next click brings another link, and the first is dead', async () => {
  const story = await rough();
  const { slack } = story;
  const secret = await share(story, ['Loop Loyalty']);
  slack.fail({ method: 'response_url', status: 404 });
  await slack.as(gus).click(vendorMessageOf(story, gus), 'Collect');
  await slack.quiet();
  expect(slack.as(gus).ephemerals()).toEqual([]);
  expect((await collectInSlack(story, gus)).secret).toBe(secret);
  expect(slack.as(gus).ephemerals()).toHaveLength(1);
});

test("users.info is down: nobody's rights can be told, so nothing is done, and people are told to try again", async () => {
  const story = await rough();
  const { slack } = story;
  await start(story, ada, PACK, ['Loop Loyalty']);
  await story.pass({ minutes: 2 });
  const heal = slack.fail({ method: 'users.info', error: 'internal_error', ...ALWAYS });
  expect(await types(story, ada, CHANNELS.marketingOps, '/rekey list')).toContain(
    'Slack did not tell rekey who you are just now, so nothing was done.',
  );
  expect(await press(story, ada, cardOf(story, PACK), 'More…')).toContain('Please try again in a minute.');
  heal();
  expect(await types(story, ada, CHANNELS.marketingOps, '/rekey list')).toContain('1 package');
  const home = await shownFor(story, ada, () => slack.as(ada).slash(CHANNELS.marketingOps, '/rekey status'));
  expect(textOf(home)).toContain('1 package in progress');
  expect(buttons(cardOf(story, PACK)).map(({ text }) => text)).toEqual(['Generate and deposit…', 'More…']);
});

test('Slack is down for an hour in the middle of everything: afterwards everybody knows, and nothing came twice', async () => {
  const story = await rough();
  const { slack } = story;
  await start(story, ada, PACK, ['Acme Mail', 'Loop Loyalty']);
  await generateAndDeposit(story, ada, PACK);
  const heal = slack.fail({ method: '*', status: 503, ...ALWAYS });
  await story.pass({ minutes: 6 });
  await story.pass({ minutes: 54 });
  heal();
  await story.pass({ minutes: 10 });
  // A 503 may come after Slack has taken the message: what was in doubt is shown, not sent again.
  expect(cardText(story, PACK)).toContain('Step 3 of 5: share');
  expect(cardText(story, PACK)).toMatch(/\d messages? of this rotation may not have arrived/);
  expect(threadOf(story, PACK).length).toBeLessThanOrEqual(5);
  expect(new Set(threadOf(story, PACK)).size).toBe(threadOf(story, PACK).length);
  expect(wordsOn(await slack.as(gus).openHome())).toContain('collect the new secret');
});

test('Slack cannot be reached at all for an hour: every message arrives afterwards, in order and once', async () => {
  const story = await journey({ isRough: true, hasDoors: true });
  const { slack, doors } = story;
  await start(story, ada, PACK, ['Acme Mail', 'Loop Loyalty']);
  await generateAndDeposit(story, ada, PACK);
  await doors.slack.shut();
  await story.pass({ minutes: 6 });
  await story.pass({ minutes: 54 });
  expect(slack.state.dm(gus)).toEqual([]);
  await doors.slack.open();
  for (let times = 0; times < 3; times += 1) await story.pass({ minutes: 6 });
  expect(slack.state.dm(gus)).toHaveLength(1);
  expect(slack.state.messages(CHANNELS.extAcme)).toHaveLength(1);
  expect(cardText(story, PACK)).not.toContain('may not have arrived');
  expect(cardText(story, PACK)).toMatch(/told 2027-03-01 10:\d\d UTC/);
  const lines = threadOf(story, PACK).map((line) => line.split(' · ')[0]);
  expect(lines.slice(0, 3)).toEqual([
    expect.stringContaining('opened the rotation'),
    expect.stringContaining('deposited secret number 1'),
    expect.stringContaining('Secret number 1 is live'),
  ]);
  expect(lines.slice(3).toSorted()).toEqual(['Acme Mail was told.', 'Loop Loyalty was told.']);
});
