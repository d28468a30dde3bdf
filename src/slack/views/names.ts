import type { Package } from '../../domain/package.ts';
import type { LiveRotation, Rotation } from '../../domain/rotation.ts';
import { listed, person } from './text.ts';

const MOST_IN_CHARGE = 3;

/** The owner and the backups, as mentions: who is meant by "an admin". */
export function inCharge({ admins }: Package): string {
  const names = ['owner', 'backup']
    .flatMap((role) => admins.filter((admin) => admin.role === role))
    .slice(0, MOST_IN_CHARGE)
    .map(({ userId }) => person(userId));
  if (names.length < 2) return names[0] ?? 'an admin';
  return `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}

/** Vendors whose confirmation was waived: Activate may cut them off. */
export function waivedNames(rotation: Rotation): string[] {
  if (!('handoffs' in rotation)) return [];
  const { handoffs, participants } = rotation;
  return participants
    .filter((p) => handoffs.some((h) => h.vendorId === p.vendorId && h.status === 'waived'))
    .map(({ name }) => name);
}

/** Before Activate: who has confirmed, and by name who was only waived. */
export function settledWords(rotation: LiveRotation): string {
  const waived = waivedNames(rotation);
  if (waived.length === 0) return 'Every vendor has confirmed.';
  const others =
    waived.length === rotation.participants.length
      ? 'Nobody has confirmed.'
      : 'Everybody else has confirmed.';
  return `Waived, and down if they still use the old one: *${listed(waived, 10)}*. ${others}`;
}
