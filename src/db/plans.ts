import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Day, Moment } from '../domain/schedule.ts';
import type { BusinessUnit } from '../domain/package.ts';
import type { Plannable } from '../domain/plan.ts';
import type { Db } from './connection.ts';
import { businessUnitsSchema, freezeWindowsSchema } from './stored.ts';

/** A package as plans weigh it, with what they show of it. */
export interface PlanPackage extends Plannable {
  readonly vendorNames: readonly string[];
  readonly account: { readonly name: string } | null;
  readonly businessUnits: readonly BusinessUnit[];
}

const rowSchema = z.object({
  id: z.string(),
  name: z.string(),
  expires_on: z.string().nullable(),
  is_date_sure: z.boolean(),
  lead_days: z.number(),
  criticality: z.enum(['low', 'normal', 'high']),
  is_dormant: z.boolean(),
  freeze_windows: freezeWindowsSchema,
  planned_start_on: z.string().nullable(),
  is_under_way: z.boolean(),
  vendor_ids: z.array(z.string()),
  vendor_names: z.array(z.string()),
  account_name: z.string().nullable(),
  business_units: businessUnitsSchema,
});

/** Every package that has a secret to rotate, in one query however many they are. */
export async function packagesToPlan(db: Db, workspaceId: string): Promise<PlanPackage[]> {
  const rows = await db.execute(sql`
    select p.id, p.name, p.expires_on::text, coalesce(p.expiry_source = 'read_in_setup', false) as is_date_sure, p.lead_days,
      p.criticality, p.is_dormant, p.freeze_windows, p.planned_start_on::text, r.id is not null as is_under_way,
      coalesce(v.ids, '[]') as vendor_ids, coalesce(v.names, '[]') as vendor_names,
      a.name as account_name, p.business_units
    from package p
    left join rotation r on r.package_id = p.id and r.step not in ('done', 'cancelled')
    left join account a on a.id = p.account_id
    left join (
      select pv.package_id, jsonb_agg(v.id order by lower(v.name)) as ids, jsonb_agg(v.name order by lower(v.name)) as names
      from package_vendor pv join vendor v on v.id = pv.vendor_id where pv.workspace_id = ${workspaceId} group by 1
    ) v on v.package_id = p.id
    where p.workspace_id = ${workspaceId} and not p.is_retired and p.integration_type <> 'public_app'`);
  return z
    .array(rowSchema)
    .parse([...rows])
    .map((row) => ({
      ...{ id: row.id, name: row.name, expiresOn: row.expires_on, isDateSure: row.is_date_sure },
      ...{ leadDays: row.lead_days, criticality: row.criticality, isDormant: row.is_dormant },
      ...{ freezeWindows: row.freeze_windows, plannedStartOn: row.planned_start_on },
      ...{ isUnderWay: row.is_under_way, vendorIds: row.vendor_ids, vendorNames: row.vendor_names },
      account: row.account_name === null ? null : { name: row.account_name },
      businessUnits: row.business_units,
    }));
}

/** How many rotations were started, and how many ended well, since two moments; what was given up counts for nothing. */
export async function rotationsSince(
  db: Db,
  workspaceId: string,
  since: { started: Moment; done: Moment },
): Promise<{ started: number; done: number }> {
  const [row] = await db.execute<{ started: number; done: number }>(sql`
    select count(*) filter (where started_at >= ${since.started.toISO()} and step <> 'cancelled')::int as started,
      count(*) filter (where step = 'done' and done_at >= ${since.done.toISO()})::int as done
    from rotation where workspace_id = ${workspaceId}`);
  return row ?? { started: 0, done: 0 };
}

/** A package with the start it is to have from now on. */
export interface StartToSet {
  readonly packageId: string;
  readonly startOn: Day | null;
}

/** What a start was, and is now. */
export interface StartSet extends StartToSet {
  readonly insteadOf: Day | null;
}

/** Sets planned starts, where there is still something to start; the sweep looks at each at once. Says what has changed. */
export async function setPlannedStarts(
  tx: Db,
  workspaceId: string,
  { starts, at }: { starts: readonly StartToSet[]; at: Moment },
): Promise<StartSet[]> {
  if (starts.length === 0) return [];
  const rows = await tx.execute<{ id: string; start_on: string | null; instead_of: string | null }>(sql`
    with wished as (
      select p.id, p.planned_start_on as instead_of, w."startOn" as start_on
      from jsonb_to_recordset(${JSON.stringify(starts)}::jsonb) as w("packageId" uuid, "startOn" date)
      join package p on p.id = w."packageId"
      where p.workspace_id = ${workspaceId} and not p.is_retired and p.planned_start_on is distinct from w."startOn"
      order by p.id for no key update of p
    )
    update package p set planned_start_on = wished.start_on, next_look_at = ${at.toISO()}
    from wished where p.id = wished.id
    returning p.id, wished.start_on::text, wished.instead_of::text`);
  return rows.map((row) => ({ packageId: row.id, startOn: row.start_on, insteadOf: row.instead_of }));
}

/** Slack user ids of the admins of these packages. */
export async function adminsOfPackages(db: Db, packageIds: readonly string[]): Promise<string[]> {
  const rows = await db.execute<{ user_id: string }>(sql`
    select distinct user_id from package_admin
    where package_id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(packageIds)}::jsonb))`);
  return rows.map((row) => row.user_id);
}
