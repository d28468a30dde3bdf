import type { BoardRow } from '../../usecases/board-facts.ts';
import type { BoardPageFacts } from '../../usecases/visit-board.ts';
import { html, type Html } from '../html.ts';
import { stateBadge } from './state-mark.ts';
import { daysLeftWords, endWords, standingWords } from './standing-words.ts';
import type { TimeAxis } from './time-axis.ts';
import { timelineRow } from './timeline.ts';
import { withDays } from './with-days.ts';

/** How many vendors or units a row names before it counts the rest. */
const NAMED = 2;

type Names = Pick<BoardPageFacts, 'names' | 'cards' | 'channelUrl'>;

/** One package of the table. Everything the line shows is said in the cells beside it. */
export function packageRow(row: BoardRow, axis: TimeAxis, names: Names): Html {
  const { day, isCounted } = endWords(row);
  return html`<tr class="${row.state}">
    <th scope="row">
      ${slackLink(row, names)}
      <span class="soft">${placeOf(row)}</span>
    </th>
    <td class="stands">
      ${stateBadge(row.state)}
      <span class="next">${withDays(standingWords(row))}</span>
    </td>
    <td class="line">${timelineRow(axis, row)}</td>
    <td class="ends">
      ${day ? html`<time datetime="${day}">${day}</time>` : html`<span class="soft">not known</span>`}
      <span class="soft">${daysLeftWords(row)}</span>
      ${isCounted && html`<span class="soft" title="Not read in Setup yet">date counted</span>`}
    </td>
    <td class="people">
      ${ownersOf(row, names)}
      ${row.vendors.length > 0 && html`<span class="soft">for ${few(row.vendors)}</span>`}
    </td>
  </tr>`;
}

/** Each name by itself: one written from right to left turns nothing around it. */
const apart = (names: readonly string[]): Html =>
  html`${names.map((name, n) => html`${n > 0 && ', '}<bdi>${name}</bdi>`)}`;

const few = (names: readonly string[]): Html =>
  names.length <= NAMED
    ? apart(names)
    : html`${apart(names.slice(0, NAMED - 1))} and ${names.length - NAMED + 1} more`;

/** Account, then units: by name where they have one. */
function placeOf({ account, businessUnits, criticality }: BoardRow): Html {
  const units = businessUnits.map(({ mid, name }) => name || mid);
  const parts = [
    ...(account ? [html`<bdi>${account.name}</bdi>${account.kind === 'sandbox' && ' (sandbox)'}`] : []),
    ...(units.length > 0 ? [few(units)] : []),
    ...(criticality === 'high' ? ['critical'] : []),
  ];
  return html`${parts.map((part, n) => html`${n > 0 && ' · '}${part}`)}`;
}

export const ownersOf = ({ owners }: BoardRow, { names }: Pick<Names, 'names'>): Html =>
  owners.length === 0
    ? html`<span class="nobody">nobody</span>`
    : html`<span>${apart(owners.map((id) => names.get(id) ?? id))}</span>`;

/** Its name, which leads to the rotation's card in Slack, or to the package's channel where there is none. */
export function slackLink(
  { name, rotation, channelId }: BoardRow,
  { cards, channelUrl }: Pick<Names, 'cards' | 'channelUrl'>,
): Html {
  const card = rotation && cards.get(rotation.id);
  const where = card ? 'its card in Slack' : 'its channel in Slack';
  return html`<a class="name" href="${card || `${channelUrl}${channelId}`}" title="To ${where}"
    ><bdi>${name}</bdi><span class="unseen">, to ${where}</span></a
  >`;
}
