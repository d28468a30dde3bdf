import type { GateReason } from './gate.ts';
import type { Day } from './schedule.ts';

/** Why a rotation does not make the asked move. Expected, never thrown; each edge owns words for every code. */
export type RotationRefusal =
  | { readonly code: 'rotation_ended'; readonly step: 'done' | 'cancelled' }
  | { readonly code: 'nothing_staged' }
  | { readonly code: 'already_deposited' }
  | { readonly code: 'generated_too_long_ago' }
  | { readonly code: 'stale_generation'; readonly current: number | null }
  | { readonly code: 'unknown_vendor' }
  | { readonly code: 'vendor_already_in' }
  | { readonly code: 'not_collected_yet' }
  /** There is no sealed copy for this vendor: an admin must deposit the same secret again, or a new one. */
  | { readonly code: 'waiting_for_deposit' }
  | { readonly code: 'not_live_yet'; readonly liveAt: string }
  | { readonly code: 'already_confirmed'; readonly at: string; readonly by: string }
  | { readonly code: 'already_waived' }
  | { readonly code: 'not_waived' }
  | { readonly code: 'systems_missing'; readonly missing: readonly string[] }
  | { readonly code: 'handoff_closed' }
  | { readonly code: 'no_problem_open' }
  | { readonly code: 'no_copy_needed' }
  | {
      readonly code: 'gate_shut';
      readonly reasons: readonly GateReason[];
      readonly pending: readonly string[];
    }
  | { readonly code: 'gate_open_no_early' }
  /** This workspace asks for none here, or somebody has agreed already. */
  | { readonly code: 'no_second_person_needed' }
  | { readonly code: 'already_asked'; readonly at: string; readonly by: string }
  /** Declined, withdrawn, out of time, or what it rested on has changed. */
  | { readonly code: 'request_ended' }
  | { readonly code: 'own_request' }
  | { readonly code: 'too_early_to_be_activated'; readonly liveAt: string }
  | { readonly code: 'already_activated'; readonly at: string; readonly by: string }
  | { readonly code: 'not_activated_yet' }
  | { readonly code: 'date_already_recorded'; readonly expiresOn: Day }
  | { readonly code: 'date_needs_explanation'; readonly computedExpiresOn: Day; readonly days: number }
  | { readonly code: 'date_in_the_past' }
  | { readonly code: 'activated_cannot_be_cancelled' }
  | { readonly code: 'nothing_to_do' };
