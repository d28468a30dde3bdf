import { shelvedGeneration } from '../db/generations.ts';
import { findPackage, vendorsOf } from '../db/packages.ts';
import { openRotationOf } from '../db/rotations.ts';
import type { Person } from '../domain/people.ts';
import { dayOf, daysLeft } from '../domain/schedule.ts';
import type { Deps } from './deps.ts';
import type { StartFacts } from './facts.ts';
import { refused, type Result } from './refusals.ts';
import { mayDo } from './rights.ts';

/** What the start modal shows of a package, or why no rotation of it can start. */
export async function readStart(
  deps: Deps,
  { person, packageId }: { person: Person; packageId: string },
): Promise<Result<{ facts: StartFacts }>> {
  const pkg = await findPackage(deps.db, deps.workspaceId, packageId);
  if (!pkg) return refused({ code: 'unknown_package' });
  const denied = mayDo(person, 'start', pkg);
  if (denied) return refused(denied);
  if (pkg.integrationType === 'public_app') return refused({ code: 'nothing_to_rotate' });
  const open = await openRotationOf(deps.db, packageId);
  if (open) return refused({ code: 'already_rotating', rotationId: open.id });
  const today = dayOf(deps.clock.now());
  const staged = await shelvedGeneration(deps.db, packageId, today);
  const facts: StartFacts = {
    package: pkg,
    vendors: (await vendorsOf(deps.db, [packageId])).get(packageId) ?? [],
    staged: staged && { generation: staged.number, collectedBy: staged.collectedBy },
    daysLeft: pkg.expiresOn === null ? null : daysLeft(pkg.expiresOn, today),
  };
  return { ok: true, facts };
}
