import { findAudit } from '../db/audit.ts';
import { findPackage } from '../db/packages.ts';
import { findRotation } from '../db/rotations.ts';
import type { RotationEvent } from '../domain/event.ts';
import type { Deps } from './deps.ts';
import type { ThreadFacts } from './facts.ts';

/** One event of a rotation, as its card's thread tells it; null when there is none of that id. */
export async function readThreadLine(
  deps: Deps,
  { auditId }: { auditId: string },
): Promise<ThreadFacts | null> {
  const row = await findAudit(deps.db, auditId);
  if (!row?.rotationId || row.workspaceId !== deps.workspaceId) return null;
  const rotation = await findRotation(deps.db, deps.workspaceId, row.rotationId);
  const pkg = rotation && (await findPackage(deps.db, deps.workspaceId, rotation.packageId));
  if (!rotation || !pkg) return null;
  return { event: row.event as RotationEvent, at: row.at, by: row.by, package: pkg, rotation };
}
