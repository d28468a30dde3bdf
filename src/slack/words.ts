import type { GateReason } from '../domain/gate.ts';
import type { PolicyFault } from '../domain/policy.ts';
import type { FormatWarning } from '../domain/secret-format.ts';
import { RULES } from '../domain/rules.ts';
import type { Compromised } from '../usecases/compromise.ts';
import type { Refusal, RefusalCode } from '../usecases/refusals.ts';
import { mailFaultWords } from './views/terms.ts';
import { count, days, isoMoment, listed, person, say, sentence } from './views/text.ts';
import { TARGET_WORDS } from './views/webhook-words.ts';

/** The refusal with this code: a union of codes in one variant is taken apart. */
type Refused<C extends RefusalCode> = Refusal extends infer R
  ? R extends { readonly code: infer D }
    ? C extends D
      ? Omit<R, 'code'> & { readonly code: C }
      : never
    : never
  : never;
type Words = { readonly [C in RefusalCode]: (refusal: Refused<C>) => string };

/** Why Activate waits, to be read after "because". */
export const GATE_WORDS = {
  not_live_yet: 'the new secret is not live yet',
  vendor_pending: 'not every vendor has confirmed',
  problem_open: 'a reported problem is still open',
  frozen: 'today lies in a freeze window',
  planned_time_ahead: 'the planned time has not come yet',
  already_activated: 'Activate is already recorded',
  second_person_missing: 'a second admin has not agreed to it',
} as const satisfies Record<GateReason, string>;

const WARNING_WORDS = {
  no_prefix: 'it does not begin with SFMC_ (is it the JWT signing secret, or an old one?)',
  odd_length: 'it is not 64 characters long',
} as const satisfies Record<FormatWarning, string>;

const POLICY_FAULTS = {
  hours_reversed: 'The working hours end before they begin.',
  digest_outside_hours: 'The day’s message would come outside the working hours.',
  no_weekday: 'There would be no working day at all.',
} as const satisfies Record<PolicyFault, string>;

const who = (by: string): string =>
  by === '' || by === 'job' || by === 'vendor_link' ? 'somebody' : person(by);
const NOTHING = 'Nothing was changed.';

