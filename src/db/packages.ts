import { and, asc, desc, eq, getTableColumns, ilike, inArray, isNull, sql } from 'drizzle-orm';
import type { Package, PackageAdmin, Vendor } from '../domain/package.ts';
import type { SlackIdentity } from '../domain/people.ts';
import type { Day, Moment } from '../domain/schedule.ts';
import { accountsById } from './accounts.ts';
import type { Db } from './connection.ts';
import { placesOf } from './places.ts';
import { appointedAdmin, installedPackage, packageAdmin, packageVendor, vendor } from './schema.ts';
import { businessUnitsSchema, contactSchema, freezeWindowsSchema, toMoment } from './stored.ts';

type Row = typeof installedPackage.$inferSelect;

/** Only those who are appointed still count as admins: taken off the list, somebody may do nothing any more. */
export async function withAdmins(db: Db, rows: Row[]): Promise<Package[]> {
  const [first] = rows;
  if (!first) return [];
  const isStillAppointed = and(
    eq(appointedAdmin.workspaceId, packageAdmin.workspaceId),
    eq(appointedAdmin.teamId, packageAdmin.teamId),
    eq(appointedAdmin.userId, packageAdmin.userId),
  );
  const ids = rows.map((row) => row.id);
  const admins = await db
    .select(getTableColumns(packageAdmin))
    .from(packageAdmin)
    .innerJoin(appointedAdmin, isStillAppointed)
    .where(inArray(packageAdmin.packageId, ids))
    .orderBy(desc(packageAdmin.role), asc(packageAdmin.userId));
  const byPackage = Map.groupBy(admins, (admin) => admin.packageId);
  const accounts = await accountsById(
    db,
    first.workspaceId,
    rows.flatMap((row) => row.accountId ?? []),
  );
  return rows.map(({ accountId, ...row }) => ({
    ...row,
    account: accountId === null ? null : (accounts.get(accountId) ?? null),
    businessUnits: businessUnitsSchema.parse(row.businessUnits),
    freezeWindows: freezeWindowsSchema.parse(row.freezeWindows),
    admins: (byPackage.get(row.id) ?? []).map(({ enterpriseId, teamId, userId, role }): PackageAdmin => ({
      enterpriseId,
      teamId,
      userId,
      role,
    })),
  }));
}

export async function findPackage(db: Db, workspaceId: string, id: string): Promise<Package | null> {
  const own = and(eq(installedPackage.workspaceId, workspaceId), eq(installedPackage.id, id));
  const [found] = await withAdmins(db, await db.select().from(installedPackage).where(own));
  return found ?? null;
}

/** The same, with its row locked until the transaction ends: for moves that number rotations and generations. */
export async function lockPackage(tx: Db, workspaceId: string, id: string): Promise<Package | null> {
  const own = and(eq(installedPackage.workspaceId, workspaceId), eq(installedPackage.id, id));
  const rows = await tx.select().from(installedPackage).where(own).for('no key update');
  const [found] = await withAdmins(tx, rows);
  return found ?? null;
}

/** Packages whose name contains the text; an exact name (any case) comes first. Retired ones are left out. */
export async function searchPackages(
  db: Db,
  workspaceId: string,
  text: string,
  limit: number,
): Promise<Package[]> {
  const pattern = `%${text.replace(/[\\%_]/g, (mark) => `\\${mark}`)}%`;
  const rows = await db
    .select()
    .from(installedPackage)
    .where(
      and(
        eq(installedPackage.workspaceId, workspaceId),
        eq(installedPackage.isRetired, false),
        ilike(installedPackage.name, pattern),
      ),
    )
    .orderBy(sql`lower(${installedPackage.name}) <> lower(${text})`, asc(installedPackage.name))
    .limit(limit);
  return withAdmins(db, rows);
}

