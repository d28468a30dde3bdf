import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { DateTime } from 'luxon';
import { html, Html } from '../marketing-cloud/html.ts';
import { send } from '../panel/exchange.ts';
import type { Letter } from './letters.ts';

const CSS = new URL('./assets/mailbox.css', import.meta.url);

/** The mailbox of everybody without Slack: `/mailbox`. True when the request was for it and has been answered. */
export function handleMailRequest(
  req: IncomingMessage,
  res: ServerResponse,
  letters: () => readonly Letter[],
): boolean {
  const { pathname } = new URL(req.url ?? '/', 'http://sandbox');
  if (req.method !== 'GET' || !/^\/mailbox(\/|$)/.test(pathname)) return false;
  if (pathname === '/mailbox/mailbox.css') {
    send(res, 200, 'text/css', readFileSync(CSS, 'utf8'));
    return true;
  }
  const all = letters();
  const [, wanted] = /^\/mailbox\/([0-9a-f-]{36})$/.exec(pathname) ?? [];
  const letter = wanted ? all.find(({ id }) => id === wanted) : all[0];
  send(res, wanted && !letter ? 404 : 200, 'text/html', pageOf(all, letter ?? null).text);
  return true;
}

const pageOf = (all: readonly Letter[], open: Letter | null): Html =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Mailbox · rekey sandbox</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/mailbox/mailbox.css" />
        <script type="module" src="/_sandbox/panel.js"></script>
      </head>
      <body>
        <sandbox-panel current="mail"></sandbox-panel>
        <main>
          <nav aria-label="Mails">
            <h1>Mailbox</h1>
            <p class="soft">What people without Slack are sent. Nothing leaves this machine.</p>
            ${all.length === 0 ? html`<p>No mail yet. When an admin has a link mailed, it is here.</p>` : null}
            <ul>
              ${all.map((one) => entry(one, one === open))}
            </ul>
          </nav>
          ${open && article(open)}
        </main>
      </body>
    </html> `;

const when = ({ at }: Letter) => DateTime.fromISO(at, { zone: 'utc' }).toFormat('d LLL, HH:mm');

const entry = (letter: Letter, isOpen: boolean): Html =>
  html`<li>
    <a href="/mailbox/${letter.id}" ${isOpen && new Html('aria-current="page"')}
      ><strong>${letter.to}</strong><span>${letter.subject}</span
      ><time class="soft">${when(letter)} UTC</time></a
    >
  </li>`;

/** The mail as a mail program shows it: its HTML alone in a frame that runs nothing. */
const article = (letter: Letter): Html =>
  html`<article>
    <h2>${letter.subject}</h2>
    <p class="soft">From ${letter.from}<br />To ${letter.to}<br />${when(letter)} UTC</p>
    <iframe
      title="The mail"
      sandbox="allow-popups allow-popups-to-escape-sandbox"
      srcdoc="<base target=_blank>${letter.html}"
    ></iframe>
    <details>
      <summary>As plain text</summary>
      <pre>${letter.text}</pre>
    </details>
  </article>`;
