import type { DoneLately, HomeShelf } from '../db/home-places.ts';
import type { Trouble } from '../db/troubles.ts';
import type { BoardLook, ShelfCounts } from '../domain/board.ts';
import type { Package } from '../domain/package.ts';
import type { Person } from '../domain/people.ts';
import type { Moment } from '../domain/schedule.ts';
import type { SecondPersonRequest } from '../domain/second-person.ts';
import type { BoardRow } from './board-facts.ts';
import type { CardFacts, OpenAlarm, VendorMessageFacts } from './facts.ts';
import type { Board } from './read-board.ts';
import type { FirstSteps } from './read-first-steps.ts';

export type { DoneLately, HomeShelf };

/** What waits for one person now. */
export type Waiting =
  | { readonly kind: 'start'; readonly row: BoardRow }
  | { readonly kind: 'trouble'; readonly package: Package; readonly trouble: Trouble }
  | {
      readonly kind:
        | 'deposit'
        | 'pass_on'
        | 'activate'
        | 'ask_second'
        | 'record_date'
        | 'problem'
        | 'missing_copy'
        | 'down';
      readonly card: CardFacts;
      readonly vendorId: string | null;
    }
  /** Another admin asks them to agree. */
  | { readonly kind: 'second_person'; readonly card: CardFacts; readonly request: SecondPersonRequest }
  | { readonly kind: 'alarm'; readonly card: CardFacts; readonly alarm: OpenAlarm }
  | { readonly kind: 'collect' | 'confirm'; readonly message: VendorMessageFacts };

/** Packages beyond those that are looked at, and a vendor's handoffs. */
export interface MoreWaiting {
  /** To be started, and nothing else: they stand on the board as well. */
  readonly toStart: number;
  /** Packages of theirs without a date: these too stand on the board, theirs first. */
  readonly undated: number;
  readonly others: number;
}

export interface HomeFacts {
  readonly workspaceName: string;
  readonly command: string;
  /** Which packages they may see: guests and externals none, and not everybody all where the workspace names who may look. */
  readonly sees: 'all' | 'own' | 'nothing';
  readonly mayAdd: boolean;
  readonly mayPlan: boolean;
  /** The board as a page; null where nobody can sign in to it. */
  readonly boardUrl: string | null;
  /** Who looks: what is theirs to act on has the button for it. */
  readonly person: Person;
  /** The most urgent. */
  readonly waiting: readonly Waiting[];
  readonly moreWaiting: MoreWaiting;
  /** Null where there is something already. */
  readonly firstSteps: FirstSteps | null;
  /** Null for whoever may not see packages. */
  readonly board: HomeBoard | null;
  readonly at: Moment;
}

/** What an App Home shows of the packages: shelf by shelf, or one page of what was looked for. */
export type HomeBoard =
  | {
      readonly kind: 'shelves';
      readonly counts: ShelfCounts;
      readonly shelves: Readonly<Record<HomeShelf, { total: number; rows: readonly BoardRow[] }>>;
      readonly done: { readonly total: number; readonly latest: readonly DoneLately[] };
    }
  | { readonly kind: 'list'; readonly look: BoardLook; readonly names: FilterNames; readonly page: Board };

/** How that which a filter knows by its id is called; null where it says nothing, or it is gone. */
export interface FilterNames {
  readonly account: string | null;
  readonly vendor: string | null;
}
