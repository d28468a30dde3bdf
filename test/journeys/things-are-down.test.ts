import { expect, test } from 'vitest';
import { expiresOn } from '../../sandbox/marketing-cloud/packages.ts';
import type { PageAnswer } from '../../sandbox/pages.ts';
import { CHANNELS, PEOPLE } from '../../sandbox/slack/seed.ts';
import { activate, collect, depositPage, start } from '../../sandbox/steps.ts';
import { complete } from '../../sandbox/steps-admin.ts';
import {
  cardOf,
  cardText,
  heldBy,
  press,
  threadOf,
  types,
  vendorMessageOf,
  wordsOn,
} from '../../sandbox/steps-seen.ts';
import { PACK } from '../../sandbox/steps-through.ts';
import { useKms } from '../integration/world/kms-world.ts';
import { tracesOfSecret, useJourneys } from '../support/journey.ts';
import { withoutDatabase } from '../support/outages.ts';

const journey = useJourneys();
const { ada, gus } = PEOPLE;
const OUR_FAULT = /Something went wrong on our side.*Ref [0-9A-Z]{4,}/s;
const UNREACHABLE = { ok: false, reference: expect.stringMatching(/^[0-9A-Z]{4,}$/) };

const aws = useKms();

const down = (type = 'KMSInternalException', status = 500) =>
  (aws.kms.failNext = { type, status, times: Number.MAX_SAFE_INTEGER });
const up = () => (aws.kms.failNext = undefined);

test('the KMS is down at each act that needs it: words with a reference, nothing lost, and later it goes on', async () => {
  const story = await journey({ isRough: true, env: aws.env });
  const { slack, cloud, clock } = story;
  down();
  await start(story, ada, PACK, ['Loop Loyalty']);
  const page = await depositPage(story, ada, PACK);
  const generated = cloud.generate(PACK);
  const secret = generated.ok ? generated.secret : '';
  const deposit = { secret, generatedAt: clock.now().toISO() };
  expect(await page.act('accept', deposit)).toMatchObject({
    status: 503,
    body: { ...UNREACHABLE, code: 'keyring_unavailable' },
  });
  expect(cardText(story, PACK)).toContain('Step 2 of 5: generate');
  expect(await story.sql`select id from generation`).toEqual([]);
  // A secret typed into Slack is refused by its looks alone.
  expect(await types(story, gus, CHANNELS.extAcme, `/rekey ${secret.slice(0, 40)}`)).toContain(
    'That looks like a client secret',
  );
  up();
  expect((await page.act('accept', deposit)).body.ok).toBe(true);
  await story.pass({ minutes: 6 });

  // Throttled, down, denied, disabled: the copy is given back each time.
  await press(story, gus, vendorMessageOf(story, gus), 'Collect');
  const holder = await heldBy(story, gus, 'handoff');
  for (const [type, status] of [
    ['ThrottlingException', 400],
    ['KMSInternalException', 500],
    ['AccessDeniedException', 400],
    ['DisabledException', 400],
  ] as const) {
    down(type, status);
    const answer = await holder.act('collect');
    expect(answer, type).toMatchObject({
      status: 503,
      body: { ...UNREACHABLE, code: 'keyring_unavailable' },
    });
    expect(String(answer.body['text'])).toContain(
      'Nothing was lost, opened or stored, and your link still works.',
    );
  }
  up();
  expect((await collect(story, holder)).secret).toBe(secret);
  expect(threadOf(story, PACK).filter((line) => line.includes('collected the secret'))).toHaveLength(1);
  expect(story.log.lines.filter((line) => line.includes('"reference"')).length).toBeGreaterThanOrEqual(5);
  expect(await tracesOfSecret(story, secret)).toEqual(['raw window in traffic']);
  expect(slack.traffic.mentioning(secret)).toEqual([]);
});

test('the database is down at each act: everybody is told so, nothing is lost, and it goes on where it was', async () => {
  const story = await journey({ isRough: true, hasDoors: true });
  const { slack, cloud, clock } = story;
  const without = <Result>(act: () => Promise<Result>) => withoutDatabase(story, act);
  const inOps = (line: string) => types(story, ada, CHANNELS.marketingOps, line);

  // Commands, and typeahead.
  for (const line of ['list', 'status', `status ${PACK}`, `start ${PACK}`]) {
    expect(await without(() => inOps(`/rekey ${line}`)), line).toMatch(OUR_FAULT);
  }
  expect(await story.sql`select id from rotation`).toEqual([]);
  await inOps('/rekey start');
  expect(await without(() => slack.as(ada).suggest('Package', 'ESP'))).toEqual({ options: [] });
  await slack.as(ada).close({ all: true });
  await start(story, ada, PACK, ['Loop Loyalty']);

  // Clicks, and the deposit page.
  expect(await without(() => press(story, ada, cardOf(story, PACK), 'Generate and deposit…'))).toMatch(
    OUR_FAULT,
  );
  expect(await without(() => press(story, ada, cardOf(story, PACK), 'More…'))).toMatch(OUR_FAULT);
  const page = await depositPage(story, ada, PACK);
  const generated = cloud.generate(PACK);
  const secret = generated.ok ? generated.secret : '';
  const deposit = { secret, generatedAt: clock.now().toISO() };
  const isOutOfOrder = (answer: PageAnswer) =>
    expect(answer).toMatchObject({ status: 503, body: { ...UNREACHABLE, code: 'out_of_order' } });
  for (const what of ['peek', 'open', 'accept']) isOutOfOrder(await without(() => page.act(what, deposit)));
  expect((await page.act('accept', deposit)).body.ok).toBe(true);

  // Time passes meanwhile: the sweep finds it afterwards.
  await without(async () => story.pass({ minutes: 6 }));
  await story.pass({ minutes: 1 });
  expect(cardText(story, PACK)).toContain('Step 3 of 5: share');

  expect(await without(() => press(story, gus, vendorMessageOf(story, gus), 'Collect'))).toMatch(OUR_FAULT);
  await press(story, gus, vendorMessageOf(story, gus), 'Collect');
  const holder = await heldBy(story, gus, 'handoff');
  for (const what of ['peek', 'open', 'collect']) isOutOfOrder(await without(() => holder.act(what)));
  expect((await collect(story, holder)).secret).toBe(secret);
  const confirm = { systems: ['Points sync'], proof: 'fresh_token', isSureTokenIsFresh: true };
  for (const what of ['stored', 'confirm']) isOutOfOrder(await without(() => holder.act(what, confirm)));

  // A modal: what was typed stays where it is.
  await press(story, gus, vendorMessageOf(story, gus), 'It works…');
  await slack.as(gus).fill({ 'It works in': ['Points sync'], proof: 'fresh_token', fresh: true });
  const refused = await without(() => slack.as(gus).submit());
  expect(refused).toMatchObject({ errors: { systems_0: expect.stringMatching(OUR_FAULT) } });
  await complete(story, gus);
  await activate(story, ada, PACK, () => expiresOn(cloud.package(PACK).active));
  expect(cardText(story, PACK)).toContain('Done: all five steps');
  expect(await without(async () => wordsOn(await slack.as(ada).openHome(300)))).not.toContain('Newsletter');

  await story.app.rounds.settle();
  await story.app.rounds.stop();
  expect(wordsOn(await slack.as(ada).openHome())).toContain(PACK);
  expect(
    threadOf(story, PACK)
      .map((line) => line.split(' · ')[0])
      .filter((line, n, all) => all.indexOf(line) !== n),
  ).toEqual([]);
});