/** These packages, in no order. */
export async function findPackages(db: Db, workspaceId: string, ids: readonly string[]): Promise<Package[]> {
  if (ids.length === 0) return [];
  const own = and(eq(installedPackage.workspaceId, workspaceId), inArray(installedPackage.id, [...ids]));
  return withAdmins(db, await db.select().from(installedPackage).where(own));
}

/** The packages of exactly this name, any case: those in use, or the retired ones (archived too), the last to be retired first. */
export async function packagesNamed(
  db: Db,
  workspaceId: string,
  { name, isRetired = false }: { name: string; isRetired?: boolean },
): Promise<Package[]> {
  const rows = await db
    .select()
    .from(installedPackage)
    .where(
      and(
        eq(installedPackage.workspaceId, workspaceId),
        eq(installedPackage.isRetired, isRetired),
        sql`lower(${installedPackage.name}) = lower(${name})`,
      ),
    )
    .orderBy(desc(installedPackage.retiredAt));
  return withAdmins(db, rows);
}

/** Unknown dates first, as work to do; then by expiry. Retired ones are left out. */
export async function packagesByExpiry(db: Db, workspaceId: string): Promise<Package[]> {
  const rows = await db
    .select()
    .from(installedPackage)
    .where(and(eq(installedPackage.workspaceId, workspaceId), eq(installedPackage.isRetired, false)))
    .orderBy(sql`${installedPackage.expiresOn} asc nulls first`, asc(installedPackage.name));
  return withAdmins(db, rows);
}

/** Every package of the workspace, retired ones too. */
export const everyPackage = async (db: Db, workspaceId: string): Promise<Package[]> =>
  withAdmins(
    db,
    await db.select().from(installedPackage).where(eq(installedPackage.workspaceId, workspaceId)),
  );

/** Client ids on record that have capitals, as Salesforce’s own have not. */
export async function oddClientIds(db: Db, workspaceId: string): Promise<Set<string>> {
  const { clientId } = installedPackage;
  const odd = and(eq(installedPackage.workspaceId, workspaceId), sql`${clientId} <> lower(${clientId})`);
  const rows = await db.select({ clientId }).from(installedPackage).where(odd);
  return new Set(rows.flatMap((row) => row.clientId ?? []));
}

/** Whether the workspace has, or had, any: retired and archived ones too. */
export async function hasPackages(db: Db, workspaceId: string): Promise<boolean> {
  const own = eq(installedPackage.workspaceId, workspaceId);
  return (await db.select({ id: installedPackage.id }).from(installedPackage).where(own).limit(1)).length > 0;
}

/** The date of a secret that came into force without a rotation's end: counted, never read. What was put off was put off for the one before. */
export async function setComputedExpiry(tx: Db, packageId: string, expiresOn: Day): Promise<void> {
  await tx
    .update(installedPackage)
    .set({ expiresOn, expirySource: 'computed', snoozedUntil: null, plannedStartOn: null })
    .where(eq(installedPackage.id, packageId));
}

/** The dates of the secret now in force. A snooze and a planned start of the one before end with it. */
export async function setExpiry(
  tx: Db,
  packageId: string,
  set: {
    expiresOn: Day;
    secretGeneratedOn: Day;
    expirySource: 'read_in_setup' | 'computed';
  },
): Promise<void> {
  await tx
    .update(installedPackage)
    .set({ ...set, isDormant: false, snoozedUntil: null, plannedStartOn: null })
    .where(eq(installedPackage.id, packageId));
}

/** How many days before the hard stop a rotation of it is due. */
export async function setLeadDays(tx: Db, packageId: string, leadDays: number): Promise<void> {
  await tx.update(installedPackage).set({ leadDays }).where(eq(installedPackage.id, packageId));
}

/** Reminders are silent until then; the sweep looks at once. */
export async function setSnooze(
  tx: Db,
  packageId: string,
  { until, at }: { until: Moment | null; at: Moment },
): Promise<void> {
  const set = { snoozedUntil: until, nextLookAt: at };
  await tx.update(installedPackage).set(set).where(eq(installedPackage.id, packageId));
}

