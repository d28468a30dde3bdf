import { asc, eq, sql } from 'drizzle-orm';
import type { PlaceKind } from '../domain/place.ts';
import type { Moment } from '../domain/schedule.ts';
import { chunksOf } from './chunks.ts';
import type { Db } from './connection.ts';
import { asRows } from './package-imports.ts';
import { vendor } from './schema.ts';
import { contactSchema } from './stored.ts';
import type { VendorRecord } from './vendors.ts';

/** Every vendor of the workspace. */
export async function everyVendor(db: Db, workspaceId: string): Promise<Omit<VendorRecord, 'packages'>[]> {
  const rows = await db
    .select({ id: vendor.id, name: vendor.name, contact: vendor.contact })
    .from(vendor)
    .where(eq(vendor.workspaceId, workspaceId))
    .orderBy(asc(vendor.name));
  return rows.map((row) => ({ ...row, contact: contactSchema.parse(row.contact) }));
}

/** One vendor of one package. */
export interface VendorLink {
  readonly workspaceId: string;
  readonly packageId: string;
  readonly vendorId: string;
  readonly addedAt: Moment;
}

/** Many vendors who use packages; those on record already stay as they are. */
export async function linkVendors(tx: Db, links: readonly VendorLink[]): Promise<void> {
  for (const some of chunksOf(links)) {
    await tx.execute(sql`
      insert into package_vendor (workspace_id, package_id, vendor_id, added_at)
      select "workspaceId", "packageId", "vendorId", "addedAt"
      from ${asRows(some)} as r("workspaceId" uuid, "packageId" uuid, "vendorId" uuid, "addedAt" timestamptz)
      on conflict do nothing`);
  }
}

/** A system of a vendor in which a package’s secret sits. */
export interface PlaceRow extends VendorLink {
  readonly id: string;
  readonly system: string;
  readonly kind: PlaceKind;
  /** Its place among those that come with it, from one. */
  readonly position: number;
}

/** Many places, each behind those that its vendor has for the package already. */
export async function placeMany(tx: Db, places: readonly PlaceRow[]): Promise<void> {
  for (const some of chunksOf(places)) {
    await tx.execute(sql`
      insert into place (id, workspace_id, package_id, vendor_id, system, kind, position, added_at)
      select r.id, r."workspaceId", r."packageId", r."vendorId", r.system, r.kind, r.position + coalesce((
        select max(p.position) from place p where p.package_id = r."packageId" and p.vendor_id = r."vendorId"), 0),
        r."addedAt"
      from ${asRows(some)} as r(id uuid, "workspaceId" uuid, "packageId" uuid, "vendorId" uuid, system text,
        kind text, position integer, "addedAt" timestamptz)
      on conflict (package_id, vendor_id, system) do nothing`);
  }
}
