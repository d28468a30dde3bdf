import type { Layout } from '../../domain/import-layout.ts';
import type { LooseColumn } from '../../domain/import-loose-column.ts';
import type { Added, Changed, ImportPlan, RefusedRow } from '../../domain/import-plan.ts';
import {
  changeWords,
  columnsTaken,
  faultWords,
  JOIN_LATER,
  looseWords,
  whoJoins,
} from '../../usecases/import-words.ts';
import type { ImportPreview } from '../../usecases/preview-import.ts';
import { html, type Html } from '../html.ts';
import { facts, named, page, stepsOf } from '../layout.ts';
import { IMPORT_STEPS } from './doors.ts';
import { columnsForm, otherTable } from './import-columns-form.ts';
import { counted, working } from './import-table.ts';

/** What the table would do, row by row; nothing was written. */
export function planPage({ plan, layout, digest, loose }: Extract<ImportPreview, { kind: 'plan' }>): Html {
  const { added, changed, unchanged, refused, newAccounts } = plan;
  const toDo = added.length + changed.length;
  return page({
    steps: stepsOf(IMPORT_STEPS, 2),
    heading: toDo === 0 ? 'This table changes nothing' : 'What this table would change',
    body: html`${facts([
        ['New', number(added.length)],
        ['Changed', number(changed.length)],
        ['Unchanged', number(unchanged)],
        ['Refused', number(refused.length)],
        [
          newAccounts.length === 1 ? 'New account' : 'New accounts',
          newAccounts.length > 0 && names(newAccounts),
        ],
        ['Account', accountWords(plan, layout)],
        ['Dates', datesWords(layout)],
        ...columnRows(layout),
      ])}
      ${toDo > 0 ? applyForm(plan, digest) : nothingToDo(plan)} ${unknownVendors(refused)}
      ${looseAside(loose, layout)} ${refusedSection(refused)} ${changedSection(changed)}
      ${addedSection(added, layout)}
      <details>
        <summary>Name the columns by hand</summary>
        ${columnsForm(layout)}
      </details>
      ${otherTable}`,
  });
}

const number = (many: number): string => (many === 0 ? '' : many.toLocaleString('en'));
const names = (all: readonly string[]): Html => html`<bdi>${named(all)}</bdi>`;

function columnRows(layout: Layout): readonly (readonly [string, string | Html | null])[] {
  const { taken, leftOut } = columnsTaken(layout);
  return [
    ['Columns', taken],
    ['Left out', leftOut && html`<bdi>${leftOut}</bdi>`],
  ];
}

/** The one known account of all new rows, where the table has no column for it. */
function accountWords({ added, newAccounts }: ImportPlan, { columns }: Layout): Html | null {
  const [name] = new Set(added.map((one) => one.package.accountName));
  return name && newAccounts.length === 0 && !columns.includes('account') ? names([name]) : null;
}

/** How printed dates are read, shown where the table itself decided. */
const datesWords = ({ found }: Layout): string =>
  found.kind === 'one' ? `${found.example} is read as ${found.day}` : '';

const applyForm = ({ added, changed }: ImportPlan, digest: string): Html =>
  html`<form data-act="apply" data-with-kept>
    <input type="hidden" name="seen" value="${digest}" />
    ${working(`Writing ${counted(added.length + changed.length)} …`)}
    <button type="submit" class="main">
      Apply:
      ${[
        ...(added.length > 0 ? [`${added.length.toLocaleString('en')} new`] : []),
        ...(changed.length > 0 ? [`${changed.length.toLocaleString('en')} changed`] : []),
      ].join(', ')}
    </button>
    <p class="hint">Nothing has been written yet.</p>
  </form>`;

const nothingToDo = ({ unchanged, refused }: ImportPlan): Html =>
  html`<p class="lead">
    ${
      refused.length === 0
        ? 'Everything is in rekey as the table has it.'
        : unchanged === 0
          ? 'No row of it can be taken. Below is why.'
          : 'What can be taken is in rekey already.'
    }
  </p>`;