const ROTATION_WORDS = {
  rotation_ended: ({ step }) =>
    `This rotation is ${step === 'done' ? 'done' : 'cancelled'}, so this button does nothing any more. ${NOTHING} Start a new one from the package when it is due.`,
  nothing_staged: () =>
    `There is no new secret in this rotation yet. ${NOTHING} First press Generate in Setup and deposit the secret.`,
  already_deposited: () =>
    `A secret was already deposited. ${NOTHING} If Generate was pressed once more since, choose *More…* on the card, then *I generated again*.`,
  stale_generation: ({ current }) =>
    `This belongs to a secret that is no longer the one in use${current === null ? '' : `: the rotation is at number ${current} now`}. ${NOTHING} Use the buttons on the card as it is now.`,
  unknown_vendor: () => `That vendor takes no part in this rotation. ${NOTHING} The card shows who does.`,
  vendor_already_in: () => `That vendor already takes part. ${NOTHING}`,
  not_collected_yet: () =>
    `The secret has not been collected yet, so there is nothing to confirm. ${NOTHING} Press *Collect* first.`,
  waiting_for_deposit: () =>
    `There is no copy of the secret for this vendor at the moment. ${NOTHING} An admin of the package must deposit the same secret once more; then it can be collected.`,
  already_confirmed: ({ at, by }) =>
    `Already confirmed by ${who(by)}, ${isoMoment(at)}. There is nothing left to do.`,
  already_waived: () =>
    `An admin has waived this vendor’s confirmation. ${NOTHING} There is nothing left to do here.`,
  not_waived: () => `This vendor is not waived. ${NOTHING}`,
  systems_missing: ({ missing }) =>
    `Not ticked: ${listed(missing)}. Nothing was confirmed. A confirmation covers every system: switch these too, then tick them.`,
  handoff_closed: () =>
    `This has been replaced or has ended, so the button does nothing any more. ${NOTHING} A newer message from rekey, or the admin who asked you, says what holds now.`,
  no_problem_open: () => `No problem is open for this vendor. ${NOTHING}`,
  no_copy_needed: () => `No vendor waits for a second deposit. ${NOTHING}`,
  gate_shut: ({ reasons, pending }) => {
    const names = pending.length > 0 ? ` Still to confirm: ${listed(pending)}.` : '';
    return `Activate was not recorded, because ${reasons.map((reason) => GATE_WORDS[reason]).join('; ')}.${names} If you have not pressed Activate in Setup, don’t. If you have, report it: rekey then shows what it means, truthfully.`;
  },
  gate_open_no_early: () =>
    `Everything was ready, so this was not too early. ${NOTHING} Record it with *I pressed Activate* on the card.`,
  no_second_person_needed: () =>
    `Nobody has to be asked: Activate may be pressed as it is. ${NOTHING} *Activate…* on the card shows how.`,
  already_asked: ({ at, by }) =>
    `${sentence(who(by))} has asked for that already, ${isoMoment(at)}. ${NOTHING} Another admin of the package answers it, on the card or in their App Home.`,
  request_ended: () =>
    `This request has ended: it was answered or taken back, nobody answered in time, or something it rested on has changed. ${NOTHING} The card shows what holds now; if it is still wanted, ask again.`,
  own_request: () =>
    `You asked for this yourself, so somebody else has to agree. ${NOTHING} Another admin of the package answers it; *Decline…* takes it back.`,
  too_early_to_be_activated: ({ liveAt }) =>
    `Salesforce refuses Activate in the first ${RULES.coolingMinutes} minutes, so it can’t have been pressed yet. ${NOTHING} The new secret goes live ${isoMoment(liveAt)}.`,
  already_activated: ({ at, by }) =>
    `Activate was already recorded by ${who(by)}, ${isoMoment(at)}. ${NOTHING} The card shows what is left to do.`,
  not_activated_yet: () => `Activate is not recorded yet, so there is no new date to record. ${NOTHING}`,
  date_already_recorded: ({ expiresOn }) => `The date is already recorded: ${expiresOn}. ${NOTHING}`,
  date_needs_explanation: ({ computedExpiresOn, days: off }) =>
    `rekey counts ${computedExpiresOn} (${RULES.secretLifeDays} days from Generate), and your date is ${days(Math.abs(off))} ${off > 0 ? 'later' : 'earlier'}. The date was not recorded. Read it once more in Setup; if it is right, say why it differs.`,
  date_in_the_past: () =>
    `That date is not in the future, so it can’t be the new secret’s. The date was not recorded. Read it in the summary table of Installed Packages.`,
  activated_cannot_be_cancelled: () =>
    `Activate has no undo, so this rotation can’t be cancelled any more. ${NOTHING} Record the new date to finish it.`,
  nothing_to_do: () => `That is already so. ${NOTHING}`,
} satisfies Partial<Words>;

const PEOPLE_WORDS = {
  not_allowed: ({ who: admins }) =>
    admins.length > 0
      ? `Only this package’s admins may do that: ${admins.slice(0, 8).map(person).join(', ')}. ${NOTHING} Ask one of them.`
      : `You may not do that. ${NOTHING} Ask a Slack workspace admin to make you a package admin.`,
  only_workspace_admins: () =>
    `Only admins and owners of this Slack workspace may do that. ${NOTHING} Ask one of them.`,
  only_owner: ({ ownerId }) =>
    `Only its owner, ${person(ownerId)}, or an admin of this Slack workspace may hand this package over. ${NOTHING} Ask one of them.`,
  not_a_member: () =>
    `That is for members of this workspace, not for guests or other companies. ${NOTHING} If you are a vendor, use the buttons in the message rekey sent you.`,
  not_a_viewer: () =>
    `This workspace shows its packages only to people it has named. ${NOTHING} If you should see them, ask a Slack workspace admin to name you as a viewer.`,
  not_this_vendor: ({ vendor }) =>
    `Only the contact of ${say(vendor, 80)} may do that. ${NOTHING} If it should be you, ask the admin who runs the rotation to change the contact.`,
  not_yourself: () =>
    `Nobody can make themselves a vendor’s contact. ${NOTHING} Ask another admin of the package to do it.`,
  contact_not_found: () =>
    `Slack does not know that person, or rekey can’t see them. ${NOTHING} Choose somebody who shares a channel with rekey, or give a name and an e-mail address.`,
  contact_unusable: ({ why }) =>
    `That ${why === 'bot' ? 'is an app, not a person' : 'account is deactivated'}. ${NOTHING} Choose somebody else, or give a name and an e-mail address.`,
  admin_unusable: ({ userId }) =>
    `${person(userId)} is not an active member of this workspace, so they can’t be a package admin. ${NOTHING} Choose somebody else.`,
  viewer_unusable: ({ userId }) =>
    `${person(userId)} has no living account that rekey can see, so they can’t be a viewer. ${NOTHING} Choose somebody else.`,
  not_appointed: ({ userId }) =>
    `${person(userId)} is not appointed as a package admin yet. ${NOTHING} Choose somebody else, or ask a Slack workspace admin to appoint them.`,
} satisfies Partial<Words>;

