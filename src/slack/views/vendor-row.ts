import type { Overflow, SectionBlock } from '@slack/types';
import { needsCopy } from '../../domain/decide-deposit.ts';
import { hasEnded, isLive, isSettled, type Handoff, type Participant } from '../../domain/rotation.ts';
import type { CardFacts, GivenOut, Unmailed } from '../../usecases/facts.ts';
import { valueOf, VENDOR_MENU, type Verb } from '../action-ids.ts';
import { option, section } from './blocks.ts';
import { confirmationWords, mailFaultWords, PROBLEMS } from './terms.ts';
import { actor, bold, contact, moment, person, say } from './text.ts';

/** This vendor's handoff; none before a secret was deposited and after a cancellation. */
export const handoffOf = ({ rotation }: CardFacts, vendorId: string): Handoff | null =>
  ('handoffs' in rotation && rotation.handoffs.find((handoff) => handoff.vendorId === vendorId)) || null;

/** How the vendor stands: the mark is never the only sign of it. */
export interface Standing {
  readonly mark: string;
  readonly words: string;
}

const MARKS = {
  done: ':white_check_mark:',
  wait: ':hourglass_flowing_sand:',
  act: ':point_right:',
  wrong: ':warning:',
  none: ':white_circle:',
} as const;

/** One vendor's state in words, for the card and for lists. */
export function standingOf(facts: CardFacts, vendor: Participant): Standing {
  const handoff = handoffOf(facts, vendor.vendorId);
  if (!handoff) return { mark: MARKS.none, words: 'waits for the new secret' };
  const { problem } = handoff;
  if (problem?.kind === 'unreadable') {
    const words = `copy can’t be opened, ${moment(problem.reportedAt)}: needs a second deposit of the same secret`;
    return { mark: MARKS.wrong, words };
  }
  if (problem) {
    const note = problem.note ? `: “${say(problem.note, 300)}”` : '';
    const words = `reported a problem, ${moment(problem.reportedAt)}: ${PROBLEMS[problem.kind].name}${note}`;
    return { mark: MARKS.wrong, words };
  }
  switch (handoff.status) {
    case 'missing':
      return { mark: MARKS.act, words: MISSING_WORDS[handoff.why] };
    case 'sealed':
      return sealed(facts, vendor, handoff);
    case 'collected':
      return {
        mark: MARKS.wait,
        words: `${told(handoff)}collected ${moment(handoff.collectedAt)}, not confirmed yet${ifDown(facts)}`,
      };
    case 'confirmed': {
      const { by, at } = handoff.confirmation;
      return {
        mark: MARKS.done,
        words: `${told(handoff)}confirmed ${moment(at)} by ${actor(by)}: ${confirmationWords(handoff.confirmation)}`,
      };
    }
    case 'waived': {
      const { waivedBy, waivedAt, reason, secondedBy } = handoff;
      const second = secondedBy ? ` and ${actor(secondedBy)}` : '';
      return {
        mark: MARKS.done,
        words: `waived by ${actor(waivedBy)}${second}, ${moment(waivedAt)}: ${say(reason, 300)}`,
      };
    }
  }
}

const told = ({ toldAt }: Handoff): string => (toldAt ? `told ${moment(toldAt)}; ` : '');

const MISSING_WORDS = {
  late: 'found late: needs a second deposit of the same secret',
  contact_changed: 'contact changed: needs a second deposit of the same secret',
  waiver_taken_back: 'waiver taken back: needs a second deposit of the same secret',
} as const;

/** After an Activate that came too early, whoever has not switched is down. */
const ifDown = ({ rotation }: CardFacts): string =>
  rotation.step === 'activated' || rotation.isOutage ? '; down until they have switched' : '';

function sealed(facts: CardFacts, { vendorId, contact: of }: Participant, handoff: Handoff): Standing {
  if (facts.rotation.step === 'cooling')
    return { mark: MARKS.none, words: 'waits until the new secret is live' };
  const given = facts.givenOut.get(vendorId);
  const unmailed = facts.unmailed.get(vendorId);
  const openedAt = facts.pageOpenedAt.get(vendorId);
  const opened = openedAt ? `; page opened ${moment(openedAt)} (perhaps by a mail scanner)` : '';
  const down = ifDown(facts);
  if (unmailed) return { mark: MARKS.wrong, words: `${unmailedWords(unmailed, given)}${down}` };
  if (given) {
    const words = `${givenOutWords(given)}${opened}; ${given.isAlive ? 'not collected yet' : 'not collected: an admin must give out a new link'}${down}`;
    return { mark: given.isAlive ? MARKS.wait : MARKS.act, words };
  }
  if (of.kind === 'email') {
    const what = facts.hasMail ? 'mail the link and tell the code' : 'pass on a link and a code';
    return { mark: MARKS.act, words: `no Slack: an admin must ${what}${down}` };
  }
  const isTold = handoff.toldAt ? `told ${moment(handoff.toldAt)}` : 'is being told';
  return { mark: MARKS.wait, words: `${isTold}${opened}; not collected yet${down}` };
}

