import { appendAudit } from '../db/audit.ts';
import { lockPackage } from '../db/packages.ts';
import { findVendorByName, insertVendor } from '../db/people.ts';
import { insertPlaces } from '../db/places.ts';
import { linkVendors, lockVendor } from '../db/vendors.ts';
import { lockWorkspace } from '../db/workspaces.ts';
import { isSameContact, type Person } from '../domain/people.ts';
import { resolveContact } from './contacts.ts';
import type { Deps } from './deps.ts';
import type { VendorDraft } from './drafts.ts';
import { refused, type Result } from './refusals.ts';
import { actorOf, mayDo } from './rights.ts';

/**
 * Records that a vendor uses the package in these systems. A vendor serves many packages: one of that name is taken as
 * the same vendor if its contact is the same, and refused otherwise. Nobody changes the contact while that is compared.
 */
export async function addVendor(
  deps: Deps,
  { person, packageId, draft }: { person: Person; packageId: string; draft: VendorDraft },
): Promise<Result<{ vendorId: string }>> {
  const at = deps.clock.now();
  const resolved = await resolveContact(deps, person, draft.contact);
  if (!resolved.ok) return resolved;
  const { workspaceId } = deps;
  return deps.db.transaction(async (tx) => {
    await lockWorkspace(tx, workspaceId);
    const pkg = await lockPackage(tx, workspaceId, packageId);
    if (!pkg) return refused({ code: 'unknown_package' });
    const denied = mayDo(person, 'keep_vendors', pkg);
    if (denied) return refused(denied);
    const { name, systems, kind = 'vendor_system' } = draft;
    const named = await findVendorByName(tx, workspaceId, name);
    const known = named && (await lockVendor(tx, workspaceId, named.id));
    if (known && !isSameContact(known.contact, resolved.contact)) {
      return refused({ code: 'vendor_name_taken', name: known.name });
    }
    const vendorId = known?.id ?? deps.ids.id();
    if (!known)
      await insertVendor(tx, { id: vendorId, workspaceId, name, contact: resolved.contact, createdAt: at });
    const of = { workspaceId, packageId, vendorId, addedAt: at };
    await linkVendors(tx, [of]);
    const places = systems.map((system, n) => ({
      ...{ ...of, id: deps.ids.id(), system, kind, knownBy: null, position: n + 1 },
    }));
    await insertPlaces(tx, places);
    await appendAudit(tx, [
      {
        id: deps.ids.id(),
        ...{ workspaceId, at, packageId },
        by: actorOf(person),
        event: { kind: 'vendor_recorded', vendor: name, systems },
        rotationId: null,
        handoffId: null,
      },
    ]);
    return { ok: true, vendorId };
  });
}
