import type { KnownBlock } from '@slack/types';
import type { DepositPageFacts, MintedLink } from '../../usecases/facts.ts';
import { actions, context, header, linkButton, message, section, type Message } from './blocks.ts';
import { bold, listed, moment, say, utc } from './text.ts';

/** The code beside the link, never in it (promise H3). */
const code = ({ code: text }: MintedLink): KnownBlock => section(`Code, asked for on the page: \`${text}\``);

const until = ({ expiresAt }: MintedLink): string =>
  `Works until ${moment(expiresAt)}. Only you see this, and it is gone when you reload Slack; press the button again for a new link, which ends this one.`;

/** Neither link nor code is in the notification's text. */
const answer = (text: string, blocks: KnownBlock[]): Message => message(text, blocks);

/** To the admin who pressed Generate. */
export function depositLink(
  link: MintedLink,
  { packageName, isAgain, vendors, generationNumber }: DepositPageFacts,
): Message {
  const what = isAgain
    ? `Secret number ${generationNumber} once more, for ${listed(vendors)}.`
    : `Secret number ${generationNumber}.`;
  return answer(`Your deposit page for ${say(packageName, 80)}`, [
    header('Your deposit page'),
    section(
      `${bold(packageName, 80)}: ${what} Open the page, type the code, paste the secret there. *Nowhere else.*`,
    ),
    ...actions(linkButton('Open the deposit page', link.url, `Open the deposit page for ${packageName}`)),
    code(link),
    context(until(link)),
  ]);
}

/** To the vendor's contact, for their own click. */
export function collectLink(link: MintedLink, packageName: string): Message {
  return answer(`Your page to collect the new secret of ${say(packageName, 80)}`, [
    header('Collect the new secret'),
    section(
      `For ${bold(packageName, 80)}. Open the page, type the code, press *Reveal*. The secret is shown once, so have the place ready where you keep it.`,
    ),
    ...actions(
      linkButton('Open the page', link.url, `Open the page to collect the secret of ${packageName}`),
    ),
    code(link),
    context(until(link)),
  ]);
}

/** To an admin, once the mail with the link is out: the code, which must go another way (promise H3). */
export function linkMailed(
  link: MintedLink,
  { vendorName, email }: { vendorName: string; email: string },
): Message {
  return answer(`The link for ${say(vendorName, 80)} was mailed`, [
    header(`Mailed to ${vendorName}`),
    section(
      `The link went to ${say(email, 100)}. Now tell them the code *by telephone or chat, never in a mail*. Without it the link opens nothing.`,
    ),
    section(`The code:\n\`\`\`${link.code}\`\`\``),
    context(
      `The link works until ${moment(link.expiresAt)}. Only you see this, and it is gone when you reload Slack. If no mail arrives, even among the spam, mail it again or get a link to pass on: each new link ends the one before.`,
    ),
  ]);
}

interface PassOn {
  readonly vendorName: string;
  readonly email: string | null;
  readonly isAgain: boolean;
  readonly workspaceName?: string | undefined;
  readonly packageName?: string | undefined;
}

/** One text to copy into the mail, with the link but never the code (promise H3). */
function mailOf(
  { url, expiresAt }: MintedLink,
  { workspaceName, packageName }: Pick<PassOn, 'workspaceName' | 'packageName'>,
): string {
  const who = workspaceName ? `${say(workspaceName, 80)} asks` : 'We ask';
  const what = packageName ? ` “${say(packageName, 80)}”` : '';
  return [
    `${who} you to collect a new client secret for the Marketing Cloud package${what} and to switch to it.`,
    `Open this link: ${url}`,
    `It needs a code, which reaches you another way. Collect it until ${utc(expiresAt)}. Keep both: the same link and code take your answer when it works.`,
    'Never send anybody the secret itself. Questions? Answer this mail.',
  ]
    .join('\n')
    .replaceAll('`', "'");
}

/** To an admin, for a vendor whom Slack does not reach: two ways, so that no one mail holds both. */
export function passOnLink(
  link: MintedLink,
  { vendorName, email, isAgain, workspaceName, packageName }: PassOn,
): Message {
  const again = isAgain ? ' It replaces the link given out before.' : '';
  return answer(`Link and code to pass on to ${say(vendorName, 80)}`, [
    header(`For ${vendorName}`),
    section(
      `Pass these on *by two different ways*: the link by e-mail${email ? ` to ${say(email, 100)}` : ''}, the code by telephone or text message. Never both in one message.${again}`,
    ),
    section(`For the mail:\n\`\`\`${mailOf(link, { workspaceName, packageName })}\`\`\``),
    section(`For the telephone or a text message, the code:\n\`\`\`${link.code}\`\`\``),
    section('Don’t open the link yourself. It shows the secret once, to whoever has both.'),
    context(`${until(link)} The card says that you were given them.`),
  ]);
}
