import { expect, test } from 'vitest';
import { CHANNELS, PEOPLE } from '../../sandbox/slack/seed.ts';
import { expiresOn } from '../../sandbox/marketing-cloud/packages.ts';
import { activate, depositPage, start } from '../../sandbox/steps.ts';
import { morePath, submit } from '../../sandbox/steps-admin.ts';
import {
  cardText,
  dmsOf,
  heldBy,
  press,
  threadOf,
  told,
  types,
  vendorMessageOf,
} from '../../sandbox/steps-seen.ts';
import { collects, PACK, settle, share } from '../../sandbox/steps-through.ts';
import { newSecretText } from '../../sandbox/marketing-cloud/seed.ts';
import { databasePlaces } from '../integration/world/dump.ts';
import { useJourneys, type Journey } from '../support/journey.ts';
import { secretIn } from '../support/traces.ts';

const journey = useJourneys();
const { ada, ben, vera, gus, otto } = PEOPLE;

/** Beside the request that Slack itself carried: nothing rekey wrote, kept or logged holds it. */
async function isNowhere(story: Journey, secret: string): Promise<void> {
  const sent = story.slack.traffic.all.filter(({ direction }) => direction === 'app-to-slack');
  const places = { sent: JSON.stringify(sent), ...(await databasePlaces(story.sql)) };
  expect(secretIn({ ...places, log: story.log.lines.join('\n') }, secret)).toEqual([]);
}

test('the staged secret, in a command: compromised at once, whoever typed it', async () => {
  const story = await journey();
  const secret = await share(story);
  await press(story, vera, vendorMessageOf(story, vera, CHANNELS.extAcme), 'Collect');
  const veras = await heldBy(story, vera, 'handoff');

  const answer = await types(story, otto, CHANNELS.marketingOps, `/rekey status ${secret}`);
  expect(answer).toContain(
    'That was the live secret of a package, and Slack keeps what is typed. It counts as exposed',
  );
  await story.app.rounds.settle();
  expect(cardText(story, PACK)).toContain('Others may have seen the last new secret: it is void.');
  expect(threadOf(story, PACK).at(-1)).toContain(`Secret number 1 was exposed (<@${otto}>)`);
  for (const admin of [ada, ben]) expect(dmsOf(story, admin).at(-1)).toContain('Secret number 1 was exposed');
  const channel = story.slack.state.whole().messages.filter((message) => message.reply_broadcast);
  expect(channel).toHaveLength(1);
  expect((await veras.act('collect')).body.code).toBe('link_not_usable');
  await isNowhere(story, secret);

  // What was once typed into Slack is not taken as a deposit either.
  const page = await depositPage(story, ada, PACK);
  expect((await page.act('accept', { secret, generatedAt: story.clock.now().toISO() })).body.code).toBe(
    'secret_was_exposed',
  );
});

test('in a field of a modal: the field says so, nothing is stored, the secret is void', async () => {
  const story = await journey();
  const secret = await share(story, ['Loop Loyalty']);
  await collects(story, 'Loop Loyalty');
  await press(story, gus, vendorMessageOf(story, gus), 'Something is wrong…');
  const note = `we pasted client_secret=${secret}, and it says 401`;
  const result = await submit(story, gus, { kind: 'rejected', note });
  expect(result).toEqual({ errors: { note: expect.stringContaining('It counts as exposed') } });
  await story.app.rounds.settle();
  expect(cardText(story, PACK)).toContain('Others may have seen the last new secret');
  expect(cardText(story, PACK)).not.toContain('reported a problem');
  await isNowhere(story, secret);
});

test('one that rekey does not know, as a reason: refused for its looks, and the rotation goes on', async () => {
  const story = await journey();
  await share(story, ['Loop Loyalty']);
  const unknown = newSecretText();
  await morePath(story, ada, PACK, 'Cancel the rotation');
  const result = await submit(story, ada, { reason: `wrong one: ${unknown}.` });
  expect(result).toEqual({
    errors: {
      reason: expect.stringContaining('That looks like a client secret, and Slack keeps what is typed.'),
    },
  });
  await story.slack.as(ada).close({ all: true });
  expect(cardText(story, PACK)).toContain('Step 3 of 5: share');
  await isNowhere(story, unknown);

  // A later deposit of it is refused: Slack has it.
  await morePath(story, ada, PACK, 'I generated again');
  await submit(story, ada, { accept: true });
  const page = await depositPage(story, ada, PACK);
  const answer = await page.act('accept', { secret: unknown, generatedAt: story.clock.now().toISO() });
  expect(answer.body.code).toBe('secret_was_exposed');
});

test('an old one without the prefix is known by its fingerprint: in Slack, and in a note on the page', async () => {
  const story = await journey();
  const old = 'k7Q2mX9vT4pL8sR1wZ5yB3nD6fH0jC';
  await start(story, ada, PACK, ['Loop Loyalty', 'Nordic Print']);
  const page = await depositPage(story, ada, PACK);
  const deposit = { secret: old, generatedAt: story.clock.now().toISO() };
  expect((await page.act('accept', deposit)).body.code).toBe('secret_needs_a_look');
  expect((await page.act('accept', { ...deposit, acceptsWarnings: true })).body.ok).toBe(true);
  await story.pass({ minutes: 6 });

  const { holder: nora } = await collects(story, 'Nordic Print');
  const report = await nora.act('report', { kind: 'rejected', note: `it is ${old} and gets a 401` });
  expect(report.body.code).toBe('looks_like_secret');
  expect(cardText(story, PACK)).toContain('Step 3 of 5: share');
  const typed = await told(story, ben, () =>
    story.slack.as(ben).slash(CHANNELS.marketingOps, `/rekey ${old}`),
  );
  expect(typed).toContain('That was the live secret of a package');
  await story.app.rounds.settle();
  expect(cardText(story, PACK)).toContain('Step 2 of 5: generate');
  await isNowhere(story, old);
});

test('the one in force, weeks later: nothing can be taken back, so the admins and the channel hear of it', async () => {
  const story = await journey();
  const secret = await share(story, ['Loop Loyalty']);
  await settle(story, ['Loop Loyalty']);
  await activate(story, ada, PACK, () => expiresOn(story.cloud.package(PACK).active));
  await story.pass({ days: 20 });
  expect(await types(story, ben, CHANNELS.marketingOps, `/rekey help ${secret}`)).toContain(
    'It counts as exposed',
  );
  for (const admin of [ada, ben]) {
    expect(dmsOf(story, admin).at(-1)).toContain(
      `Secret number 1, the one in force, is known to others, or may be (<@${ben}>)`,
    );
    expect(dmsOf(story, admin).at(-1)).toContain('Next: rotate the package again, now');
  }
  expect(threadOf(story, PACK).at(-1)).toContain(
    'it works for them until a new rotation has switched it off',
  );
  expect(cardText(story, PACK)).toContain('Done: all five steps');
  await isNowhere(story, secret);
});
