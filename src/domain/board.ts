import { hardStopOn, type Day } from './schedule.ts';

/** How a package stands on the board. These names are in addresses and buttons: they are for ever. */
export const BOARD_STATES = [
  'overdue',
  'in_progress',
  'due',
  'unknown',
  'planned',
  'later',
  'retired',
] as const;
export type BoardState = (typeof BOARD_STATES)[number];

/** What a board can be narrowed to: one state, what is to be started soon, or what nobody owns. */
export const SHELVES = [...BOARD_STATES, 'soon', 'unowned'] as const;
export type Shelf = (typeof SHELVES)[number];

/** How many packages stand on each shelf. */
export type ShelfCounts = Readonly<Record<Shelf, number>>;

/** How far "soon" reaches, in days from today. */
export const SOON_DAYS = 30;

/** What is looked for; null for no matter. Everything that is said must hold. */
export interface BoardFilter {
  /** In names of package, account, business units and vendors, in MIDs and client ids; any case. */
  readonly text: string | null;
  readonly accountId: string | null;
  /** The MID of a business unit. */
  readonly mid: string | null;
  readonly vendorId: string | null;
  readonly channelId: string | null;
  /** A Slack user id. */
  readonly ownerId: string | null;
  readonly shelf: Shelf | null;
}

export const EVERYTHING: BoardFilter = {
  ...{ text: null, accountId: null, mid: null, vendorId: null, channelId: null },
  ...{ ownerId: null, shelf: null },
};

export const isEverything = (filter: BoardFilter): boolean =>
  Object.values(filter).every((one) => one === null);

/** What somebody has filtered and turned to: pages count from 0. */
export interface BoardLook {
  readonly filter: BoardFilter;
  readonly page: number;
}

/** `urgency`: by state, then by the day it must be started or ends. Equals always stand by name. */
export const BOARD_ORDERS = [
  'urgency',
  'name',
  'account',
  'expires',
  'due',
  'planned',
  'criticality',
] as const;
export interface BoardSort {
  readonly by: (typeof BOARD_ORDERS)[number];
  readonly isDescending: boolean;
}

export const BY_URGENCY: BoardSort = { by: 'urgency', isDescending: false };

/** What a package's state is judged on. */
export interface Standing {
  readonly isRetired: boolean;
  /** A public app has none, so that nothing of it is ever due. */
  readonly hasSecret: boolean;
  readonly isRotating: boolean;
  readonly isDormant: boolean;
  /** When the secret ends, or one that an earlier rotation left staged, whichever is first. */
  readonly endsOn: Day | null;
  /** When its rotation should be started: the day it is due, or the earlier one that was planned. */
  readonly startOn: Day | null;
  /** Null where a plan counts for nothing, too (`isPlanned`). */
  readonly plannedStartOn: Day | null;
}

/**
 * How a package stands on a day. `askedUntil` is the last day whose starts are asked for by then: a Saturday's on the Friday
 * before. `src/db/board-rows.ts` says the same in SQL.
 */
export function boardState(
  { isRetired, hasSecret, isRotating, isDormant, endsOn, startOn, plannedStartOn }: Standing,
  { today, askedUntil }: { today: Day; askedUntil: Day },
): BoardState {
  if (isRetired) return 'retired';
  if (isRotating) return 'in_progress';
  if (!hasSecret) return 'later';
  if (endsOn !== null && hardStopOn(endsOn) < today) return 'overdue';
  if (isDormant) return 'due';
  if (startOn === null) return 'unknown';
  if (startOn <= askedUntil) return 'due';
  return plannedStartOn === null ? 'later' : 'planned';
}
