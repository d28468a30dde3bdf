import { and, asc, count, eq, inArray, notInArray, sql } from 'drizzle-orm';
import type { Package } from '../domain/package.ts';
import type { Moment } from '../domain/schedule.ts';
import { appendAudit, type AuditRow } from './audit.ts';
import type { Db } from './connection.ts';
import { installedPackage, packageAdmin, rotation } from './schema.ts';

/** Postgres takes 65,535 values in one statement; a package has fewer than thirty columns. */
const AT_ONCE = 1_000;

const inChunks = async <T>(
  all: readonly T[],
  write: (some: readonly T[]) => Promise<unknown>,
): Promise<void> => {
  for (let at = 0; at < all.length; at += AT_ONCE) await write(all.slice(at, at + AT_ONCE));
};

/** How many packages the workspace has; retired ones don't count. */
export async function countPackages(db: Db, workspaceId: string): Promise<number> {
  const own = and(eq(installedPackage.workspaceId, workspaceId), eq(installedPackage.isRetired, false));
  const [row] = await db.select({ packages: count() }).from(installedPackage).where(own);
  return row?.packages ?? 0;
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

/** Many packages with their admins. */
export async function insertPackages(tx: Db, rows: readonly NewRow[]): Promise<void> {
  await inChunks(rows, async (some) => {
    await tx.insert(installedPackage).values(
      some.map(({ package: { admins: _, account, ...facts }, nextLookAt }) => ({
        ...{ ...facts, nextLookAt },
        businessUnits: [...facts.businessUnits],
        freezeWindows: [...facts.freezeWindows],
        accountId: account?.id ?? null,
      })),
    );
    await tx
      .insert(packageAdmin)
      .values(
        some.flatMap(({ package: { id: packageId, workspaceId, admins } }) =>
          admins.map((admin) => ({ ...admin, packageId, workspaceId })),
        ),
      );
  });
}

/** A package as it is to be from now on. */
export interface ChangedRow {
  readonly package: Package;
  /** Its secret's date is another: the sweep looks at once, and what was decided for the date before is over. */
  readonly hasNewDate: boolean;
}

/** Writes what an import may change of many packages: one statement for a thousand. */
export async function updatePackages(tx: Db, rows: readonly ChangedRow[], at: Moment): Promise<void> {
  await inChunks(rows, async (some) => {
    const values = some.map(({ package: pkg, hasNewDate }) => ({
      ...pkg,
      ...{ admins: undefined, account: undefined, snoozedUntil: undefined, createdAt: undefined },
      ...{ accountId: pkg.account?.id ?? null, hasNewDate },
    }));
    await tx.execute(sql`
      update package p set name = r.name, account_id = r."accountId", sfmc_package_id = r."sfmcPackageId",
        client_id = r."clientId", integration_type = r."integrationType", business_units = r."businessUnits",
        scopes = r.scopes, criticality = r.criticality, secret_generated_on = r."secretGeneratedOn",
        expires_on = r."expiresOn", expiry_source = r."expirySource", is_dormant = r."isDormant",
        channel_id = r."channelId", runbook_url = r."runbookUrl", notes = r.notes, lead_days = r."leadDays",
        freeze_windows = r."freezeWindows",
        snoozed_until = case when r."hasNewDate" then null else p.snoozed_until end,
        planned_start_on = case when r."hasNewDate" then null else p.planned_start_on end,
        next_look_at = ${at.toISO()}
      from jsonb_to_recordset(${JSON.stringify(values)}::jsonb) as r(id uuid, name text, "accountId" uuid,
        "sfmcPackageId" text, "clientId" text, "integrationType" text, "businessUnits" jsonb, scopes text,
        criticality text, "secretGeneratedOn" date, "expiresOn" date, "expirySource" text, "isDormant" boolean,
        "channelId" text, "runbookUrl" text, notes text, "leadDays" integer, "freezeWindows" jsonb, "hasNewDate" boolean)
      where p.id = r.id`);
  });
}

/** The trail of many changes. */
export const appendAudits = (tx: Db, rows: readonly AuditRow[]): Promise<void> =>
  inChunks(rows, (some) => appendAudit(tx, some));
