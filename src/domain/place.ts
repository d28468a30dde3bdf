import type { Actor } from './people.ts';
import type { Moment } from './schedule.ts';

/** What kind of thing holds the secret. A short list on purpose: it says whom to ask, not what is installed. */
export const PLACE_KINDS = [
  ...['vendor_system', 'cloudpage', 'automation', 'ssjs', 'job', 'middleware', 'other'],
] as const;
export type PlaceKind = (typeof PLACE_KINDS)[number];

/** How many systems a vendor may have for one package: as many as their page and modal can tick. */
export const MOST_SYSTEMS = 100;
/** In characters. */
export const LONGEST_SYSTEM = 200;

/** Who can say whether the secret still sits in a place. */
export type Witness =
  { readonly kind: 'slack'; readonly userId: string } | { readonly kind: 'name'; readonly name: string };

/** How a place was last found to be true: ticked when its vendor confirmed in a rotation, or said so by an admin. */
export interface PlaceConfirmation {
  readonly at: Moment;
  readonly by: Actor;
  readonly how: 'rotation' | 'said';
}

/** Where a package's secret sits: one system of one vendor, our own systems included. */
export interface Place {
  readonly id: string;
  readonly packageId: string;
  readonly vendorId: string;
  readonly vendorName: string;
  readonly system: string;
  readonly kind: PlaceKind;
  readonly knownBy: Witness | null;
  readonly confirmed: PlaceConfirmation | null;
  readonly addedAt: Moment;
}

/** Those nobody has ever confirmed first, then the longest ago: what to ask about next. */
export const byDoubt = (places: readonly Place[]): Place[] =>
  places.toSorted(
    (a, b) =>
      (a.confirmed?.at.toMillis() ?? 0) - (b.confirmed?.at.toMillis() ?? 0) ||
      a.addedAt.toMillis() - b.addedAt.toMillis() ||
      a.system.localeCompare(b.system),
  );
