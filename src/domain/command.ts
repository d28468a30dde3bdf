import type { FreezeWindow } from './package.ts';
import type { Actor, Contact, SlackIdentity } from './people.ts';
import type { Confirmation, Generation, Participant, ProblemKind } from './rotation.ts';
import type { Day, Moment } from './schedule.ts';

/** A handoff to be: which row, for which vendor; without a copy when the vendor came while the secret was being sealed. */
export interface HandoffSeed {
  readonly id: string;
  readonly vendorId: string;
  readonly hasCopy: boolean;
}

/** Everything that can be asked of a rotation. `at` and `by` come with each from `advance`. */
export type Command =
  | { readonly type: 'deposit'; readonly generation: Generation; readonly handoffs: readonly HandoffSeed[] }
  /** The same secret once more, for vendors without a sealed copy; its fingerprint was found equal. */
  | { readonly type: 'deposit_again'; readonly handoffs: readonly HandoffSeed[] }
  | { readonly type: 'disown_deposit'; readonly generationId: string }
  | { readonly type: 'expose'; readonly generationId: string }
  | { readonly type: 'generate_again'; readonly generationId: string }
  | { readonly type: 'let_time_pass' }
  | { readonly type: 'tell'; readonly handoffId: string }
  /** An admin is given the vendor's link and code, to pass on by two different ways; or the code alone, once the link was mailed. */
  | {
      readonly type: 'pass_on';
      readonly vendorId: string;
      readonly isAgain: boolean;
      readonly mailedTo: string | null;
    }
  | { readonly type: 'confirm'; readonly handoffId: string; readonly confirmation: Confirmation }
  | {
      readonly type: 'report_problem';
      readonly handoffId: string;
      readonly kind: ProblemKind;
      readonly note: string | null;
    }
  /** The sealed copy opens with no key; the log says more under the reference. */
  | { readonly type: 'note_unreadable'; readonly handoffId: string; readonly reference: string }
  | { readonly type: 'resolve_problem'; readonly vendorId: string; readonly reason: string }
  | { readonly type: 'waive'; readonly vendorId: string; readonly reason: string }
  | { readonly type: 'take_back_waiver'; readonly vendorId: string }
  | { readonly type: 'add_vendor'; readonly participant: Participant; readonly handoffId: string }
  | { readonly type: 'change_contact'; readonly vendorId: string; readonly contact: Contact }
  | { readonly type: 'plan_activate'; readonly plannedActivateAt: Moment | null }
  /** Where the workspace wants two admins for it. */
  | { readonly type: 'ask_to_activate'; readonly generationId: string }
  | { readonly type: 'agree'; readonly request: number }
  | { readonly type: 'decline'; readonly request: number; readonly reason: string }
  | { readonly type: 'activate'; readonly generationId: string }
  | { readonly type: 'report_early_activate'; readonly generationId: string }
  | { readonly type: 'record_expiry'; readonly expiresOn: Day; readonly explanation: string | null }
  | { readonly type: 'cancel'; readonly reason: string }
  | { readonly type: 'retire'; readonly reason: string };

/** What advance knows beside the command: who, when, and the package's own rules. */
export interface Circumstance {
  readonly by: Actor;
  readonly at: Moment;
  readonly freezeWindows: readonly FreezeWindow[];
  readonly leadDays: number;
  /** Of the package, as they are appointed now. */
  readonly admins: readonly SlackIdentity[];
}
