import {
  HOME_SHELVES,
  readDone,
  readHomePlaces,
  type HomePlaces,
  type HomeShelf,
} from '../db/home-places.ts';
import type { BoardOf } from '../db/board-rows.ts';
import { findPackages, isAppointed } from '../db/packages.ts';
import { homeLookOf, keepHomeLook, recordHomeVisit } from '../db/people.ts';
import { viewingOf } from '../db/roles.ts';
import { workspaceName } from '../db/workspaces.ts';
import { BY_URGENCY, type BoardLook } from '../domain/board.ts';
import type { Person, SlackIdentity } from '../domain/people.ts';
import { may } from '../domain/roles.ts';
import { dayOf, type Moment } from '../domain/schedule.ts';
import type { BoardRow } from './board-facts.ts';
import { boardRows } from './board-rows.ts';
import type { Deps } from './deps.ts';
import type { HomeBoard, HomeFacts, MoreWaiting, Waiting } from './home-facts.ts';
import { filterNames } from './filter-names.ts';
import { packageLines } from './package-lines.ts';
import { boardOf, readBoard } from './read-board.ts';
import { readFirstSteps } from './read-first-steps.ts';
import { MOST_WAITING, waitingForAdmin, waitingForContact } from './read-waiting.ts';
import { boardReach } from './viewing.ts';
import { isForThem } from './waiting.ts';

/** How many rows of each shelf an App Home shows before the way to all of them. */
const PER_SHELF: Readonly<Record<HomeShelf, number>> = {
  ...{ overdue: 8, in_progress: 8, soon: 8, unknown: 4, unowned: 4, planned: 5, later: 5 },
};
const NONE_PER_SHELF: typeof PER_SHELF = {
  ...{ overdue: 0, in_progress: 0, soon: 0, unknown: 0, unowned: 0, planned: 0, later: 0 },
};
/** On one page of what was looked for. */
const PER_PAGE = 30;
const DONE_LATELY = { days: 14, most: 4 };

/** Why it is drawn: they opened it, they chose what to look at, or something changed that concerns them. */
export type HomeCause =
  | { readonly kind: 'visit' }
  | { readonly kind: 'look'; readonly look: BoardLook | null }
  | { readonly kind: 'change' };

/**
 * One person's App Home: what waits for them now, and (for whoever may see packages) the board of those they may see.
 * Opened, it shows the board as a whole; drawn again, whatever they look at.
 */
export async function readHome(
  deps: Deps,
  { person, cause }: { person: Person; cause: HomeCause },
): Promise<HomeFacts> {
  const at = deps.clock.now();
  const { db, workspaceId, publicUrl, command } = deps;
  const [look, seenBy, name, isOneAppointed, viewing, theirs] = await Promise.all([
    lookFor(deps, person, cause, at),
    boardReach(deps, person),
    workspaceName(db, workspaceId),
    isAppointed(db, workspaceId, person),
    viewingOf(db, workspaceId, person),
    waitingForContact(deps, person),
  ]);
  const seen = seenBy === undefined ? NOTHING_SEEN : await readSeen(deps, { person, seenBy, look, at });
  const isEmpty = seen.board?.kind === 'shelves' && Object.values(seen.board.counts).every((n) => n === 0);
  return {
    workspaceName: name,
    ...{ person, at, command },
    sees: seenBy === undefined ? 'nothing' : seenBy ? 'own' : 'all',
    mayAdd: may(person, 'add_package', { isAppointed: isOneAppointed }),
    mayPlan: may(person, 'plan', { isAppointed: isOneAppointed, viewing }),
    boardUrl: deps.signIn ? `${publicUrl}/board` : null,
    waiting: [...seen.waiting.filter((one) => isForThem(one, person)), ...theirs.waiting],
    moreWaiting: { ...seen.more, others: seen.more.others + theirs.more },
    firstSteps: isEmpty ? await readFirstSteps(deps, { person }) : null,
    board: seen.board,
  };
}

