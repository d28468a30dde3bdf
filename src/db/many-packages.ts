import { and, asc, count, eq, inArray, notInArray, sql } from 'drizzle-orm';
import type { Package } from '../domain/package.ts';
import type { Moment } from '../domain/schedule.ts';
import { asRows, chunksOf } from './chunks.ts';
import type { Db } from './connection.ts';
import { installedPackage, rotation } from './schema.ts';

/** How many packages the workspace has; retired ones don't count. */
export async function countPackages(db: Db, workspaceId: string): Promise<number> {
  const own = and(eq(installedPackage.workspaceId, workspaceId), eq(installedPackage.isRetired, false));
  const [row] = await db.select({ packages: count() }).from(installedPackage).where(own);
  return row?.packages ?? 0;
}

/**
 * The rotations under way of these packages, by package: nobody else moves them until the transaction ends. To be locked before
 * the packages, as everywhere.
 */
export async function lockRotationsOf(tx: Db, packageIds: readonly string[]): Promise<Map<string, string>> {
  if (packageIds.length === 0) return new Map();
  const open = and(
    inArray(rotation.packageId, [...packageIds]),
    notInArray(rotation.step, ['done', 'cancelled']),
  );
  const rows = await tx
    .select({ id: rotation.id, packageId: rotation.packageId })
    .from(rotation)
    .where(open)
    .orderBy(asc(rotation.id))
    .for('no key update');
  return new Map(rows.map(({ id, packageId }) => [packageId, id]));
}

/** Nobody else changes these until the transaction ends. In one order, so that two who lock many don't wait for each other. */
export async function lockPackages(tx: Db, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .select({ id: installedPackage.id })
    .from(installedPackage)
    .where(inArray(installedPackage.id, [...ids]))
    .orderBy(asc(installedPackage.id))
    .for('no key update');
}

/** The packages that are being rotated. */
export async function rotatingPackages(db: Db, workspaceId: string): Promise<Set<string>> {
  const rows = await db
    .select({ packageId: rotation.packageId })
    .from(rotation)
    .where(and(eq(rotation.workspaceId, workspaceId), notInArray(rotation.step, ['done', 'cancelled'])));
  return new Set(rows.map(({ packageId }) => packageId));
}

/** A package that is new, and when the reminder sweep looks at it. */
export interface NewRow {
  readonly package: Package;
  readonly nextLookAt: Moment | null;
}

/** What people say of a package, as a row of JSON. */
const RECORD = sql.raw(`r(id uuid, "workspaceId" uuid, "accountId" uuid, name text, "sfmcPackageId" text,
  "clientId" text, "integrationType" text, "businessUnits" jsonb, scopes text, criticality text,
  "secretGeneratedOn" date, "expiresOn" date, "expirySource" text, "isDormant" boolean, "channelId" text,
  "runbookUrl" text, notes text, "leadDays" integer, "freezeWindows" jsonb, "createdAt" timestamptz,
  "nextLookAt" timestamptz, "plannedStartOn" date, "hasNewDate" boolean)`);

const recordOf = ({ admins: _, account, ...facts }: Package) => ({
  ...facts,
  accountId: account?.id ?? null,
});

/** New packages with their admins: in use, neither planned nor snoozed. */
export async function insertPackages(tx: Db, rows: readonly NewRow[]): Promise<void> {
  for (const some of chunksOf(rows)) {
    const records = some.map(({ package: pkg, nextLookAt }) => ({ ...recordOf(pkg), nextLookAt }));
    await tx.execute(sql`
      insert into package (id, workspace_id, account_id, name, sfmc_package_id, client_id, integration_type,
        business_units, scopes, criticality, secret_generated_on, expires_on, expiry_source, is_dormant, channel_id,
        runbook_url, notes, lead_days, freeze_windows, created_at, next_look_at)
      select id, "workspaceId", "accountId", name, "sfmcPackageId", "clientId", "integrationType", "businessUnits",
        scopes, criticality, "secretGeneratedOn", "expiresOn", "expirySource", "isDormant", "channelId", "runbookUrl",
        notes, "leadDays", "freezeWindows", "createdAt", "nextLookAt"
      from ${asRows(records)} as ${RECORD}`);
    const admins = some.flatMap(({ package: { id: packageId, workspaceId, admins: own } }) =>
      own.map((admin) => ({ ...admin, packageId, workspaceId })),
    );
    await tx.execute(sql`
      insert into package_admin (workspace_id, package_id, enterprise_id, team_id, user_id, role)
      select "workspaceId", "packageId", "enterpriseId", "teamId", "userId", role
      from ${asRows(admins)} as r("workspaceId" uuid, "packageId" uuid, "enterpriseId" text, "teamId" text,
        "userId" text, role text)`);
  }
}

/** A package as it is to be from now on. */
export interface ChangedRow {
  readonly package: Package;
  /** Its secret's date is another: what was put off was put off for the one before. */
  readonly hasNewDate: boolean;
}

/** Writes what an import may change of many packages, and lets the sweep look at each at once. */
export async function updatePackages(tx: Db, rows: readonly ChangedRow[], at: Moment): Promise<void> {
  for (const some of chunksOf(rows)) {
    const records = some.map(({ package: pkg, hasNewDate }) => ({ ...recordOf(pkg), hasNewDate }));
    await tx.execute(sql`
      update package p set name = r.name, account_id = r."accountId", sfmc_package_id = r."sfmcPackageId",
        client_id = r."clientId", integration_type = r."integrationType", business_units = r."businessUnits",
        scopes = r.scopes, criticality = r.criticality, secret_generated_on = r."secretGeneratedOn",
        expires_on = r."expiresOn", expiry_source = r."expirySource", is_dormant = r."isDormant",
        channel_id = r."channelId", runbook_url = r."runbookUrl", notes = r.notes, lead_days = r."leadDays",
        freeze_windows = r."freezeWindows",
        snoozed_until = case when r."hasNewDate" then null else p.snoozed_until end,
        planned_start_on = r."plannedStartOn",
        next_look_at = ${at.toISO()}
      from ${asRows(records)} as ${RECORD} where p.id = r.id`);
  }
}
