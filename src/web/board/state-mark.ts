import type { BoardState, Shelf } from '../../domain/board.ts';
import { html, Html } from '../html.ts';

/** What a state is called, wherever the board names it. */
export const SHELF_NAMES: Readonly<Record<Shelf, string>> = {
  overdue: 'Overdue',
  in_progress: 'In progress',
  due: 'Start now',
  unknown: 'Date unknown',
  planned: 'Planned',
  later: 'Later',
  retired: 'Retired',
  soon: 'Next 30 days',
  unowned: 'Nobody’s',
};

/** A shape for each, so that colour is never alone. Drawn in a square of 14. */
const SHAPES: Readonly<Record<BoardState, string>> = {
  overdue: '<path class="full" d="M7 .8 13.2 7 7 13.2.8 7Z"/><path class="cut" d="M7 3.6v4M7 9.2v1.4"/>',
  in_progress:
    '<circle class="line" cx="7" cy="7" r="5.6"/><path class="full" d="M7 1.4a5.6 5.6 0 0 1 0 11.2Z"/>',
  due: '<path class="full" d="M2.4 1.2 12.6 7 2.4 12.8Z"/>',
  unknown:
    '<circle class="line dotted" cx="7" cy="7" r="5.6"/><path class="line" d="M5.2 5.6a1.8 1.8 0 1 1 2.6 1.6c-.6.3-.8.6-.8 1.2M7 9.9v.8"/>',
  planned:
    '<rect class="line" x="1.6" y="2.4" width="10.8" height="10" rx="1.6"/><path class="line" d="M1.6 5.6h10.8M4.6 1v2.6M9.4 1v2.6"/>',
  later: '<circle class="line" cx="7" cy="7" r="5.6"/>',
  retired: '<path class="line" d="M2 7h10"/>',
};

export const stateMark = (state: BoardState): Html =>
  html`<svg
    class="mark-of-state"
    width="14"
    height="14"
    viewBox="0 0 14 14"
    aria-hidden="true"
    focusable="false"
  >
    ${new Html(SHAPES[state])}
  </svg>`;

/** Mark and name together. */
export const stateBadge = (state: BoardState): Html =>
  html`<span class="state ${state}">${stateMark(state)}${SHELF_NAMES[state]}</span>`;
