import { and, eq, gt, sql } from 'drizzle-orm';
import type { Moment } from '../domain/schedule.ts';
import type { Db } from './connection.ts';
import { lane, outbox, rotation } from './schema.ts';

/** How fast messages may go to one place, and to all of a workspace; null: as fast as they come. */
export interface Pace {
  /** Between two to one channel or person, in the long run. */
  readonly laneMs: number;
  /** Between two to anybody. */
  readonly allMs: number;
  /** So far ahead of that a burst may run. */
  readonly burstMs: number;
}

/** Where a message goes, as far as its row tells: two of the same lane must not follow too closely. */
export const laneOf = sql<
  string | null
>`coalesce(${outbox.payload}->>'channelId', ${outbox.payload}->>'userId', ${rotation.cardChannel})`;

const EVERYBODY = '*';

/** A condition on the outbox: neither the row's own lane nor that of all is taken beyond that moment. */
export const isLaneFree = (soon: Moment) => sql`not exists (
  select 1 from lane l where l.workspace_id = ${outbox.workspaceId} and l.name in (${laneOf}, ${EVERYBODY})
    and l.free_at > ${soon.toISO()})`;

/** Whether a lane is free by now. */
export async function isFree(db: Db, workspaceId: string, name: string, now: Moment): Promise<boolean> {
  const [held] = await db
    .select({ name: lane.name })
    .from(lane)
    .where(and(eq(lane.workspaceId, workspaceId), eq(lane.name, name), gt(lane.freeAt, now)));
  return held === undefined;
}

/** Nothing goes this way until then. */
export async function holdLane(db: Db, workspaceId: string, name: string, freeAt: Moment): Promise<void> {
  await db
    .insert(lane)
    .values({ workspaceId, name, freeAt })
    .onConflictDoUpdate({ target: [lane.workspaceId, lane.name], set: { freeAt } });
}

/** One more is on its way: its lane, and that of all, are free again a little later. App Homes have limits of their own. */
export async function takeLanes(
  db: Db,
  {
    workspaceId,
    lane: name,
    now,
    pace,
  }: { workspaceId: string; lane: string | null; now: Moment; pace: Pace },
): Promise<void> {
  const at = now.toISO();
  await db.execute(sql`
    insert into lane (workspace_id, name, free_at)
    select ${workspaceId}::uuid, l.name, ${at}::timestamptz + l.ms * interval '1 millisecond'
    from (values (${name ?? ''}, ${pace.laneMs}::int), (${EVERYBODY}, ${pace.allMs}::int)) as l(name, ms) where l.name <> ''
    order by l.name
    on conflict (workspace_id, name) do update set free_at =
      greatest(lane.free_at, ${at}::timestamptz) + (excluded.free_at - ${at}::timestamptz)`);
}
