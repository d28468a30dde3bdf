import { expect, test } from 'vitest';
import { systemClock } from '../../src/adapters/clock.ts';
import { expiresOn } from '../../sandbox/marketing-cloud/packages.ts';
import { CHANNELS, PEOPLE, TEAM_ID } from '../../sandbox/slack/seed.ts';
import {
  collectInSlack,
  confirmInSlack,
  depositPage,
  generateAndDeposit,
  start,
} from '../../sandbox/steps.ts';
import {
  addPackage,
  addVendor,
  complete,
  completeAndRead,
  morePath,
  submit,
} from '../../sandbox/steps-admin.ts';
import { cardOf, cardText, heldBy, press, threadOf, types, wordsOn } from '../../sandbox/steps-seen.ts';
import { collects, PACK, settle, share } from '../../sandbox/steps-through.ts';
import { holderOf } from '../../sandbox/pages.ts';
import { useJourneys, type Journey } from '../support/journey.ts';

const journey = useJourneys();
const { ada, ben, gus } = PEOPLE;
const inOps = (story: Journey, line: string) => types(story, ada, CHANNELS.marketingOps, line);

test('whatever is typed behind the command is answered with help or words, and pings nobody', async () => {
  const story = await journey();
  const { slack } = story;
  const unknown = [
    `/rekey ${'x'.repeat(4000)}`,
    `/rekey ${'start '.repeat(600)}`,
    '/rekey 🔑🔑🔑 👩‍👩‍👧‍👦',
    '/rekey <!channel> <!here> <@U0ADA00001> <https://evil.example|click>',
    '/rekey *bold* _it_ `code` > quote & "quotes" \\ %00',
    '/rekey __proto__',
    '/rekey constructor',
    '/rekey start <!channel>',
    '/rekey status &amp;<>',
    `/rekey start ${'ż'.repeat(3000)}`,
  ];
  for (const line of unknown) {
    const answer = await inOps(story, line);
    expect(answer, line.slice(0, 40)).toMatch(
      /is none of my commands. Nothing was changed.|There is no package named/,
    );
  }
  expect(await inOps(story, '/rekey')).toContain('What rekey can do');
  expect(await inOps(story, '/REKEY'.toLowerCase() + '   HELP  ')).toContain('What rekey can do');
  expect(await inOps(story, '/rekey start esp   PRODUCTION')).toContain(
    'The rotation of ESP Production is open',
  );
  expect(JSON.stringify(slack.state.whole().ephemerals)).not.toMatch(/<!(channel|here)>/);
});

test('a package named with &<>, vendors named with markup: shown as typed, everywhere, from start to done', async () => {
  const story = await journey({ hasInventory: false });
  const { slack, cloud } = story;
  const name = 'Loyalty <Beta> & Friends';
  const odd = '*Loop* <!channel> & <@U0ADA00001> `x`';
  await addPackage(story, ada, {
    name,
    expires_on: expiresOn(cloud.package(name).active),
    notes: '<!everyone> _hello_ <http://a|b>',
  });
  await addVendor(story, ada, {
    name: odd,
    contact: gus,
    systems: 'Sync <script>alert(1)</script>\n&lt;b&gt;',
  });
  await slack.as(ada).close({ all: true });
  await start(story, ada, name, [odd]);
  const card = () => slack.state.messages(CHANNELS.marketingOps).at(-1)!;
  expect(wordsOn(card())).toContain(`${name} · rotation 1`);
  await press(story, ada, card(), 'Generate and deposit…');
  const generated = cloud.generate(name);
  await press(story, ada, slack.as(ada).lastEphemeral()!, 'I pressed Generate: give me the deposit page');
  const page = await heldBy(story, ada, 'deposit');
  const secret = generated.ok ? generated.secret : '';
  expect((await page.act('accept', { secret, generatedAt: story.clock.now().toISO() })).body.ok).toBe(true);
  await story.pass({ minutes: 6 });
  const message = slack.state.dm(gus).at(-1)!;
  expect(wordsOn(message)).toContain(`New secret for ${name}`);
  expect(wordsOn(message)).toContain('Sync <script>alert(1)</script>, &lt;b&gt;');
  const { holder } = await collectInSlack(story, gus);
  expect((await holder.act('open')).body['facts']).toMatchObject({ packageName: name, vendorName: odd });
  await story.pass({ minutes: 21 });
  await confirmInSlack(story, gus, ['Sync <script>alert(1)</script>', '&lt;b&gt;']);
  await press(story, ada, card(), 'Activate…');
  expect(cloud.activate(name).ok).toBe(true);
  await complete(story, ada, { expires_on: expiresOn(cloud.package(name).active) });
  expect(wordsOn(card())).toContain('Done: all five steps');
  expect(wordsOn(await slack.as(ada).openHome())).toContain(name);
  expect(await inOps(story, `/rekey status ${name}`)).toContain('<!everyone> _hello_ <http://a|b>');
  const everything = JSON.stringify({ ...slack.state.whole(), modals: {} });
  expect(everything).not.toMatch(/<!(channel|everyone)>/);
});

