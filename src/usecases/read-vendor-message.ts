import { placeOfHandoff } from '../db/handoffs.ts';
import { findGenerationNumber } from '../db/generations.ts';
import { findPackage } from '../db/packages.ts';
import { findRotation } from '../db/rotations.ts';
import { workspaceName } from '../db/workspaces.ts';
import type { Deps } from './deps.ts';
import type { VendorMessageFacts } from './facts.ts';

/** Everything a vendor's message shows, as of now; null when there is no such handoff. */
export async function readVendorMessage(
  deps: Deps,
  { handoffId }: { handoffId: string },
): Promise<VendorMessageFacts | null> {
  const place = await placeOfHandoff(deps.db, deps.workspaceId, handoffId);
  const rotation = place && (await findRotation(deps.db, deps.workspaceId, place.rotationId));
  const pkg = rotation && (await findPackage(deps.db, deps.workspaceId, rotation.packageId));
  const participant = rotation?.participants.find((p) => p.vendorId === place?.vendorId);
  if (!place || !rotation || !pkg || !participant) return null;
  const handoffs = 'handoffs' in rotation ? rotation.handoffs : [];
  return {
    workspaceName: await workspaceName(deps.db, deps.workspaceId),
    package: pkg,
    rotation,
    generationNumber: await findGenerationNumber(deps.db, place.generationId),
    participant,
    handoffId,
    handoff: handoffs.find((one) => one.id === handoffId) ?? null,
    at: deps.clock.now(),
  };
}
