import type { Package } from '../domain/package.ts';
import type { Actor, Contact, Person } from '../domain/people.ts';
import { denialOf, may, type Action } from '../domain/roles.ts';
import type { Rotation } from '../domain/rotation.ts';
import type { Scene } from './advance.ts';
import type { Refusal } from './refusals.ts';

export const actorOf = ({ enterpriseId, teamId, userId }: Person): Actor => ({
  kind: 'slack',
  ...{ enterpriseId, teamId, userId },
});

/** What is done to a package, or to its rotation: not if the table of rights says no. */
type OfPackage = Exclude<Action, 'view' | 'view_board' | 'set_webhook' | 'subscribe_all' | 'plan'>;

/** Why this person may not do that to the package; null when they may. */
export function mayDo(person: Person, action: OfPackage, pkg: Package): Refusal | null {
  const denial = denialOf(person, action, { package: pkg });
  if (denial === null) return null;
  if (denial === 'package') return { code: unfitOf(pkg) };
  return { code: 'not_allowed', who: pkg.admins.map((admin) => admin.userId) };
}

const unfitOf = ({ archivedAt, isRetired }: Package) =>
  archivedAt !== null ? 'package_is_archived' : isRetired ? 'package_is_retired' : 'not_retired';

/** Judged under the rotation's lock; whether its step allows the move, and why not, is `decide`'s to say. */
export const allowing =
  (person: Person, action: OfPackage) =>
  ({ package: pkg }: Scene): Refusal | null =>
    mayDo(person, action, pkg);

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
