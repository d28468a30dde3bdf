import { readBoardChoices } from '../db/board-choices.ts';
import { readBoardPage } from '../db/board-page.ts';
import type { BoardOf, PlaceOnBoard } from '../db/board-rows.ts';
import { namesOfPeople } from '../db/known-people.ts';
import { cardPlacesOf } from '../db/rotations.ts';
import { workspaceName } from '../db/workspaces.ts';
import type { BoardChoices } from '../domain/board-choices.ts';
import type { BoardFilter, BoardSort } from '../domain/board.ts';
import type { Person } from '../domain/people.ts';
import { dayOf } from '../domain/schedule.ts';
import type { BoardRow } from './board-facts.ts';
import { boardPictures, type BoardPictures } from './board-pictures.ts';
import type { BoardResult } from './board-refusals.ts';
import { boardRows } from './board-rows.ts';
import { boardVisitor } from './board-visitor.ts';
import type { Deps } from './deps.ts';
import { boardOf, pageOrLast, type Board } from './read-board.ts';
import { waitsForAdmins } from './waits-for-admins.ts';

export const ROWS_PER_PAGE = 50;
/** Of what waits for the visitor; the rest is behind a link. */
const MOST_WAITING = 5;
/** Of the rotations under way in which to look for something that waits for the visitor rather than for a vendor. */
const MOST_UNDER_WAY = 30;

/** What a browser asks for, with the token of its session. */
export interface BoardVisit {
  readonly token: string | null;
  readonly asked: { readonly filter: BoardFilter; readonly sort: BoardSort; readonly page: number };
}

/** The web board, whole. */
export interface BoardPageFacts {
  readonly visitor: {
    readonly userId: string;
    readonly name: string;
    readonly workspaceName: string;
    /** Everything here is of their own packages alone. */
    readonly seesOwnAlone: boolean;
  };
  readonly board: Board;
  readonly pictures: BoardPictures;
  readonly choices: BoardChoices;
  /** What the visitor owns and should act on now. */
  readonly waiting: readonly BoardRow[];
  /** What people are called, by user id; who is missing is known by the id alone. */
  readonly names: ReadonlyMap<string, string>;
  /** Addresses of rotations' cards in Slack, by rotation. */
  readonly cards: ReadonlyMap<string, string>;
  /** What a channel's id is put behind, to make its address. */
  readonly channelUrl: string;
}

/** The board for whoever this token belongs to. Changes nothing but their session. */
export async function visitBoard(
  deps: Deps,
  { token, asked }: BoardVisit,
): Promise<BoardResult<{ board: BoardPageFacts }>> {
  const visitor = await boardVisitor(deps, { token });
  if (!visitor.ok) return visitor;
  const { person, seenBy } = visitor;
  const { db, workspaceId } = deps;
  const at = deps.clock.now();
  const of = await boardOf(deps, seenBy, dayOf(at));
  const { filter } = asked;
  const [found, choices, nameOfWorkspace] = await Promise.all([
    readPage(deps, of, { person, asked }),
    readBoardChoices(db, of),
    workspaceName(db, workspaceId),
  ]);
  const { total, counts, page, pages, own } = found;
  const rows = new Map(
    (await boardRows(deps, [...found.places, ...own], at)).map((row) => [row.packageId, row]),
  );
  const [cards, names] = await Promise.all([
    cardAddresses(deps, [...rows.values()]),
    namesOfPeople(db, workspaceId, [...new Set([...rows.values()].flatMap(({ owners }) => owners))]),
  ]);
  const rowsOf = (places: readonly PlaceOnBoard[]) =>
    places.flatMap(({ packageId }) => rows.get(packageId) ?? []);
  const { userId, name } = person;
  return {
    ok: true,
    board: {
      visitor: { userId, name, workspaceName: nameOfWorkspace, seesOwnAlone: seenBy !== null },
      board: { rows: rowsOf(found.places), page, pages, total, counts, today: of.today },
      pictures: boardPictures(of, found, filter),
      waiting: rowsOf(own).filter(waitsForAdmins).slice(0, MOST_WAITING),
      channelUrl: `${deps.slackUrl}archives/`,
      ...{ choices, names, cards },
    },
  };
}

const readPage = (
  deps: Deps,
  of: BoardOf,
  { person, asked }: { person: Person; asked: BoardVisit['asked'] },
) =>
  pageOrLast({ page: asked.page, perPage: ROWS_PER_PAGE }, (offset) =>
    readBoardPage(deps.db, of, {
      ...{ filter: asked.filter, sort: asked.sort, offset, limit: ROWS_PER_PAGE },
      own: { userId: person.userId, underWay: MOST_UNDER_WAY, toStart: MOST_WAITING },
    }),
  );

/** As Slack's own permalinks are made: the time stamp without its dot. */
async function cardAddresses(deps: Deps, rows: readonly BoardRow[]): Promise<Map<string, string>> {
  const places = await cardPlacesOf(
    deps.db,
    rows.flatMap(({ rotation }) => rotation?.id ?? []),
  );
  const address = ({ channel, ts }: { channel: string; ts: string }) =>
    `${deps.slackUrl}archives/${channel}/p${ts.replace('.', '')}`;
  return new Map([...places].map(([id, place]) => [id, address(place)]));
}