test('characters that are none, in a command and in a field: refused as such, not replaced, and nobody is at fault', async () => {
  const story = await journey();
  const { slack } = story;
  for (const line of ['/rekey start \0', '/rekey status ESP\0Production', '/rekey \0'])
    expect(await inOps(story, line), JSON.stringify(line)).toContain('holds a character that is none');
  await share(story, ['Loop Loyalty']);
  for (const reason of ['wrong \0 one', 'wrong \ud800 one', '\udc00\ud800']) {
    await morePath(story, ada, PACK, 'Cancel the rotation');
    expect(await submit(story, ada, { reason }), JSON.stringify(reason)).toEqual({
      errors: { reason: expect.stringContaining('holds a character that is none') },
    });
    await slack.as(ada).close({ all: true });
  }
  expect(cardText(story, PACK)).toContain('Step 3 of 5: share');
  expect((await collects(story, 'Loop Loyalty')).secret).toMatch(/^SFMC_/);
});

test('dates: in the past, in another format, made up; each is refused where it stands', async () => {
  const story = await journey({ hasInventory: false });
  const { slack } = story;
  await inOps(story, '/rekey add');
  const form = { name: 'Newsletter', channel: CHANNELS.marketingOps };
  const bad: [Record<string, string>, string][] = [
    [{ freeze: '20/12/2026 - 05/01/2027' }, 'write first and last day as 2026-12-20..2027-01-05'],
    [{ freeze: '2027-02-30' }, 'write first and last day'],
    [{ freeze: '2027-01-05..2026-12-20' }, 'write first and last day'],
    [{ freeze: '', generated_on: '2027-03-03' }, 'That day has not come yet.'],
    [{ generated_on: '', units: 'Retail 123' }, 'each line begins with the MID'],
  ];
  for (const [values, words] of bad) {
    const result = await submit(story, ada, { ...form, ...values });
    expect(Object.values((result as { errors: object }).errors).join(), JSON.stringify(values)).toContain(
      words,
    );
  }
  await slack.as(ada).close({ all: true });
});

test('the date read in Setup, sent in another format by something that is no Slack client: not taken', async () => {
  const story = await journey();
  const { slack } = story;
  await share(story, ['Loop Loyalty']);
  await settle(story, ['Loop Loyalty']);
  await press(story, ada, cardOf(story, PACK), 'Activate…');
  expect(story.cloud.activate(PACK).ok).toBe(true);
  expect(await completeAndRead(story, ada)).toContain('Still to do: read the new expiration date in Setup');
  await press(story, ada, cardOf(story, PACK), 'Record the date…');
  const { id: viewId, private_metadata } = slack.as(ada).modal()!;
  for (const selected_date of ['28/08/2027', '2027-8-28', '2027-02-30', '0000-00-00', 'tomorrow', null]) {
    const view = {
      ...{
        id: viewId,
        type: 'modal',
        callback_id: 'rekey.record_date',
        private_metadata,
        app_installed_team_id: TEAM_ID,
      },
      blocks: [{ type: 'input', block_id: 'expires_on' }],
      state: { values: { expires_on: { in: { type: 'datepicker', selected_date } } } },
    };
    const body = {
      type: 'view_submission',
      team: { id: TEAM_ID },
      user: { id: ada, team_id: TEAM_ID },
      api_app_id: 'A0REKEY001',
      view,
    };
    const answer = await slack.post(new URLSearchParams({ payload: JSON.stringify(body) }).toString());
    expect(answer.body).toMatchObject({ errors: { expires_on: 'Choose the date you read in Setup.' } });
  }
  await slack.as(ada).close({ all: true });
  expect(cardText(story, PACK)).toContain('(unconfirmed)');
});

