import { needsCopy } from '../domain/decide-deposit.ts';
import { isLive, isSettled } from '../domain/rotation.ts';
import type { Person } from '../domain/people.ts';
import { isAsker, standingRequests } from '../domain/second-person.ts';
import type { BoardRow } from './board-facts.ts';
import type { CardFacts, PackageLine, VendorMessageFacts } from './facts.ts';
import type { Waiting } from './home-facts.ts';

// What waits for whom, judged from facts alone. Pure.

/** A package that is to be started waits for whoever may: from the day on which its reminders speak of it. */
export const waitingOnPackage = (row: BoardRow): Waiting[] =>
  row.state === 'overdue' || row.state === 'due' ? [{ kind: 'start', row }] : [];

/** What keeps a package's people from hearing of it waits to be mended. That nobody owns it stands among the packages. */
export const waitingOnTroubles = ({ package: pkg, troubles }: PackageLine): Waiting[] =>
  troubles
    .filter(({ kind }) => kind !== 'owner_gone')
    .map((trouble) => ({ kind: 'trouble', package: pkg, trouble }));

/** What a rotation wants of its admins now. */
export function waitingOnCard(card: CardFacts): Waiting[] {
  const { rotation } = card;
  if (rotation.step === 'generating') return [{ kind: 'deposit', card, vendorId: null }];
  if (!isLive(rotation)) return [];
  const waiting: Waiting[] = card.alarms.map((alarm) => ({ kind: 'alarm', card, alarm }));
  waiting.push(...waitingOnSecond(card));
  if (rotation.step === 'ready') waiting.push({ kind: 'activate', card, vendorId: null });
  if (rotation.step === 'activated' && rotation.dateRead === null) {
    waiting.push({ kind: 'record_date', card, vendorId: null });
  }
  for (const handoff of rotation.handoffs) {
    const { vendorId } = handoff;
    const participant = rotation.participants.find((p) => p.vendorId === vendorId);
    if (needsCopy(handoff)) waiting.push({ kind: 'missing_copy', card, vendorId });
    else if (handoff.problem !== null) waiting.push({ kind: 'problem', card, vendorId });
    else if (
      handoff.status === 'sealed' &&
      rotation.step !== 'cooling' &&
      participant?.contact.kind === 'email' &&
      !card.givenOut.get(vendorId)?.isAlive
    ) {
      waiting.push({ kind: 'pass_on', card, vendorId });
    } else if (rotation.step === 'activated' && !isSettled(handoff)) {
      waiting.push({ kind: 'down', card, vendorId });
    }
  }
  return waiting;
}

/** Requests that nobody has answered; or, where two admins are wanted for Activate, that somebody asks. */
function waitingOnSecond(card: CardFacts): Waiting[] {
  const { rotation, package: pkg, at, gate } = card;
  const open = standingRequests(rotation, { at, freezeWindows: pkg.freezeWindows }).filter(
    (one) => one.what === 'waive' || !one.agreed,
  );
  const waiting = open.map((request): Waiting => ({ kind: 'second_person', card, request }));
  const isWanted = gate.length === 1 && gate[0] === 'second_person_missing';
  const isAsked = open.some(({ what }) => what === 'activate');
  return isWanted && !isAsked ? [...waiting, { kind: 'ask_second', card, vendorId: null }] : waiting;
}

/** Nobody answers what they asked themselves. */
export const isForThem = (one: Waiting, person: Person): boolean =>
  one.kind !== 'second_person' || !isAsker(one.request, { kind: 'slack', ...person });

/** What a rotation wants of a vendor now. */
export function waitingOnVendor(message: VendorMessageFacts): Waiting[] {
  if (message.handoff?.problem) return [];
  if (message.handoff?.status === 'sealed') return [{ kind: 'collect', message }];
  return message.handoff?.status === 'collected' ? [{ kind: 'confirm', message }] : [];
}
