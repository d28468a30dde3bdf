import { holderOf, type Holder } from './pages.ts';
import { linksIn, textOf, type Shown } from './slack/reading.ts';
import { CHANNELS } from './slack/seed.ts';
import type { SandboxMessage } from './slack/types.ts';
import type { Sandbox } from './start.ts';

// What people see: the card, its thread, their direct messages, and what they are shown in answer to a click.

/** What a person reads there: no stars around what is bold. */
export const wordsOn = (shown: Shown | null | undefined): string => textOf(shown).replaceAll('*', '');

/** The rotation's card, as it stands: the newest message with its header in the channel. */
export function cardOf(
  { slack }: Sandbox,
  packageName: string,
  channel: string = CHANNELS.marketingOps,
): SandboxMessage {
  const cards = slack.state
    .messages(channel)
    .filter(
      (message) => !message.thread_ts && message.text.startsWith(packageName) && message.text.includes(': '),
    );
  const card = cards.at(-1);
  if (!card) throw new Error(`there is no card of ${packageName}`);
  return card;
}

/** All that stands on the rotation's card. */
export const cardText = (sandbox: Sandbox, packageName: string): string =>
  wordsOn(cardOf(sandbox, packageName));

/** The lines under the card, oldest first. */
export function threadOf(sandbox: Sandbox, packageName: string): string[] {
  const { channel, ts } = cardOf(sandbox, packageName);
  return sandbox.slack.state.thread(channel, ts).map(wordsOn);
}

/** The message with the Collect button, wherever this vendor reads it. */
export function vendorMessageOf({ slack }: Sandbox, who: string, channel?: string): SandboxMessage {
  const messages = channel ? slack.state.messages(channel) : slack.state.dm(who);
  const found = messages.findLast((message) => textOf(message).startsWith('New secret for'));
  if (!found) throw new Error(`there is no message for ${who}`);
  return found;
}

/** The pages that a link and its code open. */
type HeldPage = 'deposit' | 'handoff' | 'import';

/** Link and code from the last ephemeral answer somebody got. */
export async function heldBy(
  sandbox: Sandbox,
  who: string,
  page: HeldPage,
): Promise<Holder & { url: string; code: string }> {
  const { slack } = sandbox;
  const answer = await slack.until(() => {
    const last = slack.as(who).lastEphemeral();
    return linksIn(last).some((link) => link.includes(`/${page}#`)) ? last : null;
  });
  return heldIn(answer, page);
}

/** Link and code as they stand in an answer. */
export function heldIn(answer: Shown, page: HeldPage): Holder & { url: string; code: string } {
  const url = linksIn(answer).find((link) => link.includes(`/${page}#`)) ?? '';
  const code = codeIn(answer);
  return { ...holderOf(url, code), url, code };
}

/** The code that stands in an answer. */
export const codeIn = (answer: Shown | null): string =>
  /\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b/.exec(textOf(answer))?.[0] ?? '';

/** What rekey wrote to somebody alone, oldest first. */
export const dmsOf = ({ slack }: Sandbox, who: string): string[] => slack.state.dm(who).map(wordsOn);

/** The newest of them with these words; throws when there is none. */
export function dmWith({ slack }: Sandbox, who: string, words: string): SandboxMessage {
  const found = slack.state.dm(who).findLast((message) => wordsOn(message).includes(words));
  if (!found) throw new Error(`${who} was not told "${words}"`);
  return found;
}

/** Does something in Slack and waits for what is shown for it, an ephemeral message or another modal on top, and for its messages. */
export async function shownFor(
  { slack, app }: Sandbox,
  who: string,
  act: () => Promise<unknown>,
): Promise<Shown> {
  const person = slack.as(who);
  const seen = person.ephemerals().length;
  const hash = person.modal()?.hash;
  await act();
  const shown = await slack.until(() => {
    const modal = person.modal();
    if (person.ephemerals().length > seen) return person.lastEphemeral();
    return modal && modal.hash !== hash ? modal : null;
  }, 20_000);
  await app.rounds.settle();
  return shown;
}

/** The words of what is shown. */
export const told = async (sandbox: Sandbox, who: string, act: () => Promise<unknown>): Promise<string> =>
  wordsOn(await shownFor(sandbox, who, act));

/** Somebody presses a button of what they see, and reads what they are shown for it. */
export const press = (sandbox: Sandbox, who: string, shown: Shown, button: string): Promise<string> =>
  told(sandbox, who, () => sandbox.slack.as(who).click(shown, button));

/** Types a command and reads the answer. */
export const types = (sandbox: Sandbox, who: string, channel: string, line: string): Promise<string> =>
  told(sandbox, who, () => sandbox.slack.as(who).slash(channel, line));
