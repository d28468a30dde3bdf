import type { Button, KnownBlock } from '@slack/types';
import { standingRequests, type SecondPersonRequest } from '../../domain/second-person.ts';
import type { LiveRotation, Rotation } from '../../domain/rotation.ts';
import type { CardFacts, ThreadFacts } from '../../usecases/facts.ts';
import { actions, button, section } from './blocks.ts';
import type { Now } from './card-serving.ts';
import { inCharge, settledWords } from './names.ts';
import { actor, moment, oneLine, person, say } from './text.ts';

type Facts = Pick<CardFacts, 'rotation' | 'package' | 'at'>;

/** What is asked and not answered yet, as it stands at this moment. */
export const openRequests = ({ rotation, package: { freezeWindows }, at }: Facts): SecondPersonRequest[] =>
  standingRequests(rotation, { at, freezeWindows }).filter((one) => one.what === 'waive' || !one.agreed);

/** Nothing but a second person keeps Activate waiting. */
export const waitsForSecond = ({ gate }: Pick<CardFacts, 'gate'>): boolean =>
  gate.length > 0 && gate.every((reason) => reason === 'second_person_missing');

/** What it is about, to be read after "asks for a second person:". */
export function requestWords(rotation: Rotation, request: SecondPersonRequest): string {
  if (request.what === 'activate') return 'may Activate be pressed?';
  const vendor = rotation.participants.find(({ vendorId }) => vendorId === request.vendorId);
  return `waive the confirmation of ${say(vendor?.name ?? 'a vendor', 80)}? “${say(request.reason, 500)}”`;
}

/** Who else may answer: without anybody the request would wait in vain. */
export function othersWords(
  { admins }: Pick<CardFacts['package'], 'admins'>,
  askedBy: SecondPersonRequest['askedBy'],
): string {
  const others = admins.filter(({ userId }) => askedBy.kind !== 'slack' || userId !== askedBy.userId);
  if (others.length > 0)
    return `Another admin answers: ${others
      .slice(0, 8)
      .map(({ userId }) => person(userId))
      .join(', ')}.`;
  return '*Nobody else is an admin of this package, so nobody can answer.* Ask a Slack workspace admin to name a second one.';
}

/** The two answers; each opens a window that shows what it means. */
export function answerButtons(
  rotationId: string,
  { number, what }: Pick<SecondPersonRequest, 'number' | 'what'>,
  packageName: string,
  n = 0,
): Button[] {
  const ref = { rotationId, request: String(number) };
  const about = `${what === 'activate' ? 'Activate' : 'the waiver'} of ${packageName}`;
  return [
    button('Agree…', 'second_agree', ref, { n, style: 'primary', label: `Agree to ${about}` }),
    button('Decline…', 'second_decline', ref, { n, label: `Decline ${about}` }),
  ];
}

const DONT = '*Don’t press it in Setup before somebody has agreed.*';

/** Step 4 where two admins are wanted: first one asks, then another answers. */
export function askingForSecond(facts: CardFacts, rotation: LiveRotation): Now {
  const { package: pack } = facts;
  const request = openRequests(facts).find(({ what }) => what === 'activate');
  if (request)
    return {
      words: `*Now: a second admin answers.* ${actor(request.askedBy)} asks: may Activate be pressed? ${settledWords(rotation)} ${othersWords(pack, request.askedBy)} It stands until ${moment(request.endsAt)}. ${DONT}`,
      buttons: answerButtons(rotation.id, request, pack.name),
    };
  const ref = { rotationId: rotation.id, generationId: rotation.generation.id };
  const label = `Ask for a second person to activate the new secret of ${pack.name}`;
  return {
    words: `*Now: ${inCharge(pack)} asks for a second person.* ${settledWords(rotation)} Two admins are wanted for Activate here: one asks, another agrees, and only then it is pressed. ${DONT}`,
    buttons: [button('Activate…', 'activate', ref, { style: 'primary', label })],
  };
}

/** Who asked and who agreed, while Activate may be pressed. */
export function agreedWords({ rotation }: Pick<CardFacts, 'rotation'>): string {
  const found = rotation.secondPerson.requests.find((one) => one.what === 'activate' && one.agreed);
  if (found?.what !== 'activate' || !found.agreed) return '';
  return ` ${actor(found.askedBy)} asked and ${actor(found.agreed.by)} agreed; that holds until ${moment(found.endsAt)}.`;
}

const MOST_WAIVERS = 4;

/** Waivers that wait for a second person, each with its two answers. */
export function askedWaivers(facts: CardFacts): KnownBlock[] {
  const { rotation, package: pack } = facts;
  const waivers = openRequests(facts).filter(({ what }) => what === 'waive');
  return waivers
    .slice(0, MOST_WAIVERS)
    .flatMap((request, n) => [
      section(
        `:raising_hand: ${actor(request.askedBy)} asks for a second person: ${requestWords(rotation, request)} ${othersWords(pack, request.askedBy)} It stands until ${moment(request.endsAt)}.`,
      ),
      ...actions(...answerButtons(rotation.id, request, pack.name, n + 1)),
    ]);
}

/** The two answers beside a message about a request, while it can be answered. */
export function answersFor({ event, ...facts }: ThreadFacts): Button[] {
  if (event.kind !== 'second_person_asked') return [];
  const request = openRequests(facts).find(({ number }) => number === event.request);
  return request ? answerButtons(facts.rotation.id, request, oneLine(facts.package.name, 40)) : [];
}
