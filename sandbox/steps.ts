import { linkIn } from './mail/letters.ts';
import { holderOf, type Holder } from './pages.ts';
import type { Shown } from './slack/reading.ts';
import { sentenceOf } from './marketing-cloud/setup-words.ts';
import { CHANNELS } from './slack/seed.ts';
import type { Sandbox } from './start.ts';
import { cardOf, codeIn, heldBy, press, shownFor, told, vendorMessageOf } from './steps-seen.ts';

// What people do in one rotation, through the same doors as in life: signed Slack requests, HTTP and Setup.

/** `/rekey start <package>`: everybody takes part. With `vendors`, by the modal: only those named. */
export async function start(
  sandbox: Sandbox,
  who: string,
  packageName: string,
  vendors?: readonly string[],
): Promise<void> {
  const { slack } = sandbox;
  const person = slack.as(who);
  if (!vendors) {
    const answer = await told(sandbox, who, () =>
      person.slash(CHANNELS.marketingOps, `/rekey start ${packageName}`),
    );
    if (!answer.includes('is open')) throw new Error(`the rotation was not started: ${answer}`);
    return;
  }
  await shownFor(sandbox, who, () => person.slash(CHANNELS.marketingOps, '/rekey start'));
  await shownFor(sandbox, who, () => person.fill({ Package: packageName }));
  await person.fill({ 'Who takes part': [...vendors] });
  mustClose(await person.submit(), 'the start modal');
  await sandbox.app.rounds.settle();
}

/** The deposit page by way of the card, for whoever says that Generate was pressed. */
export async function depositPage(sandbox: Sandbox, who: string, packageName: string) {
  const card = cardOf(sandbox, packageName);
  const click = () => sandbox.slack.as(who).click(card, 'Generate and deposit…');
  const walkthrough = await shownFor(sandbox, who, click);
  await press(sandbox, who, walkthrough, 'I pressed Generate: give me the deposit page');
  return heldBy(sandbox, who, 'deposit');
}

/** Generate in Setup, then the deposit page by way of the card. Returns the secret that was generated. */
export async function generateAndDeposit(
  sandbox: Sandbox,
  who: string,
  packageName: string,
): Promise<string> {
  const { cloud, clock } = sandbox;
  const generated = cloud.generate(packageName);
  if (!generated.ok) throw new Error(sentenceOf(generated.refusal));
  const holder = await depositPage(sandbox, who, packageName);
  const deposit = { secret: generated.secret, generatedAt: clock.now().toISO(), acceptsWarnings: false };
  mustBeDone(await holder.act('accept', deposit), 'the deposit');
  await sandbox.app.rounds.settle();
  return generated.secret;
}

/** The same secret once more, for those without a copy, by way of the card. */
export async function depositAgain(
  sandbox: Sandbox,
  who: string,
  packageName: string,
  secret: string,
): Promise<void> {
  const { slack, clock } = sandbox;
  const click = () => slack.as(who).click(cardOf(sandbox, packageName), 'Deposit the same secret again…');
  const walkthrough = await shownFor(sandbox, who, click);
  await press(sandbox, who, walkthrough, 'Give me the deposit page');
  const holder = await heldBy(sandbox, who, 'deposit');
  const deposit = { secret, generatedAt: clock.now().toISO(), acceptsWarnings: false };
  mustBeDone(await holder.act('accept', deposit), 'the second deposit');
  await sandbox.app.rounds.settle();
}

/** Collect in Slack: the click, then the page behind the ephemeral answer. */
export async function collectInSlack(
  sandbox: Sandbox,
  who: string,
  channel?: string,
): Promise<{ secret: string; holder: Holder }> {
  await press(sandbox, who, vendorMessageOf(sandbox, who, channel), 'Collect');
  return collect(sandbox, await heldBy(sandbox, who, 'handoff'));
}

/** What a vendor without Slack is given by an admin, who presses the card's button for it. */
export async function passedOn(
  sandbox: Sandbox,
  admin: string,
  packageName: string,
  vendor: string,
): Promise<Holder> {
  await press(sandbox, admin, cardOf(sandbox, packageName), `Get link for ${vendor}`);
  return heldBy(sandbox, admin, 'handoff');
}

/** What a vendor without Slack has once rekey has mailed the link and an admin has told the code. */
export async function mailed(
  sandbox: Sandbox,
  admin: string,
  packageName: string,
  vendor: string,
): Promise<Holder & { url: string; code: string }> {
  const { slack, mailbox } = sandbox;
  const before = mailbox.letters().length;
  await press(sandbox, admin, cardOf(sandbox, packageName), `Mail link to ${vendor}`);
  const [letter] = mailbox.letters();
  if (!letter || mailbox.letters().length !== before + 1) throw new Error('there is not one new mail');
  const answer = slack.as(admin).lastEphemeral();
  if (!answer) throw new Error(`${admin} was told nothing`);
  return mailedTo(sandbox, answer);
}

/** The link of the newest mail, with the code that an admin was shown for it. */
export function mailedTo({ mailbox }: Sandbox, answer: Shown): Holder & { url: string; code: string } {
  const [letter] = mailbox.letters();
  const url = letter ? linkIn(letter) : '';
  const code = codeIn(answer);
  return { ...holderOf(url, code), url, code };
}

/** Reveal, store, acknowledge. */
export async function collect(
  sandbox: Pick<Sandbox, 'app'>,
  holder: Holder,
): Promise<{ secret: string; holder: Holder }> {
  const answer = await holder.act('collect');
  mustBeDone(answer, 'collecting');
  mustBeDone(await holder.act('stored'), 'acknowledging');
  await sandbox.app.rounds.settle();
  return { secret: String(answer.body['secret']), holder };
}

/** Asks the token endpoint for a token, as a vendor's system would. */
export async function asksToken(
  { cloud }: Pick<Sandbox, 'cloud'>,
  packageName: string,
  secret: string,
): Promise<boolean> {
  const { clientId } = cloud.package(packageName);
  const answer = await fetch(`${cloud.url}/v2/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: secret,
      scope: '',
    }),
  });
  return answer.status === 200;
}

/** "It works…" in Slack. */
export async function confirmInSlack(
  sandbox: Sandbox,
  who: string,
  systems: readonly string[],
  channel?: string,
): Promise<void> {
  const { slack } = sandbox;
  const person = slack.as(who);
  await press(sandbox, who, vendorMessageOf(sandbox, who, channel), 'It works…');
  await person.fill({ ...(systems.length > 0 ? { 'It works in': [...systems] } : {}), proof: 'fresh_token' });
  mustClose(await person.submit(), 'the confirmation');
  await sandbox.app.rounds.settle();
}

/** Activate in Setup, then told to rekey, with the date read there. */
export async function activate(
  sandbox: Sandbox,
  who: string,
  packageName: string,
  expiresOn: (now: string) => string,
): Promise<void> {
  const { slack, cloud } = sandbox;
  const person = slack.as(who);
  await press(sandbox, who, cardOf(sandbox, packageName), 'Activate…');
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
