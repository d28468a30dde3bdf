import { expect, test } from 'vitest';
import { expiresOn } from '../../sandbox/marketing-cloud/packages.ts';
import { buttons } from '../../sandbox/slack/reading.ts';
import { CHANNELS, PEOPLE } from '../../sandbox/slack/seed.ts';
import { holderOf } from '../../sandbox/pages.ts';
import { asksToken, collect, collectInSlack } from '../../sandbox/steps.ts';
import { addPackage, addVendor, complete, submit } from '../../sandbox/steps-admin.ts';
import {
  cardOf,
  cardText,
  dmWith,
  dmsOf,
  heldBy,
  press,
  shownFor,
  threadOf,
  vendorMessageOf,
  wordsOn,
} from '../../sandbox/steps-seen.ts';
import { tracesOfLinks, tracesOfSecret, useJourneys, type Journey } from '../support/journey.ts';

const journey = useJourneys();
const { ada, ben, vera, gus } = PEOPLE;
const PACK = 'Newsletter';
const inChannel = ({ slack }: Journey, channel: string = CHANNELS.marketingOps) =>
  slack.state.messages(channel);

/** Six weeks before its date: the package, and three vendors who are reached in three ways. */
async function addsThePackage(story: Journey): Promise<void> {
  const pack = story.cloud.addPackage({ name: PACK, expiresInDays: 42 });
  await addPackage(story, ada, {
    name: PACK,
    expires_on: expiresOn(pack.active),
    backups: [ben],
    client_id: pack.clientId,
  });
  const systems = 'Nightly import\nPreference centre';
  await addVendor(story, ada, { name: 'Acme Mail', contact: vera, channel: CHANNELS.extAcme, systems });
  await addVendor(story, ada, { name: 'Loop Loyalty', contact: gus, systems: 'Points sync' });
  await addVendor(story, ada, {
    name: 'Nordic Print',
    contact_name: 'Nora Dahl',
    email: 'nora@print.example',
    systems: 'SFTP',
  });
  await story.slack.as(ada).close({ all: true });
}

test('three vendors, from the reminder to the next due date', async () => {
  const story = await journey({ hasInventory: false });
  const { slack, cloud } = story;
  await addsThePackage(story);
  const old = cloud.package(PACK).active.text;

  // 1 The channel is reminded seven days before the hard stop, which is the day before the printed date; not before, and once.
  await story.pass({ days: 33 });
  expect(inChannel(story)).toEqual([]);
  await story.pass({ days: 1 });
  await story.pass({ days: 1 });
  const [reminder, ...others] = inChannel(story);
  expect(others).toEqual([]);
  expect(wordsOn(reminder)).toContain('6 days left. Count on it until 2027-04-11.');
  expect(wordsOn(reminder)).toContain(`<@${ada}>: `);

  // Start on the reminder opens a modal with everybody ticked; the card appears.
  const modal = await shownFor(story, ada, () => slack.as(ada).click(reminder!, 'Start…'));
  expect(wordsOn(modal)).toContain('The present secret: sure until 2027-04-11, 6 days left.');
  await complete(story, ada);
  const { ts } = cardOf(story, PACK);
  expect(cardText(story, PACK)).toContain('Step 2 of 5: generate');
  expect(cardText(story, PACK)).toContain(
    'Old secret’s date: 2027-04-12. Count on it until 2027-04-11 at the latest: 6 days left.',
  );
  expect(threadOf(story, PACK)).toEqual([
    expect.stringContaining(
      `<@${ada}> opened the rotation. Taking part: Acme Mail, Loop Loyalty and Nordic Print.`,
    ),
  ]);

  const fresh = await generatesAndDeposits(story);
  await coolsForFiveMinutes(story, fresh);
  await vendorsCollect(story, fresh);
  await vendorsConfirm(story);

  // 4 Only now, and to both admins.
  expect(dmsOf(story, ben)).toEqual([expect.stringContaining('Newsletter: Activate may be pressed.')]);
  const prompt = dmWith(story, ada, 'Activate may be pressed');
  const invitation = await shownFor(story, ada, () => slack.as(ada).click(prompt, 'Activate…'));
  expect(wordsOn(invitation)).toContain('The old one dies at once, everywhere, and there is no way back.');
  expect(wordsOn(invitation)).toContain('In Staged Secret press Activate and confirm.');
  expect(cloud.activate(PACK).ok).toBe(true);
  const next = expiresOn(cloud.package(PACK).active);
  await complete(story, ada, { expires_on: next });

  // 5 Done, on the same card, told to the channel, and everything sealed is gone.
  expect(await asksToken(story, PACK, old)).toBe(false);
  expect(await asksToken(story, PACK, fresh)).toBe(true);
  const card = cardText(story, PACK);
  expect(card).toContain('Done: all five steps');
  expect(card).toContain(
    `The new secret expires ${next} (read in Setup by <@${ada}>). The next rotation is due 2027-09-24.`,
  );
  expect(buttons(cardOf(story, PACK)).map(({ text }) => text)).toEqual(['Add to calendar…']);
  const told = slack.state.thread(CHANNELS.marketingOps, ts).filter((line) => line.reply_broadcast);
  expect(told.map(wordsOn)).toEqual([
    expect.stringContaining(`The rotation is done. The new secret expires ${next}`),
  ]);
  expect(wordsOn(vendorMessageOf(story, gus))).toContain('in force and the old one is switched off');
  expect(await story.sql`select id from handoff where sealed is not null`).toEqual([]);

  // One message, edited in place.
  expect(cardOf(story, PACK).ts).toBe(ts);
  expect(inChannel(story)).toHaveLength(2);
  const lines = threadOf(story, PACK).map((line) => line.split(' · ')[0] ?? '');
  const isTold = (line: string) => line.endsWith('was told.');
  expect(lines.filter(isTold).toSorted()).toEqual(['Acme Mail was told.', 'Loop Loyalty was told.']);
  expect(lines.filter((line) => !isTold(line))).toMatchSnapshot();

  // Promises H1 and H9: what was secret was nowhere but where it belongs.
  expect(await tracesOfSecret(story, fresh)).toEqual([]);
  expect(await tracesOfLinks(story)).toEqual([]);

  // The next reminder comes by itself, seven days before the new hard stop, and not a day sooner.
  await story.pass({ days: 171 });
  expect(inChannel(story)).toHaveLength(2);
  await story.pass({ days: 1 });
  expect(wordsOn(inChannel(story).at(-1))).toContain('7 days left');
});

