import { expect } from 'vitest';
import { expiresOn } from '../../../sandbox/marketing-cloud/packages.ts';
import { sentenceOf } from '../../../sandbox/marketing-cloud/setup-words.ts';
import type { Holder } from '../../../sandbox/pages.ts';
import type { Which } from '../../../sandbox/slack/choosing.ts';
import type { Shown } from '../../../sandbox/slack/reading.ts';
import type { InputValue, SandboxMessage } from '../../../sandbox/slack/types.ts';
import { heldIn, wordsOn } from '../../../sandbox/steps-seen.ts';
import { card as drawn, plainCard } from '../../../src/slack/views/card.ts';
import { readCard } from '../../../src/usecases/read-card.ts';
import type { EmulatedStory } from './stage.ts';
import type { Name } from './workspace.ts';

// What people do in one rotation on emulate's Slack. Ada is the admin.

export const PACK = 'Newsletter';
type Values = Readonly<Record<string, InputValue>>;

/** The words of messages, with people by name. */
export function said({ workspace }: EmulatedStory, shown: readonly Shown[]): string[] {
  const names = Object.entries(workspace.people);
  const named = (words: string) =>
    names.reduce((text, [name, id]) => text.replaceAll(`<@${id}>`, `@${name}`), words);
  return shown.map((one) => named(wordsOn(one)));
}

/** Somebody acts and is shown something for it; then what it wished for is delivered. */
export async function shownFor(
  { as, app }: EmulatedStory,
  who: Name,
  act: () => Promise<unknown>,
): Promise<Shown> {
  const shown = await as[who].shown(act);
  await app.rounds.settle();
  return shown;
}

/** Presses a button and is shown something for it. */
export const press = (story: EmulatedStory, who: Name, shown: Shown, which: Which): Promise<Shown> =>
  shownFor(story, who, () => story.as[who].click(shown, which));

/** Types a command and is shown something for it. */
export const types = (
  story: EmulatedStory,
  who: Name,
  text: string,
  channel = story.workspace.channels['marketing-ops'],
): Promise<Shown> => shownFor(story, who, () => story.as[who].slash(channel, text));

/** Fills and submits the modal on top, which must be taken. */
export async function complete({ as, app }: EmulatedStory, who: Name, values: Values = {}): Promise<void> {
  as[who].fill(values);
  expect(await as[who].submit()).toEqual({});
  await app.rounds.settle();
}

/** `/rekey add` and its modal, for a package four weeks before its date; then these vendors on the modal that lists them. */
export async function addPackage(story: EmulatedStory, vendors: readonly Values[]): Promise<void> {
  const { workspace, cloud, as } = story;
  const pack = cloud.addPackage({ name: PACK, expiresInDays: 28 });
  await types(story, 'ada', 'add');
  await complete(story, 'ada', {
    name: PACK,
    channel: workspace.channels['marketing-ops'],
    expires_on: expiresOn(pack.active),
    backups: [workspace.people.ben],
    client_id: pack.clientId,
  });
  for (const values of vendors) await addVendor(story, values);
  as.ada.close();
}

/** One more vendor, on the modal that lists them; it is drawn again with the new one. */
export async function addVendor(story: EmulatedStory, values: Values): Promise<void> {
  const { ada } = story.as;
  const list = ada.modal();
  if (!list) throw new Error('the list of vendors is not open');
  await press(story, 'ada', list, 'Add a vendor…');
  await complete(story, 'ada', values);
  await expect.poll(() => wordsOn(ada.modal()), { timeout: 20_000 }).toContain(String(values['name']));
}

/** The one card of the package's rotation in emulate's history. */
export async function cardOf({ workspace }: EmulatedStory): Promise<SandboxMessage> {
  const history = await workspace.history(workspace.channels['marketing-ops']);
  const cards = history.filter(({ blocks }) => JSON.stringify(blocks[0]).includes('· rotation 1'));
  expect(cards).toHaveLength(1);
  return cards[0]!;
}

/** The card as the database would have it drawn at this moment. */
export async function cardByDatabase(
  { sql, app }: EmulatedStory,
  { isPlain }: { isPlain: boolean },
): Promise<{ text: string; blocks: unknown[] }> {
  const [row] = await sql<{ id: string }[]>`select id from rotation`;
  const facts = await readCard(app.deps, { rotationId: row?.id ?? '' });
  if (!facts) throw new Error('there is no rotation');
  return isPlain ? plainCard(facts) : drawn(facts);
}

/** The newest message to a vendor: in the vendor's channel, or a direct one. */
export async function vendorMessageOf(
  { workspace }: EmulatedStory,
  who: Name,
  channel?: string,
): Promise<SandboxMessage> {
  const messages = channel ? await workspace.history(channel) : await workspace.dm(who);
  const found = messages.findLast((message) => wordsOn(message).startsWith('New secret for'));
  if (!found) throw new Error(`there is no message for ${who}`);
  return found;
}

/** Generate in Setup, then the deposit page by way of the card. Returns the secret. */
export async function generateAndDeposit(story: EmulatedStory): Promise<string> {
  const { cloud, clock, app } = story;
  const walkthrough = await press(story, 'ada', await cardOf(story), 'Generate and deposit…');
  const generated = cloud.generate(PACK);
  if (!generated.ok) throw new Error(sentenceOf(generated.refusal));
  const given = await press(story, 'ada', walkthrough, 'I pressed Generate: give me the deposit page');
  const deposit = { secret: generated.secret, generatedAt: clock.now().toISO(), acceptsWarnings: false };
  expect((await heldIn(given, 'deposit').act('accept', deposit)).body).toMatchObject({ ok: true });
  await app.rounds.settle();
  return generated.secret;
}

/** The click on Collect, and what it hands out. */
export async function collectLink(story: EmulatedStory, who: Name, channel?: string): Promise<Holder> {
  const given = await press(story, who, await vendorMessageOf(story, who, channel), 'Collect');
  return heldIn(given, 'handoff');
}

/** "It works…" in Slack. */
export async function confirm(
  story: EmulatedStory,
  who: Name,
  systems: readonly string[],
  channel?: string,
): Promise<void> {
  await press(story, who, await vendorMessageOf(story, who, channel), 'It works…');
  await complete(story, who, { 'It works in': [...systems], proof: 'fresh_token' });
}

/** Activate in Setup, and told to rekey with the date read there. Returns that date. */
export async function activate(story: EmulatedStory): Promise<string> {
  await press(story, 'ada', await cardOf(story), 'Activate…');
  const done = story.cloud.activate(PACK);
  if (!done.ok) throw new Error(sentenceOf(done.refusal));
  const next = expiresOn(story.cloud.package(PACK).active);
  await complete(story, 'ada', { expires_on: next });
  return next;
}
