import type { Sealed } from '../adapters/keyring.ts';
import { appendAudit, type AuditRow } from '../db/audit.ts';
import type { Db } from '../db/connection.ts';
import { endGeneration, insertGeneration, supersedeActivated } from '../db/generations.ts';
import { handoffsTold, insertHandoff, revokeHandoffs, revokeLinksOf, updateHandoff } from '../db/handoffs.ts';
import { revokeDepositLinks } from '../db/links.ts';
import { enqueue } from '../db/outbox.ts';
import { confirmSystems } from '../db/places.ts';
import { lookAgain, retire, setComputedExpiry, setExpiry } from '../db/packages.ts';
import { updateRotation } from '../db/rotations.ts';
import type { RotationEvent } from '../domain/event.ts';
import type { Package } from '../domain/package.ts';
import type { Actor } from '../domain/people.ts';
import { hasEnded, type Generation, type Handoff, type Rotation } from '../domain/rotation.ts';
import { dayOf, type Moment } from '../domain/schedule.ts';
import type { Deps } from './deps.ts';
import { concernedBy, homeWishes } from './homes.ts';
import { toMessage, vendorWish, wishesFor, type Wish } from './messages.ts';
import { nextLookOf } from './next-look.ts';
import { webhookWishes } from './webhook-wishes.ts';

/** What a deposit brings beside the rotation's facts. */
export interface Deposit {
  readonly fingerprint: Uint8Array;
  /** One sealed copy per handoff id. */
  readonly copies: ReadonlyMap<string, Sealed>;
}

export interface Move {
  readonly before: Rotation;
  readonly next: Rotation;
  readonly events: readonly RotationEvent[];
  readonly package: Package;
  readonly by: Actor;
  readonly at: Moment;
  readonly deposit: Deposit | null;
}

/** Writes a decided move: rows, audit trail and messages, in the caller's transaction. */
export async function saveMove(deps: Deps, tx: Db, move: Move): Promise<void> {
  const { before, next, at, package: pkg } = move;
  await saveGeneration(tx, move);
  await saveHandoffs(tx, move);
  await updateRotation(tx, before, next, nextLookOf(next, pkg, at));
  await savePackage(tx, move);
  await savePlaces(tx, move);
  const isOtherGeneration = generationOf(before)?.id !== generationOf(next)?.id;
  if (hasEnded(next) || isOtherGeneration) await revokeDepositLinks(tx, next.id, at);
  const audits = move.events.map((event) => toAudit(deps, move, event));
  await appendAudit(tx, audits);
  const concerned = concernedBy(pkg, [...before.participants, ...next.participants]);
  const homes = await homeWishes(tx, { workspaceId: next.workspaceId, concerned, at });
  const wishes = [
    ...wishesFor({ before, next, package: pkg, audits }),
    ...(await unwantedWishes(tx, move)),
    ...(await webhookWishes(tx, { rotation: next, package: pkg, audits, at })),
    ...homes,
  ];
  await enqueueWishes(deps, tx, wishes, { rotationId: next.id, at });
}

/** Who was told to put the old secret back must not: it is dead since the void one was activated. */
async function unwantedWishes(tx: Db, { before, events }: Move): Promise<Wish[]> {
  const activatedId = activatedBy(before, null, events);
  return activatedId === null ? [] : (await handoffsTold(tx, activatedId)).map(vendorWish);
}

/** Puts wishes into the outbox. */
export async function enqueueWishes(
  deps: Deps,
  tx: Db,
  wishes: readonly Wish[],
  { rotationId, at }: { rotationId: string | null; at: Moment },
): Promise<void> {
  const { workspaceId } = deps;
  const rows = wishes.map((wish) => toMessage(wish, { id: deps.ids.id(), workspaceId, rotationId }));
  await enqueue(tx, rows, at);
}

const toAudit = (
  deps: Deps,
  { next, by, at }: Move,
  event: RotationEvent,
): AuditRow & { event: RotationEvent } => ({
  id: deps.ids.id(),
  workspaceId: next.workspaceId,
  ...{ at, by, event },
  packageId: next.packageId,
  rotationId: next.id,
  handoffId: null,
});

const generationOf = (rotation: Rotation): Generation | null =>
  'generation' in rotation ? rotation.generation : null;

