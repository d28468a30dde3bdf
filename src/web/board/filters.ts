import { BOARD_ORDERS, EVERYTHING, isEverything, type BoardSort, type Shelf } from '../../domain/board.ts';
import type { Choice } from '../../domain/board-choices.ts';
import type { BoardPageFacts } from '../../usecases/visit-board.ts';
import { html, type Html } from '../html.ts';
import { boardAddress, type BoardQuery } from './board-query.ts';
import { counted } from './counted.ts';
import { SHELF_NAMES, stateMark } from './state-mark.ts';

const ON_TOP = ['overdue', 'in_progress', 'due', 'unknown', 'planned', 'later'] as const;
const BESIDE = ['soon', 'unowned', 'retired'] as const satisfies readonly Shelf[];

/** How many stand where: each number leads to them. */
export function shelves({ board }: BoardPageFacts, asked: BoardQuery): Html {
  const { counts } = board;
  const all = ON_TOP.reduce((sum, shelf) => sum + counts[shelf], 0);
  const to = (shelf: Shelf | null) => boardAddress(asked, { filter: { shelf } });
  const isHere = (shelf: Shelf | null) => asked.filter.shelf === shelf && html` aria-current="true"`;
  return html`<nav class="shelves" aria-label="How the packages stand">
    <ul class="tiles">
      <li class="all">
        <a href="${to(null)}" ${isHere(null)}><b>${counted(all)}</b> All</a>
      </li>
      ${ON_TOP.map(
        (shelf) =>
          html`<li class="${shelf}${counts[shelf] === 0 && ' none'}">
            <a href="${to(shelf)}" ${isHere(shelf)}
              ><b>${counted(counts[shelf])}</b> <span>${stateMark(shelf)}${SHELF_NAMES[shelf]}</span></a
            >
          </li>`,
      )}
    </ul>
    <ul class="beside">
      ${BESIDE.map((shelf) => html`<li><a href="${to(shelf)}" ${isHere(shelf)}>${SHELF_NAMES[shelf]}: ${counted(counts[shelf])}</a></li>`)}
    </ul>
  </nav>`;
}

export const SORT_NAMES: Readonly<Record<BoardSort['by'], string>> = {
  urgency: 'Most urgent',
  name: 'Name',
  account: 'Account',
  expires: 'When it ends',
  due: 'When it is due',
  planned: 'When it is planned',
  criticality: 'How critical',
};

/** Search, choices and order, as a form that works by itself. */
export function filterForm({ choices, visitor }: BoardPageFacts, asked: BoardQuery): Html {
  const { filter, sort } = asked;
  const me = visitor.userId;
  const owners = choices.owners.map((one) =>
    one.id === me ? { id: me, name: `${one.name ?? me} (you)` } : one,
  );
  return html`<form class="filters" method="get" action="/board" role="search">
    ${filter.shelf && html`<input type="hidden" name="state" value="${filter.shelf}" />`}
    <label class="search"
      >Search
      <input
        type="search"
        name="q"
        value="${filter.text}"
        maxlength="100"
        placeholder="Package, account, unit, vendor"
    /></label>
    ${select({ label: 'Account', name: 'account', any: 'Every account' }, choices.accounts, filter.accountId)}
    ${select({ label: 'Business unit', name: 'unit', any: 'Every unit' }, choices.units, filter.mid)}
    ${select({ label: 'Vendor', name: 'vendor', any: 'Every vendor' }, choices.vendors, filter.vendorId)}
    ${select({ label: 'Channel of', name: 'channel', any: 'Every channel' }, choices.channels, filter.channelId)}
    ${select({ label: 'Owner', name: 'owner', any: 'Everybody’s' }, owners, filter.ownerId)}
    <label
      >Order
      <select name="sort">
        ${BOARD_ORDERS.map((by) => option({ id: by, name: SORT_NAMES[by] }, by === sort.by))}
      </select>
    </label>
    <label class="choice"
      ><input type="checkbox" name="down" value="1" ${sort.isDescending && html` checked`} /><span
        >The other way round</span
      ></label
    >
    <button type="submit" class="main">Show</button>
    ${!isEverything(filter) && html`<a class="button" href="${boardAddress({ filter: EVERYTHING, sort, page: 0 })}">Show all</a>`}
  </form>`;
}

/** Left out where there is nothing to choose between. */
function select(
  { label, name, any }: { label: string; name: string; any: string },
  choices: readonly Choice[],
  chosen: string | null,
): Html | null {
  if (choices.length < 2 && chosen === null) return null;
  const isListed = choices.some(({ id }) => id === chosen);
  const shown = chosen === null || isListed ? choices : [...choices, { id: chosen, name: null }];
  return html`<label
    >${label}
    <select name="${name}">
      <option value="">${any}</option>
      ${shown.map((one) => option(one, one.id === chosen))}
    </select>
  </label>`;
}

const option = ({ id, name }: Choice, isChosen: boolean): Html =>
  html`<option value="${id}" ${isChosen && html` selected`}>${name ?? id}</option>`;
