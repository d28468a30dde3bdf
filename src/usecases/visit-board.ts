import { readBoardChoices } from '../db/board-choices.ts';
import { namesOfPeople } from '../db/known-people.ts';
import { cardPlacesOf } from '../db/rotations.ts';
import { workspaceName } from '../db/workspaces.ts';
import type { BoardChoices } from '../domain/board-choices.ts';
import { BY_URGENCY, EVERYTHING, type BoardFilter, type BoardSort } from '../domain/board.ts';
import type { Person } from '../domain/people.ts';
import { dayOf } from '../domain/schedule.ts';
import { readAskedUntil } from './asked-until.ts';
import type { BoardRow } from './board-facts.ts';
import { boardPictures, type BoardPictures } from './board-pictures.ts';
import { notLetIn, type BoardResult } from './board-refusals.ts';
import type { Visitor } from './board-person.ts';
import { boardVisitor } from './board-visitor.ts';
import type { Deps } from './deps.ts';
import { readBoard, type Board } from './read-board.ts';
import { waitsForAdmins } from './waits-for-admins.ts';

export const ROWS_PER_PAGE = 50;
/** Of what waits for the visitor; the rest is behind a link. */
const MOST_WAITING = 5;

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
  const [read, beside] = await Promise.all([
    readBoard(deps, { person: visitor.person, ...asked, perPage: ROWS_PER_PAGE }),
    readBeside(deps, visitor, asked.filter),
  ]);
  if (!read.ok) return notLetIn({ code: 'may_not_view' });
  const { board } = read;
  const people = [...board.rows, ...beside.waiting].flatMap(({ owners }) => owners);
  const [cards, names] = await Promise.all([
    cardAddresses(deps, [...board.rows, ...beside.waiting]),
    namesOfPeople(deps.db, deps.workspaceId, [...new Set(people)]),
  ]);
  const channelUrl = `${deps.slackUrl}archives/`;
  return { ok: true, board: { board, ...beside, cards, names, channelUrl } };
}

/** What the page shows beside its rows; read at once, as none of it waits for another. */
async function readBeside(deps: Deps, { person, seenBy }: Visitor, filter: BoardFilter) {
  const { db, workspaceId } = deps;
  const today = dayOf(deps.clock.now());
  const of = { workspaceId, seenBy, today, askedUntil: await readAskedUntil(deps, today) };
  const [pictures, choices, waiting, name] = await Promise.all([
    boardPictures(db, of, filter),
    readBoardChoices(db, of),
    waitingFor(deps, person),
    workspaceName(db, workspaceId),
  ]);
  const { userId } = person;
  const visitor = { userId, name: person.name, workspaceName: name, seesOwnAlone: seenBy !== null };
  return { visitor, pictures, choices, waiting };
}

async function waitingFor(deps: Deps, person: Person): Promise<BoardRow[]> {
  const filter = { ...EVERYTHING, ownerId: person.userId };
  const look = { person, filter, sort: BY_URGENCY, page: 0, perPage: ROWS_PER_PAGE };
  const read = await readBoard(deps, look);
  return read.ok ? read.board.rows.filter(waitsForAdmins).slice(0, MOST_WAITING) : [];
}

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
