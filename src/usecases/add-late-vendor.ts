import { findVendor } from '../db/people.ts';
import { vendorsOf } from '../db/packages.ts';
import { findRotation } from '../db/rotations.ts';
import { isSamePerson, type Person } from '../domain/people.ts';
import { isLive } from '../domain/rotation.ts';
import { advance } from './advance.ts';
import type { Deps } from './deps.ts';
import { refused, type Result } from './refusals.ts';
import { actorOf, allowing } from './rights.ts';

interface Input {
  readonly person: Person;
  readonly rotationId: string;
  /** A vendor of the package (addVendor or useVendor comes first). */
  readonly vendorId: string;
}

/** A vendor found late joins the rotation and shuts the gate until served (promise R3). */
export async function addLateVendor(
  deps: Deps,
  { person, rotationId, vendorId }: Input,
): Promise<Result<{ needsDeposit: boolean }>> {
  const rotation = await findRotation(deps.db, deps.workspaceId, rotationId);
  const vendor = rotation && (await findVendor(deps.db, deps.workspaceId, vendorId));
  if (!rotation || !vendor) return refused({ code: 'unknown_vendor' });
  const used = (await vendorsOf(deps.db, [rotation.packageId])).get(rotation.packageId) ?? [];
  const systems = used.find((one) => one.id === vendorId)?.systems;
  if (!systems) return refused({ code: 'unknown_vendor' });
  const { name, contact } = vendor;
  if (contact.kind === 'slack' && isSamePerson(contact, person)) return refused({ code: 'not_yourself' });
  const advanced = await advance(deps, {
    rotationId,
    by: actorOf(person),
    allow: allowing(person, 'add_late_vendor'),
    command: {
      type: 'add_vendor',
      participant: { vendorId, name, contact, systems, isLate: true },
      handoffId: deps.ids.id(),
    },
  });
  return advanced.ok ? { ok: true, needsDeposit: isLive(advanced.rotation) } : advanced;
}
