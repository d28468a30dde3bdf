import type { Board } from '../../usecases/read-board.ts';
import { ROWS_PER_PAGE } from '../../usecases/visit-board.ts';
import { html, type Html } from '../html.ts';
import { boardAddress, type BoardQuery } from './board-query.ts';
import { counted } from './counted.ts';

/** Where in the list one is, and the way on. */
export function pager({ page, pages, total, rows }: Board, asked: BoardQuery): Html {
  const first = page * ROWS_PER_PAGE + 1;
  const where =
    total === rows.length
      ? `${counted(total)} in all`
      : `${counted(first)} to ${counted(first + rows.length - 1)} of ${counted(total)}`;
  const to = (nth: number) => `${boardAddress(asked, { page: nth })}#list`;
  const link = (nth: number, words: string, rel: string) =>
    html`<a class="button" rel="${rel}" href="${to(nth)}">${words}</a>`;
  return html`<nav class="pager" aria-label="Pages">
    <p>${where}</p>
    ${
      pages > 1 &&
      html`<div class="row">
        ${page > 0 && [page > 1 && link(0, 'First', 'first'), link(page - 1, 'Back', 'prev')]}
        <span>Page ${counted(page + 1)} of ${counted(pages)}</span>
        ${page < pages - 1 && [link(page + 1, 'Next', 'next'), page < pages - 2 && link(pages - 1, 'Last', 'last')]}
      </div>`
    }
  </nav>`;
}
