import { expect, test } from 'vitest';
import type { JsonObject } from '../../sandbox/slack/json.ts';
import { collect } from '../../sandbox/steps.ts';
import { heldIn, wordsOn } from '../../sandbox/steps-seen.ts';
import type { SandboxEphemeral } from '../../sandbox/slack/types.ts';
import { useEmulatedSlack, type EmulatedStory } from '../support/emulated/stage.ts';
import {
  PACK,
  activate,
  addPackage,
  cardByDatabase,
  cardOf,
  collectLink,
  confirm,
  generateAndDeposit,
  press,
  said,
  shownFor,
  vendorMessageOf,
} from '../support/emulated/steps.ts';

// Errors on the way to a Slack that is not ours: what `emulate` took stands in its history, whatever rekey was answered.

const open = useEmulatedSlack();
const SOON = { timeout: 10_000 };
const hasPlan = ({ blocks }: JsonObject) => JSON.stringify(blocks).includes('"type":"plan"');
const says = (words: string) => (fields: JsonObject) => JSON.stringify(fields).includes(words);
const linesOf = async (story: EmulatedStory) =>
  said(story, await story.workspace.thread(await cardOf(story))).map((line) => line.split(' · ')[0] ?? '');
const callsOf = ({ front }: EmulatedStory, method: string, is: (fields: JsonObject) => boolean) =>
  front.traffic.of(method).filter(({ request }) => is(request as JsonObject));
const cardText = async (story: EmulatedStory) => wordsOn(await cardOf(story));

test('a rotation on another Slack that misbehaves all the way', async () => {
  const story = await open();
  const { workspace, front } = story;
  const { vera, gus } = workspace.people;
  const systems = 'Nightly import';
  await addPackage(story, [
    { name: 'Acme Mail', contact: vera, channel: workspace.channels.leadership, systems },
    { name: 'Loop Loyalty', contact: gus, systems: 'Points sync' },
  ]);
  for (const method of ['chat.postMessage', 'chat.update']) {
    front.fail({ method, error: 'invalid_blocks', match: hasPlan, times: Number.MAX_SAFE_INTEGER });
  }
  await startsUnanswered(story);
  await windowsDoNotOpen(story);
  const secret = await depositsInDoubt(story);
  await vendorsAreToldOnce(story);
  await collectsAtTheSecondClick(story, secret);

  await story.pass({ minutes: 21 });
  await confirm(story, 'vera', ['Nightly import'], workspace.channels.leadership);
  await confirm(story, 'gus', ['Points sync']);
  front.fail({ method: 'chat.update', rateLimited: 20, match: says(PACK) });
  const next = await activate(story);
  await story.pass({ minutes: 2 });

  expect(await story.sql`select step from rotation`).toMatchObject([{ step: 'done' }]);
  const card = await cardOf(story);
  expect(wordsOn(card)).toContain(`Done: all five steps`);
  expect(wordsOn(card)).toContain(`The new secret expires ${next}`);
  expect(card).toMatchObject(await cardByDatabase(story, { isPlain: true }));
  await nothingCameTwice(story);
  expect(front.unmet()).toEqual([]);
}, 180_000);

/** The answer to the command is lost, the card is put off by a 429: the channel still learns of the rotation, once. */
async function startsUnanswered(story: EmulatedStory): Promise<void> {
  const { front, as, workspace, app } = story;
  const ops = workspace.channels['marketing-ops'];
  front.fail({ method: 'response_url', status: 500 });
  front.fail({ method: 'chat.postMessage', rateLimited: 30, match: says('Step 2 of 5') });
  await as.ada.slash(ops, `start ${PACK}`);
  await expect.poll(() => front.traffic.of('response_url').at(-1)?.status, SOON).toBe(500);
  await app.rounds.settle();
  await app.rounds.settle();
  expect(await workspace.history(ops)).toEqual([]);
  expect(callsOf(story, 'chat.postMessage', says('Step 2 of 5'))).toHaveLength(2);
  await story.pass({ minutes: 1 });
  expect(await cardText(story)).toContain('Step 2 of 5: generate');
  expect((await cardOf(story)).blocks.map(({ type }) => type)).not.toContain('plan');
}

/** A trigger id that emulate will not take twice; a window that Slack will not open just now. */
async function windowsDoNotOpen(story: EmulatedStory): Promise<void> {
  const { front, as, workspace } = story;
  const used = await workspace.asApp('views.generateTriggerId', { user_id: workspace.people.ada });
  const triggerId = String(used['trigger_id']);
  await workspace.asApp('views.open', {
    trigger_id: triggerId,
    view: { type: 'modal', title: {}, blocks: [] },
  });
  const card = await cardOf(story);
  const late = await shownFor(story, 'ada', () => as.ada.click(card, 'More…', { triggerId }));
  expect(wordsOn(late)).toContain(
    'Slack gave up waiting, so the window could not open. Nothing was changed.',
  );
  front.fail({ method: 'views.open', rateLimited: 5 });
  expect(wordsOn(await press(story, 'ada', card, 'More…'))).toMatch(/Something went wrong .*Ref [0-9A-Z]+/s);
  front.fail({ method: 'users.info', error: 'token_revoked' });
  await story.pass({ minutes: 1 });
  expect(wordsOn(await press(story, 'ada', card, 'More…'))).toContain('Please try again in a minute.');
}