/** Each once, with the way out for who begins with this table. */
function unknownVendors(refused: readonly RefusedRow[]): Html | null {
  const unknown = refused.flatMap(({ fault }) =>
    fault.code === 'vendor_unknown' && fault.vendor !== null ? [fault.vendor] : [],
  );
  const [one, ...more] = new Map(unknown.map((name) => [name.toLowerCase(), name])).values();
  if (one === undefined) return null;
  return html`<p class="aside">
    <strong>Not on record as ${more.length > 0 ? 'vendors' : 'a vendor'}: ${names([one, ...more])}.</strong>
    Mend a slip in the table. For whoever is new: leave the column Vendors out for now (under
    <em>Name the columns by hand</em>), add each once in Slack, with its contact, and bring the same table in
    again; then they join their packages.
  </p>`;
}

/** A heading that means something else in this table keeps its rows out: with the way out. */
function looseAside(loose: LooseColumn | null, layout: Layout): Html | null {
  if (!loose) return null;
  return html`<p class="aside">
    <strong><bdi>${looseWords(loose, layout)}</bdi></strong> Or leave the column out under
    <em>Name the columns by hand</em>.
  </p>`;
}

/** What a browser still shows at ease; the counts are above. */
const MOST_SHOWN = 500;

function section<Row>(
  title: string,
  rows: readonly Row[],
  { line, isOpen }: { line: (row: Row) => Html; isOpen: boolean },
): Html | null {
  if (rows.length === 0) return null;
  return html`<details class="rows" ${isOpen && html` open`}>
    <summary>${title} (${rows.length.toLocaleString('en')})</summary>
    <ul>
      ${rows.slice(0, MOST_SHOWN).map(line)}
    </ul>
    ${rows.length > MOST_SHOWN && html`<p class="quiet">And ${(rows.length - MOST_SHOWN).toLocaleString('en')} more.</p>`}
  </details>`;
}

/** The rows that are not taken, each with its reason. */
export const refusedSection = (rows: readonly RefusedRow[]): Html | null =>
  section('Refused', rows, { isOpen: true, line: refusedLine });

const entry = (row: number, name: string | null, rest: Html): Html =>
  html`<li>
    <span class="row-number">Row ${row}</span>
    ${name !== null && html`<strong><bdi>${name}</bdi></strong>`} ${rest}
  </li>`;

const refusedLine = ({ row, name, fault }: RefusedRow): Html =>
  entry(row, name, html`<p>${faultWords(fault)}</p>`);

const changedSection = (rows: readonly Changed[]): Html | null =>
  section('Changed', rows, { isOpen: true, line: changedLine });

const changedLine = ({ row, package: { name }, changes, joins, gains, isRotating }: Changed): Html =>
  entry(
    row,
    name,
    html`<dl>
        ${changeWords({ ...changes, ...joins }).map(
          ({ field, from, to }) =>
            html`<div>
              <dt>${field}</dt>
              <dd>
                <del><bdi>${from}</bdi></del> → <ins><bdi>${to}</bdi></ins>
              </dd>
            </div>`,
        )}
      </dl>
      ${isRotating && gains.length > 0 && html`<p>${JOIN_LATER}</p>`}`,
  );

const addedSection = (rows: readonly Added[], { columns }: Layout): Html | null =>
  section('New', rows, {
    isOpen: rows.length <= 100,
    line: (added) => addedLine(added, { hasAccounts: columns.includes('account') }),
  });

/** With what else tells it apart; an account that is everybody's is said above. */
function addedLine({ row, package: pkg, gains }: Added, { hasAccounts }: { hasAccounts: boolean }): Html {
  const { name, expiresOn, accountName, clientId, businessUnits } = pkg;
  const units = businessUnits.map((unit) => unit.name.replaceAll(' ', '\u00a0')).join(', ');
  const facts = [hasAccounts ? accountName : null, units, clientId].filter(Boolean).join(' · ');
  const joining = whoJoins({ gains, backupIds: pkg.backupIds });
  return entry(
    row,
    name,
    html`<span class="day">${expiresOn === null ? 'date not known' : `expires ${expiresOn}`}</span>
      ${facts !== '' && html`<p><bdi>${facts}</bdi></p>`}
      ${joining !== '' && html`<p><bdi>${joining}</bdi></p>`}`,
  );
}
