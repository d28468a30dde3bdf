import type { Db } from '../db/connection.ts';
import { placeOfHandoff } from '../db/handoffs.ts';
import type { StoredLink } from '../db/links.ts';
import { readerCopyUntil } from '../db/reader-copies.ts';
import { findPackage } from '../db/packages.ts';
import { findRotation } from '../db/rotations.ts';
import { workspaceName } from '../db/workspaces.ts';
import type { Package } from '../domain/package.ts';
import { isContact } from '../domain/people.ts';
import {
  isLive,
  reportIn,
  type Confirmation,
  type Done,
  type Handoff,
  type LiveRotation,
  type Participant,
  type Rotation,
} from '../domain/rotation.ts';
import type { Moment } from '../domain/schedule.ts';
import type { Deps } from './deps.ts';
import type { HandoffPageFacts } from './facts.ts';
import { refused, type Result } from './refusals.ts';

/** A handoff that is not revoked and all around it. */
export interface HandoffScene {
  readonly rotation: LiveRotation | Done;
  readonly handoff: Handoff;
  readonly participant: Participant;
  readonly package: Package;
}

/** The living handoff a link belongs to; a link of an ended generation or rotation is a dead one. */
export async function findHandoffScene(
  deps: Pick<Deps, 'workspaceId' | 'log'>,
  db: Db,
  handoffId: string | null,
): Promise<Result<{ scene: HandoffScene }>> {
  const { workspaceId } = deps;
  const place = handoffId && (await placeOfHandoff(db, workspaceId, handoffId));
  const rotation = place && (await findRotation(db, workspaceId, place.rotationId));
  return livingScene(deps, db, { rotation: rotation || null, handoffId });
}

/** The same in a rotation already read, perhaps under its lock. */
export async function livingScene(
  { log }: Pick<Deps, 'log'>,
  db: Db,
  { rotation, handoffId }: { rotation: Rotation | null; handoffId: string | null },
): Promise<Result<{ scene: HandoffScene }>> {
  const scene = rotation && isLive(rotation) ? await sceneIn(db, rotation, handoffId) : null;
  if (scene) return { ok: true, scene };
  log.info('a link did not open', { code: 'handoff_ended', ...(handoffId ? { handoffId } : {}) });
  return refused({ code: 'link_not_usable' });
}

/** A handoff and all around it in a rotation already read, which its vendor's last act may just have completed. */
export async function sceneIn(
  db: Db,
  rotation: HandoffScene['rotation'],
  handoffId: string | null,
): Promise<HandoffScene | null> {
  const handoff = rotation.handoffs.find((one) => one.id === handoffId);
  const participant = rotation.participants.find((p) => p.vendorId === handoff?.vendorId);
  const pkg = await findPackage(db, rotation.workspaceId, rotation.packageId);
  return handoff && participant && pkg ? { rotation, handoff, participant, package: pkg } : null;
}

/** What the vendor's page shows to somebody with link and code. */
export async function handoffPage(
  db: Db,
  { rotation, handoff, participant, package: pkg }: HandoffScene,
  { link, at }: { link: StoredLink; at: Moment },
): Promise<HandoffPageFacts> {
  const isCooling = handoff.status === 'sealed' && at < rotation.generation.liveAt;
  return {
    workspaceName: await workspaceName(db, rotation.workspaceId),
    packageName: pkg.name,
    vendorName: participant.name,
    clientId: pkg.clientId,
    subdomain: pkg.account?.subdomain ?? null,
    businessUnits: pkg.businessUnits,
    systems: participant.systems,
    status: handoff.status === 'sealed' ? (isCooling ? 'cooling' : 'collectable') : handoff.status,
    problem: reportIn(handoff.problem),
    answer: handoff.solution?.reason ?? null,
    liveAt: rotation.generation.liveAt,
    oldExpiresOn: rotation.oldExpiresOn,
    isOutage: rotation.isOutage || rotation.step === 'activated' || rotation.step === 'done',
    linkExpiresAt: link.expiresAt,
    collectedAt: handoff.collectedAt,
    againUntil: handoff.status === 'collected' ? await readerCopyUntil(db, handoff.id, at) : null,
    confirmedAt: handoff.status === 'confirmed' ? handoff.confirmation.at : null,
    proof: handoff.status === 'confirmed' ? handoff.confirmation.proof : null,
    confirmedBy: handoff.status === 'confirmed' ? confirmedBy(handoff.confirmation, participant) : null,
    at,
  };
}

/** Whoever holds a link is known by nothing else; in Slack it is the contact, and only they. */
const confirmedBy = ({ by, way }: Confirmation, { contact }: Participant) => ({
  way,
  isLink: by.kind === 'vendor_link',
  name: by.kind === 'slack' && isContact(contact, by) ? contact.name : null,
});
