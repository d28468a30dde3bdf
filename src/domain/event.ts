import type { Contact } from './people.ts';
import type { GateReason } from './gate.ts';
import type { Confirmation, ProblemKind, VoidReason } from './rotation.ts';
import type { Day } from './schedule.ts';
import type { NeedsSecond } from './second-person.ts';

/** Why a request can't be answered any more. */
export type EndOfRequest = 'time' | 'changed' | 'asker_left';

/** Which request an event is about; `vendor` and `reason` of a waiver, `askedBy` a Slack user id. */
export interface SecondPersonFacts {
  readonly request: number;
  readonly what: NeedsSecond;
  readonly vendor: string | null;
  readonly reason: string | null;
  readonly askedBy: string | null;
}

/**
 * What happened, as the audit row and the card's thread tell it. The kinds are for ever. Times travel as ISO strings,
 * so that a row read back is the row that was written.
 */
export type RotationEvent =
  | { readonly kind: 'rotation_started'; readonly isOutage: boolean; readonly vendors: readonly string[] }
  | {
      readonly kind: 'secret_deposited';
      readonly generation: number;
      readonly generatedAt: string;
      readonly liveAt: string;
      readonly expiresOn: Day;
    }
  | {
      readonly kind: 'secret_deposited_again';
      readonly generation: number;
      readonly vendors: readonly string[];
    }
  | {
      readonly kind: 'generation_voided';
      readonly generation: number;
      readonly why: VoidReason;
      /** Vendors who had already collected: they run on, or hold, a secret that is no longer wanted. */
      readonly collectedBy: readonly string[];
    }
  /** Others may know the secret in force: only a new rotation ends it. */
  | { readonly kind: 'secret_exposed'; readonly generation: number }
  /** The key service could not be asked when a secret was deposited or collected; nothing was changed. */
  | { readonly kind: 'keyring_failed'; readonly reference: string }
  /** A sealed copy is not what was sealed, or its key is gone: only a second deposit helps. */
  | { readonly kind: 'copy_unreadable'; readonly vendor: string; readonly reference: string }
  /** Somebody with a vendor's link, but not its code, says that a secret they expected is gone. */
  | {
      readonly kind: 'alarm_raised';
      readonly vendor: string;
      readonly vendorId: string;
      readonly generationId: string;
    }
  | { readonly kind: 'links_suspended'; readonly vendor: string }
  | { readonly kind: 'alarm_dismissed'; readonly vendor: string; readonly reason: string }
  /** More than this many wrong codes in a day on the links of one vendor; on the deposit link when `vendor` is null. */
  | { readonly kind: 'codes_guessed'; readonly vendor: string | null; readonly wrong: number }
  | { readonly kind: 'secret_live'; readonly generation: number }
  | { readonly kind: 'vendor_told'; readonly vendor: string }
  | { readonly kind: 'link_passed_on'; readonly vendor: string; readonly isAgain: boolean }
  | { readonly kind: 'link_mailed'; readonly vendor: string; readonly isAgain: boolean; readonly to: string }
  /** The mail server did not take the mail with a vendor's link, or fell silent. */
  | { readonly kind: 'mail_failed'; readonly vendor: string; readonly to: string; readonly fault: string }
  | { readonly kind: 'secret_collected'; readonly vendor: string }
  | {
      readonly kind: 'vendor_confirmed';
      readonly vendor: string;
      readonly generation: number;
      readonly way: Confirmation['way'];
      readonly systems: readonly string[];
      readonly proof: Confirmation['proof'];
    }
  | {
      readonly kind: 'problem_reported';
      readonly vendor: string;
      readonly problem: ProblemKind;
      readonly note: string | null;
    }
  | { readonly kind: 'problem_resolved'; readonly vendor: string; readonly reason: string }
  | {
      readonly kind: 'vendor_waived';
      readonly vendor: string;
      readonly reason: string;
      /** Slack user id of whom another admin agreed with; left out where one admin is enough. */
      readonly askedBy?: string | null;
    }
  | { readonly kind: 'waiver_taken_back'; readonly vendor: string; readonly needsDeposit: boolean }
  | { readonly kind: 'vendor_added'; readonly vendor: string; readonly needsDeposit: boolean }
  | { readonly kind: 'contact_changed'; readonly vendor: string; readonly contact: Contact }
  | {
      readonly kind: 'activate_planned';
      readonly plannedActivateAt: string | null;
      /** What was planned before; rows of earlier versions don't say. */
      readonly insteadOf?: string | null;
    }
  /** The date of the secret being replaced has come while its rotation was under way: there is no overlap any more. */
  | { readonly kind: 'old_secret_expired'; readonly expiresOn: Day }
  /** A void secret was activated in Setup all the same: the key before it is dead. */
  | { readonly kind: 'void_secret_activated'; readonly generation: number; readonly expiresOn: Day }
  /** Nothing but a second person keeps the gate shut. */
  | { readonly kind: 'second_person_wanted' }
  | ({ readonly kind: 'second_person_asked' | 'second_person_agreed' } & SecondPersonFacts)
  | ({
      readonly kind: 'second_person_declined';
      readonly why: string;
      readonly isWithdrawn: boolean;
    } & SecondPersonFacts)
  /** Nobody answered in time, what it rested on has changed, or whoever asked is no admin of the package any more. */
  | ({ readonly kind: 'second_person_ended'; readonly because: EndOfRequest } & SecondPersonFacts)
  | { readonly kind: 'gate_opened' }
  | { readonly kind: 'gate_shut'; readonly reasons: readonly GateReason[] }
  | { readonly kind: 'activated'; readonly generation: number; readonly computedExpiresOn: Day }
  | {
      readonly kind: 'activated_early';
      readonly generation: number;
      readonly computedExpiresOn: Day;
      readonly affected: readonly string[];
    }
  | {
      readonly kind: 'expiry_recorded';
      readonly expiresOn: Day;
      readonly computedExpiresOn: Day;
      readonly explanation: string | null;
    }
  | { readonly kind: 'rotation_done'; readonly expiresOn: Day; readonly nextDueOn: Day }
  /** The secret that stays staged in Setup, if there is one, and the vendors who have it all the same. */
  | {
      readonly kind: 'rotation_cancelled' | 'package_retired';
      readonly reason: string;
      readonly stagedGeneration: number | null;
      readonly collectedBy: readonly string[];
    };