const PACKAGE_WORDS = {
  unknown_package: () => `There is no such package here. ${NOTHING}`,
  unknown_rotation: () => `There is no such rotation here. ${NOTHING}`,
  package_name_taken: ({ name }) =>
    `There is already a package named ${say(name, 80)}. ${NOTHING} Choose another name.`,
  fixed_while_rotating: ({ what }) =>
    `A rotation of this package is under way, and it counts with ${what === 'dates' ? 'the dates' : 'the type'} it began with. ${NOTHING} ${what === 'dates' ? 'Its end brings the new date by itself; if the old one is wrong, cancel the rotation first.' : 'Finish or cancel the rotation first.'}`,
  unknown_vendor_record: () => `That vendor is not on record here. ${NOTHING}`,
  vendor_named_so: ({ name }) =>
    `There is already a vendor named ${say(name, 80)}. ${NOTHING} Choose another name.`,
  not_retired: () => `This package is not retired, so there is nothing to archive or to restore. ${NOTHING}`,
  unknown_place: () =>
    `That place is not on record any more. ${NOTHING} Open *Where it sits…* again to see what is.`,
  place_taken: ({ system, vendor }) =>
    `Already on record for ${say(vendor, 60)}: “${say(system, 80)}”. ${NOTHING} Choose another name, or edit that one.`,
  vendor_of_others: ({ who: others }) =>
    `This vendor serves packages of others too, and their contact is theirs to change as well. ${NOTHING} ${others.length > 0 ? `Ask somebody who is an admin of all of them, or ${others.slice(0, 5).map(person).join(', ')}.` : 'Ask a Slack workspace admin to name you an admin of all of them.'}`,
  unknown_account: () =>
    `There is no such account here any more. ${NOTHING} Choose another, or leave it empty and say so later.`,
  account_name_taken: ({ name }) =>
    `There is already an account named ${say(name, 80)}. ${NOTHING} Choose another name.`,
  account_in_use: ({ packages, rotating }) =>
    `Packages are in this account: ${listed(packages)}. The account was not removed.${rotating.length > 0 ? ` Under rotation now: ${listed(rotating)}; vendors are shown the account’s subdomain with the new secret.` : ''} First move all its packages, retired ones too, to another account: *Edit…* on each.`,
  table_empty: () => `There is nothing in that table. ${NOTHING} Paste it with its headings.`,
  table_too_long: ({ most }) =>
    `That table has more than ${most.toLocaleString('en')} rows. ${NOTHING} Bring it in parts: packages that are in already are left as they are.`,
  table_too_wide: ({ most }) =>
    `That table has more than ${most} columns. ${NOTHING} Leave out those that say nothing of packages.`,
  table_unreadable: () =>
    `That is no table rekey can read. ${NOTHING} Copy the table in Setup › Installed Packages, or save the spreadsheet as CSV.`,
  import_outdated: () =>
    `Something has changed since the preview, so the table would do something else now. ${NOTHING} Look at the preview once more.`,
  vendor_name_taken: ({ name }) =>
    `There is already a vendor named ${say(name, 80)}, with another contact. ${NOTHING} If it is the same one, give its present contact; if not, choose another name.`,
  nothing_to_rotate: () => `A public app has no client secret, so there is nothing to rotate. ${NOTHING}`,
  record_changed: () =>
    `Somebody has changed this record since you opened the form. ${NOTHING} Note what you typed, close the form and open it anew.`,
  package_is_archived: () =>
    `This package is archived. ${NOTHING} Restore it first: type rekey’s slash command, then \`show\` and its name.`,
  package_is_retired: () => `This package is retired. ${NOTHING} A retired package is not rotated.`,
  already_rotating: () =>
    `This package is being rotated already. ${NOTHING} Its card is in the package’s channel.`,
  webhook_target: ({ fault }) => TARGET_WORDS[fault],
  no_webhook: () => `There is no webhook, or it is switched off. ${NOTHING} Save an address first.`,
  no_vendors: () =>
    `No vendor takes part, so nobody would get the new secret. Nothing was started. Add everybody who uses this package, our own systems included.`,
  staged_elsewhere: ({ generation, collectedBy }) =>
    `Secret number ${generation} was generated earlier and never activated. Generating again replaces it: whoever runs on it is cut off at once${collectedBy.length > 0 ? ` (${listed(collectedBy)})` : ''}. Nothing was started. Start again and say that you accept this.`,
} satisfies Partial<Words>;

