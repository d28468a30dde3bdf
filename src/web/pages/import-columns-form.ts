import { ALL_COLUMNS, COLUMNS, type Column } from '../../domain/import-columns.ts';
import type { Layout } from '../../domain/import-layout.ts';
import { html, type Html } from '../html.ts';
import { comparing } from './import-table.ts';

/** Says what each column is. */
export const columnsForm = ({ columns, headings, samples, hasHeadings, rows }: Layout): Html =>
  html`<form data-act="preview" data-keep class="wide">
    ${columns.map((column, at) => columnField({ column, heading: headings[at] ?? '', sample: samples[at] ?? '', at }))}
    <label for="headings">First row</label>
    <select id="headings" name="hasHeadings">
      <option value="yes" ${hasHeadings && selected}>holds the headings</option>
      <option value="no" ${!hasHeadings && selected}>is a package already</option>
    </select>
    ${comparing(rows.length)}
    <button type="submit" class="main">Show what it would change</button>
  </form>`;

/** Says that the columns are what their headings say. */
export const asHeaded = ({ columns, rows }: Layout): Html =>
  html`<form data-act="preview" data-keep>
    ${columns.map(
      (column) =>
        html`<input type="hidden" name="columns" value="${column === 'secret' ? '' : column}" data-list />`,
    )}
    ${comparing(rows.length)}
    <button type="submit" class="main">Yes: show what it would change</button>
  </form>`;

const selected = html` selected`;

interface ColumnField {
  readonly column: Column | null;
  readonly heading: string;
  readonly sample: string;
  readonly at: number;
}

const columnField = ({ column, heading, sample, at }: ColumnField): Html =>
  html`<label for="column-${at}"><bdi>${heading || `Column ${at + 1}`}</bdi></label>
    ${sample !== '' && html`<p class="hint">such as <bdi>${sample}</bdi></p>`}
    <select id="column-${at}" name="columns" data-list>
      <option value="">${column === 'secret' ? 'never read: secrets' : 'left out'}</option>
      ${ALL_COLUMNS.map(
        (one) => html`<option value="${one}" ${one === column && selected}>${COLUMNS[one].title}</option>`,
      )}
    </select>`;

/** Back to the table, which stays as it was. */
export const otherTable = html`<form data-act="open">
  <button type="submit">Change the table</button>
</form>`;
