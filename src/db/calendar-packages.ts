import { sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import type { CalendarPackage, CalendarRotation } from '../domain/calendar.ts';
import type { Moment } from '../domain/schedule.ts';
import type { Db } from './connection.ts';
import { toMoment } from './stored.ts';

const moment = z.string().transform(toMoment);

const planSchema = z.object({ startOn: z.string(), droppedAt: moment.nullable() }).nullable();

const rotationSchema: z.ZodType<CalendarRotation> = z.object({
  number: z.number(),
  cycle: z.number(),
  oldExpiresOn: z.string().nullable(),
  plan: planSchema,
  plannedActivateAt: moment.nullable(),
  dropped: z.object({ activateAt: moment, at: moment }).nullable(),
  activatedAt: moment.nullable(),
  cancelledAt: moment.nullable(),
});

const packageSchema: z.ZodType<CalendarPackage> = z.object({
  id: z.string(),
  name: z.string(),
  expiresOn: z.string().nullable(),
  leadDays: z.number(),
  plannedStartOn: z.string().nullable(),
  plan: planSchema,
  retiredAt: moment.nullable(),
  revision: z.number(),
  cycle: z.number(),
  rotations: z.array(rotationSchema),
});

/** What was planned last for the start of a package's rotation, between two moments. */
const lastPlan = (packageId: SQL, { after, until }: { after: SQL; until: SQL }) => sql`
  select jsonb_build_object('startOn', coalesce(a.facts::jsonb ->> 'startOn', a.facts::jsonb ->> 'insteadOf'),
    'droppedAt', case when a.facts::jsonb ->> 'startOn' is null then a.at end)
  from audit a
  where a.chain = ${packageId} and a.kind = 'start_planned' and a.at > coalesce((${after}), '-infinity') and a.at <= ${until}
  order by a.seq desc limit 1`;

/** What was planned last, of a rotation for which nothing is planned any more. */
const dropped = sql`
  select jsonb_build_object('activateAt', a.facts::jsonb ->> 'insteadOf', 'at', a.at)
  from audit a
  where a.rotation_id = r.id and a.kind = 'activate_planned' and r.planned_activate_at is null
    and a.facts::jsonb ->> 'insteadOf' is not null
  order by a.seq desc limit 1`;

const rotations = (since: Moment) => sql`
  select coalesce(jsonb_agg(jsonb_build_object('number', r.number, 'oldExpiresOn', r.old_expires_on,
    'plannedActivateAt', r.planned_activate_at, 'activatedAt', r.activated_at, 'cancelledAt', r.cancelled_at,
    'dropped', (${dropped}), 'plan', (${lastPlan(sql`r.package_id`, {
      after: sql`select max(e.activated_at) from rotation e where e.package_id = r.package_id and e.number < r.number`,
      until: sql`r.activated_at`,
    })}), 'cycle', (select count(*) from rotation e
      where e.package_id = r.package_id and e.number < r.number and e.activated_at is not null)) order by r.number), '[]')
  from rotation r
  where r.package_id = p.id and coalesce(r.activated_at, r.cancelled_at, 'infinity') > ${since.toISO()}`;

/**
 * The packages of a calendar, the soonest to expire first, with their rotations that are under way or ended since; of
 * the retired those that were since. One statement, so that no date comes with an older revision.
 */
export async function calendarPackages(
  db: Db,
  { workspaceId, packageId, since }: { workspaceId: string; packageId: string | null; since: Moment },
): Promise<CalendarPackage[]> {
  const rows = await db.execute<{ found: unknown }>(sql`
    select jsonb_build_object('id', p.id, 'name', p.name, 'expiresOn', p.expires_on, 'leadDays', p.lead_days,
      'plannedStartOn', p.planned_start_on, 'plan', (${lastPlan(sql`p.id`, {
        after: sql`select max(r.activated_at) from rotation r where r.package_id = p.id`,
        until: sql`'infinity'`,
      })}),
      'retiredAt', p.retired_at, 'revision', coalesce(h.seq, 0), 'rotations', (${rotations(since)}),
      'cycle', (select count(*) from rotation r where r.package_id = p.id and r.activated_at is not null)) as found
    from package p left join audit_head h on h.chain = p.id
    where p.workspace_id = ${workspaceId} and p.integration_type <> 'public_app'
      and (${packageId}::uuid is null or p.id = ${packageId}::uuid)
      and (not p.is_retired or p.retired_at > ${since.toISO()})
    order by p.expires_on nulls last, p.name, p.id`);
  return rows.map(({ found }) => packageSchema.parse(found));
}