const REMINDER_WORDS = {
  snooze_in_the_past: () => `That has passed already. ${NOTHING} Choose a day that is still to come.`,
  snooze_too_long: ({ latest }) =>
    `That is too long. ${NOTHING} ${isoMoment(latest)} at the latest: the last three days before a date are never silent.`,
  absence_in_the_past: () => `That day has passed already. ${NOTHING} Choose the day you are back.`,
  stand_in_unusable: ({ userId }) =>
    `${person(userId)} can’t take over: it must be another active member of this workspace. ${NOTHING} Choose somebody else.`,
  escalation_unusable: ({ userId }) =>
    `${person(userId)} is not an active member of this workspace, so nobody would read it. ${NOTHING} Choose somebody else.`,
  policy_contradicts: ({ fault }) => `${POLICY_FAULTS[fault]} ${NOTHING}`,
} satisfies Partial<Words>;

const PLAN_WORDS = {
  plan_has_changed: () =>
    `Something has changed since this plan was shown: a date, a package, the settings or what was started. Nothing was planned. Below is the plan as it is now.`,
  week_not_possible: ({ name, mondayOn }) =>
    `In the week of ${mondayOn} there is no day on which ${say(name, 80)} can start: it would be too late, or end in a freeze window. Nothing was planned. Choose another week.`,
  week_is_full: ({ name, mondayOn, capacity }) =>
    `The week of ${mondayOn} is full: ${count(capacity, 'rotation')} a week, by the settings. Nothing was planned. Choose another week for ${say(name, 80)}, or take another package out of that one first.`,
} satisfies Partial<Words>;

const LINK_WORDS = {
  wrong_code: () =>
    `That is not the code that belongs to this link. ${NOTHING} Look at the message that brought the code.`,
  too_many_codes: ({ until }) =>
    `Too many wrong codes came from that network, so none is looked at for a while. ${NOTHING} Come back ${isoMoment(until)}.`,
  link_not_usable: () => `This link can’t be used. ${NOTHING} Ask for a new one.`,
  not_live_yet: ({ liveAt }) =>
    `The new secret is not live yet: Salesforce refuses it in its first ${RULES.coolingMinutes} minutes. Nothing was handed out. Come back ${isoMoment(liveAt)}.`,
  mail_not_set_up: () => `rekey has no mail server here. ${NOTHING} Choose *Get a link to pass on* instead.`,
  no_mail_address: () =>
    `No e-mail address is on record for them in this rotation. ${NOTHING} Look at the card as it is now.`,
  mail_under_way: () =>
    'A mail with a link for them is just being sent. Nothing was sent twice. Wait for its answer, a minute at most.',
  mail_failed: ({ fault, replyCode, to }) =>
    `The mail to ${say(to, 100)} did not leave: ${mailFaultWords(replyCode === null ? fault : `${fault}:${replyCode}`)}. No new link is out, and what was given out before still works. Check the address and mail it again, or use the menu beside their name on the card: *Get a link to pass on*.`,
  being_collected: () =>
    `The secret is being collected at this moment, from another window. Wait half a minute, then try again.`,
  already_collected: ({ at }) =>
    `The secret was already collected, ${isoMoment(at)}, and it is shown only once. ${NOTHING} If it was not you, or you no longer have it, press *Something is wrong*.`,
  can_be_fetched_again: ({ at, until }) =>
    `The secret was collected ${isoMoment(at)}, and whoever did can fetch it again until ${isoMoment(until)}. ${NOTHING} A new link would end that. Did it not arrive? Until then go back to the page that collected it and press *Reveal* again, or run the script again with the same retry key. Afterwards this button gives a new link; if the secret is lost, report it with *Something is wrong*. If it was somebody else, report that there at once.`,
  reader_key_unusable: () => `The secret could not be sealed to this reader. ${NOTHING}`,
  keyring_unavailable: ({ reference }) =>
    `The key service could not be reached. Nothing was changed and nothing is lost. Try again in a few minutes. Ref ${say(reference, 12)}`,
  copy_unreadable: ({ reference }) =>
    `The copy of the secret can’t be opened: it is not what was sealed, or its key is gone. Nothing was handed out, and trying again won’t help. An admin must deposit the same secret once more. Ref ${say(reference, 12)}`,
  token_may_be_cached: ({ minutesSinceCollected }) =>
    `You collected it ${count(Math.max(0, Math.floor(minutesSinceCollected)), 'minute')} ago. Systems keep an access token for about ${RULES.tokenLifeMinutes} minutes, so “it works” may still be the old secret at work. Nothing was confirmed. Force a new token, restart or use Test Connection, then say that you did.`,
} satisfies Partial<Words>;

