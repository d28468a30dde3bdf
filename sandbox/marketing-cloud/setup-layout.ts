import type { DateTime } from 'luxon';
import type { Html } from './html.ts';
import { html } from './html.ts';
import type { SetupRefusal } from './packages.ts';
import { timeOf, wordsOf } from './setup-words.ts';

/** Where on the way from the list to a page one is. */
interface Crumb {
  readonly label: string;
  readonly href?: string;
}

export interface Page {
  readonly title: string;
  readonly crumbs: readonly Crumb[];
  readonly main: Html;
  /** The page shows something that changes at this moment: it is loaded again then, unless a form was touched. */
  readonly changesAt?: DateTime | null;
  /** Loading it again would lose what it shows (a secret shown once). */
  readonly isOnce?: boolean;
}

/** A whole page of Setup. `hasPanel`: the sandbox's bar is mounted on this server. */
export function pageOf(page: Page, { now, hasPanel }: { now: DateTime; hasPanel: boolean }): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${page.title} · Setup · Local Marketing Cloud</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/setup/assets/setup.css" />
        ${hasPanel && html`<script type="module" src="/_sandbox/panel.js"></script>`}
        <script type="module" src="/setup/assets/setup.js"></script>
      </head>
      <body
        data-now="${iso(now)}"
        data-changes-at="${page.changesAt ? iso(page.changesAt) : ''}"
        ${page.isOnce ? 'data-once' : ''}
      >
        <a class="skip" href="#main">Skip to content</a>
        ${hasPanel && html`<sandbox-panel current="setup"></sandbox-panel>`}
        <header class="top">
          <a class="brand" href="/setup"
            ><span class="mark" aria-hidden="true"></span> Local Marketing Cloud</a
          >
          <span class="who">Setup · signed in as an administrator</span>
        </header>
        ${page.crumbs.length > 1 && crumbNav(page.crumbs)}
        <main id="main">${page.main}</main>
        <footer>
          A stand-in for rekey’s sandbox: not Salesforce’s software, no real tenant, no real secrets.
        </footer>
      </body>
    </html>`.text;
}

const crumbNav = (crumbs: readonly Crumb[]) =>
  html`<nav class="crumbs" aria-label="Breadcrumb">
    <ol>
      ${crumbs.map(({ label, href }) => html`<li>${href ? html`<a href="${href}">${label}</a>` : html`<span aria-current="page">${label}</span>`}</li>`)}
    </ol>
  </nav>`;

export const home: Crumb = { label: 'Installed Packages', href: '/setup' };

/** A moment that the page's script shows in the reader's own zone. */
export const moment = (at: DateTime, show: 'time' | 'moment' = 'moment') =>
  html`<time datetime="${iso(at)}" data-show="${show}"
    >${show === 'time' ? timeOf(at) : at.toUTC().toFormat("yyyy-MM-dd HH:mm 'UTC'")}</time
  >`;

const labels = { good: 'Done', bad: 'Not possible', warn: 'Please note' };

export function notice(tone: keyof typeof labels, content: Html, label = labels[tone]): Html {
  return html`<div class="notice ${tone}" role="${tone === 'bad' ? 'alert' : 'status'}">
    <strong>${label}.</strong> ${content}
  </div>`;
}

/** "Generate is possible once per five minutes; next at 10:05." */
export function refusalNotice(refusal: SetupRefusal): Html {
  const { text, at } = wordsOf(refusal);
  return notice('bad', at ? html`${text} ${moment(at, 'time')}.` : html`${text}`);
}

function iso(at: DateTime): string {
  return at.toUTC().toISO()!;
}