async function lookFor(
  { db, workspaceId }: Deps,
  person: Person,
  cause: HomeCause,
  at: Moment,
): Promise<BoardLook | null> {
  switch (cause.kind) {
    case 'visit':
      await recordHomeVisit(db, workspaceId, person, at);
      return null;
    case 'look':
      await keepHomeLook(db, workspaceId, person, cause.look);
      return cause.look;
    case 'change':
      return homeLookOf(db, workspaceId, person);
  }
}

interface Seen {
  readonly waiting: readonly Waiting[];
  readonly more: MoreWaiting;
  readonly board: HomeBoard | null;
}
const NOTHING_SEEN: Seen = { waiting: [], more: { toStart: 0, undated: 0, others: 0 }, board: null };

interface Looking {
  readonly person: Person;
  /** As `boardReach` says. */
  readonly seenBy: SlackIdentity | null;
  readonly look: BoardLook | null;
  readonly at: Moment;
}

async function readSeen(deps: Deps, { person, seenBy, look, at }: Looking): Promise<Seen> {
  const board = await boardOf(deps, seenBy, dayOf(at));
  const perShelf = look ? NONE_PER_SHELF : PER_SHELF;
  // A viewer from outside is nobody's admin, whatever the lists of admins still say.
  const admin = person.standing === 'member' ? person : null;
  const found = await readHomePlaces(deps.db, {
    ...board,
    admin,
    now: at,
    perShelf,
    mostWaiting: MOST_WAITING,
  });
  const rows = await rowsOf(deps, found, at);
  const { places, toStart, undated, others } = found.waiting;
  const ids = places.map(({ packageId }) => packageId);
  const [waiting, shown] = await Promise.all([
    waitingOn(deps, ids, rows, at),
    look ? listOf(deps, person, look) : shelvesOf(deps, { board, found, rows, at }),
  ]);
  const more = {
    toStart: Math.max(0, toStart - MOST_WAITING.toStart),
    undated,
    others: Math.max(0, others - MOST_WAITING.others),
  };
  return { waiting, more, board: shown };
}

type Rows = ReadonlyMap<string, BoardRow>;

/** Every package that is shown, once, however many shelves it stands on. */
async function rowsOf(deps: Deps, { waiting, shelves }: HomePlaces, at: Moment): Promise<Rows> {
  const places = [...waiting.places, ...HOME_SHELVES.flatMap((shelf) => shelves[shelf].places)];
  const once = [...new Map(places.map((place) => [place.packageId, place])).values()];
  return new Map((await boardRows(deps, once, at)).map((row) => [row.packageId, row]));
}

async function waitingOn(deps: Deps, ids: readonly string[], rows: Rows, at: Moment): Promise<Waiting[]> {
  const packages = new Map((await findPackages(deps.db, deps.workspaceId, ids)).map((pkg) => [pkg.id, pkg]));
  const ordered = ids.flatMap((id) => packages.get(id) ?? []);
  const lines = await packageLines(deps.db, ordered, at);
  return waitingForAdmin(
    deps,
    lines.flatMap((line) => {
      const row = rows.get(line.package.id);
      return row ? [{ line, row }] : [];
    }),
  );
}

interface Found {
  readonly board: BoardOf;
  readonly found: HomePlaces;
  readonly rows: Rows;
  readonly at: Moment;
}

async function shelvesOf({ db }: Deps, { board, found, rows, at }: Found): Promise<HomeBoard> {
  const { days, most } = DONE_LATELY;
  const done = await readDone(db, { ...board, since: at.minus({ days }), most });
  const shelves = HOME_SHELVES.map((shelf) => {
    const { total, places } = found.shelves[shelf];
    return [shelf, { total, rows: places.flatMap(({ packageId }) => rows.get(packageId) ?? []) }];
  });
  return { kind: 'shelves', counts: found.counts, done, shelves: Object.fromEntries(shelves) };
}

async function listOf(deps: Deps, person: Person, { filter, page }: BoardLook): Promise<HomeBoard | null> {
  const read = await readBoard(deps, { person, filter, sort: BY_URGENCY, page, perPage: PER_PAGE });
  if (!read.ok) return null;
  const names = await filterNames(deps, person, filter);
  return { kind: 'list', look: { filter, page: read.board.page }, names, page: read.board };
}
