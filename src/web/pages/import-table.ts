import { ALL_COLUMNS, COLUMNS } from '../../domain/import-columns.ts';
import { RULES } from '../../domain/rules.ts';
import type { ImportFacts } from '../../usecases/open-import.ts';
import { html, type Html } from '../html.ts';
import { page, stepsOf, when } from '../layout.ts';
import { IMPORT_STEPS } from './doors.ts';

/** Where a table is pasted, dropped or chosen. */
export const tablePage = ({ facts }: { facts: ImportFacts }): Html =>
  page({
    steps: stepsOf(IMPORT_STEPS, 1),
    heading: facts.packages === 0 ? 'Bring in your packages' : 'Bring in packages',
    at: facts.at,
    body: html`<p class="lead">
        In Marketing Cloud, under Setup › Installed Packages, select the whole table with its headings, copy
        it and paste it here.
      </p>
      <form data-act="preview" data-keep="anew" class="wide">
        ${tableField} ${accountField(facts)} ${working('Comparing the table with what is here …')}
        <button type="submit" class="main">Show what it would change</button>
      </form>
      ${!facts.hasChannel && noChannel}
      <p class="quiet">
        Nothing is written until you have seen what changes. Secrets don’t belong in the table: a row that
        holds one is refused.
      </p>
      <details>
        <summary>What a table may hold</summary>
        ${known}
      </details>
      ${facts.packages > 0 && takeOut(facts)}
      <p class="quiet">This page works until ${when(facts.expiresAt)}.</p>`,
  });

const tableField = html`<div data-drop>
  <label for="table">The table</label>
  <p class="hint" id="table-hint">
    As a browser copies it, as markdown, or as CSV; up to ${RULES.mostImportRows.toLocaleString('en')}
    packages, any columns in any order.
  </p>
  <textarea
    id="table"
    name="table"
    rows="9"
    required
    wrap="off"
    data-refill
    spellcheck="false"
    autocomplete="off"
    autocapitalize="none"
    autocorrect="off"
    translate="no"
    aria-describedby="table-hint"
  ></textarea>
  <label class="file"
    ><span>Or choose a file, or drop it here <span class="soft">(CSV, TSV)</span></span
    ><input type="file" accept=".csv,.tsv,.tab,.txt,.md,text/csv,text/tab-separated-values,text/plain"
  /></label>
  <p class="hint" data-file-state role="status"></p>
</div>`;

const accountField = ({ accounts }: ImportFacts): Html =>
  html`<label for="account">Account <span class="soft">(if the table has no column for it)</span></label>
    <p class="hint" id="account-hint">
      The Marketing Cloud account the packages are in.
      ${accounts.length > 0 ? 'Choose one, or type the name of a new one.' : 'Type its name, such as Acme Production.'}
    </p>
    <input
      id="account"
      name="accountName"
      list="accounts"
      maxlength="100"
      data-refill
      autocomplete="off"
      aria-describedby="account-hint"
    />
    <datalist id="accounts">
      ${accounts.map(({ name }) => html`<option value="${name}"></option>`)}
    </datalist>`;

/** While the table is on its way and judged. */
export const working = (words: string): Html =>
  html`<div class="working">
    <progress aria-label="${words}"></progress><span aria-hidden="true">${words}</span>
  </div>`;

/** How many packages, as people read it. */
export const counted = (many: number): string =>
  `${many.toLocaleString('en')} ${many === 1 ? 'package' : 'packages'}`;

/** The same of so many rows. */
export const comparing = (rows: number): Html =>
  working(`Comparing ${rows.toLocaleString('en')} ${rows === 1 ? 'row' : 'rows'} with what is here …`);

const noChannel = html`<p class="aside">
  You did not ask for this page in a channel, so new packages need a column <strong>Channel</strong> with the
  id of the Slack channel their cards go to. Or type the command in that channel and use the link it gives you
  there.
</p>`;

const known = html`<p>
    These headings are known, in many spellings; any other column can be named by hand. A row is told by its
    client id, else its package id, else its name within account and business unit. An empty cell changes
    nothing.
  </p>
  <p>
    <strong>Vendors</strong> are names of vendors on record, parted by semicolons or line breaks; the systems
    where the secret sits follow a colon: <em>Acme Mail: Nightly import, Preference centre; Loop Loyalty</em>.
    A backslash before such a sign makes it part of a name. A table adds vendors and systems and takes none
    away: a system is removed in Slack, where its history stays. <strong>Backups</strong> are Slack member
    ids, parted by semicolons.
  </p>
  <ul class="chips">
    ${ALL_COLUMNS.map((column) => html`<li>${COLUMNS[column].title}</li>`)}
  </ul>`;

const takeOut = ({ packages, isWhole }: ImportFacts): Html =>
  html`<section class="panel">
    <h2>Take the table out</h2>
    <p>
      ${packages === 1 ? 'The one package' : `${isWhole ? 'All' : 'The'} ${packages.toLocaleString('en')} packages`}
      ${!isWhole && 'that you may see'} as CSV, to be edited and brought in again.
    </p>
    <div data-notice></div>
    <form data-act="export"><button type="submit">Export</button></form>
  </section>`;
