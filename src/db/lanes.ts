import { and, eq, sql, type SQL } from 'drizzle-orm';
import type { PacedMethod } from '../domain/rules.ts';
import type { Moment } from '../domain/schedule.ts';
import type { Db } from './connection.ts';
import { lane, outbox, rotation } from './schema.ts';

/** How fast messages may go to one place, and by one method. */
export interface Pace {
  /** Between two to one channel or person, in the long run. */
  readonly placeMs: number;
  /** Between two calls of a method, wherever they go. */
  readonly methodMs: Readonly<Record<PacedMethod, number>>;
  /** So far ahead of that a burst may run. */
  readonly burstMs: number;
}

/** No hold is longer. */
const LONGEST_MS = 600_000;

/** Until when a lane is taken; null if that was said by a clock that has gone back since. */
const takenUntil = (now: Moment): SQL =>
  sql`case when ${lane.freeAt} <= ${now.plus({ milliseconds: LONGEST_MS }).toISO()}::timestamptz then ${lane.freeAt} end`;

/**
 * The place a message goes to and the methods it takes, as far as its row tells: two of one lane must not follow too closely.
 * A direct conversation is opened anew for every message: only that tells at once that somebody has left. A vendor's message
 * that is there is edited, or left behind for a new one.
 */
export const lanesOf = sql`array_remove(array[
  coalesce(${outbox.payload}->>'channelId', case ${outbox.kind} when 'home' then null when 'vendor_message' then ${outbox.channel}
    else coalesce(${outbox.payload}->>'userId', ${rotation.cardChannel}) end),
  case when ${outbox.kind} = 'home' then 'views.publish'
    when ${outbox.kind} in ('card', 'vendor_message') and ${outbox.ts} is not null then 'chat.update'
    else 'chat.postMessage' end,
  case when ${outbox.kind} = 'home' then 'users.info'
    when ${outbox.kind} = 'vendor_message' and ${outbox.ts} is not null then 'chat.postMessage' end,
  case when ${outbox.kind} = 'vendor_message' and (${outbox.channel} is null or ${outbox.channel} like 'D%')
      or ${outbox.kind} <> 'home' and ${outbox.payload}->>'userId' is not null and ${outbox.payload}->>'channelId' is null
    then 'conversations.open' end
], null)`;

/** Which of a message's lanes are places. */
export const placesAmong = (lanes: readonly string[], { methodMs }: Pace): string[] =>
  lanes.filter((name) => !Object.hasOwn(methodMs, name));

/** A condition on the outbox: none of the row's lanes is taken beyond the burst. */
export const areLanesFree = (now: Moment, { burstMs }: Pace) => sql`not exists (
  select 1 from lane where ${lane.workspaceId} = ${outbox.workspaceId} and ${lane.name} = any(${lanesOf})
    and ${takenUntil(now)} > ${now.plus({ milliseconds: burstMs }).toISO()}::timestamptz)`;

/** Whether a lane is free by now. */
export async function isFree(db: Db, workspaceId: string, name: string, now: Moment): Promise<boolean> {
  const [held] = await db
    .select({ name: lane.name })
    .from(lane)
    .where(
      and(
        eq(lane.workspaceId, workspaceId),
        eq(lane.name, name),
        sql`${takenUntil(now)} > ${now.toISO()}::timestamptz`,
      ),
    );
  return held === undefined;
}

/** Nothing goes these ways for so long, ten minutes at most. */
export async function holdLanes(
  db: Db,
  { workspaceId, lanes, now, ms }: { workspaceId: string; lanes: readonly string[]; now: Moment; ms: number },
): Promise<void> {
  const freeAt = now.plus({ milliseconds: Math.min(ms, LONGEST_MS) });
  for (const name of lanes)
    await db
      .insert(lane)
      .values({ workspaceId, name, freeAt })
      .onConflictDoUpdate({
        target: [lane.workspaceId, lane.name],
        set: { freeAt: sql`greatest(${takenUntil(now)}, excluded.free_at)` },
      });
}

interface Taking {
  readonly workspaceId: string;
  readonly lanes: readonly string[];
  readonly pace: Pace;
}

const msOf = ({ methodMs, placeMs }: Pace, name: string): number =>
  (methodMs as Readonly<Record<string, number>>)[name] ?? placeMs;

/** One more is on its way: each of its lanes is free again a little later. */
export async function takeLanes(
  db: Db,
  { workspaceId, lanes, pace, now }: Taking & { now: Moment },
): Promise<void> {
  const taken = lanes.map((name) => sql`(${name}, ${msOf(pace, name)}::int)`);
  const at = sql`${now.toISO()}::timestamptz`;
  await db.execute(sql`
    insert into lane (workspace_id, name, free_at)
    select ${workspaceId}::uuid, l.name, ${at} + l.ms * interval '1 millisecond'
    from (values ${sql.join(taken, sql`, `)}) as l(name, ms) order by l.name
    on conflict (workspace_id, name) do update set free_at =
      greatest(${takenUntil(now)}, ${at}) + (excluded.free_at - ${at})`);
}

/** It was not sent after all. */
export async function giveLanesBack(db: Db, { workspaceId, lanes, pace }: Taking): Promise<void> {
  for (const name of lanes)
    await db
      .update(lane)
      .set({ freeAt: sql`${lane.freeAt} - ${msOf(pace, name)}::int * interval '1 millisecond'` })
      .where(and(eq(lane.workspaceId, workspaceId), eq(lane.name, name)));
}
