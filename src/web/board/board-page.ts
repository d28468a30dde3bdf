import type { BoardPageFacts } from '../../usecases/visit-board.ts';
import { html } from '../html.ts';
import type { BoardQuery } from './board-query.ts';
import { boardDocument } from './document.ts';

export const boardPage = ({ visitor, board }: BoardPageFacts, _asked: BoardQuery): string =>
  boardDocument({
    title: 'The board',
    visitor,
    main: html`<h1>The board</h1>
      <p>${board.total}</p>`,
  });
