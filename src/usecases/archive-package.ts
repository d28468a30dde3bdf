import { appendAudit } from '../db/audit.ts';
import { archive, restore } from '../db/package-records.ts';
import { lockPackage, packagesNamed } from '../db/packages.ts';
import { lockWorkspace } from '../db/workspaces.ts';
import type { Package } from '../domain/package.ts';
import type { Person } from '../domain/people.ts';
import { isNamesake } from './add-package.ts';
import type { Deps } from './deps.ts';
import { concernedBy, homeWishes } from './homes.ts';
import { refused, type Result } from './refusals.ts';
import { actorOf, mayDo } from './rights.ts';
import { enqueueWishes } from './save-move.ts';

interface Input {
  readonly person: Person;
  readonly packageId: string;
}

/** A retired package leaves every list. Nothing on record of it is lost, and its exact name still finds it. */
export const archivePackage = (deps: Deps, input: Input): Promise<Result<{ package: Package }>> =>
  change(deps, input, 'package_archived');

/** A retired package, archived or not, is in use again, with everything that is on record of it. */
export const restorePackage = (deps: Deps, input: Input): Promise<Result<{ package: Package }>> =>
  change(deps, input, 'package_restored');

async function change(
  deps: Deps,
  { person, packageId }: Input,
  kind: 'package_archived' | 'package_restored',
): Promise<Result<{ package: Package }>> {
  const { workspaceId } = deps;
  const at = deps.clock.now();
  const changed = await deps.db.transaction(async (tx): Promise<Result<{ package: Package }>> => {
    await lockWorkspace(tx, workspaceId);
    const pkg = await lockPackage(tx, workspaceId, packageId);
    if (!pkg) return refused({ code: 'unknown_package' });
    const denied = mayDo(person, kind === 'package_restored' ? 'restore' : 'archive', pkg);
    if (denied) return refused(denied);
    if (kind === 'package_restored') {
      // Its name was free to be taken while it was retired.
      const named = await packagesNamed(tx, workspaceId, { name: pkg.name });
      const draft = { ...pkg, accountId: pkg.account?.id ?? null };
      const same = named.find((one) => isNamesake(one, draft));
      if (same) return refused({ code: 'package_name_taken', name: same.name });
      await restore(tx, packageId, at);
    } else await archive(tx, packageId, at);
    const place = { workspaceId, packageId, rotationId: null, handoffId: null };
    const event = { kind, name: pkg.name };
    await appendAudit(tx, [{ id: deps.ids.id(), at, by: actorOf(person), event, ...place }]);
    const homes = await homeWishes(tx, { workspaceId, concerned: concernedBy(pkg), at });
    await enqueueWishes(deps, tx, homes, { rotationId: null, at });
    return { ok: true, package: pkg };
  });
  if (changed.ok) deps.wake();
  return changed;
}
