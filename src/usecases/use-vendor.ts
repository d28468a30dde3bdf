import { appendAudit } from '../db/audit.ts';
import { findPackage } from '../db/packages.ts';
import { findVendor, linkVendor } from '../db/people.ts';
import { isSamePerson, type Person } from '../domain/people.ts';
import type { Deps } from './deps.ts';
import { refused, type Result } from './refusals.ts';
import { actorOf, mayRotate } from './rights.ts';

interface Input {
  readonly person: Person;
  readonly packageId: string;
  readonly vendorId: string;
  readonly systems: readonly string[];
}

/** Records that a vendor already known uses this package too, in these systems. */
export async function useVendor(
  deps: Deps,
  { person, packageId, vendorId, systems }: Input,
): Promise<Result<{ vendorId: string }>> {
  const at = deps.clock.now();
  const { workspaceId } = deps;
  return deps.db.transaction(async (tx) => {
    const pkg = await findPackage(tx, workspaceId, packageId);
    if (!pkg) return refused({ code: 'unknown_package' });
    const denied = mayRotate(person, pkg);
    if (denied) return refused(denied);
    const vendor = await findVendor(tx, workspaceId, vendorId);
    if (!vendor) return refused({ code: 'unknown_vendor' });
    if (vendor.contact.kind === 'slack' && isSamePerson(vendor.contact, person)) {
      return refused({ code: 'not_yourself' });
    }
    await linkVendor(tx, { workspaceId, packageId, vendorId, systems, addedAt: at });
    await appendAudit(tx, [
      {
        id: deps.ids.id(),
        ...{ workspaceId, at, packageId },
        by: actorOf(person),
        event: { kind: 'vendor_recorded', vendor: vendor.name, systems },
        rotationId: null,
        handoffId: null,
      },
    ]);
    return { ok: true, vendorId };
  });
}
