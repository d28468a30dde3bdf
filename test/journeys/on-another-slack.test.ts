import { expect, test } from 'vitest';
import type { Holder } from '../../sandbox/pages.ts';
import { buttons } from '../../sandbox/slack/reading.ts';
import { asksToken, collect } from '../../sandbox/steps.ts';
import { heldIn, wordsOn } from '../../sandbox/steps-seen.ts';
import { databasePlaces } from '../integration/world/dump.ts';
import { useEmulatedSlack, type EmulatedStory } from '../support/emulated/stage.ts';
import {
  PACK,
  activate,
  addPackage,
  addVendor,
  cardByDatabase,
  cardOf,
  collectLink,
  complete,
  confirm,
  generateAndDeposit,
  press,
  said,
  shownFor,
  types,
  vendorMessageOf,
} from '../support/emulated/steps.ts';
import { handedOutIn, secretIn, troubleIn } from '../support/traces.ts';

// The Slack of these stories is `emulate`, which is not ours: posts, edits, threads, views and scopes are as it has them.

const open = useEmulatedSlack();
const opsOf = ({ workspace }: EmulatedStory) => workspace.channels['marketing-ops'];
const acmeOf = ({ workspace }: EmulatedStory) => workspace.channels['ext-acme'];
const inOps = async (story: EmulatedStory) => said(story, await story.workspace.history(opsOf(story)));
const dmOf = async (story: EmulatedStory, who: 'ada' | 'ben' | 'vera' | 'gus') =>
  said(story, await story.workspace.dm(who));

test('one whole rotation on another Slack, from /rekey add to the next due date', async () => {
  const story = await open();
  await addsThreeVendors(story);
  const old = story.cloud.package(PACK).active.text;
  await isRemindedAndStarts(story);
  const { ts } = await cardOf(story);
  const fresh = await generateAndDeposit(story);
  expect(await dmOf(story, 'gus')).toEqual([]);
  await story.pass({ minutes: 5 });
  await vendorsConfirm(story, await vendorsCollect(story, fresh));
  expect(await dmOf(story, 'ben')).toEqual([expect.stringContaining('Newsletter: Activate may be pressed.')]);
  const next = await activate(story);
  expect(await asksToken(story, PACK, old)).toBe(false);
  expect(await asksToken(story, PACK, fresh)).toBe(true);

  // The card is one message, edited in place, and says what the database says; the vendors' messages are one each.
  const card = await cardOf(story);
  expect(card.ts).toBe(ts);
  expect(card.edited).toBeDefined();
  expect(said(story, [card])[0]).toContain(`The new secret expires ${next} (read in Setup by @ada).`);
  expect(buttons(card).map(({ text }) => text)).toEqual(['Add to calendar…']);
  expect(card).toMatchObject(await cardByDatabase(story, { isPlain: false }));
  expect(await inOps(story)).toHaveLength(2);
  await threadTellsIt(story, next);
  const switched = [expect.stringContaining('in force and the old one is switched off')];
  expect(said(story, await story.workspace.history(acmeOf(story)))).toEqual(switched);
  expect(await dmOf(story, 'gus')).toEqual(switched);
  expect(await dmOf(story, 'vera')).toEqual([]);
  expect(await dmOf(story, 'ada')).toEqual([
    expect.stringContaining('Newsletter: start its rotation.'),
    expect.stringContaining('You deposited secret number 1'),
    expect.stringContaining('Activate may be pressed'),
  ]);
  await story.as.ada.visitHome();
  await expect.poll(() => wordsOn(story.as.ada.home()), { timeout: 10_000 }).toContain(PACK);

  // The next reminder comes by itself, and not a day sooner.
  await story.pass({ days: 171 });
  expect(await inOps(story)).toHaveLength(2);
  await story.pass({ days: 1 });
  expect((await inOps(story)).at(-1)).toContain('7 days left');

  await scopesWereEnough(story);
  await nothingLeaked(story, fresh);
}, 180_000);

/** One in a shared channel, one in a direct message, one without Slack. */
async function addsThreeVendors(story: EmulatedStory): Promise<void> {
  const { people } = story.workspace;
  const systems = 'Nightly import\nPreference centre';
  await addPackage(story, [
    { name: 'Acme Mail', contact: people.vera, channel: acmeOf(story), systems },
    { name: 'Loop Loyalty', contact: people.gus, systems: 'Points sync' },
  ]);
  // On emulate a modal that was closed still counts as stacked, so the third begins anew, from the status.
  await press(story, 'ada', await types(story, 'ada', `status ${PACK}`), 'Vendors…');
  const nora = { contact_name: 'Nora Dahl', email: 'nora@print.example' };
  await addVendor(story, { name: 'Nordic Print', ...nora, systems: 'SFTP' });
  story.as.ada.close();
}

/** Step 1: once, seven days before the hard stop; *Start…* on the reminder, its package searched for once more. */
async function isRemindedAndStarts(story: EmulatedStory): Promise<void> {
  await story.pass({ days: 19 });
  expect(await inOps(story)).toEqual([]);
  await story.pass({ days: 1 });
  await story.pass({ days: 1 });
  const [reminder, ...others] = await story.workspace.history(opsOf(story));
  expect(others).toEqual([]);
  expect(said(story, [reminder!])[0]).toContain('6 days left. Count on it until 2027-03-28.');
  expect(said(story, [reminder!])[0]).toContain('@ada: ');
  await press(story, 'ada', reminder!, 'Start…');
  await shownFor(story, 'ada', () => story.as.ada.search('Package', 'newsl'));
  await complete(story, 'ada');
  expect(wordsOn(await cardOf(story))).toContain('Step 2 of 5: generate');
}