/** Step 2: walked through Generate, then link and code for Ada's eyes; the receipt; what the card says. */
async function generatesAndDeposits(story: Journey): Promise<string> {
  const { slack, cloud, clock } = story;
  const walkthrough = await shownFor(story, ada, () =>
    slack.as(ada).click(cardOf(story, PACK), 'Generate and deposit…'),
  );
  expect(wordsOn(walkthrough)).toContain('As description type `rekey rotation 1 2027-04-05` and press Next.');
  expect(wordsOn(walkthrough)).toContain('Generate once only.');
  const generated = cloud.generate(PACK);
  if (!generated.ok) throw new Error('Setup did not generate');
  const answer = await press(story, ada, walkthrough, 'I pressed Generate: give me the deposit page');
  expect(answer).toContain('Only you see this');
  const page = await heldBy(story, ada, 'deposit');
  expect(page.url.startsWith(`${story.url}/deposit#`)).toBe(true);

  // A wrong code and a malformed secret use nothing up; an accepted deposit does.
  const deposit = { secret: generated.secret, generatedAt: clock.now().toISO() };
  expect((await holderOf(page.url, '00000000').act('accept', deposit)).body.code).toBe('wrong_code');
  expect((await page.act('accept', { ...deposit, secret: 'two words' })).body.code).toBe('secret_has_space');
  expect((await page.act('accept', deposit)).body.ok).toBe(true);
  expect((await page.act('accept', deposit)).body.ok).toBe(false);
  await story.app.rounds.settle();

  const receipt = dmWith(story, ada, 'You deposited secret number 1');
  expect(buttons(receipt).map(({ text }) => text)).toEqual(['This wasn’t me']);
  expect(dmsOf(story, ben)).toEqual([]);
  return generated.secret;
}

/** Five minutes in which the card says when it goes live, and nobody gets it. */
async function coolsForFiveMinutes(story: Journey, fresh: string): Promise<void> {
  const { slack } = story;
  expect(cardText(story, PACK)).toMatch(
    /deposited secret number 1. It goes live 2027-04-05 09:0\d UTC; before that/,
  );
  expect(await asksToken(story, PACK, fresh)).toBe(false);
  await story.pass({ minutes: 4 });
  expect(dmsOf(story, gus)).toEqual([]);
  expect(slack.state.messages(CHANNELS.extAcme)).toEqual([]);
  expect(cardText(story, PACK)).toContain('waits until the new secret is live');
  await story.pass({ minutes: 1 });
  expect(await asksToken(story, PACK, fresh)).toBe(true);
}

