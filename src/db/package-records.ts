import { eq } from 'drizzle-orm';
import type { Package } from '../domain/package.ts';
import type { Moment } from '../domain/schedule.ts';
import type { Db } from './connection.ts';
import { installedPackage } from './schema.ts';

/** Writes what is on record of a package anew, all but its admins. */
export async function updateRecord(
  tx: Db,
  packageId: string,
  { businessUnits, freezeWindows, ...plain }: PackageRecord,
): Promise<void> {
  const jsons = { businessUnits: [...businessUnits], freezeWindows: [...freezeWindows] };
  await tx
    .update(installedPackage)
    .set({ ...plain, ...jsons })
    .where(eq(installedPackage.id, packageId));
}

type PackageRecord = Omit<
  typeof installedPackage.$inferInsert,
  'id' | 'workspaceId' | 'createdAt' | 'isRetired'
> &
  Pick<Package, 'businessUnits' | 'freezeWindows'>;

/** A retired package leaves every list. */
export async function archive(tx: Db, packageId: string, archivedAt: Moment): Promise<void> {
  await tx.update(installedPackage).set({ archivedAt }).where(eq(installedPackage.id, packageId));
}

/** A retired package is in use again, and looked at at once. */
export async function restore(tx: Db, packageId: string, at: Moment): Promise<void> {
  const set = { isRetired: false, retiredAt: null, archivedAt: null, nextLookAt: at };
  await tx.update(installedPackage).set(set).where(eq(installedPackage.id, packageId));
}
