import type { MailFault } from '../adapters/mailer.ts';
import type { PolicyFault } from '../domain/policy.ts';
import type { TargetFault } from '../adapters/webhook-sender.ts';
import type { RotationRefusal } from '../domain/refusal.ts';
import type { Day } from '../domain/schedule.ts';
import type { FormatRefusal, FormatWarning } from '../domain/secret-format.ts';

/** Why a use case does not do what was asked. Expected, never thrown: the edges turn each code into words. */
export type Refusal =
  | RotationRefusal
  | { readonly code: FormatRefusal }
  /** `who` are the Slack user ids of those who may. */
  | { readonly code: 'not_allowed'; readonly who: readonly string[] }
  | { readonly code: 'only_workspace_admins' }
  /** Its present owner, or a workspace admin. */
  | { readonly code: 'only_owner'; readonly ownerId: string }
  | { readonly code: 'not_a_member' }
  /** This workspace names who may look, and this person is not among them. */
  | { readonly code: 'not_a_viewer' }
  | { readonly code: 'not_this_vendor'; readonly vendor: string }
  | { readonly code: 'not_yourself' }
  | { readonly code: 'contact_not_found' }
  | { readonly code: 'contact_unusable'; readonly why: 'deactivated' | 'bot' }
  /** Named as a package admin, but not an active member of this workspace. */
  | { readonly code: 'admin_unusable'; readonly userId: string }
  /** Named as a viewer, but nobody who could look. */
  | { readonly code: 'viewer_unusable'; readonly userId: string }
  /** Named as a package admin by somebody who may not appoint. */
  | { readonly code: 'not_appointed'; readonly userId: string }
  | { readonly code: 'unknown_package' }
  | { readonly code: 'unknown_rotation' }
  | { readonly code: 'package_name_taken'; readonly name: string }
  /** The rotation under way counts with what it began with. */
  | { readonly code: 'fixed_while_rotating'; readonly what: 'dates' | 'type' }
  | { readonly code: 'not_retired' }
  | { readonly code: 'unknown_vendor_record' }
  | { readonly code: 'vendor_named_so'; readonly name: string }
  | { readonly code: 'unknown_place' }
  /** This vendor has that system on record for this package already. */
  | { readonly code: 'place_taken'; readonly system: string; readonly vendor: string }
  /** The vendor serves packages that are not this person's; `who` are their admins. */
  | { readonly code: 'vendor_of_others'; readonly who: readonly string[] }
  | { readonly code: 'unknown_account' }
  | { readonly code: 'account_name_taken'; readonly name: string }
  /** Packages are in it, by name; `rotating` are those with a rotation under way. */
  | {
      readonly code: 'account_in_use';
      readonly packages: readonly string[];
      readonly rotating: readonly string[];
    }
  | { readonly code: 'vendor_name_taken'; readonly name: string }
  | { readonly code: 'nothing_to_rotate' }
  | { readonly code: 'package_is_retired' }
  | { readonly code: 'package_is_archived' }
  | { readonly code: 'record_changed' }
  | { readonly code: 'already_rotating'; readonly rotationId: string }
  | { readonly code: 'no_vendors' }
  /** Rule 4: an earlier rotation ended with a secret still staged; a new Generate cuts off who runs on it. */
  | {
      readonly code: 'staged_elsewhere';
      readonly generation: number;
      readonly collectedBy: readonly string[];
    }
  /** The text typed into Slack looked like a secret (promise H1); `isLive` when it is a staged or active one of ours. */
  | { readonly code: 'looks_like_secret'; readonly isLive: boolean }
  /** Nothing that can be told apart by somebody without the code (promise H10). */
  | { readonly code: 'link_not_usable' }
  /** The link lives, the code is not its own. */
  | { readonly code: 'wrong_code' }
  /** Too many wrong ones came from this network: none is looked at until then, `seconds` from now (promise H11). */
  | { readonly code: 'too_many_codes'; readonly until: string; readonly seconds: number }
  | { readonly code: 'snooze_in_the_past' }
  /** Its last three days are never silent. */
  | { readonly code: 'snooze_too_long'; readonly latest: string }
  | { readonly code: 'absence_in_the_past' }
  | { readonly code: 'stand_in_unusable'; readonly userId: string }
  | { readonly code: 'escalation_unusable'; readonly userId: string }
  | { readonly code: 'policy_contradicts'; readonly fault: PolicyFault }
  /** What was accepted is not what would be planned now: something has changed since it was shown. */
  | { readonly code: 'plan_has_changed' }
  /** Started in that week, the package would be late, or it would end in a freeze. */
  | {
      readonly code: 'week_not_possible';
      readonly packageId: string;
      readonly name: string;
      readonly mondayOn: Day;
    }
  /** As many as the settings allow start in that week already. */
  | {
      readonly code: 'week_is_full';
      readonly packageId: string;
      readonly name: string;
      readonly mondayOn: Day;
      readonly capacity: number;
    }
  | { readonly code: 'mail_not_set_up' }
  /** The vendor's contact is in Slack, or takes no part any more. */
  | { readonly code: 'no_mail_address' }
  /** Another mail with this vendor's link is just being sent. */
  | { readonly code: 'mail_under_way' }
  /** The mail server said no, or fell silent; what was given out before still works. */
  | {
      readonly code: 'mail_failed';
      readonly fault: MailFault;
      readonly replyCode: number | null;
      readonly to: string;
    }
  /** Nothing may be sent to this address. */
  | { readonly code: 'webhook_target'; readonly fault: TargetFault }
  /** There is no webhook, or it is off. */
  | { readonly code: 'no_webhook' }
  | { readonly code: 'table_empty' }
  | { readonly code: 'table_too_long'; readonly most: number }
  | { readonly code: 'table_too_wide'; readonly most: number }
  /** Neither rows nor columns can be told from what was pasted. */
  | { readonly code: 'table_unreadable' }
  /** What the table would do is no longer what was shown: somebody changed something in between. */
  | { readonly code: 'import_outdated' }
  | { readonly code: 'being_collected' }
  | { readonly code: 'already_collected'; readonly at: string }
  /** Collected at `at`, and whoever did can fetch it again until then: another link would end that (promise H5). */
  | { readonly code: 'can_be_fetched_again'; readonly at: string; readonly until: string }
  /** The KMS can't be reached: nothing has changed (promise H6). `reference` is in the operator's log. */
  | { readonly code: 'keyring_unavailable'; readonly reference: string }
  /** No key opens the copy: waiting does not help, a second deposit does. Nothing was burnt. `reference` is in the log. */
  | { readonly code: 'copy_unreadable'; readonly reference: string }
  /** This deposit is the secret of an earlier generation of the package. */
  | { readonly code: 'secret_of_earlier_generation'; readonly generation: number }
  /** This deposit is the secret of another package. */
  | { readonly code: 'secret_of_other_package' }
  /** This secret was once typed into Slack: it is known to others. */
  | { readonly code: 'secret_was_exposed' }
  /** A second deposit whose fingerprint is another's (promise H14). */
  | { readonly code: 'secret_not_the_same'; readonly generation: number }
  | { readonly code: 'secret_needs_a_look'; readonly warnings: readonly FormatWarning[] }
  | { readonly code: 'generated_in_the_future' }
  | { readonly code: 'generated_too_long_ago' }
  /** A confirmation sooner than 20 minutes after collection: is it a cached token? (rule 12) */
  /** What a caller brought to be sealed to is no key (promise H5). */
  | { readonly code: 'reader_key_unusable' }
  | { readonly code: 'token_may_be_cached'; readonly minutesSinceCollected: number };

export type RefusalCode = Refusal['code'];

/** What a use case answers: what was asked for, or why not. */
export type Result<T = object> =
  ({ readonly ok: true } & T) | { readonly ok: false; readonly refusal: Refusal };

export const refused = (refusal: Refusal): { ok: false; refusal: Refusal } => ({ ok: false, refusal });
