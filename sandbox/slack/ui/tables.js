// @ts-check
import { h, refill } from './dom.js';
import { richText } from './rich-text.js';

/** @typedef {import('./mrkdwn.js').Names} Names */

/** @param {any} cell @param {Names} names */
function cellOf(cell, names) {
  if (cell?.type === 'rich_text') return richText(cell, names);
  if (cell?.type === 'raw_number') return String(cell.text ?? cell.value ?? cell.number ?? '');
  return String(cell?.text ?? '');
}

/** @param {any} cell */
const isNumber = (cell) => cell?.type === 'raw_number';

/** @param {any} block @param {Names} names */
export function table(block, names) {
  const [head = [], ...rows] = block.rows ?? [];
  const align = (/** @type {number} */ column) => block.column_settings?.[column]?.align ?? null;
  return h(
    'div',
    { class: 'table-scroll', tabindex: '0', role: 'region', 'aria-label': 'Table' },
    h(
      'table',
      null,
      h(
        'thead',
        null,
        h(
          'tr',
          null,
          head.map((/** @type {any} */ cell, /** @type {number} */ column) =>
            h('th', { scope: 'col', class: align(column) }, cellOf(cell, names)),
          ),
        ),
      ),
      h(
        'tbody',
        null,
        rows.map((/** @type {any[]} */ row) =>
          h(
            'tr',
            null,
            row.map((cell, column) =>
              h('td', { class: align(column) ?? (isNumber(cell) ? 'right' : null) }, cellOf(cell, names)),
            ),
          ),
        ),
      ),
    ),
  );
}

/** @param {any} cell */
const sortKey = (cell) =>
  isNumber(cell)
    ? Number(cell.value ?? cell.number ?? cell.text)
    : JSON.stringify(cell?.elements ?? cell?.text ?? '').toLowerCase();

/** A table with paging and sorting. @param {any} block @param {Names} names */
export function dataTable(block, names) {
  const [head = [], ...rows] = block.rows ?? [];
  const size = block.page_size ?? 5;
  const named = block.row_header_column_index ?? 0;
  let page = 0;
  /** @type {{ column: number, isUp: boolean } | null} */
  let sort = null;
  const figure = h('figure', { class: 'data-table' });

  function draw() {
    const order = sort;
    const sorted = order
      ? [...rows].sort((one, other) => {
          const [a, b] = [sortKey(one[order.column]), sortKey(other[order.column])];
          return (a < b ? -1 : a > b ? 1 : 0) * (order.isUp ? 1 : -1);
        })
      : rows;
    const pages = Math.max(1, Math.ceil(rows.length / size));
    const heads = head.map((/** @type {any} */ cell, /** @type {number} */ column) => {
      const state = sort?.column === column ? (sort.isUp ? 'ascending' : 'descending') : null;
      const press = () => {
        sort = { column, isUp: sort?.column === column ? !sort.isUp : true };
        page = 0;
        draw();
      };
      return h(
        'th',
        { scope: 'col', 'aria-sort': state },
        h(
          'button',
          { type: 'button', onclick: press, 'data-key': `sort-${column}` },
          cellOf(cell, names),
          state && (sort?.isUp ? ' ↑' : ' ↓'),
        ),
      );
    });
    const body = sorted.slice(page * size, (page + 1) * size).map((/** @type {any[]} */ row) =>
      h(
        'tr',
        null,
        row.map((cell, column) =>
          h(
            column === named ? 'th' : 'td',
            { scope: column === named ? 'row' : null, class: isNumber(cell) ? 'right' : null },
            cellOf(cell, names),
          ),
        ),
      ),
    );
    const turn = (/** @type {number} */ by, /** @type {string} */ label) =>
      h(
        'button',
        {
          type: 'button',
          class: 'button small',
          disabled: page + by < 0 || page + by >= pages,
          'data-key': label,
          onclick: () => {
            page += by;
            draw();
          },
        },
        label,
      );
    refill(
      figure,
      h('figcaption', null, block.caption),
      h(
        'div',
        { class: 'table-scroll', tabindex: '0', role: 'region', 'aria-label': block.caption },
        h('table', null, h('thead', null, h('tr', null, heads)), h('tbody', null, body)),
      ),
      pages > 1 &&
        h(
          'div',
          { class: 'pages' },
          turn(-1, 'Previous'),
          h('span', null, `${page + 1} of ${pages}`),
          turn(1, 'Next'),
        ),
    );
  }
  draw();
  return figure;
}
