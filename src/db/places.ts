import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Place, PlaceConfirmation, PlaceKind, Witness } from '../domain/place.ts';
import { asRows, chunksOf } from './chunks.ts';
import type { Db } from './connection.ts';
import { place, vendor } from './schema.ts';
import { actorSchema } from './stored.ts';
import type { VendorLink } from './vendors.ts';

const witnessSchema: z.ZodType<Witness> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('slack'), userId: z.string() }),
  z.object({ kind: z.literal('name'), name: z.string() }),
]);

interface Row {
  readonly place: typeof place.$inferSelect;
  readonly vendorName: string;
}

const toPlace = ({ place: row, vendorName }: Row): Place => {
  const { id, packageId, vendorId, system, kind, addedAt, confirmedAt: at, confirmedHow: how } = row;
  const confirmed = at && how ? { at, how, by: actorSchema.parse(row.confirmedBy) } : null;
  const knownBy = witnessSchema.nullable().parse(row.knownBy);
  return { id, packageId, vendorId, vendorName, system, kind, knownBy, confirmed, addedAt };
};

const rows = (db: Db) =>
  db.select({ place, vendorName: vendor.name }).from(place).innerJoin(vendor, eq(vendor.id, place.vendorId));

/** Where the secrets of these packages sit, each vendor's in the order in which they were named. */
export async function placesOf(db: Db, packageIds: readonly string[]): Promise<Map<string, Place[]>> {
  if (packageIds.length === 0) return new Map();
  const found = await rows(db)
    .where(inArray(place.packageId, [...packageIds]))
    .orderBy(asc(vendor.name), asc(place.position), asc(place.system));
  return Map.groupBy(found.map(toPlace), ({ packageId }) => packageId);
}

/** One place of the workspace's. */
export async function findPlace(db: Db, workspaceId: string, id: string): Promise<Place | null> {
  const [found] = await rows(db).where(and(eq(place.workspaceId, workspaceId), eq(place.id, id)));
  return found ? toPlace(found) : null;
}

/** A system of a vendor in which a package’s secret sits. */
export interface NewPlace extends VendorLink {
  readonly id: string;
  readonly system: string;
  readonly kind: PlaceKind;
  readonly knownBy: Witness | null;
  /** Its place among those that come with it, from one. */
  readonly position: number;
}

/** Records places, each behind those that its vendor has for the package already. */
export async function insertPlaces(tx: Db, places: readonly NewPlace[]): Promise<void> {
  for (const some of chunksOf(places)) {
    await tx.execute(sql`
      insert into place (id, workspace_id, package_id, vendor_id, system, kind, known_by, position,
        added_at)
      select r.id, r."workspaceId", r."packageId", r."vendorId", r.system, r.kind, r."knownBy", r.position + coalesce((
        select max(p.position) from place p where p.package_id = r."packageId" and p.vendor_id = r."vendorId"), 0),
        r."addedAt"
      from ${asRows(some)} as r(id uuid, "workspaceId" uuid, "packageId" uuid, "vendorId" uuid, system text,
        kind text, "knownBy" jsonb, position integer, "addedAt" timestamptz)
      on conflict (package_id, vendor_id, system) do nothing`);
  }
}

export async function updatePlace(
  tx: Db,
  id: string,
  set: { system: string; kind: PlaceKind; knownBy: Witness | null },
): Promise<void> {
  await tx.update(place).set(set).where(eq(place.id, id));
}

export async function deletePlace(tx: Db, id: string): Promise<void> {
  await tx.delete(place).where(eq(place.id, id));
}

/** Each of these is found to be true, now. */
export async function confirmPlaces(
  tx: Db,
  ids: readonly string[],
  { at, by, how }: PlaceConfirmation,
): Promise<void> {
  if (ids.length === 0) return;
  const set = { confirmedAt: at, confirmedBy: by, confirmedHow: how };
  await tx
    .update(place)
    .set(set)
    .where(inArray(place.id, [...ids]));
}

/** A vendor has ticked these of their systems in a rotation. One renamed or removed since it began is none of them. */
export async function confirmSystems(
  tx: Db,
  { packageId, vendorId, systems }: { packageId: string; vendorId: string; systems: readonly string[] },
  { at, by, how }: PlaceConfirmation,
): Promise<void> {
  if (systems.length === 0) return;
  const isTicked = inArray(place.system, [...systems]);
  await tx
    .update(place)
    .set({ confirmedAt: at, confirmedBy: by, confirmedHow: how })
    .where(and(eq(place.packageId, packageId), eq(place.vendorId, vendorId), isTicked));
}
