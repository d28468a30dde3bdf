import { and, eq, inArray, isNotNull, ne, sql } from 'drizzle-orm';
import type { Step } from '../domain/rotation.ts';
import type { Day, Moment } from '../domain/schedule.ts';
import type { Db } from './connection.ts';
import { installedPackage, rotation } from './schema.ts';

/** A package whose rotation should have been started by now, with the one under way before Activate, if there is one. */
export interface PackageDue {
  readonly id: string;
  readonly name: string;
  readonly expiresOn: Day;
  readonly leadDays: number;
  readonly rotation: {
    readonly id: string;
    readonly number: number;
    readonly step: Step;
    readonly startedAt: Moment;
  } | null;
}

/** Packages that are due on this day, or have been since: not retired, with a secret and a known date. */
export async function packagesDueBy(db: Db, workspaceId: string, today: Day): Promise<PackageDue[]> {
  const { id, name, expiresOn, leadDays } = installedPackage;
  const { id: rotationId, number, step, startedAt } = rotation;
  const rows = await db
    .select({ id, name, expiresOn, leadDays, rotation: { id: rotationId, number, step, startedAt } })
    .from(installedPackage)
    .leftJoin(
      rotation,
      and(eq(rotation.packageId, id), inArray(step, ['generating', 'cooling', 'sharing', 'ready'])),
    )
    .where(
      and(
        eq(installedPackage.workspaceId, workspaceId),
        eq(installedPackage.isRetired, false),
        ne(installedPackage.integrationType, 'public_app'),
        isNotNull(expiresOn),
        sql`${expiresOn} - 1 - ${leadDays} <= ${today}::date`,
      ),
    );
  return rows.flatMap((row) => (row.expiresOn === null ? [] : [{ ...row, expiresOn: row.expiresOn }]));
}
