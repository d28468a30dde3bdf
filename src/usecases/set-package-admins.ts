import { appendAudit } from '../db/audit.ts';
import { findPackage, lockPackage, lookAgain, setPackageAdmins as writeAdmins } from '../db/packages.ts';
import { reachableOf } from '../db/known-people.ts';
import { appoint } from '../db/people.ts';
import type { Db } from '../db/connection.ts';
import { lockRotation, openRotationOf } from '../db/rotations.ts';
import type { Package, PackageAdmin } from '../domain/package.ts';
import { isSamePerson, type Person } from '../domain/people.ts';
import { denialOf } from '../domain/roles.ts';
import type { Rotation } from '../domain/rotation.ts';
import type { Moment } from '../domain/schedule.ts';
import { findStranger } from './add-package.ts';
import type { Deps } from './deps.ts';
import { concernedBy, homeWishes } from './homes.ts';
import { letGoOf } from './let-go.ts';
import { activateWish, cardWish, handedOverWishes } from './messages.ts';
import { refused, type Refusal, type Result } from './refusals.ts';
import { resolveAdmins, type NamedAdmins } from './resolve-admins.ts';
import { actorOf } from './rights.ts';
import { enqueueWishes } from './save-move.ts';

/** Workspace admins name a package's admins; its present owner may hand it over. Null when this person may. */
function denialOfNaming(person: Person, pkg: Package): Refusal | null {
  const denial = denialOf(person, 'hand_over', { package: pkg });
  if (denial === null) return null;
  return denial === 'package' ? { code: 'package_is_archived' } : notTheirs(pkg);
}

/** The package whose admins are to be named, for those who may. */
export async function readPackageAdmins(
  deps: Deps,
  { person, packageId }: { person: Person; packageId: string },
): Promise<Result<{ package: Package }>> {
  const pkg = await findPackage(deps.db, deps.workspaceId, packageId);
  if (!pkg) return refused({ code: 'unknown_package' });
  const denied = denialOfNaming(person, pkg);
  return denied ? refused(denied) : { ok: true, package: pkg };
}

const notTheirs = ({ admins }: Package): Refusal => {
  const owner = admins.find(({ role }) => role === 'owner');
  return owner ? { code: 'only_owner', ownerId: owner.userId } : { code: 'only_workspace_admins' };
};

/** A new owner who is away: until when, and who hears of their packages meanwhile. */
export interface OwnerAway {
  readonly until: Moment;
  readonly standInId: string;
}

/**
 * A package's owner and backups are named anew: by a Slack workspace admin, who appoints whom they name, or by its present
 * owner, who hands over to people who are appointed. Both owners are told. So nobody's leaving orphans a package. It is
 * written in the package's own audit chain. The card of a rotation under way names them, and is drawn again.
 */
export async function setPackageAdmins(
  deps: Deps,
  { person, packageId, ...named }: NamedAdmins & { person: Person; packageId: string },
): Promise<Result<{ isHandedOver: boolean; away: OwnerAway | null }>> {
  const { workspaceId } = deps;
  const allowed = await readPackageAdmins(deps, { person, packageId });
  if (!allowed.ok) return allowed;
  const resolved = await resolveAdmins(deps, named);
  if (!resolved.ok) return resolved;
  const { admins } = resolved;
  const at = deps.clock.now();
  const set = await deps.db.transaction(async (tx): Promise<Result<{ isHandedOver: boolean }>> => {
    const open = await openRotationOf(tx, packageId);
    const rotation = open && (await lockRotation(tx, workspaceId, open.id));
    const pkg = await lockPackage(tx, workspaceId, packageId);
    if (!pkg) return refused({ code: 'unknown_package' });
    const denied = denialOfNaming(person, pkg);
    if (denied) return refused(denied);
    const stranger = person.isWorkspaceAdmin ? null : await findStranger(deps, tx, admins);
    if (stranger) return refused({ code: 'not_appointed', userId: stranger.userId });
    return { ok: true, isHandedOver: await replaceAdmins(deps, tx, { pkg, rotation, admins, person, at }) };
  });
  if (!set.ok) return set;
  deps.wake();
  return { ok: true, isHandedOver: set.isHandedOver, away: await awayOf(deps, admins, at) };
}

interface Replacing {
  readonly pkg: Package;
  readonly rotation: Rotation | null;
  readonly admins: readonly PackageAdmin[];
  readonly person: Person;
  readonly at: Moment;
}

const ownerIn = (admins: readonly PackageAdmin[]) => admins.find(({ role }) => role === 'owner') ?? null;

/** Writes a package’s admins, under its lock, and tells everybody concerned. True when the owner is another one now. */
export async function replaceAdmins(
  deps: Deps,
  tx: Db,
  { pkg, rotation, admins, person, at }: Replacing,
): Promise<boolean> {
  const { workspaceId } = deps;
  const { id: packageId } = pkg;
  const by = actorOf(person);
  await writeAdmins(tx, { workspaceId, packageId }, admins);
  if (person.isWorkspaceAdmin) await appoint(tx, workspaceId, admins, { appointedBy: by, appointedAt: at });
  const event = { kind: 'package_admins_set', admins: admins.map((admin) => admin.userId) } as const;
  const place = { workspaceId, packageId, rotationId: null, handoffId: null };
  const auditId = deps.ids.id();
  await appendAudit(tx, [{ id: auditId, at, by, event, ...place }]);
  if (!pkg.isRetired) await lookAgain(tx, packageId, at);
  const change = { before: pkg.admins, after: admins };
  if (rotation) await handOver(deps, tx, { rotation, ...change, auditId, at });
  const concerned = [...concernedBy({ admins: pkg.admins }), ...concernedBy({ admins })];
  const homes = await homeWishes(tx, { workspaceId, concerned, at });
  const [from, to] = [ownerIn(pkg.admins), ownerIn(admins)];
  const isOther = to !== null && !(from && isSamePerson(from, to));
  const told = isOther
    ? handedOverWishes(
        { packageId, auditId, byId: person.userId },
        { fromId: from?.userId ?? null, toId: to.userId },
      )
    : [];
  await enqueueWishes(deps, tx, [...told, ...homes], { rotationId: rotation?.id ?? null, at });
  return isOther;
}

/** Whoever is away now hears of nothing until they are back: worth a word to who hands over. */
async function awayOf(
  { db, workspaceId }: Deps,
  admins: readonly PackageAdmin[],
  at: Moment,
): Promise<OwnerAway | null> {
  const owner = ownerIn(admins);
  const [known] = owner ? await reachableOf(db, workspaceId, [owner], at) : [];
  return known?.away ? { until: known.away.until, standInId: known.away.standIn.userId } : null;
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
  await letGoOf(tx, { rotationId, userIds: leaving, at });
  const coming = rotation.step === 'ready' ? after.filter(missingIn(before)) : [];
  const prompts = coming.map(({ userId }) => activateWish(rotationId, auditId, userId));
  await enqueueWishes(deps, tx, [cardWish(rotationId), ...prompts], { rotationId, at });
}
