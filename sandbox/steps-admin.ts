import type { KnownBlock } from '@slack/types';
import { textOf, type Shown } from './slack/reading.ts';
import type { FillValue } from './slack/choosing.ts';
import { CHANNELS } from './slack/seed.ts';
import type { SubmitResult } from './slack/person.ts';
import type { SandboxModal } from './slack/types.ts';
import { mustClose } from './steps.ts';
import { cardOf, shownFor, wordsOn } from './steps-seen.ts';
import type { Sandbox } from './start.ts';

// What an admin does from the card, beside the happy path.

/** Fills the modal on top and submits it; what comes of it is not judged. */
export async function submit(
  { slack, app }: Sandbox,
  who: string,
  values: Record<string, FillValue> = {},
): Promise<SubmitResult> {
  const person = slack.as(who);
  await person.fill(values);
  const result = await person.submit();
  await app.rounds.settle();
  return result;
}

/** The same where it must be taken. */
export async function complete(
  sandbox: Sandbox,
  who: string,
  values: Record<string, FillValue> = {},
): Promise<void> {
  const title = sandbox.slack.as(who).modal()?.title.text ?? 'the modal';
  mustClose(await submit(sandbox, who, values), title);
}

/** The same where it must turn into another view: returns its words. */
export async function submitAndRead(
  sandbox: Sandbox,
  who: string,
  values: Record<string, FillValue> = {},
): Promise<string> {
  const result = await submit(sandbox, who, values);
  if (!('updated' in result)) throw new Error(`the modal did not become another: ${JSON.stringify(result)}`);
  return wordsOn(sandbox.slack.as(who).modal());
}

/** The same where it is taken and a notice says what comes next: returns its words, and closes it with all below. */
export async function completeAndRead(
  sandbox: Sandbox,
  who: string,
  values: Record<string, FillValue> = {},
): Promise<string> {
  const words = await submitAndRead(sandbox, who, values);
  const person = sandbox.slack.as(who);
  await person.close();
  if (person.modal()) throw new Error('a modal was left open below the notice');
  return words;
}

/** *More…* on the card, then one of its paths, named by the title of its row. */
export async function morePath(
  sandbox: Sandbox,
  who: string,
  packageName: string,
  title: string,
): Promise<Shown> {
  const person = sandbox.slack.as(who);
  const more = await shownFor(sandbox, who, () => person.click(cardOf(sandbox, packageName), 'More…'));
  return shownFor(sandbox, who, () => person.click(more, buttonOf(more, title)));
}

/** The button of the row that begins with this title. */
function buttonOf(more: Shown, title: string): { actionId: string } {
  for (const block of more.blocks as KnownBlock[]) {
    if (block.type !== 'section' || !block.text?.text.startsWith(`*${title}*`)) continue;
    if (block.accessory?.type === 'button' && block.accessory.action_id)
      return { actionId: block.accessory.action_id };
  }
  throw new Error(`there is no "${title}" under More…: ${textOf(more)}`);
}

/** The menu beside a vendor on the card. */
export async function vendorPath(
  sandbox: Sandbox,
  who: string,
  packageName: string,
  { vendor, path }: { vendor: string; path: string },
): Promise<Shown> {
  const person = sandbox.slack.as(who);
  const menu = { text: vendor, actionId: 'rekey.vendor_menu' };
  return shownFor(sandbox, who, () => person.select(cardOf(sandbox, packageName), menu, path));
}

/** `/rekey add` and its modal; every field may be told otherwise. */
export async function addPackage(
  sandbox: Sandbox,
  who: string,
  values: Record<string, FillValue>,
): Promise<SandboxModal> {
  const { slack } = sandbox;
  const person = slack.as(who);
  await shownFor(sandbox, who, () => person.slash(CHANNELS.marketingOps, '/rekey add'));
  await submitAndRead(sandbox, who, { channel: CHANNELS.marketingOps, ...values });
  return person.modal() as SandboxModal;
}

/** One more vendor, on the modal that lists them. */
export async function addVendor(
  sandbox: Sandbox,
  who: string,
  values: Record<string, FillValue>,
): Promise<void> {
  const { slack } = sandbox;
  const person = slack.as(who);
  const list = person.modal();
  if (!list) throw new Error('the list of vendors is not open');
  await shownFor(sandbox, who, () => person.click(list, 'Add a vendor…'));
  mustClose(await submit(sandbox, who, values), 'the vendor modal');
  await slack.until(() => textOf(person.modal()).includes(String(values['name'])));
}
