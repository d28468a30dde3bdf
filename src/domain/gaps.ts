import type { Package } from './package.ts';

/** What is missing on record of a package: work to do, in the order in which it hurts. */
export type Gap =
  /** Nobody who may rotate it owns it: never named, left, or taken off the list of package admins. */
  | 'no_owner'
  /** Without a date nobody is reminded. */
  | 'no_date'
  /** Counted or fixed: nobody has read the date in Setup. */
  | 'date_unconfirmed'
  /** Nobody would be given the next secret. */
  | 'no_vendor'
  /** Some place where its secret sits was never confirmed by anybody. */
  | 'place_unconfirmed'
  /** Vendors are shown no subdomain with the secret. */
  | 'no_account'
  /** The same: the account has none on record. */
  | 'no_subdomain';

interface Seen {
  readonly package: Pick<
    Package,
    'admins' | 'isRetired' | 'integrationType' | 'expiresOn' | 'expirySource' | 'isDormant' | 'account'
  >;
  /** The owner is deactivated, or unknown to Slack. */
  readonly isOwnerGone: boolean;
  readonly vendors: number;
  readonly unconfirmedPlaces: number;
}

/** What to do about a package's record. A retired one needs nothing, and a public app has no secret to look after. */
export function gapsOf({ package: pack, isOwnerGone, vendors, unconfirmedPlaces }: Seen): Gap[] {
  if (pack.isRetired) return [];
  const hasOwner = pack.admins.some(({ role }) => role === 'owner') && !isOwnerGone;
  const owner: Gap[] = hasOwner ? [] : ['no_owner'];
  if (pack.integrationType === 'public_app') return owner;
  const gaps: [boolean, Gap][] = [
    [pack.expiresOn === null && !pack.isDormant, 'no_date'],
    [pack.expiresOn !== null && pack.expirySource !== 'read_in_setup', 'date_unconfirmed'],
    [vendors === 0, 'no_vendor'],
    [unconfirmedPlaces > 0, 'place_unconfirmed'],
    [pack.account === null, 'no_account'],
    [pack.account?.subdomain === null, 'no_subdomain'],
  ];
  return [...owner, ...gaps.flatMap(([is, gap]) => (is ? [gap] : []))];
}
