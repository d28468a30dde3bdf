import { appendAudit } from '../db/audit.ts';
import { findPackage, lockPackage, setPackageAdmins as replaceAdmins } from '../db/packages.ts';
import { appoint } from '../db/people.ts';
import type { Package } from '../domain/package.ts';
import type { Person } from '../domain/people.ts';
import { may } from '../domain/roles.ts';
import type { Deps } from './deps.ts';
import { refused, type Result } from './refusals.ts';
import { resolveAdmins, type NamedAdmins } from './resolve-admins.ts';
import { actorOf } from './rights.ts';

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
 * package. It is written in the package's own audit chain.
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
  return deps.db.transaction(async (tx) => {
    if (!(await lockPackage(tx, workspaceId, packageId))) return refused({ code: 'unknown_package' });
    await replaceAdmins(tx, { workspaceId, packageId }, admins);
    await appoint(tx, workspaceId, admins, { appointedBy: by, appointedAt: at });
    const event = { kind: 'package_admins_set', admins: admins.map((admin) => admin.userId) } as const;
    const place = { workspaceId, packageId, rotationId: null, handoffId: null };
    await appendAudit(tx, [{ id: deps.ids.id(), at, by, event, ...place }]);
    return { ok: true };
  });
}
