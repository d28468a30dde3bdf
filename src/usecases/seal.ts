import type { Keyring, SealContext, Sealed } from '../adapters/keyring.ts';
import type { HandoffIds } from '../db/handoffs.ts';

/** Promise H7: ids only, because CloudTrail shows them. The copy opens in this row and in no other. */
export const sealContext = (ids: HandoffIds): SealContext => ({
  workspace: ids.workspaceId,
  package: ids.packageId,
  rotation: ids.rotationId,
  generation: ids.generationId,
  handoff: ids.handoffId,
});

/** One sealed copy for each handoff, by its id. Throws KeyringUnavailable if any of them can't be made: all or none. */
export async function sealCopies(
  keyring: Keyring,
  text: string,
  handoffs: readonly HandoffIds[],
): Promise<ReadonlyMap<string, Sealed>> {
  const plain = Buffer.from(text, 'utf8');
  try {
    const copies = await Promise.all(
      handoffs.map(async (ids) => [ids.handoffId, await keyring.seal(plain, sealContext(ids))] as const),
    );
    return new Map(copies);
  } finally {
    plain.fill(0);
  }
}
