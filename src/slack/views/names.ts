import type { Account } from '../../domain/account.ts';
import type { Package } from '../../domain/package.ts';
import type { LiveRotation, Rotation } from '../../domain/rotation.ts';
import { listed, oneLine, person } from './text.ts';

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

interface Unit extends Pick<Package, 'businessUnits'> {
  readonly account: Pick<Account, 'name'> | null;
}

/** Its account, and its business units as the first of them: several packages may be called the same. Plain text. */
export function unitWords({ account, businessUnits }: Unit): string {
  const [first, ...more] = businessUnits.map(({ mid, name }) => oneLine(name || mid, 30));
  const units = first === undefined ? null : `${first}${more.length > 0 ? ` +${more.length}` : ''}`;
  return [account && oneLine(account.name, 40), units].filter(Boolean).join(', ');
}