/** Step 3: told, page opened, collected: by a click in a shared channel, in a direct message, and over a link passed on. */
async function vendorsCollect(story: Journey, fresh: string): Promise<void> {
  const { slack } = story;
  const told = wordsOn(vendorMessageOf(story, vera, CHANNELS.extAcme));
  expect(told).toContain(`<@${vera}>, for Acme Mail: <@${ada}> at Northwind asks you to switch`);
  expect(told).toContain('We know of these places: Nightly import, Preference centre.');
  expect(rowOf(story, 'Acme Mail')).toMatch(/told 2027-04-05 09:0\d UTC; not collected yet/);
  expect(rowOf(story, 'Nordic Print')).toContain('no Slack: an admin must pass on a link and a code');

  // Vera's click mints a link for her; a scanner opens the page: noted, and no more.
  await press(story, vera, vendorMessageOf(story, vera, CHANNELS.extAcme), 'Collect');
  const hers = await heldBy(story, vera, 'handoff');
  const peeked = await hers.act('peek');
  expect(peeked.body).toEqual({ ok: true, workspaceName: 'Northwind', vendorName: 'Acme Mail' });
  await story.app.rounds.settle();
  expect(rowOf(story, 'Acme Mail')).toMatch(
    /page opened .* \(perhaps by a mail scanner\); not collected yet/,
  );
  expect((await hers.act('open')).body['facts']).toMatchObject({ packageName: PACK, status: 'collectable' });
  expect((await collect(story, hers)).secret).toBe(fresh);
  expect(rowOf(story, 'Acme Mail')).toMatch(/collected .*, not confirmed yet/);
  expect((await hers.act('collect')).body.code).toBe('already_collected');

  expect((await collectInSlack(story, gus)).secret).toBe(fresh);

  const given = await press(story, ben, cardOf(story, PACK), 'Get link for Nordic Print');
  expect(given).toContain('Pass these on by two different ways: the link by e-mail to nora@print.example');
  expect(rowOf(story, 'Nordic Print')).toContain(`<@${ben}> has link and code to pass on`);
  expect((await collect(story, await heldBy(story, ben, 'handoff'))).secret).toBe(fresh);
  expect(threadOf(story, PACK).at(-1)).toContain(
    `Nordic Print collected the secret (somebody with the link that <@${ben}> passed on).`,
  );
  expect(slack.as(vera).ephemerals().concat(slack.as(gus).ephemerals())).toHaveLength(2);
}

/** Confirmed by each in their way; soon after collecting, the cached token is asked about; Activate waits for the last. */
async function vendorsConfirm(story: Journey): Promise<void> {
  const { slack } = story;
  await story.pass({ minutes: 12 });
  const early = await press(story, vera, vendorMessageOf(story, vera, CHANNELS.extAcme), 'It works…');
  expect(early).toMatch(/You collected it 1\d minutes ago. Systems keep an access token/);
  const some = await submit(story, vera, {
    'It works in': ['Nightly import'],
    proof: 'fresh_token',
    fresh: true,
  });
  expect(some).toMatchObject({
    errors: { systems_0: expect.stringContaining('Not ticked: Preference centre.') },
  });
  await complete(story, vera, { 'It works in': ['Nightly import', 'Preference centre'] });
  expect(rowOf(story, 'Acme Mail')).toContain(`by <@${vera}>: a freshly fetched token, in Slack`);

  await story.pass({ minutes: 10 });
  const late = await press(story, gus, vendorMessageOf(story, gus), 'It works…');
  expect(late).not.toContain('You collected it');
  await complete(story, gus, { 'It works in': ['Points sync'], proof: 'production_traffic' });
  expect(cardText(story, PACK)).toContain(
    'Activate waits for: Nordic Print to confirm. Don’t press it before.',
  );
  expect(dmsOf(story, ada).join()).not.toContain('Activate may be pressed');
  expect(buttons(cardOf(story, PACK)).map(({ text }) => text)).toEqual(['More…']);

  // The same link and code show Nora where it stands, and take her word.
  const nora = await heldBy(story, ben, 'handoff');
  expect((await nora.act('open')).body['facts']).toMatchObject({ status: 'collected' });
  const said = await nora.act('confirm', { systems: ['SFTP'], proof: 'test_connection' });
  expect(said.body).toMatchObject({ ok: true, facts: { status: 'confirmed' } });
  await story.app.rounds.settle();
  expect(rowOf(story, 'Nordic Print')).toContain('passed on: a test connection');
  expect(slack.state.messages(CHANNELS.extAcme)).toHaveLength(1);
}

/** What the card says of one vendor. */
function rowOf(story: Journey, vendor: string): string {
  const rows = cardText(story, PACK).split('\n');
  const at = rows.findIndex((row) => row.includes(`: ${vendor} · `));
  return rows.slice(at, at + 2).join('\n');
}
