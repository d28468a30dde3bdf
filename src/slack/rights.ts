import { may } from '../domain/roles.ts';
import { hasEnded, isLive, type LiveRotation } from '../domain/rotation.ts';
import type { CardFacts, VendorMessageFacts } from '../usecases/facts.ts';
import type { Refusal } from '../usecases/refusals.ts';
import type { Ask } from './edge.ts';

/** What is looked at before a modal opens, so that a stale or foreign button is answered at once. The use case judges again. */
type Looked<T> = ({ readonly ok: true } & T) | { readonly ok: false; readonly refusal: Refusal };

interface OfRotation {
  readonly rotationId: string;
  readonly generationId?: string | undefined;
}

/** The rotation's facts, for one of its package's admins, if the button is still true. */
export async function cardFor(
  { edge, person }: Ask,
  { rotationId, generationId }: OfRotation,
): Promise<Looked<{ card: CardFacts }>> {
  const card = await edge.usecases.readCard({ rotationId });
  if (!card) return { ok: false, refusal: { code: 'unknown_rotation' } };
  const { rotation, package: pack } = card;
  if (!may(person, 'rotate', { package: pack })) {
    return { ok: false, refusal: { code: 'not_allowed', who: pack.admins.map(({ userId }) => userId) } };
  }
  if (hasEnded(rotation)) return { ok: false, refusal: { code: 'rotation_ended', step: rotation.step } };
  const current = isLive(rotation) ? rotation.generation : null;
  if (generationId !== undefined && current?.id !== generationId) {
    return { ok: false, refusal: { code: 'stale_generation', current: current?.number ?? null } };
  }
  return { ok: true, card };
}

/** The same for what needs a living secret. */
export async function liveCardFor(
  ask: Ask,
  ref: OfRotation,
): Promise<Looked<{ card: CardFacts; rotation: LiveRotation }>> {
  const looked = await cardFor(ask, ref);
  if (!looked.ok) return looked;
  const { rotation } = looked.card;
  return isLive(rotation)
    ? { ok: true, card: looked.card, rotation }
    : { ok: false, refusal: { code: 'nothing_staged' } };
}

/** A vendor's message, for its contact. */
export async function messageFor(
  { edge, person }: Ask,
  { handoffId }: { handoffId: string },
): Promise<Looked<{ facts: VendorMessageFacts }>> {
  const facts = await edge.usecases.readVendorMessage({ handoffId });
  if (!facts) return { ok: false, refusal: { code: 'handoff_closed' } };
  const { contact, name } = facts.participant;
  if (!may(person, 'act_for_vendor', { contact }))
    return { ok: false, refusal: { code: 'not_this_vendor', vendor: name } };
  if (facts.handoff === null) return { ok: false, refusal: { code: 'handoff_closed' } };
  return { ok: true, facts };
}