function givenOutWords({ by, way, at, times, isAlive }: GivenOut): string {
  const often = times > 1 ? ` (${times} times)` : '';
  if (!isAlive) {
    const what =
      way === 'own_mail' ? 'the link that was mailed to them' : `what ${person(by)} had to pass on`;
    return `${what}, ${moment(at)}${often}, no longer works`;
  }
  return way === 'own_mail'
    ? `the link was mailed ${moment(at)}${often}, and ${person(by)} has the code to tell them`
    : `${person(by)} has link and code to pass on, ${moment(at)}${often}`;
}

/** What failed, whether an earlier link still works, and the two ways on. */
function unmailedWords({ fault, at }: Unmailed, given: GivenOut | undefined): string {
  const before = given?.isAlive ? ' The link given out before still works.' : '';
  return `the mail with their link ${fault === null ? 'may not have left' : 'did not leave'}, ${moment(at)}: ${mailFaultWords(fault)}.${before} Mail it again, or get a link to pass on`;
}

/** What an admin can do about one vendor now. */
export function vendorPaths(facts: CardFacts, vendor: Participant): { verb: VendorVerb; words: string }[] {
  const { rotation } = facts;
  const handoff = handoffOf(facts, vendor.vendorId);
  if (hasEnded(rotation)) return [];
  const isShared = isLive(rotation) && rotation.step !== 'cooling';
  const isOpen = handoff !== null && !isSettled(handoff);
  const isBeforeActivate = rotation.step !== 'activated';
  const mayMail = facts.hasMail && vendor.contact.kind === 'email';
  const mayCollect = handoff?.status === 'sealed' || handoff?.status === 'collected';
  const all: [VendorVerb, boolean, string][] = [
    ['mail_link', isShared && mayCollect && mayMail, 'Mail the link'],
    ['pass_on', isShared && mayCollect, 'Get a link to pass on'],
    ['deposit_again', isShared && handoff !== null && needsCopy(handoff), 'Deposit the same secret again'],
    ['resolve_problem', handoff?.problem != null, 'The problem is solved'],
    ['waive', isOpen, 'Waive the confirmation'],
    ['take_back_waiver', handoff?.status === 'waived' && isBeforeActivate, 'Take back the waiver'],
    ['change_contact', handoff === null || isOpen, 'Change the contact'],
  ];
  return all.filter(([, applies]) => applies).map(([verb, , words]) => ({ verb, words }));
}

export type VendorVerb = Extract<
  Verb,
  | 'mail_link'
  | 'pass_on'
  | 'deposit_again'
  | 'resolve_problem'
  | 'waive'
  | 'take_back_waiver'
  | 'change_contact'
>;

/** The value of one such choice. */
export function vendorValue(facts: CardFacts, { vendorId }: Participant, verb: VendorVerb): string {
  const { rotation } = facts;
  const generationId = isLive(rotation) ? rotation.generation.id : undefined;
  const ids = { rotationId: rotation.id, generationId };
  return verb === 'deposit_again'
    ? valueOf('how_to_deposit_again', ids)
    : valueOf(verb, { ...ids, vendorId });
}

const menu = (facts: CardFacts, vendor: Participant): Overflow | undefined => {
  const paths = vendorPaths(facts, vendor);
  if (paths.length === 0) return undefined;
  return {
    type: 'overflow',
    action_id: VENDOR_MENU,
    options: paths.map(({ verb, words }) => option(words, vendorValue(facts, vendor, verb))),
  };
};

/** One vendor on the card: state, contact, systems, and what an admin can do. */
export function vendorRow(facts: CardFacts, vendor: Participant): SectionBlock {
  const { mark, words } = standingOf(facts, vendor);
  const systems = vendor.systems.length > 0 ? `\nSystems: ${say(vendor.systems.join(', '), 200)}` : '';
  const late = vendor.isLate ? ' (found late)' : '';
  return section(
    `${mark} ${bold(vendor.name, 80)}${late} · ${contact(vendor.contact)}\n${words}${systems}`,
    menu(facts, vendor),
  );
}
