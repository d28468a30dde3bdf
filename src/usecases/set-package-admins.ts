import { appendAudit } from '../db/audit.ts';
import { findPackage, lockPackage, setPackageAdmins as replaceAdmins } from '../db/packages.ts';
import { appoint } from '../db/people.ts';
import { openRotationOf } from '../db/rotations.ts';
import type { Package } from '../domain/package.ts';
import type { Person } from '../domain/people.ts';
import { may } from '../domain/roles.ts';
import type { Deps } from './deps.ts';
import { concernedBy, homeWishes } from './homes.ts';
import { cardWish } from './messages.ts';
import { refused, type Result } from './refusals.ts';
import { resolveAdmins, type NamedAdmins } from './resolve-admins.ts';
import { actorOf } from './rights.ts';
import { enqueueWishes } from './save-move.ts';

/** The package whose admins are to be named, for workspace admins. */
export async function readPackageAdmins(
  deps: Deps,
  { person, packageId }: { person: Person; packageId: string },
): Promise<Result<{ package: Package }>> {
  if (!may(person, 'appoint', {})) return refused({ code: 'only_workspace_admins' });
  const pkg = await findPackage(deps.db, deps.workspaceId, packageId);
  return pkg ? { ok: true, package: pkg } : refused({ code: 'unknown_package' });
}

/**
 * A Slack workspace admin names a package's owner and backups anew, and appoints them: so nobody's leaving orphans a
 * package. It is written in the package's own audit chain. The card of a rotation under way names them, and is drawn again.
 */
export async function setPackageAdmins(
  deps: Deps,
  { person, packageId, ...named }: NamedAdmins & { person: Person; packageId: string },
): Promise<Result> {
  if (!may(person, 'appoint', {})) return refused({ code: 'only_workspace_admins' });
  const resolved = await resolveAdmins(deps, named);
  if (!resolved.ok) return resolved;
  const { admins } = resolved;
  const at = deps.clock.now();
  const by = actorOf(person);
  const { workspaceId } = deps;
  const set = await deps.db.transaction(async (tx): Promise<Result> => {
    const pkg = await lockPackage(tx, workspaceId, packageId);
    if (!pkg) return refused({ code: 'unknown_package' });
    await replaceAdmins(tx, { workspaceId, packageId }, admins);
    await appoint(tx, workspaceId, admins, { appointedBy: by, appointedAt: at });
    const event = { kind: 'package_admins_set', admins: admins.map((admin) => admin.userId) } as const;
    const place = { workspaceId, packageId, rotationId: null, handoffId: null };
    await appendAudit(tx, [{ id: deps.ids.id(), at, by, event, ...place }]);
    const rotationId = (await openRotationOf(tx, packageId))?.id ?? null;
    const concerned = [...concernedBy(pkg), ...concernedBy({ admins })];
    const homes = await homeWishes(tx, { workspaceId, concerned, at });
    const wishes = [...(rotationId ? [cardWish(rotationId)] : []), ...homes];
    await enqueueWishes(deps, tx, wishes, { rotationId, at });
    return { ok: true };
  });
  if (set.ok) deps.wake();
  return set;
}
