import type { RotationEvent } from '../../domain/event.ts';
import type { Actor } from '../../domain/people.ts';
import type { ThreadFacts } from '../../usecases/facts.ts';
import { GATE_WORDS } from '../words.ts';
import { message, section, type Message } from './blocks.ts';
import { secondPersonLine } from './second-person-line.ts';
import { confirmationWords, mailFaultWords, PROBLEMS } from './terms.ts';
import { actor, actorFirst, contact, dayOr, isoMoment, listed, moment, person, say } from './text.ts';

const cutOff = (collectedBy: readonly string[]): string =>
  collectedBy.length > 0
    ? ` Had already collected it and must switch again: ${listed(collectedBy, 10)}.`
    : '';

/** A link made for a vendor's own click in Slack was theirs alone. */
function collector({ event, by, rotation }: ThreadFacts): string {
  if (by.kind !== 'vendor_link' || by.passedOnBy || event.kind !== 'secret_collected') return actor(by);
  const of = rotation.participants.find(({ name }) => name === event.vendor)?.contact;
  return of?.kind === 'slack' ? `with the link of ${contact(of)}` : actor(by);
}

/** What happened, as a sentence that begins with who did it. */
function lineOf(facts: ThreadFacts): string {
  const { event, by, rotation } = facts;
  const who = actorFirst(by);
  switch (event.kind) {
    case 'rotation_started':
      return `${who} opened the rotation${event.isOutage ? ' *of an outage*: no working secret' : ''}. Taking part: ${listed(event.vendors, 20)}. Old secret’s date: ${dayOr(rotation.oldExpiresOn)}.`;
    case 'secret_deposited':
      return `${who} deposited secret number ${event.generation}, generated ${isoMoment(event.generatedAt)}. Live ${isoMoment(event.liveAt)}; expires ${event.expiresOn} by rekey’s count.`;
    case 'secret_deposited_again':
      return `${who} deposited the same secret, number ${event.generation}, once more for ${listed(event.vendors, 20)}.`;
    case 'generation_voided':
      return voided(by, event);
    case 'secret_exposed':
      return `:rotating_light: Secret number ${event.generation}, the one in force, is known to others, or may be (${actor(by)}): it works for them until a new rotation has switched it off.`;
    case 'keyring_failed':
      return `:warning: The key service did not answer when a secret was to be deposited or collected. Nothing was changed and nothing is lost; whoever asked was told to try again. Ref ${say(event.reference, 12)}`;
    case 'copy_unreadable':
      return `:warning: The copy of the secret that waits for ${say(event.vendor, 80)} can’t be opened: it is not what was sealed, or its key is gone. Nothing was handed out and nothing is burnt, but waiting won’t help: it needs a second deposit of the same secret. Ref ${say(event.reference, 12)}`;
    case 'alarm_raised':
      return `:rotating_light: ${who} ${by.kind === 'vendor_link' && by.passedOnBy ? 'to' : 'of'} ${say(event.vendor, 80)} says that a secret they expected is gone. They did not have the code, so nothing was changed. The admins are told now and decide.`;
    case 'links_suspended':
      return `${who} suspended the links of ${say(event.vendor, 80)}: what was given out opens nothing any more. New ones can be given.`;
    case 'alarm_dismissed':
      return `${who} dismissed the alarm about ${say(event.vendor, 80)}: “${say(event.reason, 600)}”`;
    case 'codes_guessed':
      return `:warning: More than ${event.wrong} wrong codes were tried today on ${event.vendor === null ? 'the deposit link' : `the link of ${say(event.vendor, 80)}`}: somebody who should not have it seems to. They opened nothing, and nothing is blocked.`;
    case 'secret_live':
      return `Secret number ${event.generation} is live. Old and new both work until Activate. The vendors are told now.`;
    case 'vendor_told':
      return `${say(event.vendor, 80)} was told.`;
    case 'link_passed_on':
      return `${who} was given ${event.isAgain ? 'a new' : 'a'} link and code to pass on to ${say(event.vendor, 80)}.`;
    case 'link_mailed':
      return `${who} had ${event.isAgain ? 'a new' : 'the'} link mailed to ${say(event.vendor, 80)} (${say(event.to, 80)}), and has the code.`;
    case 'mail_failed':
      return `:warning: The mail with the link for ${say(event.vendor, 80)} (${say(event.to, 80)}) did not leave: ${mailFaultWords(event.fault)}. ${who} was told.`;
    case 'secret_collected':
      return `${say(event.vendor, 80)} collected the secret (${collector(facts)}).`;
    case 'vendor_confirmed':
      return `${say(event.vendor, 80)} confirmed secret number ${event.generation} (${actor(by)}): ${confirmationWords({ ...event, by })}${event.systems.length > 0 ? `, for ${listed(event.systems, 10)}` : ''}.`;
    case 'problem_reported':
      return `:warning: ${say(event.vendor, 80)} reported a problem (${actor(by)}): ${PROBLEMS[event.problem].name}${event.note ? ` – “${say(event.note, 600)}”` : ''}. Activate waits until it is solved.`;
    case 'problem_resolved':
      return `${who} marked the problem of ${say(event.vendor, 80)} as solved: “${say(event.reason, 600)}”`;
    case 'vendor_waived':
      return `${event.askedBy ? `${person(event.askedBy)} and ${actor(by)}` : who} waived the confirmation of ${say(event.vendor, 80)}: “${say(event.reason, 600)}”`;
    case 'waiver_taken_back':
      return `${who} took back the waiver of ${say(event.vendor, 80)}.${event.needsDeposit ? ' They need a second deposit of the same secret;' : ''} Activate waits for them again.`;
    case 'vendor_added':
      return `${who} added ${say(event.vendor, 80)}, found late.${event.needsDeposit ? ' They need a second deposit of the same secret; Activate waits for them.' : ''}`;
    case 'contact_changed':
      return `${who} changed the contact of ${say(event.vendor, 80)} to ${contact(event.contact)}. What the former contact was given no longer works.`;
    case 'activate_planned':
      return event.plannedActivateAt
        ? `${who} planned Activate for ${isoMoment(event.plannedActivateAt)}.`
        : `${who} removed the planned time for Activate.`;
    case 'old_secret_expired':
      return `:rotating_light: The old secret’s date (${event.expiresOn}) has come: by it there is no overlap any more; whoever has not switched may be down.`;
    case 'void_secret_activated':
      return `:rotating_light: ${who} reported that secret number ${event.generation} was activated although it is void: the one before it is dead. Generate and share another secret now.`;
    case 'second_person_wanted':
      return 'Everybody is settled. Two admins are wanted for Activate here: one asks, another agrees, and only then it is pressed. The admins are told now.';
    case 'second_person_asked':
    case 'second_person_agreed':
    case 'second_person_declined':
    case 'second_person_ended':
      return secondPersonLine(event, who);
    case 'gate_opened':
      return 'Everybody is settled: Activate may be pressed. The admins are told now.';
    case 'gate_shut':
      return `:warning: Activate must wait again: ${event.reasons.map((reason) => GATE_WORDS[reason]).join('; ')}.`;
    case 'activated':
      return `${who} recorded Activate: the old secret is dead, number ${event.generation} is the only one. Expected new date: ${event.computedExpiresOn} (unconfirmed).`;
    case 'activated_early':
      if (event.affected.length === 0)
        return `:warning: ${who} reported that Activate was pressed before it was to be. Every vendor was settled, so nobody should be down; number ${event.generation} is the only secret now.`;
      return `:rotating_light: ${who} reported that Activate was pressed too early. Down until they use secret number ${event.generation}: ${listed(event.affected, 20)}.`;
    case 'expiry_recorded':
      return `${who} recorded the date read in Setup: ${event.expiresOn}${event.explanation ? ` (rekey counted ${event.computedExpiresOn}): ${say(event.explanation, 600)}` : '.'}`;
    case 'rotation_done':
      return `:white_check_mark: The rotation is done. The new secret expires ${event.expiresOn}; the next rotation is due ${event.nextDueOn}.`;
    case 'rotation_cancelled':
      return `${who} cancelled the rotation: “${say(event.reason, 600)}”${leftStaged(event)}`;
    case 'package_retired':
      return `${who} retired the package: “${say(event.reason, 600)}”${leftStaged(event)}`;
  }
}