/** A line of the thread meets a 500 and is not said again; the receipt is refused and comes later; edits of the card are repeated. */
async function depositsInDoubt(story: EmulatedStory): Promise<string> {
  const { front, workspace } = story;
  const isLine = says('deposited secret number 1, generated');
  front.fail({ method: 'chat.postMessage', status: 500, match: isLine });
  front.fail({ method: 'chat.postMessage', error: 'token_revoked', match: says('You deposited') });
  front.fail({ method: 'chat.update', status: 502, times: 2 });
  const secret = await generateAndDeposit(story);
  expect(await cardText(story)).toContain('Step 2 of 5: generate');
  expect(await workspace.dm('ada')).toEqual([]);
  await story.pass({ minutes: 2 });
  await story.pass({ minutes: 2 });
  expect(await cardText(story)).toContain('deposited secret number 1');
  expect(await cardText(story)).toContain('1 message of this rotation may not have arrived');
  expect(await workspace.dm('ada')).toHaveLength(1);
  expect(callsOf(story, 'chat.postMessage', isLine)).toHaveLength(1);
  return secret;
}

/** The bot is not in the channel until it is invited; then the answer is a 500 after the post. In the direct message it is none at all. */
async function vendorsAreToldOnce(story: EmulatedStory): Promise<void> {
  const { front, workspace } = story;
  const { leadership } = workspace.channels;
  const isForVendor = says('rekey.collect');
  const isForVera = (fields: JsonObject) => isForVendor(fields) && fields['channel'] === leadership;
  const isForGus = (fields: JsonObject) => isForVendor(fields) && fields['channel'] !== leadership;
  const isLive = says('Secret number 1 is live');
  front.fail({ method: 'chat.postMessage', error: 'ratelimited', match: isLive });
  front.fail({ method: 'chat.postMessage', error: 'channel_not_found', match: isForGus });
  front.fail({ method: 'chat.postMessage', dropAfterSuccess: true, match: isForGus });
  await story.pass({ minutes: 2 });
  expect(await workspace.history(leadership)).toEqual([]);
  expect(await workspace.dm('gus')).toEqual([]);
  expect(await cardText(story)).toContain('Slack refused a message (not_in_channel). Invite rekey');
  expect(await cardText(story)).toContain('Slack refused a message (channel_not_found).');
  await workspace.inviteBot(leadership);
  front.fail({ method: 'chat.postMessage', status: 500, isAfterSuccess: true, match: isForVera });
  for (let times = 0; times < 6; times += 1) await story.pass({ hours: 1 });
  expect(await workspace.history(leadership)).toHaveLength(1);
  expect(await workspace.dm('gus')).toHaveLength(1);
  expect(callsOf(story, 'chat.postMessage', isForGus)).toHaveLength(2);
  expect(await cardText(story)).toContain('3 messages of this rotation may not have arrived');
  expect(await cardText(story)).not.toContain('Slack refused');
}

/** The first link goes nowhere; the second click brings another, and the first is dead. */
async function collectsAtTheSecondClick(story: EmulatedStory, secret: string): Promise<void> {
  const { front, as, workspace } = story;
  const { leadership } = workspace.channels;
  front.fail({ method: 'response_url', status: 500 });
  await as.vera.click(await vendorMessageOf(story, 'vera', leadership), 'Collect');
  await expect.poll(() => front.traffic.of('response_url').at(-1)?.status, SOON).toBe(500);
  const lost = front.traffic.of('response_url').at(-1)?.request as SandboxEphemeral;
  const second = await collectLink(story, 'vera', leadership);
  expect((await heldIn(lost, 'handoff').act('collect')).body).toMatchObject({ ok: false });
  expect((await collect(story, second)).secret).toBe(secret);
  expect((await collect(story, await collectLink(story, 'gus'))).secret).toBe(secret);
}

/**
 * No message has a twin, and nothing waits. The vendors' first messages are out of reach, since Slack did not say where
 * they are: what is new was posted beside them. One line of the thread nobody can be sure of, and it stays so.
 */
async function nothingCameTwice(story: EmulatedStory): Promise<void> {
  const { workspace, sql } = story;
  const { leadership, 'marketing-ops': ops } = workspace.channels;
  expect(await workspace.history(ops)).toHaveLength(1);
  for (const messages of [await workspace.history(leadership), await workspace.dm('gus')]) {
    expect(messages.map(wordsOn)).toEqual([
      expect.stringContaining('in force and the old one is switched off'),
    ]);
  }
  expect(said(story, await workspace.dm('ada'))).toEqual([
    expect.stringContaining('You deposited secret number 1'),
    expect.stringContaining('Activate may be pressed'),
  ]);
  expect(await workspace.dm('ben')).toHaveLength(1);
  const lines = await linesOf(story);
  expect(lines).toContain(
    'Secret number 1 is live. Old and new both work until Activate. The vendors are told now.',
  );
  expect(lines.join('\n')).not.toContain('deposited secret number 1');
  expect(lines).toHaveLength(12);
  expect(new Set(lines).size).toBe(12);
  expect(await sql`select kind, state from outbox where state not in ('sent', 'gone')`).toEqual([
    { kind: 'thread', state: 'in_doubt' },
  ]);
}
