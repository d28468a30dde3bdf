import { findPackage, vendorsOf } from '../db/packages.ts';
import { findPlace, placesOf } from '../db/places.ts';
import type { Package, Vendor } from '../domain/package.ts';
import type { Person } from '../domain/people.ts';
import { byDoubt, type Place } from '../domain/place.ts';
import type { Deps } from './deps.ts';
import { refused, type Result } from './refusals.ts';
import { mayDo } from './rights.ts';

/** Where one package's secret sits. */
export interface PlacesFacts {
  readonly package: Package;
  readonly vendors: readonly Vendor[];
  /** What nobody has confirmed for longest comes first. */
  readonly places: readonly Place[];
}

/** For the package's admins: they keep it true. */
export async function readPlaces(
  { db, workspaceId }: Deps,
  { person, packageId }: { person: Person; packageId: string },
): Promise<Result<{ facts: PlacesFacts }>> {
  const pkg = await findPackage(db, workspaceId, packageId);
  if (!pkg) return refused({ code: 'unknown_package' });
  const denied = mayDo(person, 'keep_vendors', pkg);
  if (denied) return refused(denied);
  const vendors = (await vendorsOf(db, [packageId])).get(packageId) ?? [];
  const places = byDoubt((await placesOf(db, [packageId])).get(packageId) ?? []);
  return { ok: true, facts: { package: pkg, vendors, places } };
}

/** One place, to be edited. */
export async function readPlace(
  deps: Deps,
  { person, placeId }: { person: Person; placeId: string },
): Promise<Result<{ facts: PlacesFacts; place: Place }>> {
  const place = await findPlace(deps.db, deps.workspaceId, placeId);
  if (!place) return refused({ code: 'unknown_place' });
  const read = await readPlaces(deps, { person, packageId: place.packageId });
  return read.ok ? { ok: true, facts: read.facts, place } : read;
}