/** Step 3: by a click in the channel, in a direct message, and over a link that Ben passes on to Nora. */
async function vendorsCollect(story: EmulatedStory, fresh: string): Promise<Holder> {
  const told = await vendorMessageOf(story, 'vera', acmeOf(story));
  expect(said(story, [told])[0]).toContain('@vera, for Acme Mail: @ada at Northwind asks you to switch');
  expect((await collect(story, await collectLink(story, 'vera', acmeOf(story)))).secret).toBe(fresh);
  expect((await collect(story, await collectLink(story, 'gus'))).secret).toBe(fresh);
  const given = await press(story, 'ben', await cardOf(story), 'Get link for Nordic Print');
  const nora = heldIn(given, 'handoff');
  expect((await collect(story, nora)).secret).toBe(fresh);
  expect((await nora.act('collect')).body.code).toBe('already_collected');
  return nora;
}

/** Activate waits for the last of them. */
async function vendorsConfirm(story: EmulatedStory, nora: Holder): Promise<void> {
  await story.pass({ minutes: 21 });
  await confirm(story, 'vera', ['Nightly import', 'Preference centre'], acmeOf(story));
  await confirm(story, 'gus', ['Points sync']);
  expect(wordsOn(await cardOf(story))).toContain('Activate waits for: Nordic Print to confirm.');
  expect(await dmOf(story, 'ben')).toEqual([]);
  const answer = await nora.act('confirm', { systems: ['SFTP'], proof: 'test_connection' });
  expect(answer.body).toMatchObject({ ok: true, facts: { status: 'confirmed' } });
  await story.app.rounds.settle();
}

async function threadTellsIt(story: EmulatedStory, next: string): Promise<void> {
  const replies = await story.workspace.thread(await cardOf(story));
  const isTold = (line: string) => line.endsWith('was told.');
  const lines = said(story, replies).map((line) => line.split(' · ')[0] ?? '');
  expect(lines.filter(isTold).toSorted()).toEqual(['Acme Mail was told.', 'Loop Loyalty was told.']);
  const others = lines.filter((line) => !isTold(line));
  const expected = [
    '@ada opened the rotation. Taking part: Acme Mail, Loop Loyalty and Nordic Print.',
    '@ada deposited secret number 1',
    'Secret number 1 is live.',
    'Acme Mail collected the secret (with the link of @vera).',
    'Loop Loyalty collected the secret (with the link of @gus).',
    '@ben was given a link and code to pass on to Nordic Print.',
    'Nordic Print collected the secret (somebody with the link that @ben passed on).',
    'Acme Mail confirmed secret number 1 (@vera): a freshly fetched token, in Slack',
    'Loop Loyalty confirmed secret number 1 (@gus)',
    'Nordic Print confirmed secret number 1 (somebody with the link that @ben passed on)',
    'Everybody is settled: Activate may be pressed.',
    '@ada recorded Activate: the old secret is dead',
    `@ada recorded the date read in Setup: ${next}.`,
    `The rotation is done. The new secret expires ${next}`,
  ];
  expect(others).toEqual(expected.map((line) => expect.stringContaining(line)));
  expect(replies.filter((reply) => reply.reply_broadcast).map(({ ts }) => ts)).toEqual([replies.at(-1)?.ts]);
}

/** emulate holds every call against the manifest's scopes: none was refused, nor anything else. */
async function scopesWereEnough(story: EmulatedStory): Promise<void> {
  const { front, log, workspace } = story;
  const calls = front.traffic.all.filter(({ direction }) => direction === 'app-to-slack');
  expect(troubleIn(log, calls)).toEqual([]);
  expect([...new Set(calls.map(({ method }) => method))].toSorted()).toEqual([
    'auth.test',
    'chat.postMessage',
    'chat.update',
    'conversations.open',
    'response_url',
    'users.info',
    'views.open',
    'views.publish',
    'views.push',
    'views.update',
  ]);
  // It does refuse what the manifest does not ask for.
  expect(await workspace.asBot('conversations.history', { channel: opsOf(story) })).toMatchObject({
    ok: false,
    error: 'missing_scope',
    needed: 'channels:history',
  });
}

/** Promises H1 and H9: the secret was nowhere, tokens and codes only in the answers that handed them out. */
async function nothingLeaked(story: EmulatedStory, fresh: string): Promise<void> {
  const { front, log, sql, as } = story;
  const elsewhere = { ...(await databasePlaces(sql)), log: log.lines.join('\n') };
  const all = JSON.stringify(front.traffic.all);
  expect(secretIn({ ...elsewhere, traffic: all }, fresh)).toEqual([]);
  const others = JSON.stringify(front.traffic.all.filter(({ method }) => method !== 'response_url'));
  const answers = Object.values(as).flatMap((person) => [...person.ephemerals()]);
  expect(handedOutIn({ ...elsewhere, traffic: others }, answers)).toEqual([]);
}
