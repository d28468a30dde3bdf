import { sql } from 'drizzle-orm';
import type { Day, Moment } from '../domain/schedule.ts';
import type { Db } from './connection.ts';

/** What the reminder sweep judges a package on. */
export interface DuePackage {
  readonly id: string;
  readonly workspaceId: string;
  readonly expiresOn: Day | null;
  readonly leadDays: number;
  readonly isRotating: boolean;
}

interface Row extends Record<string, unknown> {
  id: string;
  workspace_id: string;
  expires_on: string | null;
  lead_days: number;
  is_rotating: boolean;
}

/**
 * Takes the packages whose look is due (skipping those another instance holds) and sets their next one. What is not
 * due costs nothing: the index holds due moments only.
 */
export async function takePackagesToLookAt(
  tx: Db,
  of: { workspaceId: string; now: Moment; limit: number; nextLook: (pkg: DuePackage) => Moment | null },
): Promise<DuePackage[]> {
  const rows = await tx.execute<Row>(sql`
    select p.id, p.workspace_id, p.expires_on::text, p.lead_days,
      exists (select 1 from rotation r where r.package_id = p.id and r.step not in ('activated', 'done', 'cancelled')) as is_rotating
    from package p
    where p.next_look_at <= ${of.now.toISO()} and p.workspace_id = ${of.workspaceId}
    order by p.next_look_at limit ${of.limit} for update of p skip locked`);
  const due = rows.map((row) => ({
    id: row.id,
    workspaceId: row.workspace_id,
    expiresOn: row.expires_on,
    leadDays: row.lead_days,
    isRotating: row.is_rotating,
  }));
  const looks = due.map((pkg) => ({ id: pkg.id, at: of.nextLook(pkg)?.toISO() ?? null }));
  await tx.execute(sql`
    update package p set next_look_at = l.at
    from jsonb_to_recordset(${JSON.stringify(looks)}::jsonb) as l(id uuid, at timestamptz) where p.id = l.id`);
  return due;
}