test('requests that are unsigned, forged or replayed are turned away, and nothing changes', async () => {
  const story = await journey({ isRough: true });
  const { slack } = story;
  await share(story, ['Loop Loyalty']);
  const before = await story.dump();
  const fields = {
    command: '/rekey',
    text: `start ${PACK}`,
    user_id: ada,
    team_id: TEAM_ID,
    channel_id: CHANNELS.marketingOps,
    trigger_id: '1.1',
    api_app_id: 'A0REKEY001',
  };
  const body = new URLSearchParams(fields).toString();
  const now = Math.floor(systemClock.now().toSeconds());
  const forgeries = [
    { signingSecret: null },
    { signingSecret: 'anothersigningsecret0123456789ab' },
    { ageSeconds: 301 },
    { ageSeconds: 86_400 },
    { signingSecret: null, headers: { 'x-slack-signature': 'v0=00', 'x-slack-request-timestamp': 'soon' } },
    {
      signingSecret: null,
      headers: { 'x-slack-signature': 'v0=00', 'x-slack-request-timestamp': String(now) },
    },
  ];
  for (const forgery of forgeries) {
    const answer = await slack.post(body, forgery);
    expect(answer, JSON.stringify(forgery)).toMatchObject({ acked: false, status: 401 });
  }
  expect((await slack.post('x'.repeat(400_000))).acked).toBe(false);
  expect((await slack.post('payload=%7B')).acked).toBe(false);
  await slack.quiet();
  expect(await story.dump()).toBe(before);
});

test('what a deposit page is given: empty, huge, damaged, twice from two tabs', async () => {
  const story = await journey();
  const { cloud, clock } = story;
  await start(story, ada, PACK, ['Loop Loyalty']);
  const page = await depositPage(story, ada, PACK);
  const generatedAt = clock.now().toISO();
  const generated = cloud.generate(PACK);
  const secret = generated.ok ? generated.secret : '';
  const given: [unknown, string][] = [
    ['', 'secret_empty'],
    [' \n\t ', 'secret_empty'],
    ['a'.repeat(600), 'secret_too_long'],
    ['a'.repeat(1_000_000), 'too_large'],
    [`${secret.slice(0, 30)} ${secret.slice(30)}`, 'secret_has_space'],
    [`${secret.slice(0, 30)}\u200B${secret.slice(30)}`, 'secret_has_control'],
    [`${secret}\uD800`, 'secret_not_text'],
    [42, 'field_malformed'],
    [secret.slice(5), 'secret_needs_a_look'],
  ];
  for (const [typed, code] of given) {
    const answer = await page.act('accept', { secret: typed, generatedAt });
    expect(answer.body, String(typed).slice(0, 20)).toMatchObject({ ok: false, code });
    expect(JSON.stringify(answer.body)).not.toContain(secret.slice(5, 20));
  }
  const times: [string, string][] = [
    ['yesterday', 'field_malformed'],
    [clock.now().plus({ hours: 1 }).toISO(), 'generated_in_the_future'],
    [clock.now().minus({ days: 181 }).toISO(), 'generated_too_long_ago'],
  ];
  for (const [at, code] of times)
    expect((await page.act('accept', { secret, generatedAt: at })).body.code).toBe(code);
  expect(
    (await holderOf(`${story.url}/deposit#short`, 'AAAA-AAAA').act('accept', { secret, generatedAt })).body
      .code,
  ).toBe('link_not_usable');

  const tabs = await Promise.all(
    [0, 1].map(() => page.act('accept', { secret: ` ${secret}\n`, generatedAt })),
  );
  expect(tabs.map(({ body }) => body.ok).toSorted()).toEqual([false, true]);
  await story.pass({ minutes: 6 });
  expect((await collects(story, 'Loop Loyalty')).secret).toBe(secret);
  expect(threadOf(story, PACK).filter((line) => line.includes('deposited secret'))).toHaveLength(1);
});

test('two start at once, one clicks twice at once: one rotation, one link that works', async () => {
  const story = await journey();
  const { slack } = story;
  const both = [ada, ben].map((who) => slack.as(who).slash(CHANNELS.marketingOps, `/rekey start ${PACK}`));
  await Promise.all(both);
  await slack.until(() => slack.as(ada).lastEphemeral() && slack.as(ben).lastEphemeral(), 10_000);
  await story.app.rounds.settle();
  expect(await story.sql`select id from rotation`).toHaveLength(1);
  expect(
    slack.state.messages(CHANNELS.marketingOps).filter((message) => message.text.includes('step 2 of 5')),
  ).toHaveLength(1);
  await generateAndDeposit(story, ada, PACK);
  await story.pass({ minutes: 6 });
  const message = slack.state.dm(gus).at(-1)!;
  await Promise.all([0, 1, 2].map(() => slack.as(gus).click(message, 'Collect')));
  await slack.until(() => slack.as(gus).ephemerals().length === 3, 10_000);
  expect(await story.sql`select id from link where revoked_at is null and purpose = 'handoff'`).toHaveLength(
    1,
  );
});
