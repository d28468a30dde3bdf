import type { KeyringUnavailable } from '../adapters/keyring.ts';
import { appendAudit } from '../db/audit.ts';
import { findPackage } from '../db/packages.ts';
import { noteKeyringFault } from '../db/workspaces.ts';
import { RULES } from '../domain/rules.ts';
import type { Deps } from './deps.ts';
import { alarmWish, threadWish } from './messages.ts';
import { refused } from './refusals.ts';
import { enqueueWishes } from './save-move.ts';

/** For whom the key service was asked. */
interface About {
  readonly packageId: string;
  readonly rotationId: string;
  readonly handoffId: string | null;
}

/**
 * The KMS can't be reached, or opened nothing: logged under a reference that the person is told too, and nothing was
 * changed. The package's admins are told once per incident, not per attempt (promise H6): faults less than an hour apart
 * are one.
 */
export async function keyringFault(deps: Deps, { reason }: KeyringUnavailable, about: About) {
  const reference = deps.ids.reference();
  const { rotationId, handoffId } = about;
  const where = { rotationId, ...(handoffId ? { handoffId } : {}) };
  deps.log.error('the keyring did not answer', { ...where, reference, fault: reason });
  try {
    await tellAdmins(deps, about, reference);
  } catch (error) {
    deps.log.error('the admins could not be told of the keyring', { ...where, reference }, error);
  }
  return refused({ code: 'keyring_unavailable', reference });
}

async function tellAdmins(
  deps: Deps,
  { packageId, rotationId, handoffId }: About,
  reference: string,
): Promise<void> {
  const { workspaceId } = deps;
  const at = deps.clock.now();
  const before = await noteKeyringFault(deps.db, workspaceId, at);
  if (before && at < before.plus({ minutes: RULES.incidentMinutes })) return;
  const pkg = await findPackage(deps.db, workspaceId, packageId);
  if (!pkg) return;
  const auditId = deps.ids.id();
  const alarms = pkg.admins.map((admin) => alarmWish(rotationId, auditId, admin.userId));
  const by = { kind: 'job', job: 'keyring' } as const;
  const event = { kind: 'keyring_failed', reference } as const;
  await deps.db.transaction(async (tx) => {
    await appendAudit(tx, [{ id: auditId, workspaceId, at, by, event, packageId, rotationId, handoffId }]);
    await enqueueWishes(deps, tx, [threadWish(rotationId, auditId), ...alarms], { rotationId, at });
  });
  deps.wake();
}