function leftStaged({
  stagedGeneration,
  collectedBy,
}: Extract<RotationEvent, { kind: 'rotation_cancelled' | 'package_retired' }>): string {
  if (stagedGeneration === null) return '';
  const held =
    collectedBy.length > 0
      ? ` It was collected by ${listed(collectedBy, 10)}: whoever runs on it is cut off by the next Generate.`
      : '';
  return ` Secret number ${stagedGeneration} stays staged in Setup, never activated.${held}`;
}

function voided(
  by: Actor,
  { generation, why, collectedBy }: Extract<RotationEvent, { kind: 'generation_voided' }>,
): string {
  const who = actorFirst(by);
  switch (why) {
    case 'generated_again':
      return `${who} reported that Generate was pressed again: secret number ${generation} is void, with its links and confirmations.${cutOff(collectedBy)}`;
    case 'disowned':
      return `:warning: ${who} said that the deposit of secret number ${generation} was not theirs: it is void. Generate again.${cutOff(collectedBy)}`;
    case 'exposed':
      return `:rotating_light: Secret number ${generation} was exposed (${actor(by)}): its links and copies are dead and Activate is blocked. Generate again.${cutOff(collectedBy)}`;
    case 'expired':
      return `:warning: Secret number ${generation} reached its own expiration date before it was activated: it is void. Generate again.${cutOff(collectedBy)}`;
  }
}

/** One line of the card's thread: what happened, who, when. */
export function threadLine(facts: ThreadFacts): Message {
  const line = lineOf(facts);
  return message(`${say(facts.package.name, 80)}: ${line.replaceAll('*', '')}`, [
    section(`${line} · ${moment(facts.at)}`),
  ]);
}

/** The few lines that the whole channel should see, not the thread alone. */
export const isBroadcast = (event: RotationEvent): boolean =>
  event.kind === 'rotation_done' ||
  event.kind === 'activated_early' ||
  event.kind === 'old_secret_expired' ||
  event.kind === 'void_secret_activated' ||
  event.kind === 'secret_exposed' ||
  (event.kind === 'generation_voided' && event.why === 'exposed');
