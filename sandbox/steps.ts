import { holderOf, type Holder } from './pages.ts';
import { sentenceOf } from './marketing-cloud/setup-words.ts';
import { linksIn, textOf } from './slack/reading.ts';
import { CHANNELS } from './slack/seed.ts';
import type { SandboxMessage } from './slack/types.ts';
import type { Sandbox } from './start.ts';

// What people do in one rotation, through the same doors as in life: signed Slack requests, HTTP and Setup.

/** The rotation's card, as it stands: the newest message with its header in the channel. */
export function cardOf({ slack }: Sandbox, packageName: string, channel: string = CHANNELS.marketingOps): SandboxMessage {
  const cards = slack.state
    .messages(channel)
    .filter((message) => !message.thread_ts && message.text.startsWith(packageName) && message.text.includes(': '));
  const card = cards.at(-1);
  if (!card) throw new Error(`there is no card of ${packageName}`);
  return card;
}

/** `/rekey start <package>`: everybody takes part. With `vendors`, by the modal: only those named. */
export async function start(
  sandbox: Sandbox,
  who: string,
  packageName: string,
  vendors?: readonly string[],
): Promise<void> {
  const { slack } = sandbox;
  const person = slack.as(who);
  if (!vendors) await person.slash(CHANNELS.marketingOps, `/rekey start ${packageName}`);
  else {
    await person.slash(CHANNELS.marketingOps, '/rekey start');
    await slack.until(() => person.modal());
    await person.fill({ Package: packageName });
    await slack.until(() => textOf(person.modal()).includes('Who takes part'));
    await person.fill({ 'Who takes part': [...vendors] });
    mustClose(await person.submit(), 'the start modal');
  }
  await slack.quiet();
  await sandbox.app.rounds.settle();
}

/** Link and code from the last ephemeral answer somebody got. */
export async function heldBy(sandbox: Sandbox, who: string, page: 'deposit' | 'handoff'): Promise<Holder & { url: string; code: string }> {
  const { slack } = sandbox;
  const answer = await slack.until(() => {
    const last = slack.as(who).lastEphemeral();
    return linksIn(last).some((link) => link.includes(`/${page}#`)) ? last : null;
  });
  const url = linksIn(answer).find((link) => link.includes(`/${page}#`)) ?? '';
  const code = /\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b/.exec(textOf(answer))?.[0] ?? '';
  return { ...holderOf(url, code), url, code };
}

/** Generate in Setup, then the deposit page by way of the card. Returns the secret that was generated. */
export async function generateAndDeposit(sandbox: Sandbox, who: string, packageName: string): Promise<string> {
  const { slack, cloud, clock } = sandbox;
  const person = slack.as(who);
  await person.click(cardOf(sandbox, packageName), 'Generate and deposit…');
  const walkthrough = await slack.until(() => findEphemeral(sandbox, who, 'I pressed Generate'));
  const generated = cloud.generate(packageName);
  if (!generated.ok) throw new Error(sentenceOf(generated.refusal));
  await person.click(walkthrough, 'I pressed Generate: give me the deposit page');
  const holder = await heldBy(sandbox, who, 'deposit');
  const deposit = { secret: generated.secret, generatedAt: clock.now().toISO(), acceptsWarnings: false };
  mustBeDone(await holder.act('accept', deposit), 'the deposit');
  await sandbox.app.rounds.settle();
  return generated.secret;
}

const findEphemeral = ({ slack }: Sandbox, who: string, words: string) =>
  slack.as(who).ephemerals().findLast((one) => textOf(one).includes(words)) ?? null;

/** The message with the Collect button, wherever this vendor reads it. */
export function vendorMessageOf({ slack }: Sandbox, who: string, channel?: string): SandboxMessage {
  const messages = channel ? slack.state.messages(channel) : slack.state.dm(who);
  const found = messages.findLast((message) => textOf(message).startsWith('New secret for'));
  if (!found) throw new Error(`there is no message for ${who}`);
  return found;
}

/** Collect in Slack: the click, then the page behind the ephemeral answer. */
export async function collectInSlack(sandbox: Sandbox, who: string, channel?: string): Promise<{ secret: string; holder: Holder }> {
  await sandbox.slack.as(who).click(vendorMessageOf(sandbox, who, channel), 'Collect');
  return collect(sandbox, await heldBy(sandbox, who, 'handoff'));
}

/** What a vendor without Slack is given by an admin, who presses the card's button for it. */
export async function passedOn(sandbox: Sandbox, admin: string, packageName: string, vendor: string): Promise<Holder> {
  await sandbox.slack.as(admin).click(cardOf(sandbox, packageName), `Get link for ${vendor}`);
  await sandbox.slack.until(() => findEphemeral(sandbox, admin, 'by two different ways'));
  return heldBy(sandbox, admin, 'handoff');
}

/** Reveal, store, acknowledge. */
export async function collect(sandbox: Sandbox, holder: Holder): Promise<{ secret: string; holder: Holder }> {
  const answer = await holder.act('collect');
  mustBeDone(answer, 'collecting');
  mustBeDone(await holder.act('stored'), 'acknowledging');
  await sandbox.app.rounds.settle();
  return { secret: String(answer.body['secret']), holder };
}

/** Asks the token endpoint for a token, as a vendor's system would. */
export async function asksToken({ cloud }: Sandbox, packageName: string, secret: string): Promise<boolean> {
  const { clientId } = cloud.package(packageName);
  const answer = await fetch(`${cloud.url}/v2/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ grant_type: 'client_credentials', client_id: clientId, client_secret: secret, scope: '' }),
  });
  return answer.status === 200;
}

/** "It works…" in Slack. */
export async function confirmInSlack(sandbox: Sandbox, who: string, systems: readonly string[], channel?: string): Promise<void> {
  const { slack } = sandbox;
  const person = slack.as(who);
  await person.click(vendorMessageOf(sandbox, who, channel), 'It works…');
  await slack.until(() => person.modal());
  await person.fill({ 'It works in': [...systems], proof: 'fresh_token' });
  mustClose(await person.submit(), 'the confirmation');
  await sandbox.app.rounds.settle();
}

/** Activate in Setup, then told to rekey, with the date read there. */
export async function activate(sandbox: Sandbox, who: string, packageName: string, expiresOn: (now: string) => string): Promise<void> {
  const { slack, cloud } = sandbox;
  const person = slack.as(who);
  await person.click(cardOf(sandbox, packageName), 'Activate…');
  await slack.until(() => person.modal());
  const done = cloud.activate(packageName);
  if (!done.ok) throw new Error(sentenceOf(done.refusal));
  await person.fill({ expires_on: expiresOn(packageName) });
  mustClose(await person.submit(), 'the Activate modal');
  await sandbox.app.rounds.settle();
}

export function mustClose(answer: object, what: string): void {
  if (!('closed' in answer)) throw new Error(`${what} was not taken: ${JSON.stringify(answer)}`);
}

function mustBeDone({ status, body }: { status: number; body: { ok: boolean } }, what: string): void {
  if (!body.ok) throw new Error(`${what} was refused (${status}): ${JSON.stringify(body)}`);
}
