import type { Mail } from '../../adapters/mailer.ts';
import type { LinkMailFacts } from '../../usecases/link-mail.ts';
import { html, type Html } from '../html.ts';

/** One line, whatever people have typed: for a subject, and for sentences. */
const plain = (text: string, most = 80): string => {
  const line = text.replaceAll(/[\p{C}\p{Z}\s]+/gu, ' ').trim();
  const letters = Array.from(line);
  return letters.length > most ? `${letters.slice(0, most - 1).join('')}…` : line;
};

const until = ({ expiresAt }: LinkMailFacts): string =>
  expiresAt.toUTC().toFormat("d LLLL yyyy, HH:mm 'UTC'");

const keys = ({ isDown }: LinkMailFacts): string =>
  isDown
    ? 'The old secret no longer works, so your connection is down until you switch.'
    : 'Old and new secret both work meanwhile. Please switch soon: the old one is switched off once everybody has confirmed, and it has an end date.';

/** The sentences of the mail, the same for both forms of it. */
function sentences(facts: LinkMailFacts) {
  const admin = plain(facts.adminName, 60);
  const company = plain(facts.workspaceName);
  const systems = facts.systems.map((system) => plain(system, 60)).join(', ');
  return {
    hello: `Hello ${plain(facts.to.name, 60)},`,
    asks: `${admin} at ${company} asks you to switch to a new client secret for the Marketing Cloud package “${plain(facts.packageName)}”. ${keys(facts)}`,
    again: facts.isAgain ? 'The link in this mail replaces the one you were given before.' : null,
    code: `${admin} tells you a code, by telephone or chat. It is in no mail.`,
    open: `Open the page, type the code and press Reveal: the secret is shown once, so have the place ready where you keep it. The link works until ${until(facts)}.`,
    put: `Put the new secret into your systems in place of the old one${systems ? ` (we know of: ${plain(systems, 300)})` : ''}. Then come back to the same page and say that it works.`,
    doubt: `You did not expect this mail? Open nothing and ask ${admin}, by a number or address you already have. Never send anybody the secret itself.`,
    foot: `Sent by rekey for ${company}. This mail loads nothing and does not report whether it was read.`,
  };
}

/** The mail that brings a vendor without Slack their link, and never its code (promise H3). */
export function linkMail(facts: LinkMailFacts): Mail {
  const say = sentences(facts);
  const steps = [say.code, `${say.open}\n   ${facts.url}`, say.put];
  const text = [
    say.hello,
    say.asks,
    ...(say.again ? [say.again] : []),
    ...steps.map((step, n) => `${n + 1}. ${step}`),
    say.doubt,
    `--\n${say.foot}`,
  ].join('\n\n');
  const { to } = facts;
  return { to, subject: subjectOf(facts), text: `${text}\n`, html: htmlOf(facts, say).text };
}

const subjectOf = ({ workspaceName, packageName, isDown }: LinkMailFacts): string =>
  `${isDown ? 'Urgent: ' : ''}${plain(workspaceName, 60)}: collect the new secret of “${plain(packageName, 60)}”`;

const BODY =
  'margin:0;padding:24px 16px;background:#f6f5f2;color:#1f1d1a;font:16px/1.5 system-ui,-apple-system,Segoe UI,Roboto,sans-serif';
const SHEET =
  'max-width:560px;margin:0 auto;padding:24px;background:#ffffff;border:1px solid #dedad2;border-radius:12px';
const BUTTON =
  'display:inline-block;padding:12px 20px;background:#1f5f4a;color:#ffffff;border-radius:8px;text-decoration:none;font-weight:600';
const SMALL = 'color:#5d5850;font-size:14px';

/** No image, no script, no address but the link's own: nothing a mail program would have to load or could report. */
function htmlOf(facts: LinkMailFacts, say: ReturnType<typeof sentences>): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${subjectOf(facts)}</title>
      </head>
      <body style="${BODY}">
        <div style="${SHEET}">
          <p>${say.hello}</p>
          <p>${say.asks}</p>
          ${say.again && html`<p>${say.again}</p>`}
          <ol style="padding-left:22px">
            <li>${say.code}</li>
            <li style="margin-top:12px">
              ${say.open}
              <p><a href="${facts.url}" style="${BUTTON}">Open the page</a></p>
              <p style="${SMALL};word-break:break-all">${facts.url}</p>
            </li>
            <li>${say.put}</li>
          </ol>
          <p>${say.doubt}</p>
          <p style="${SMALL}">${say.foot}</p>
        </div>
      </body>
    </html> `;
}
