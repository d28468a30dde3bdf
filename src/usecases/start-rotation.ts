import type { Db } from '../db/connection.ts';
import { appendAudit } from '../db/audit.ts';
import { shelvedGeneration } from '../db/generations.ts';
import { lockPackage, vendorsOf, lookAgain } from '../db/packages.ts';
import { peopleRules } from '../db/roles.ts';
import { insertRotation, nextRotationNumber, openRotationOf } from '../db/rotations.ts';
import { shareWorkspace } from '../db/workspaces.ts';
import type { Package, Vendor } from '../domain/package.ts';
import type { Person } from '../domain/people.ts';
import type { Generating } from '../domain/rotation.ts';
import { dayOf, isExpired, type Moment } from '../domain/schedule.ts';
import { NOBODY_ASKED, type NeedsSecond } from '../domain/second-person.ts';
import type { Deps } from './deps.ts';
import { concernedBy, homeWishes } from './homes.ts';
import { cardWish, threadWish } from './messages.ts';
import { nextLookOf } from './next-look.ts';
import { refused, type Refusal, type Result } from './refusals.ts';
import { actorOf, mayDo } from './rights.ts';
import { enqueueWishes } from './save-move.ts';
import { webhookWishes } from './webhook-wishes.ts';

interface Input {
  readonly person: Person;
  readonly packageId: string;
  readonly vendorIds: readonly string[];
  readonly plannedActivateAt: Moment | null;
  /** Rule 4: the admin knows that an unactivated staged secret will be replaced, and who is cut off. */
  readonly acceptsReplacing: boolean;
}

/** Opens a rotation: one at a time per package, with at least one vendor. */
export async function startRotation(deps: Deps, input: Input): Promise<Result<{ rotationId: string }>> {
  const at = deps.clock.now();
  const started = await deps.db.transaction(async (tx): Promise<Result<{ rotationId: string }>> => {
    // Before the package, as everywhere; and what it says of two admins must stand until we are through.
    await shareWorkspace(tx, deps.workspaceId);
    const pkg = await lockPackage(tx, deps.workspaceId, input.packageId);
    if (!pkg) return refused({ code: 'unknown_package' });
    const vendors = (await vendorsOf(tx, [pkg.id])).get(pkg.id) ?? [];
    const taking = vendors.filter((vendor) => input.vendorIds.includes(vendor.id));
    const stopped = await judge(tx, { pkg, taking, input, at });
    if (stopped) return refused(stopped);
    const number = await nextRotationNumber(tx, pkg.id);
    const { secondPersonFor } = await peopleRules(tx, deps.workspaceId);
    const rotation = opened(deps, { pkg, taking, input, at, number, secondPersonFor });
    await insertRotation(tx, rotation, {
      cardChannel: pkg.channelId,
      nextLookAt: nextLookOf(rotation, pkg, at),
    });
    await tell(deps, tx, { rotation, pkg, at });
    return { ok: true, rotationId: rotation.id };
  });
  if (started.ok) deps.wake();
  return started;
}

async function judge(
  tx: Db,
  { pkg, taking, input, at }: { pkg: Package; taking: Vendor[]; input: Input; at: Moment },
): Promise<Refusal | null> {
  const denied = mayDo(input.person, 'start', pkg);
  if (denied) return denied;
  if (pkg.integrationType === 'public_app') return { code: 'nothing_to_rotate' };
  const open = await openRotationOf(tx, pkg.id);
  if (open) return { code: 'already_rotating', rotationId: open.id };
  if (taking.length === 0) return { code: 'no_vendors' };
  const staged = await shelvedGeneration(tx, pkg.id, dayOf(at));
  if (staged && !input.acceptsReplacing) {
    return { code: 'staged_elsewhere', generation: staged.number, collectedBy: staged.collectedBy };
  }
  return null;
}

interface Opening {
  readonly pkg: Package;
  readonly taking: readonly Vendor[];
  readonly input: Input;
  readonly at: Moment;
  readonly number: number;
  readonly secondPersonFor: readonly NeedsSecond[];
}

function opened(deps: Deps, { pkg, taking, input, at, number, secondPersonFor }: Opening): Generating {
  return {
    id: deps.ids.id(),
    workspaceId: pkg.workspaceId,
    packageId: pkg.id,
    number,
    startedAt: at,
    startedBy: actorOf(input.person),
    oldExpiresOn: pkg.expiresOn,
    isOutage: pkg.isDormant || (pkg.expiresOn !== null && isExpired(pkg.expiresOn, dayOf(at))),
    plannedActivateAt: input.plannedActivateAt,
    secondPerson: { ...NOBODY_ASKED, for: secondPersonFor },
    participants: taking.map(({ id, name, contact, systems }) => ({
      ...{ name, contact, systems },
      vendorId: id,
      isLate: false,
    })),
    step: 'generating',
    again: null,
    shelved: null,
  };
}

async function tell(
  deps: Deps,
  tx: Db,
  { rotation, pkg, at }: { rotation: Generating; pkg: Package; at: Moment },
): Promise<void> {
  const auditId = deps.ids.id();
  const vendors = rotation.participants.map((p) => p.name);
  const event = { kind: 'rotation_started', isOutage: rotation.isOutage, vendors } as const;
  await appendAudit(tx, [
    {
      id: auditId,
      workspaceId: rotation.workspaceId,
      at,
      by: rotation.startedBy,
      event,
      packageId: rotation.packageId,
      rotationId: rotation.id,
      handoffId: null,
    },
  ]);
  const { id: rotationId, workspaceId } = rotation;
  const homes = await homeWishes(tx, { workspaceId, concerned: concernedBy(pkg), at });
  // Whoever was reminded to start is silent now; what is owed next is counted from here.
  await lookAgain(tx, pkg.id, at);
  const hooks = await webhookWishes(tx, { rotation, package: pkg, audits: [{ id: auditId, event }], at });
  const wishes = [cardWish(rotationId), threadWish(rotationId, auditId), ...homes, ...hooks];
  await enqueueWishes(deps, tx, wishes, { rotationId, at });
}
