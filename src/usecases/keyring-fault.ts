import type { KeyringUnavailable } from '../adapters/keyring.ts';
import { findPackage, noteKeyringFault } from '../db/packages.ts';
import { RULES } from '../domain/rules.ts';
import type { Deps } from './deps.ts';
import { refused } from './refusals.ts';
import { tellAdmins } from './tell-admins.ts';

/** For whom the key service was asked. */
interface About {
  readonly packageId: string;
  readonly rotationId: string;
  readonly handoffId: string | null;
}

/**
 * The KMS can't be reached: logged under a reference that the person is told too, and nothing was
 * changed. The package's admins are told once per incident, not per attempt (promise H6): faults less than an hour apart
 * are one.
 */
export async function keyringFault(deps: Deps, { reason }: KeyringUnavailable, about: About) {
  const reference = deps.ids.reference();
  const { rotationId, handoffId } = about;
  const where = { rotationId, ...(handoffId ? { handoffId } : {}) };
  deps.log.error('the keyring did not answer', { ...where, reference, fault: reason });
  try {
    await tell(deps, about, reference);
  } catch (error) {
    deps.log.error('the admins could not be told of the keyring', { ...where, reference }, error);
  }
  return refused({ code: 'keyring_unavailable', reference });
}

/** Noted and told in one transaction, package by package: whoever is concerned hears of it. */
async function tell(
  deps: Deps,
  { packageId, rotationId, handoffId }: About,
  reference: string,
): Promise<void> {
  const at = deps.clock.now();
  const by = { kind: 'job', job: 'keyring' } as const;
  const event = { kind: 'keyring_failed', reference } as const;
  await deps.db.transaction(async (tx) => {
    const before = await noteKeyringFault(tx, packageId, at);
    if (before && at < before.plus({ minutes: RULES.incidentMinutes })) return;
    const pkg = await findPackage(tx, deps.workspaceId, packageId);
    if (pkg) await tellAdmins(deps, tx, { package: pkg, rotationId, handoffId, by, event, at });
  });
  deps.wake();
}
