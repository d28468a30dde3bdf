import type { Button } from '@slack/types';
import { needsCopy } from '../../domain/decide-deposit.ts';
import { pendingParticipants, type LiveRotation } from '../../domain/rotation.ts';
import { dayOf } from '../../domain/schedule.ts';
import type { CardFacts } from '../../usecases/facts.ts';
import { button } from './blocks.ts';
import { PROBLEMS } from './terms.ts';
import { count, listed, moment, oneLine, say } from './text.ts';
import { handoffOf } from './vendor-row.ts';

/** Who must do what now, in plain words beside Salesforce's. */
export interface Now {
  readonly words: string;
  readonly buttons: Button[];
}

const MOST_LINK_BUTTONS = 4;

/** Vendors without Slack for whom nobody has a link that still works. */
const toHandOver = (facts: CardFacts, rotation: LiveRotation) =>
  rotation.participants.filter(({ vendorId, contact }) => {
    const handoff = handoffOf(facts, vendorId);
    return contact.kind === 'email' && handoff?.status === 'sealed' && !facts.givenOut.get(vendorId)?.isAlive;
  });

const MOST_REPORTS = 3;

/** Vendors with an open report: nothing else moves the gate before it is answered. */
const reporting = (facts: CardFacts, { participants }: LiveRotation) =>
  participants.flatMap((vendor) => {
    const problem = handoffOf(facts, vendor.vendorId)?.problem;
    return problem ? [{ vendor, problem }] : [];
  });

/** What vendors have reported, first of all that is to be done. */
export function reports(facts: CardFacts, rotation: LiveRotation): string {
  const open = reporting(facts, rotation);
  const lines = open.slice(0, MOST_REPORTS).map(({ vendor: { name }, problem: { kind } }) => {
    if (kind === 'unreadable')
      return `:warning: *Now: deposit the same secret again for ${say(name, 60)}:* rekey can’t open the copy that waits for them, and waiting won’t help. If nobody has that secret any more, generate another.`;
    const next = kind === 'lost' ? 'Deposit the same secret again.' : 'Talk to them, then press *Solved…*.';
    return `:warning: *Now: ${say(name, 60)} reports that ${PROBLEMS[kind].name}.* ${next}`;
  });
  const rest = open.length - lines.length;
  const more = rest > 0 ? [`:warning: ${count(rest, 'more report')}: see below.`] : [];
  return [...lines, ...more].map((line) => `${line}\n`).join('');
}

function reportButtons(facts: CardFacts, rotation: LiveRotation): Button[] {
  const ids = { rotationId: rotation.id, generationId: rotation.generation.id };
  const answerable = reporting(facts, rotation).filter(
    ({ problem: { kind } }) => kind !== 'lost' && kind !== 'unreadable',
  );
  return answerable
    .slice(0, MOST_REPORTS)
    .map(({ vendor: { vendorId, name } }, n) =>
      button(
        `Solved: ${oneLine(name, 30)}…`,
        'resolve_problem',
        { ...ids, vendorId },
        { n, style: 'primary', label: `Say that the problem of ${name} is solved` },
      ),
    );
}

/** What can be pressed while vendors are being served, also after an Activate that came too early. */
export function servingButtons(facts: CardFacts, rotation: LiveRotation): Button[] {
  const ids = { rotationId: rotation.id, generationId: rotation.generation.id };
  const wanted = rotation.handoffs.some(needsCopy)
    ? [
        button('Deposit the same secret again…', 'how_to_deposit_again', ids, {
          style: 'primary',
          label: `Deposit the same secret of ${facts.package.name} again`,
        }),
      ]
    : [];
  const [verb, word, label] = facts.hasMail
    ? (['mail_link', 'Mail link to', 'Mail the link to'] as const)
    : (['pass_on', 'Get link for', 'Get a link to pass on to'] as const);
  const links = toHandOver(facts, rotation)
    .slice(0, MOST_LINK_BUTTONS)
    .map(({ vendorId, name }, n) =>
      button(
        `${word} ${oneLine(name, 30)}`,
        verb,
        { ...ids, vendorId },
        { n, style: 'primary', label: `${label} ${name}` },
      ),
    );
  return [...wanted, ...reportButtons(facts, rotation), ...links];
}

function held(facts: CardFacts, rotation: LiveRotation): string {
  const reasons = facts.gate.flatMap((reason): string[] => {
    switch (reason) {
      case 'vendor_pending':
        return [`${listed(pendingParticipants(rotation).map(({ name }) => name))} to confirm`];
      case 'problem_open':
        return ['a reported problem to be solved'];
      case 'frozen':
        return [`a freeze window to end${frozenUntil(facts)}`];
      case 'planned_time_ahead':
        return rotation.plannedActivateAt ? [`the planned time, ${moment(rotation.plannedActivateAt)}`] : [];
      case 'not_live_yet':
        return [`the new secret to go live, ${moment(rotation.generation.liveAt)}`];
      case 'second_person_missing':
        return ['then a second admin to agree'];
      case 'already_activated':
        return [];
    }
  });
  return reasons.length > 0 ? `\nActivate waits for: ${reasons.join('; ')}. *Don’t press it before.*` : '';
}

function frozenUntil({ package: { freezeWindows }, at }: CardFacts): string {
  const today = dayOf(at);
  const window = freezeWindows.find(({ fromOn, toOn }) => fromOn <= today && today <= toOn);
  return window ? ` after ${window.toOn}` : '';
}

/** Step 3: who is waited for, and what else holds Activate. */
export function sharing(facts: CardFacts, rotation: LiveRotation): Now {
  const all = rotation.participants.length;
  const settled = all - pendingParticipants(rotation).length;
  const both = rotation.isOutage
    ? 'Each vendor works again once they have switched.'
    : 'Old and new secret both work until Activate.';
  const first = reports(facts, rotation);
  const what =
    settled === all
      ? '*Every vendor is settled.*'
      : `*${first ? 'Meanwhile' : 'Now:'} the vendors collect the new secret, switch and confirm* (${settled} of ${all} settled).`;
  return {
    words: `${first}${what} ${both}${held(facts, rotation)}`,
    buttons: servingButtons(facts, rotation),
  };
}
