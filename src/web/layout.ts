import { DateTime } from 'luxon';
import type { Moment } from '../domain/schedule.ts';
import { html, type Html } from './html.ts';

/** A whole document: the same bytes for everybody, as it knows nothing of any link. */
export function document({
  title,
  main,
  hasScript,
  hasTables = false,
}: {
  title: string;
  main: Html;
  hasScript: boolean;
  /** Files are read and written on it. */
  hasTables?: boolean;
}): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · rekey</title>
        <link rel="stylesheet" href="/assets/page.css" />
        ${hasScript && html`<script src="/assets/page.js" type="module"></script>`}
        ${hasTables && html`<script src="/assets/import.js" type="module"></script>`}
      </head>
      <body>
        <header class="top">
          <span class="brand"><span class="mark" aria-hidden="true"></span>rekey</span>
        </header>
        <main id="main">${main}</main>
        <p id="announce" class="unseen" role="status"></p>
        <footer class="foot">
          <p>
            rekey hands new secrets from an admin to those who need them, outside chat and mail. No cookies,
            no tracking.
          </p>
        </footer>
        ${hasScript && templates} ${hasTables && tableTemplates}
      </body>
    </html> `.text;
}

/** What the script says by itself, when no answer of ours arrived. */
const templates = html`<template id="no-answer"
    >${notice({
      title: 'No answer from rekey',
      text: 'The connection broke off, so this page doesn’t know whether it was done.',
      next: 'Check your connection and try again: nothing is ever done twice.',
    })}</template
  >
  <template id="no-secret"
    >${notice({
      title: 'The connection broke off',
      text: 'If the secret was on its way, it is not lost: this tab, and nobody else, can fetch it again for ten minutes.',
      next: 'Keep this tab open, check your connection and press the button again.',
    })}</template
  >
  <template id="no-keys"
    >${notice({
      title: 'This browser can’t receive a secret',
      text: 'It makes no keys of its own, so the secret could not be sealed to it. Nothing has been opened.',
      next: 'Open the link in a current browser; link and code stay as they are.',
    })}</template
  >
  <template id="not-ours"
    >${notice({
      title: 'This tab can’t open it',
      text: 'The secret was sealed to the tab that collected it, and this one doesn’t have its key.',
      next: 'Look for the other tab. If there is none any more, say “I don’t have it” under “Something is wrong”.',
    })}</template
  >
  <template id="no-copy"
    >${notice({
      title: 'This browser would not copy',
      text: 'Nothing is on the clipboard.',
      next: 'The secret is selected now: copy it by hand (Ctrl C, ⌘ C, or hold it on a phone).',
    })}</template
  >`;

const tableTemplates = html`<template id="no-table"
    >${notice({
      title: 'That file is no table rekey can read',
      text: 'It is a workbook, a picture or something else that is no plain text. Nothing was sent.',
      next: 'Save the sheet as CSV (UTF-8), or copy its cells and paste them.',
    })}</template
  >
  <template id="large-table"
    >${notice({
      title: 'That file is too large',
      text: 'A table of 5,000 packages has about one megabyte, and no more than three are read. Nothing was sent.',
      next: 'Bring the table in parts.',
    })}</template
  >`;

interface PageParts {
  readonly heading: string | Html;
  readonly body: Html;
  /** Where the visitor stands on the way. */
  readonly steps?: Html;
  /** The server's time: the script shows moments and counts down by it, whatever the device's clock says. */
  readonly at?: Moment;
  /** The page holds a secret nobody has put away yet. */
  readonly isUnstored?: boolean;
}

/** What the script puts in place of all of `<main>`. The slot is for words of refusal, which leave the page as it is. */
export const page = ({ heading, body, steps, at, isUnstored }: PageParts): Html =>
  html`<article
    class="card"
    data-page${at && html` data-at="${at.toISO()}"`}${isUnstored && html` data-unstored`}
  >
    ${steps}
    <h1 tabindex="-1">${heading}</h1>
    <div data-notice></div>
    ${body}
  </article>`;

/** Words beside a page: what happened, what did not, what to do next. */
export function notice(words: { title: string; text: string; next: string; more?: Html | undefined }): Html {
  return html`<div class="notice" data-words tabindex="-1">
    <h2>${words.title}</h2>
    <p>${words.text}</p>
    <p>${words.next}</p>
    ${words.more}
  </div>`;
}

/** The way ahead as a short list; the present step is named to screen readers too. */
export const stepsOf = (names: readonly string[], present: number): Html =>
  html`<ol class="steps" aria-label="Steps">
    ${names.map(
      (name, index) =>
        html`<li${index < present && html` class="done"`}${index === present && html` aria-current="step"`}>${name}</li>`,
    )}
  </ol> `;

/** A description list; rows without a value are left out. */
export const facts = (rows: readonly (readonly [string, string | Html | null | false])[]): Html =>
  html`<dl class="facts">
    ${rows
      .filter(([, value]) => value !== null && value !== false && value !== '')
      .map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
  </dl>`;

/** A moment: UTC as it stands, the visitor's own zone once the script has run. */
export const when = (at: Moment): Html =>
  html`<time datetime="${at.toISO()}">${at.toUTC().toFormat('yyyy-MM-dd HH:mm')} UTC</time>`;

/** The same for a moment that comes as text; nothing when it is not one. */
export function whenIso(iso: string): Html | null {
  const at = DateTime.fromISO(iso, { zone: 'utc' });
  return at.isValid ? when(at) : null;
}

/** `A`, `A and B`, `A, B and C`. */
/** As many names as are read at a glance, and how many more there are. */
export const named = (all: readonly string[]): string =>
  all.length > 10 ? `${all.slice(0, 10).join(', ')} and ${all.length - 10} more` : listed(all);

export const listed = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