const SECRET_WORDS = {
  looks_like_secret: ({ isLive }) =>
    isLive
      ? `That was the live secret of a package, and Slack keeps what is typed. It counts as exposed: rekey stored none of your text, links to it are void and the admins are being told. They must generate another in Setup and deposit it on the page that rekey gives them.`
      : `That looks like a client secret, and Slack keeps what is typed. rekey did nothing with it and stored none of your text. Delete it here if you can. If it is one in use, an admin of its package must generate another in Setup: tell them now.`,
  secret_empty: () => 'Nothing was pasted. Nothing was deposited.',
  secret_too_long: () => 'That is too long to be a client secret. Nothing was deposited.',
  secret_has_space: () =>
    'There is a space or a line break inside it. Nothing was deposited. Copy it once more, alone.',
  secret_has_control: () =>
    'There are invisible characters inside it. Nothing was deposited. Copy it once more from Setup.',
  secret_not_text: () =>
    'Some of its characters are damaged. Nothing was deposited. Copy it once more from Setup.',
  secret_of_earlier_generation: ({ generation }) =>
    `This is secret number ${generation}, an earlier one. Nothing was deposited. Copy the one that Generate has just shown.`,
  secret_of_other_package: () =>
    'This is the secret of another package. Nothing was deposited. Open the right package in Setup and copy its new secret.',
  secret_was_exposed: () =>
    `This secret was once typed into Slack, so others know it. Nothing was deposited. Generate another one.`,
  secret_not_the_same: ({ generation }) =>
    `This is not secret number ${generation}, the one the other vendors have. Nothing was deposited. If nobody has it any more, choose *More…* on the card, then *I generated again*.`,
  secret_needs_a_look: ({ warnings }) =>
    `Is this the right one? ${warnings.map((warning) => WARNING_WORDS[warning]).join('; ')}. Nothing was deposited yet.`,
  generated_in_the_future: () =>
    'Generate can’t have been pressed in the future. Nothing was deposited. Correct the time.',
  generated_too_long_ago: () =>
    'A secret generated that long ago has expired. Nothing was deposited. Correct the time, or generate a new one.',
} satisfies Partial<Words>;

const WORDS = {
  ...ROTATION_WORDS,
  ...PEOPLE_WORDS,
  ...PACKAGE_WORDS,
  ...REMINDER_WORDS,
  ...PLAN_WORDS,
  ...LINK_WORDS,
  ...SECRET_WORDS,
} satisfies Words;

/** What happened, what did not, and what to do next: mrkdwn, with everything typed by people escaped. */
export const wordsFor = (refusal: Refusal): string =>
  (WORDS[refusal.code] as (refusal: Refusal) => string)(refusal);

/** What follows when an admin says that others may know a secret. */
export const COMPROMISED_WORDS = {
  over: 'That secret had ended before: nothing was changed, and there is nothing to do about it.',
  void: 'The secret is void: its links and copies are dead, and Activate is blocked. The admins are told. *Next: Generate in Setup and deposit the new secret*, with the button on the card.',
  in_force:
    'This secret is the one in force: only a new rotation ends it. The admins are told. *Next: rotate the package again, now.*',
} as const;

/** The same when a vendor says so. */
export function notMeWords(reported: Extract<Compromised, { ok: true }>): string {
  switch (reported.outcome) {
    case 'void':
      return `The secret is void: nobody can collect it any more, and Activate is blocked. The admins are told and will generate another; a new message comes. ${reported.isOutage ? 'The old secret does not work either: tell the admin that it is urgent.' : '*Keep the old secret in use, or put it back now.*'}`;
    case 'in_force':
      return 'The admins are told that others may have this secret. It is the one in force, so keep it in use until a new one comes.';
    case 'over':
      return COMPROMISED_WORDS.over;
  }
}

/** When the fault is ours: what is known, and what to quote. */
export const faultWords = (reference: string): string =>
  `Something went wrong on our side, and it may not have been done. Nothing you entered is lost in Slack. Look at the card, it shows what is recorded, then try again. If it happens again, give this to whoever runs rekey: Ref ${reference}`;
