import { findVendor } from '../db/people.ts';
import {
  countVendors,
  packagesServed,
  rotationsWith,
  searchVendors,
  type VendorRecord,
} from '../db/vendors.ts';
import type { Person } from '../domain/people.ts';
import type { Deps } from './deps.ts';
import { mayKeepVendor } from './edit-vendor.ts';
import { refused, type Result } from './refusals.ts';
import { sightOf, unseen } from './viewing.ts';

export type { VendorRecord };

interface Asked {
  readonly person: Person;
  /** A part of a name; empty for all. */
  readonly query: string;
  readonly limit: number;
}

/** The vendors by name, with how many packages each serves; `all` is how many there are. */
export async function listVendors(
  deps: Deps,
  { person, query, limit }: Asked,
): Promise<Result<{ vendors: readonly VendorRecord[]; all: number }>> {
  const { db, workspaceId } = deps;
  if (!(await sightOf(deps, person)).isWhole) return refused(unseen(person));
  const vendors = await searchVendors(db, workspaceId, { text: query.trim(), limit });
  return { ok: true, vendors, all: await countVendors(db, workspaceId) };
}

/** One vendor with all that its record holds. */
export interface VendorFacts extends Omit<VendorRecord, 'packages'> {
  /** By name; retired ones last. */
  readonly packages: readonly { readonly name: string; readonly isRetired: boolean }[];
  /** Packages in whose rotation under way it takes part. */
  readonly rotating: readonly string[];
}

/** One vendor, to be edited by those who may. */
export async function readVendor(
  deps: Deps,
  { person, vendorId }: { person: Person; vendorId: string },
): Promise<Result<{ vendor: VendorFacts }>> {
  const { db, workspaceId } = deps;
  const vendor = await findVendor(db, workspaceId, vendorId);
  if (!vendor) return refused({ code: 'unknown_vendor_record' });
  const denied = await mayKeepVendor(deps, db, { person, vendorId });
  if (denied) return refused(denied);
  const packages = await packagesServed(db, vendorId);
  const rotating = (await rotationsWith(db, vendorId)).map(({ packageName }) => packageName);
  return { ok: true, vendor: { ...vendor, packages, rotating } };
}
