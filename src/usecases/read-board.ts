import { readPlaces, type BoardOf } from '../db/board-rows.ts';
import type { BoardFilter, BoardSort, ShelfCounts } from '../domain/board.ts';
import type { Person, SlackIdentity } from '../domain/people.ts';
import { dayOf, type Day } from '../domain/schedule.ts';
import { readAskedUntil } from './asked-until.ts';
import type { BoardRow } from './board-facts.ts';
import { boardRows } from './board-rows.ts';
import type { Deps } from './deps.ts';
import { refused, type Result } from './refusals.ts';
import { boardReach, unseen } from './viewing.ts';

/** Pages count from 0; one beyond the last is the last. */
export interface BoardAsked {
  readonly person: Person;
  readonly filter: BoardFilter;
  readonly sort: BoardSort;
  readonly page: number;
  readonly perPage: number;
}

/** One page of a board. */
export interface Board {
  readonly rows: readonly BoardRow[];
  readonly page: number;
  readonly pages: number;
  /** On all pages. */
  readonly total: number;
  /** How many packages stand on each shelf, by everything the filter says beside its shelf. */
  readonly counts: ShelfCounts;
  readonly today: Day;
}

/**
 * The packages that match, one page of them, for lists in Slack; the web board reads more at once (`visitBoard`). Archived
 * ones are on no board, and on that of somebody who is no viewer are their own alone.
 */
export async function readBoard(
  deps: Deps,
  { person, filter, sort, page, perPage }: BoardAsked,
): Promise<Result<{ board: Board }>> {
  const seenBy = await boardReach(deps, person);
  if (seenBy === undefined) return refused(unseen(person));
  const at = deps.clock.now();
  const of = await boardOf(deps, seenBy, dayOf(at));
  const found = await pageOrLast({ page, perPage }, (offset) =>
    readPlaces(deps.db, of, { filter, sort, offset, limit: perPage }),
  );
  const { total, counts } = found;
  const rows = await boardRows(deps, found.places, at);
  return { ok: true, board: { rows, page: found.page, pages: found.pages, total, counts, today: of.today } };
}

/** The board of that day, as far as these packages go. */
export const boardOf = async (deps: Deps, seenBy: SlackIdentity | null, today: Day): Promise<BoardOf> => ({
  ...{ workspaceId: deps.workspaceId, seenBy, today },
  askedUntil: await readAskedUntil(deps, today),
});

/** The page asked for, or the last where there are fewer; read by how many stand before it. */
export async function pageOrLast<Read extends { readonly total: number }>(
  { page, perPage }: Pick<BoardAsked, 'page' | 'perPage'>,
  read: (offset: number) => Promise<Read>,
): Promise<Read & Pick<Board, 'page' | 'pages'>> {
  const first = await read(page * perPage);
  const pages = Math.max(1, Math.ceil(first.total / perPage));
  const last = pages - 1;
  return { ...(page > last ? await read(last * perPage) : first), page: Math.min(page, last), pages };
}