/** The reminder sweep looks at the package from then on. */
export async function lookAgain(tx: Db, packageId: string, nextLookAt: Moment): Promise<void> {
  await tx.update(installedPackage).set({ nextLookAt }).where(eq(installedPackage.id, packageId));
}

export async function retire(tx: Db, packageId: string, retiredAt: Moment): Promise<boolean> {
  const done = await tx
    .update(installedPackage)
    .set({ isRetired: true, retiredAt, nextLookAt: null, plannedStartOn: null })
    .where(and(eq(installedPackage.id, packageId), eq(installedPackage.isRetired, false)))
    .returning({ id: installedPackage.id });
  return done.length === 1;
}

export async function vendorsOf(db: Db, packageIds: readonly string[]): Promise<Map<string, Vendor[]>> {
  const map = new Map<string, Vendor[]>(packageIds.map((id) => [id, []]));
  if (packageIds.length === 0) return map;
  const rows = await db
    .select({ packageId: packageVendor.packageId, vendor })
    .from(packageVendor)
    .innerJoin(vendor, eq(vendor.id, packageVendor.vendorId))
    .where(inArray(packageVendor.packageId, [...packageIds]))
    .orderBy(asc(packageVendor.addedAt), asc(vendor.name));
  const places = await placesOf(db, packageIds);
  for (const row of rows) {
    const { id, name } = row.vendor;
    const own = places.get(row.packageId)?.filter(({ vendorId }) => vendorId === id) ?? [];
    const systems = own.map(({ system }) => system);
    map.get(row.packageId)?.push({ id, name, contact: contactSchema.parse(row.vendor.contact), systems });
  }
  return map;
}

export async function isAppointed(db: Db, workspaceId: string, who: SlackIdentity): Promise<boolean> {
  const [found] = await db
    .select({ userId: appointedAdmin.userId })
    .from(appointedAdmin)
    .where(
      and(
        eq(appointedAdmin.workspaceId, workspaceId),
        eq(appointedAdmin.teamId, who.teamId),
        eq(appointedAdmin.userId, who.userId),
      ),
    );
  return found !== undefined;
}

/** Makes these and only these the package's admins. */
export async function setPackageAdmins(
  tx: Db,
  of: { workspaceId: string; packageId: string },
  admins: readonly PackageAdmin[],
): Promise<void> {
  await tx.delete(packageAdmin).where(eq(packageAdmin.packageId, of.packageId));
  await tx.insert(packageAdmin).values(admins.map((admin) => ({ ...admin, ...of })));
}

/** Whether this person is an admin of every package that uses the vendor. */
export async function isAdminOfAllUsing(db: Db, vendorId: string, who: SlackIdentity): Promise<boolean> {
  const [foreign] = await db
    .select({ packageId: packageVendor.packageId })
    .from(packageVendor)
    .leftJoin(
      packageAdmin,
      and(
        eq(packageAdmin.packageId, packageVendor.packageId),
        eq(packageAdmin.teamId, who.teamId),
        eq(packageAdmin.userId, who.userId),
      ),
    )
    .where(and(eq(packageVendor.vendorId, vendorId), isNull(packageAdmin.userId)))
    .limit(1);
  return foreign === undefined;
}

/** Notes that the key service failed for this package, and says when it had failed before; null when it never had. */
export async function noteKeyringFault(tx: Db, packageId: string, at: Moment): Promise<Moment | null> {
  const [row] = await tx.execute<{ was: string | null }>(sql`
    with before as (select id, keyring_fault_at from package where id = ${packageId} for no key update)
    update package p set keyring_fault_at = ${at.toISO()} from before where p.id = before.id
    returning to_char(before.keyring_fault_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as was`);
  return row?.was ? toMoment(row.was) : null;
}