async function saveGeneration(tx: Db, { before, next, events, at, deposit }: Move): Promise<void> {
  const earlier = generationOf(before);
  const later = generationOf(next);
  if (later && later.id !== earlier?.id) {
    if (!deposit) throw new Error('a generation without a deposit');
    await insertGeneration(tx, next, later, deposit.fingerprint);
  }
  if (earlier && !later) {
    const voided = events.find((event) => event.kind === 'generation_voided');
    const state = voided ? (voided.why === 'generated_again' ? 'superseded' : 'void') : 'abandoned';
    await endGeneration(tx, earlier.id, state, at);
    await revokeHandoffs(tx, earlier.id, at);
  }
  const activatedId = activatedBy(before, later, events);
  if (activatedId === null) return;
  await endGeneration(tx, activatedId, 'activated', at);
  await supersedeActivated(tx, next.packageId, { generationId: activatedId });
}

/** Which generation Activate was pressed for, if it was: the staged one, or one that nobody wanted any more. */
function activatedBy(
  before: Rotation,
  later: Generation | null,
  events: readonly RotationEvent[],
): string | null {
  for (const { kind } of events) {
    if (kind === 'activated' || kind === 'activated_early') return later?.id ?? null;
    if (kind === 'void_secret_activated' && before.step === 'generating') return before.shelved?.id ?? null;
  }
  return null;
}

const handoffsOf = (rotation: Rotation): readonly Handoff[] =>
  'handoffs' in rotation ? rotation.handoffs : [];

/** Only the handoffs that changed are written: one vendor's move leaves the others' rows as they are (promise R3). */
async function saveHandoffs(tx: Db, { before, next, at, deposit }: Move): Promise<void> {
  const generation = generationOf(next);
  if (!generation) return;
  const earlier = new Map(handoffsOf(before).map((handoff) => [handoff.id, handoff]));
  const of = { workspaceId: next.workspaceId, rotationId: next.id, generationId: generation.id };
  for (const handoff of handoffsOf(next)) {
    const known = earlier.get(handoff.id);
    if (known === handoff) continue;
    const copy = deposit?.copies.get(handoff.id) ?? null;
    if (!known) await insertHandoff(tx, of, handoff, copy);
    else {
      await updateHandoff(tx, known, handoff, copy);
      if (isCutOff(known, handoff)) await revokeLinksOf(tx, handoff.id, at);
    }
  }
}

/** Earlier links must not open what comes next: another contact, a new copy, a vendor who was waived. */
const isCutOff = (before: Handoff, after: Handoff) =>
  before.status !== after.status && ['missing', 'sealed', 'waived'].includes(after.status);

/** A confirmation says of each system it ticks that the secret sits there, today. */
async function savePlaces(tx: Db, { before, next }: Move): Promise<void> {
  const earlier = new Map(handoffsOf(before).map((handoff) => [handoff.id, handoff]));
  for (const handoff of handoffsOf(next)) {
    if (handoff.status !== 'confirmed' || earlier.get(handoff.id)?.status === 'confirmed') continue;
    const { vendorId, confirmation } = handoff;
    const { systems, at, by } = confirmation;
    await confirmSystems(tx, { packageId: next.packageId, vendorId, systems }, { at, by, how: 'rotation' });
  }
}

/** The package's own dates: computed at Activate, read at the end (promise R7). After a cancel it is reminded of again. */
async function savePackage(tx: Db, { before, next, events, package: pkg, at }: Move): Promise<void> {
  const unwanted = events.find((event) => event.kind === 'void_secret_activated');
  if (unwanted) await setComputedExpiry(tx, pkg.id, unwanted.expiresOn);
  if (next.step === 'cancelled' && next.isRetired) return void (await retire(tx, pkg.id, at));
  // Every move changes who owes what: the ladder is walked again at once.
  await lookAgain(tx, pkg.id, at);
  if (next.step !== 'activated' && next.step !== 'done') return;
  const read = next.dateRead;
  const wasRead = before.step === 'activated' && before.dateRead !== null;
  if (before.step === 'activated' && (read === null || wasRead)) return;
  const expiresOn = read?.expiresOn ?? next.generation.expiresOn;
  await setExpiry(tx, pkg.id, {
    expiresOn,
    secretGeneratedOn: dayOf(next.generation.generatedAt),
    expirySource: read ? 'read_in_setup' : 'computed',
  });
}
