import type { Package } from '../domain/package.ts';
import type { Actor, Contact, Person } from '../domain/people.ts';
import { may } from '../domain/roles.ts';
import type { Rotation } from '../domain/rotation.ts';
import type { Scene } from './advance.ts';
import type { Refusal } from './refusals.ts';

export const actorOf = ({ enterpriseId, teamId, userId }: Person): Actor => ({
  kind: 'slack',
  ...{ enterpriseId, teamId, userId },
});

/** Everything an admin does to a rotation needs this. */
export const mayRotate = (person: Person, pkg: Package): Refusal | null =>
  may(person, 'rotate', { package: pkg })
    ? null
    : { code: 'not_allowed', who: pkg.admins.map((admin) => admin.userId) };

export const onlyAdmins =
  (person: Person) =>
  ({ package: pkg }: Scene): Refusal | null =>
    mayRotate(person, pkg);

/** The contact of the vendor whose handoff this is; null when the handoff is not among the rotation's living ones. */
export function contactOf(rotation: Rotation, handoffId: string): { name: string; contact: Contact } | null {
  if (!('handoffs' in rotation)) return null;
  const handoff = rotation.handoffs.find((one) => one.id === handoffId);
  return rotation.participants.find((p) => p.vendorId === handoff?.vendorId) ?? null;
}

/** A vendor's own act in Slack: only the named contact, whoever can see the button. */
export const onlyContact =
  (person: Person, handoffId: string) =>
  ({ rotation }: Scene): Refusal | null => {
    const vendor = contactOf(rotation, handoffId);
    if (!vendor) return { code: 'handoff_closed' };
    if (may(person, 'act_for_vendor', { contact: vendor.contact })) return null;
    return { code: 'not_this_vendor', vendor: vendor.name };
  };

export const anybody = (): null => null;
