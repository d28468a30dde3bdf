import { expect, test } from 'vitest';
import { expiresOn } from '../../sandbox/marketing-cloud/packages.ts';
import { CHANNELS, PEOPLE } from '../../sandbox/slack/seed.ts';
import { asksToken, collect, generateAndDeposit, passedOn, start } from '../../sandbox/steps.ts';
import { addPackage, addVendor, complete, completeAndRead } from '../../sandbox/steps-admin.ts';
import {
  cardOf,
  cardText,
  dmsOf,
  dmWith,
  heldBy,
  press,
  threadOf,
  types,
  vendorMessageOf,
} from '../../sandbox/steps-seen.ts';
import { ALL_VENDORS, collects, confirms, PACK } from '../../sandbox/steps-through.ts';
import { useJourneys, type Journey } from '../support/journey.ts';

const journey = useJourneys();
const { ada, ben, vera, gus } = PEOPLE;

/** Stopped, and started again so much later; what is due then is done. */
async function back(story: Journey, away: Parameters<Journey['restart']>[0] = {}): Promise<Journey> {
  const again = await story.restart(away);
  await again.app.rounds.settle();
  return again;
}

const inOps = ({ slack }: Journey) => slack.state.messages(CHANNELS.marketingOps).map(({ text }) => text);
const cards = (story: Journey) => inOps(story).filter((text) => text.startsWith(PACK));

/** The rotation as rekey tells it from its database, not as an old message shows it. */
const standing = (story: Journey) => types(story, ada, CHANNELS.marketingOps, `/rekey status ${PACK}`);

/** The lines of the thread without their time, and those that came more than once. */
const lines = (story: Journey) => threadOf(story, PACK).map((line) => line.split(' · ')[0] ?? '');
const repeated = (story: Journey) => lines(story).filter((line, n, all) => all.indexOf(line) !== n);

test('one rotation, with rekey stopped and started again at every step', { timeout: 180_000 }, async () => {
  let story = await journey();
  await start(story, ada, PACK);
  const { ts } = cardOf(story, PACK);

  // Generating: the deposit link that was given out before still works, once.
  await press(story, ada, cardOf(story, PACK), 'Generate and deposit…');
  const walkthrough = story.slack.as(ada).lastEphemeral()!;
  await press(story, ada, walkthrough, 'I pressed Generate: give me the deposit page');
  const page = await heldBy(story, ada, 'deposit');
  story = await back(story);
  expect(await standing(story)).toContain('Step 2 of 5: generate');
  const generated = story.cloud.generate(PACK);
  if (!generated.ok) throw new Error('Setup did not generate');
  const { secret } = generated;
  const deposit = { secret, generatedAt: story.clock.now().toISO() };
  expect((await page.act('accept', deposit)).body).toMatchObject({ ok: true });
  expect((await page.act('accept', deposit)).body.ok).toBe(false);

  // Cooling: it went live while rekey was away, and the vendors are told at the start.
  await story.app.rounds.settle();
  expect(cardText(story, PACK)).toContain('waits until the new secret is live');
  story = await back(story, { minutes: 6 });
  expect(await asksToken(story, PACK, secret)).toBe(true);
  expect(cardText(story, PACK)).toContain('Step 3 of 5: share');
  expect(dmsOf(story, gus)).toEqual([expect.stringContaining('New secret for ESP Production')]);
  expect(story.slack.state.messages(CHANNELS.extAcme)).toHaveLength(1);
  expect(lines(story).filter((line) => line.includes('is live. Old and new'))).toHaveLength(1);

  // Sharing: one has collected, one holds a link in Slack, one is held by the admin who is to pass it on.
  const { holder: guss } = await collects(story, 'Loop Loyalty');
  await press(story, vera, vendorMessageOf(story, vera, CHANNELS.extAcme), 'Collect');
  const veras = await heldBy(story, vera, 'handoff');
  const noras = await passedOn(story, ben, PACK, 'Nordic Print');
  const before = await standing(story);
  expect(before).toContain('(0 of 3 settled)');
  story = await back(story);
  expect(await standing(story)).toBe(before);
  expect((await guss.act('open')).body['facts']).toMatchObject({ status: 'collected' });
  expect((await guss.act('collect')).body.code).toBe('already_collected');
  for (const holder of [veras, noras]) expect((await collect(story, holder)).secret).toBe(secret);

  // Ready: everybody has confirmed; the prompt came once, and its button works.
  await story.pass({ minutes: 21 });
  for (const vendor of ALL_VENDORS) await confirms(story, vendor, noras);
  story = await back(story);
  expect(await standing(story)).toContain('Step 4 of 5: activate');
  const prompts = (who: string) => dmsOf(story, who).filter((dm) => dm.includes('Activate may be pressed'));
  expect(prompts(ada).concat(prompts(ben))).toHaveLength(2);
  const prompt = dmWith(story, ada, 'Activate may be pressed');
  expect(await press(story, ada, prompt, 'Activate…')).toContain('there is no way back');

  // Activated, over a modal that was open meanwhile, without the date.
  expect(story.cloud.activate(PACK).ok).toBe(true);
  story = await back(story);
  expect(await completeAndRead(story, ada)).toContain('Still to do: read the new expiration date in Setup');
  story = await back(story);
  expect(await standing(story)).toContain('reads the new expiration date in Setup and records it');
  expect(await asksToken(story, PACK, secret)).toBe(true);
  await press(story, ben, cardOf(story, PACK), 'Record the date…');
  await complete(story, ben, { expires_on: expiresOn(story.cloud.package(PACK).active) });

  // Done: nothing is told again, and the next reminder still comes, once.
  story = await back(story);
  expect(cardText(story, PACK)).toContain('Done: all five steps');
  expect(cardOf(story, PACK).ts).toBe(ts);
  expect(cards(story)).toHaveLength(1);
  expect(repeated(story)).toEqual([]);
  expect(inOps(story).at(-1)).toContain('rotation done');
  await story.pass({ days: 171 });
  expect(inOps(story).at(-1)).toContain('rotation done');
  story = await back(story, { days: 1 });
  story = await back(story);
  const reminder = 'Due: ESP Production, 7 days left';
  expect(inOps(story).filter((text) => text.startsWith('Due'))).toEqual([expect.any(String), reminder]);
});

