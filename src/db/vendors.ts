import { and, asc, eq, notInArray, sql } from 'drizzle-orm';
import type { Contact } from '../domain/people.ts';
import type { Moment } from '../domain/schedule.ts';
import { asRows, chunksOf } from './chunks.ts';
import type { Db } from './connection.ts';
import { installedPackage, packageAdmin, packageVendor, participant, rotation, vendor } from './schema.ts';
import { contactSchema } from './stored.ts';

/** A vendor as a record of its own. */
export interface VendorRecord {
  readonly id: string;
  readonly name: string;
  readonly contact: Contact;
  /** How many packages it serves, retired ones left out. */
  readonly packages: number;
}

/** The vendors whose name contains the text, by name. */
export async function searchVendors(
  db: Db,
  workspaceId: string,
  { text, limit }: { text: string; limit: number },
): Promise<VendorRecord[]> {
  const pattern = `%${text.replace(/[\\%_]/g, (mark) => `\\${mark}`)}%`;
  const packages = sql<number>`(select count(*)::int from package_vendor v join package p on p.id = v.package_id
    where v.vendor_id = vendor.id and not p.is_retired)`;
  const rows = await db
    .select({ id: vendor.id, name: vendor.name, contact: vendor.contact, packages })
    .from(vendor)
    .where(and(eq(vendor.workspaceId, workspaceId), sql`${vendor.name} ilike ${pattern}`))
    .orderBy(asc(sql`lower(${vendor.name})`))
    .limit(limit);
  return rows.map((row) => ({ ...row, contact: contactSchema.parse(row.contact) }));
}

export async function countVendors(db: Db, workspaceId: string): Promise<number> {
  const [row] = await db
    .select({ count: sql<number>`count(*)::int` })
    .from(vendor)
    .where(eq(vendor.workspaceId, workspaceId));
  return row?.count ?? 0;
}

/** A vendor whose row nobody else changes until the transaction ends. */
export async function lockVendor(
  tx: Db,
  workspaceId: string,
  id: string,
): Promise<Omit<VendorRecord, 'packages'> | null> {
  const [found] = await tx
    .select({ id: vendor.id, name: vendor.name, contact: vendor.contact })
    .from(vendor)
    .where(and(eq(vendor.workspaceId, workspaceId), eq(vendor.id, id)))
    .for('no key update');
  return found ? { ...found, contact: contactSchema.parse(found.contact) } : null;
}

export async function updateVendor(
  tx: Db,
  id: string,
  set: { name: string; contact: Contact },
): Promise<void> {
  await tx.update(vendor).set(set).where(eq(vendor.id, id));
}

/** The packages a vendor serves, by name, and who their admins are. */
export async function packagesServed(
  db: Db,
  vendorId: string,
): Promise<{ name: string; isRetired: boolean; adminIds: string[] }[]> {
  return db
    .select({
      name: installedPackage.name,
      isRetired: installedPackage.isRetired,
      adminIds: sql<
        string[]
      >`coalesce((select array_agg(${packageAdmin.userId} order by ${packageAdmin.role} desc)
        from ${packageAdmin} where ${packageAdmin.packageId} = ${installedPackage.id}), '{}')`,
    })
    .from(packageVendor)
    .innerJoin(installedPackage, eq(installedPackage.id, packageVendor.packageId))
    .where(eq(packageVendor.vendorId, vendorId))
    .orderBy(asc(installedPackage.name));
}

/** The rotations under way in which a vendor takes part, always in the same order, so that two who lock them take turns. */
export async function rotationsWith(
  db: Db,
  vendorId: string,
): Promise<{ rotationId: string; packageName: string }[]> {
  return db
    .select({ rotationId: rotation.id, packageName: installedPackage.name })
    .from(participant)
    .innerJoin(rotation, eq(rotation.id, participant.rotationId))
    .innerJoin(installedPackage, eq(installedPackage.id, rotation.packageId))
    .where(and(eq(participant.vendorId, vendorId), notInArray(rotation.step, ['done', 'cancelled'])))
    .orderBy(asc(rotation.id));
}

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

/** Records that vendors use packages; those on record already stay as they are. */
export async function linkVendors(tx: Db, links: readonly VendorLink[]): Promise<void> {
  for (const some of chunksOf(links)) {
    await tx.execute(sql`
      insert into package_vendor (workspace_id, package_id, vendor_id, added_at)
      select "workspaceId", "packageId", "vendorId", "addedAt"
      from ${asRows(some)} as r("workspaceId" uuid, "packageId" uuid, "vendorId" uuid, "addedAt" timestamptz)
      on conflict do nothing`);
  }
}
