import { BY_URGENCY, EVERYTHING, isEverything, type BoardSort } from '../../domain/board.ts';
import type { BoardPageFacts } from '../../usecases/visit-board.ts';
import { html, type Html } from '../html.ts';
import { boardAddress, type BoardQuery } from './board-query.ts';
import { counted } from './counted.ts';
import { boardDocument } from './document.ts';
import { filterForm, shelves } from './filters.ts';
import { packageRow, slackLink } from './package-row.ts';
import { pager } from './pager.ts';
import { PATTERNS } from './patterns.ts';
import { pictures } from './pictures.ts';
import { daysLeftWords, standingWords } from './standing-words.ts';
import { SHELF_NAMES, stateBadge } from './state-mark.ts';
import { timeAxis, type TimeAxis } from './time-axis.ts';
import { withDays } from './with-days.ts';
import { timelineDays, timelineHead, timelineKey } from './timeline.ts';

/** The board, whole. Pure: facts and address in, a document out. `command`: rekey's, in Slack. */
export function boardPage(facts: BoardPageFacts, asked: BoardQuery, command: string): string {
  const { visitor, board } = facts;
  const axis = timeAxis(board.today);
  const isFresh = board.total === 0 && isEverything(asked.filter);
  return boardDocument({
    title: `Board of ${visitor.workspaceName}`,
    visitor,
    main: html`${PATTERNS}${timelineDays(axis)}
      <div class="head">
        <h1>${visitor.seesOwnAlone ? 'Your packages' : `Packages of ${visitor.workspaceName}`}</h1>
        ${visitor.seesOwnAlone && OWN_ALONE}
        <p class="soft">As of <time datetime="${board.today}">${board.today}</time></p>
      </div>
      ${shelves(facts, asked)}
      ${isFresh ? nothingInUse(board, command) : html`${waiting(facts)}${pictures(facts.pictures, command)}${list(facts, asked, axis)}`}`,
  });
}

const OWN_ALONE = html`<p class="soft">
  You see those you are an admin of, and those of a vendor whose contact you are. All others, and their
  numbers, are left out.
</p>`;

function nothingInUse({ counts }: BoardPageFacts['board'], command: string): Html {
  const isFirst = counts.retired === 0;
  const retired = boardAddress({ filter: { ...EVERYTHING, shelf: 'retired' }, sort: BY_URGENCY, page: 0 });
  return html`<section class="panel empty">
    <h2>${isFirst ? 'No packages yet' : 'No package is in use'}</h2>
    ${!isFirst && html`<p><a href="${retired}">Retired: ${counted(counts.retired)}</a>: each can be restored in Slack.</p>`}
    <p>
      ${isFirst ? 'Bring them in' : 'Bring others in'} from Slack: <code>${command} import</code> takes a
      table, <code>${command} add</code> one by hand. As soon as they are there, this page shows when each
      secret ends.
    </p>
  </section>`;
}

function waiting({ waiting: rows, visitor, cards, channelUrl }: BoardPageFacts): Html | null {
  if (rows.length === 0) return null;
  const mine = boardAddress({
    filter: { ...EVERYTHING, ownerId: visitor.userId },
    sort: BY_URGENCY,
    page: 0,
  });
  return html`<section class="panel waits">
    <h2>Waits for you</h2>
    <ul class="plain">
      ${rows.map(
        (row) =>
          html`<li>
            ${stateBadge(row.state)} ${slackLink(row, { cards, channelUrl })}
            <span class="next">${withDays(standingWords(row))}</span>
            <span class="soft">${daysLeftWords(row)}</span>
          </li>`,
      )}
    </ul>
    <p class="quiet">The most urgent of what you own. <a href="${mine}">All of it</a></p>
  </section>`;
}

function list(facts: BoardPageFacts, asked: BoardQuery, axis: TimeAxis): Html {
  const { board } = facts;
  const { shelf } = asked.filter;
  return html`<section class="list" id="list" aria-labelledby="list-name">
    <h2 id="list-name">${shelf ? SHELF_NAMES[shelf] : 'Every package'}</h2>
    ${filterForm(facts, asked)}
    ${
      board.rows.length === 0
        ? html`<p class="empty">
            Nothing matches. Look for less, or <a href="/board">show all packages</a>.
          </p>`
        : html`${timelineKey}${table(facts, asked, axis)}${pager(board, asked)}`
    }
  </section>`;
}

function table(facts: BoardPageFacts, asked: BoardQuery, axis: TimeAxis): Html {
  return html`<table class="packages">
    <thead>
      <tr>
        ${heading('Package', 'name', asked)} ${heading('Where it stands', 'urgency', asked)}
        <th scope="col" class="line"><span class="unseen">Life of its secret</span>${timelineHead(axis)}</th>
        ${heading('Last sure day', 'expires', asked)}
        <th scope="col">Owner</th>
      </tr>
    </thead>
    <tbody>
      ${facts.board.rows.map((row) => packageRow(row, axis, facts))}
    </tbody>
  </table>`;
}

/** A column that sorts: once more turns it round. */
function heading(words: string, by: BoardSort['by'], asked: BoardQuery): Html {
  const isBy = asked.sort.by === by;
  const { isDescending } = asked.sort;
  const sorted = isBy && html` aria-sort="${isDescending ? 'descending' : 'ascending'}"`;
  const address = boardAddress(asked, { sort: { by, isDescending: isBy && !isDescending } });
  return html`<th scope="col" ${sorted}>
    <a href="${address}#list"
      >${words}${isBy && html`<span class="arrow" aria-hidden="true">${isDescending ? '↓' : '↑'}</span>`}</a
    >
  </th>`;
}
