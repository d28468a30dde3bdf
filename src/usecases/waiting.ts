import { needsCopy } from '../domain/decide-deposit.ts';
import { startLeadDays } from '../domain/planned-start.ts';
import { isLive, isSettled } from '../domain/rotation.ts';
import { hardStopOn } from '../domain/schedule.ts';
import type { CardFacts, PackageLine, VendorMessageFacts, Waiting } from './facts.ts';

// What waits for whom, judged from facts alone. Pure.

/** A package with no rotation waits for one from its lead days on, or from the day that is planned. One whose date nobody knows stands first in the list instead. */
export function waitingOnPackage({ package: pkg, daysLeft }: PackageLine): Waiting[] {
  if (pkg.integrationType === 'public_app' || pkg.isRetired) return [];
  const lead = pkg.expiresOn === null ? pkg.leadDays : startLeadDays(pkg, hardStopOn(pkg.expiresOn));
  if (daysLeft === null || daysLeft > lead) return pkg.isDormant ? [start(pkg, daysLeft ?? 0)] : [];
  return [start(pkg, daysLeft)];
}

const start = (pkg: PackageLine['package'], daysLeft: number): Waiting => ({
  kind: 'start',
  package: pkg,
  daysLeft,
});

/** What keeps a package's people from hearing of it waits to be mended. */
export const waitingOnTroubles = ({ package: pkg, troubles }: PackageLine): Waiting[] =>
  troubles.map((trouble) => ({ kind: 'trouble', package: pkg, trouble }));

/** What a rotation wants of its admins now. */
export function waitingOnCard(card: CardFacts): Waiting[] {
  const { rotation } = card;
  if (rotation.step === 'generating') return [{ kind: 'deposit', card, vendorId: null }];
  if (!isLive(rotation)) return [];
  const waiting: Waiting[] = card.alarms.map((alarm) => ({ kind: 'alarm', card, alarm }));
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

/** What a rotation wants of a vendor now. */
export function waitingOnVendor(message: VendorMessageFacts): Waiting[] {
  if (message.handoff?.problem) return [];
  if (message.handoff?.status === 'sealed') return [{ kind: 'collect', message }];
  return message.handoff?.status === 'collected' ? [{ kind: 'confirm', message }] : [];
}
