import type { Db } from '../db/connection.ts';
import { placeOfHandoff } from '../db/handoffs.ts';
import type { StoredLink } from '../db/links.ts';
import { findPackage } from '../db/packages.ts';
import { findRotation } from '../db/rotations.ts';
import { workspaceName } from '../db/workspaces.ts';
import type { Package } from '../domain/package.ts';
import { isLive, type Handoff, type LiveRotation, type Participant } from '../domain/rotation.ts';
import type { Moment } from '../domain/schedule.ts';
import type { Deps } from './deps.ts';
import type { HandoffPageFacts } from './facts.ts';
import { refused, type Result } from './refusals.ts';

/** A living handoff and all around it. */
export interface HandoffScene {
  readonly rotation: LiveRotation;
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
  if (rotation && isLive(rotation)) {
    const handoff = rotation.handoffs.find((one) => one.id === handoffId);
    const participant = rotation.participants.find((p) => p.vendorId === handoff?.vendorId);
    const pkg = await findPackage(db, workspaceId, rotation.packageId);
    if (handoff && participant && pkg) return { ok: true, scene: { rotation, handoff, participant, package: pkg } };
  }
  deps.log.info('a link did not open', { code: 'handoff_ended', ...(handoffId ? { handoffId } : {}) });
  return refused({ code: 'link_not_usable' });
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
    subdomain: pkg.subdomain,
    businessUnits: pkg.businessUnits,
    systems: participant.systems,
    status: handoff.status === 'sealed' ? (isCooling ? 'cooling' : 'collectable') : handoff.status,
    problem: handoff.problem,
    liveAt: rotation.generation.liveAt,
    oldExpiresOn: rotation.oldExpiresOn,
    isOutage: rotation.isOutage || rotation.step === 'activated',
    linkExpiresAt: link.expiresAt,
    collectedAt: 'collectedAt' in handoff ? handoff.collectedAt : null,
    confirmedAt: handoff.status === 'confirmed' ? handoff.confirmation.at : null,
    proof: handoff.status === 'confirmed' ? handoff.confirmation.proof : null,
    at,
  };
}
