import { isAdminOfAllUsing, lockPackage } from '../db/packages.ts';
import { setContact } from '../db/people.ts';
import { lockVendor } from '../db/vendors.ts';
import type { Person } from '../domain/people.ts';
import { advance, type Advanced } from './advance.ts';
import { resolveContact } from './contacts.ts';
import type { Deps } from './deps.ts';
import type { ContactDraft } from './drafts.ts';
import { actorOf, allowing } from './rights.ts';

interface Input {
  readonly person: Person;
  readonly rotationId: string;
  readonly vendorId: string;
  readonly contact: ContactDraft;
}

/**
 * Another contact in mid-rotation: that vendor's handoff is revoked and announced in the thread, and nobody can make
 * themselves the contact (promise R3). The inventory changes with it only if the vendor serves no package of others:
 * an admin of one package must not redirect another's secret.
 */
export async function changeContact(
  deps: Deps,
  { person, rotationId, vendorId, contact: draft }: Input,
): Promise<Advanced> {
  const resolved = await resolveContact(deps, person, draft);
  if (!resolved.ok) return resolved;
  return advance(deps, {
    rotationId,
    by: actorOf(person),
    allow: allowing(person, 'change_contact'),
    command: { type: 'change_contact', vendorId, contact: resolved.contact },
    alongside: async (tx, { package: { id: packageId } }) => {
      // Nobody puts the vendor on a package of theirs meanwhile.
      await lockPackage(tx, deps.workspaceId, packageId);
      await lockVendor(tx, deps.workspaceId, vendorId);
      if (await isAdminOfAllUsing(tx, vendorId, person)) await setContact(tx, vendorId, resolved.contact);
      return null;
    },
  });
}
