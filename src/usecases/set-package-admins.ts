import { appendAudit } from '../db/audit.ts';
import { findPackage, lockPackage, lookAgain, setPackageAdmins as replaceAdmins } from '../db/packages.ts';
import { appoint } from '../db/people.ts';
import type { Db } from '../db/connection.ts';
import { revokePassedOn } from '../db/links.ts';
import { lockRotation, openRotationOf } from '../db/rotations.ts';
import type { Package, PackageAdmin } from '../domain/package.ts';
import { isSamePerson, type Person } from '../domain/people.ts';
import { may } from '../domain/roles.ts';
import type { Rotation } from '../domain/rotation.ts';
import type { Moment } from '../domain/schedule.ts';
import type { Deps } from './deps.ts';
import { concernedBy, homeWishes } from './homes.ts';
import { activateWish, cardWish } from './messages.ts';
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
    const open = await openRotationOf(tx, packageId);
    const rotation = open && (await lockRotation(tx, workspaceId, open.id));
    const pkg = await lockPackage(tx, workspaceId, packageId);
    if (!pkg) return refused({ code: 'unknown_package' });
    await replaceAdmins(tx, { workspaceId, packageId }, admins);
    await appoint(tx, workspaceId, admins, { appointedBy: by, appointedAt: at });
    const event = { kind: 'package_admins_set', admins: admins.map((admin) => admin.userId) } as const;
    const place = { workspaceId, packageId, rotationId: null, handoffId: null };
    const auditId = deps.ids.id();
    await appendAudit(tx, [{ id: auditId, at, by, event, ...place }]);
    await lookAgain(tx, packageId, at);
    const change = { before: pkg.admins, after: admins };
    if (rotation) await handOver(deps, tx, { rotation, ...change, auditId, at });
    const concerned = [...concernedBy({ admins: pkg.admins }), ...concernedBy({ admins })];
    const homes = await homeWishes(tx, { workspaceId, concerned, at });
    await enqueueWishes(deps, tx, homes, { rotationId: rotation?.id ?? null, at });
    return { ok: true };
  });
  if (set.ok) deps.wake();
  return set;
}

interface HandedOver {
  readonly rotation: Rotation;
  readonly before: readonly PackageAdmin[];
  readonly after: readonly PackageAdmin[];
  readonly auditId: string;
  readonly at: Moment;
}

/** The rotation under way: who leaves can't use what they were to pass on, who comes is prompted if Activate may be pressed. */
async function handOver(
  deps: Deps,
  tx: Db,
  { rotation, before, after, auditId, at }: HandedOver,
): Promise<void> {
  const { id: rotationId } = rotation;
  const missingIn = (others: readonly PackageAdmin[]) => (admin: PackageAdmin) =>
    !others.some((other) => isSamePerson(other, admin));
  const leaving = before.filter(missingIn(after)).map(({ userId }) => userId);
  await revokePassedOn(tx, { rotationId, userIds: leaving, at });
  const coming = rotation.step === 'ready' ? after.filter(missingIn(before)) : [];
  const prompts = coming.map(({ userId }) => activateWish(rotationId, auditId, userId));
  await enqueueWishes(deps, tx, [cardWish(rotationId), ...prompts], { rotationId, at });
}
