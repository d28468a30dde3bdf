import type { Layout } from '../../domain/import-layout.ts';
import type { ImportPreview } from '../../usecases/preview-import.ts';
import { html, type Html } from '../html.ts';
import { page, stepsOf } from '../layout.ts';
import { IMPORT_STEPS } from './doors.ts';
import { asHeaded, columnsForm, otherTable } from './import-columns-form.ts';
import { planPage } from './import-plan.ts';
import { comparing } from './import-table.ts';

/** What a table leads to: a question about it, or what it would change. */
export function previewPage({ preview }: { preview: ImportPreview }): Html {
  switch (preview.kind) {
    case 'columns':
      return preview.layout.question === 'packages'
        ? packagesPage(preview.layout)
        : columnsPage(preview.layout);
    case 'dates':
      return datesPage(preview);
    case 'plan':
      return planPage(preview);
  }
}

/** Nothing in the headings tells packages apart. */
const columnsPage = (layout: Layout): Html =>
  page({
    steps: stepsOf(IMPORT_STEPS, 1),
    heading: 'Which column is which?',
    body: html`<p class="lead">
        No heading here says which package a row is: rekey looks for a name, a client id or a package id.
        Nothing was written.
      </p>
      <p>
        Is it the table of Installed Packages? If so, name its columns; if not, go back and paste that one.
      </p>
      ${columnsForm(layout)} ${otherTable}`,
  });

/** Names alone: other tables of Setup have them too. */
const packagesPage = (layout: Layout): Html =>
  page({
    steps: stepsOf(IMPORT_STEPS, 1),
    heading: 'Is this the table of Installed Packages?',
    body: html`<p class="lead">
        It has names, but nothing that only packages have: no package id, no client id, no date. Users, roles
        and business units look like that too. Nothing was written.
      </p>
      <p>If each row is a package, say so. If not, go back and paste Setup › Installed Packages.</p>
      ${asHeaded(layout)} ${otherTable}
      <details>
        <summary>Name the columns by hand</summary>
        ${columnsForm(layout)}
      </details>`,
  });

/** Day and month could be either: asked once for the whole table. */
const datesPage = ({
  found: { example, dmy, mdy, only },
  layout,
}: Extract<ImportPreview, { kind: 'dates' }>): Html =>
  page({
    steps: stepsOf(IMPORT_STEPS, 1),
    heading: html`What day is ${example}?`,
    body: html`<p class="lead">The dates of this table can be read in two ways, and rekey does not guess.</p>
      ${only.dmy > 0 && only.mdy > 0 && mixed(only)}
      <form data-act="preview" data-keep>
        <fieldset>
          <legend>It is</legend>
          ${choice('dmy', dmy, 'day first')} ${choice('mdy', mdy, 'month first')}
        </fieldset>
        ${comparing(layout.rows.length)}
        <button type="submit" class="main">Continue</button>
      </form>
      ${otherTable}`,
  });

const choice = (order: string, day: string, words: string): Html =>
  html`<label class="choice"
    ><input type="radio" name="order" value="${order}" required /><span
      >${day} <span class="soft">(${words})</span></span
    ></label
  >`;

const mixed = ({ dmy, mdy }: { dmy: number; mdy: number }): Html =>
  html`<p class="aside">
    <strong>The table mixes both:</strong> ${dmy} ${dmy === 1 ? 'date has' : 'dates have'} the day first for
    sure, ${mdy} the month. Rows that can’t be read your way are refused; write all dates as 2027-03-29 to
    take them all.
  </p>`;