test('what waits in the outbox when rekey stops is sent after the start, once', async () => {
  let story = await journey({ isRough: true });
  const waiting = async () => (await story.sql`select id from outbox where state = 'ready'`).length;
  const holdBack = () => story.slack.fail({ method: 'chat.postMessage', rateLimited: 30, times: 99 });

  // The card and its first line.
  holdBack();
  await start(story, ada, PACK);
  expect(cards(story)).toEqual([]);
  expect(await waiting()).toBe(2);
  story = await back(story, { minutes: 1 });
  expect(cards(story)).toHaveLength(1);
  await story.pass({ minutes: 1 });
  expect(await waiting()).toBe(0);
  expect(lines(story)).toEqual([expect.stringContaining('opened the rotation')]);

  // The vendors' messages, and what the thread says of them.
  await generateAndDeposit(story, ada, PACK);
  holdBack();
  await story.pass({ minutes: 6 });
  expect(cardText(story, PACK)).toContain('Step 3 of 5: share');
  expect(dmsOf(story, gus)).toEqual([]);
  expect(await waiting()).toBe(3);
  for (const away of [{ minutes: 1 }, { minutes: 1 }]) {
    story = await back(story, away);
    expect(await waiting()).toBe(0);
    expect(dmsOf(story, gus)).toEqual([expect.stringContaining('New secret for ESP Production')]);
    expect(story.slack.state.messages(CHANNELS.extAcme)).toHaveLength(1);
    expect(cards(story)).toHaveLength(1);
    expect(lines(story).filter((line) => line.endsWith('was told.'))).toHaveLength(2);
    expect(repeated(story)).toEqual([]);
  }
  expect(story.log.lines.filter((line) => line.includes('"level":"error"'))).toEqual([]);
});

test('reminders that became due while rekey was down: one at the start, the most urgent', async () => {
  let story = await journey({ hasInventory: false });
  const pack = story.cloud.addPackage({ name: 'Newsletter', expiresInDays: 20 });
  const date = expiresOn(pack.active);
  await addPackage(story, ada, { name: pack.name, expires_on: date });
  await addVendor(story, ada, { name: 'Loop Loyalty', contact: gus });
  await story.slack.as(ada).close({ all: true });
  story = await back(story, { days: 10 });
  expect(inOps(story)).toEqual([]);
  story = await back(story, { days: 1 });
  const due = 'Due: Newsletter, 8 days left';
  expect(inOps(story)).toEqual([due]);
  story = await back(story);
  expect(inOps(story)).toEqual([due]);
  // Three days and one day before passed without rekey.
  story = await back(story, { days: 8 });
  const last = 'Last call: Newsletter, today is the last sure day';
  const all = () =>
    story.slack.state
      .whole()
      .messages.flatMap(({ channel, text }) => (channel === CHANNELS.marketingOps ? [text] : []));
  expect(all()).toEqual([due, last]);
  story = await back(story, { hours: 1 });
  expect(all()).toEqual([due, last]);
});
