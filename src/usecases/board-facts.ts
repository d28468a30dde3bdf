import type { BoardState } from '../domain/board.ts';
import type { HoldUp } from '../domain/hold-up.ts';
import type { BusinessUnit, Criticality, ExpirySource, PackageAdmin } from '../domain/package.ts';
import type { Account } from '../domain/account.ts';
import type { Step } from '../domain/rotation.ts';
import type { Day, Moment } from '../domain/schedule.ts';

/** One package on a board: all that is known of it at a glance. */
export interface BoardRow {
  readonly packageId: string;
  readonly name: string;
  readonly account: Account | null;
  readonly businessUnits: readonly BusinessUnit[];
  /** By name. */
  readonly vendors: readonly string[];
  readonly channelId: string;
  /** Slack user ids; empty if nobody owns it: taken off the list of admins or gone from Slack is nobody. */
  readonly owners: readonly string[];
  /** Who may act on it: `may(person, 'rotate', { package: row })` says so. */
  readonly admins: readonly PackageAdmin[];
  readonly criticality: Criticality;
  /** A public app has none. */
  readonly hasSecret: boolean;
  readonly isDormant: boolean;
  readonly secretGeneratedOn: Day | null;
  readonly expiresOn: Day | null;
  readonly expirySource: ExpirySource | null;
  /** To the hard stop of what ends first: its secret, or the one an earlier rotation left staged. */
  readonly daysLeft: number | null;
  /** The day a secret ends that an earlier rotation left staged; null unless it ends before the one in force. */
  readonly leftStagedOn: Day | null;
  readonly dueOn: Day | null;
  /** Null also where the plan has come to leave fewer than the lead days: then it counts for nothing. */
  readonly plannedStartOn: Day | null;
  readonly state: BoardState;
  readonly rotation: BoardRotation | null;
}

/** The rotation under way. */
export interface BoardRotation {
  readonly id: string;
  readonly step: Step;
  readonly number: number;
  readonly startedAt: Moment;
  /** When the staged secret expires; null before the deposit. */
  readonly stagedExpiresOn: Day | null;
  /** The old secret works no more, and not every vendor has the new one. */
  readonly isDown: boolean;
  /** How many vendors take part, and how many are settled. */
  readonly vendors: number;
  readonly settled: number;
  /** Null when nobody does. */
  readonly holdsUp: HoldUp | null;
}
