import { and, eq, inArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import { NOTHING_SET, type PolicySettings } from '../domain/policy.ts';
import type { FreezeWindow } from '../domain/package.ts';
import type { Moment } from '../domain/schedule.ts';
import type { Db } from './connection.ts';
import { installedPackage, policy } from './schema.ts';
import { freezeWindowsSchema, identitySchema } from './stored.ts';

/** Settings as they are stored; those below are the workspace's alone: a package has lead days and freeze windows of its own. */
export interface StoredPolicy extends PolicySettings {
  readonly linkHours: number | null;
  /** Of packages that are added from now on. */
  readonly leadDays: number | null;
  /** How many rotations may be started in a week. */
  readonly weeklyCapacity: number | null;
  /** Days on which nobody presses Activate, for any package. */
  readonly freezeWindows: readonly FreezeWindow[] | null;
}

export const NO_POLICY: StoredPolicy = {
  ...NOTHING_SET,
  ...{ linkHours: null, leadDays: null, weeklyCapacity: null, freezeWindows: null },
};

const weekdaysSchema = z.array(z.number().int().min(1).max(7)).nullable();
const holidaysSchema = z.array(z.string()).nullable();

/** The settings of these scopes (packages' and workspaces' ids); what is not there has said nothing. */
export async function policiesOf(db: Db, scopes: readonly string[]): Promise<Map<string, StoredPolicy>> {
  const rows =
    scopes.length === 0
      ? []
      : await db
          .select()
          .from(policy)
          .where(inArray(policy.scope, [...scopes]));
  return new Map(
    rows.map(({ scope, zone, fromMinute, toMinute, digestMinute, linkHours, leadDays, ...json }) => [
      scope,
      {
        ...{ zone, fromMinute, toMinute, digestMinute, linkHours, leadDays },
        weeklyCapacity: json.weeklyCapacity,
        freezeWindows: freezeWindowsSchema.nullable().parse(json.freezeWindows),
        weekdays: weekdaysSchema.parse(json.weekdays),
        holidays: holidaysSchema.parse(json.holidays),
        escalation: identitySchema.nullable().parse(json.escalation),
      },
    ]),
  );
}

/** Replaces the settings of a scope, and lets the sweep look again at every package they hold for. */
export async function savePolicy(
  tx: Db,
  of: { scope: string; workspaceId: string; changedBy: object; changedAt: Moment },
  { weekdays, holidays, freezeWindows, escalation, ...plain }: StoredPolicy,
): Promise<void> {
  const { scope, workspaceId, changedAt } = of;
  const columns = {
    ...plain,
    weekdays: weekdays && [...weekdays],
    holidays: holidays && [...holidays],
    freezeWindows: freezeWindows && [...freezeWindows],
    escalation,
  };
  await tx
    .insert(policy)
    .values({ ...of, ...columns })
    .onConflictDoUpdate({ target: policy.scope, set: { ...columns, changedBy: of.changedBy, changedAt } });
  const isOfPackage = scope !== workspaceId ? eq(installedPackage.id, scope) : sql`true`;
  await tx
    .update(installedPackage)
    .set({ nextLookAt: changedAt })
    .where(
      and(eq(installedPackage.workspaceId, workspaceId), eq(installedPackage.isRetired, false), isOfPackage),
    );
}

/** How long links live here, and how many days ahead new packages are due; null where nobody has said so. */
export async function workspaceDefaults(
  db: Db,
  workspaceId: string,
): Promise<Pick<StoredPolicy, 'linkHours' | 'leadDays'>> {
  const [row] = await db
    .select({ linkHours: policy.linkHours, leadDays: policy.leadDays })
    .from(policy)
    .where(eq(policy.scope, workspaceId));
  return row ?? { linkHours: null, leadDays: null };
}

/** The days on which nobody in the workspace presses Activate. */
export async function workspaceFreezes(db: Db, workspaceId: string): Promise<FreezeWindow[]> {
  const [row] = await db
    .select({ freezeWindows: policy.freezeWindows })
    .from(policy)
    .where(eq(policy.scope, workspaceId));
  return freezeWindowsSchema.nullable().parse(row?.freezeWindows ?? null) ?? [];
}
