import { and, eq, gt, sql } from 'drizzle-orm';
import type { Moment } from '../domain/schedule.ts';
import type { Db } from './connection.ts';
import { lane, outbox, rotation } from './schema.ts';

/** The methods of Slack's that messages take, each with a ceiling of its own for the whole workspace (slack.md §5). */
export type PacedMethod = 'chat.postMessage' | 'chat.update' | 'conversations.open' | 'views.publish';

/** How fast messages may go to one place, and by one method. */
export interface Pace {
  /** Between two to one channel or person, in the long run. */
  readonly placeMs: number;
  /** Between two calls of a method, wherever they go. */
  readonly methodMs: Readonly<Record<PacedMethod, number>>;
  /** So far ahead of that a burst may run. */
  readonly burstMs: number;
}

/**
 * The place a message goes to and the methods it takes, as far as its row tells: two of one lane must not follow too closely.
 * A direct conversation is opened anew for every message: only that tells at once that somebody has left.
 */
export const lanesOf = sql`array_remove(array[
  coalesce(${outbox.payload}->>'channelId', ${outbox.payload}->>'userId', ${rotation.cardChannel}),
  case when ${outbox.kind} = 'home' then 'views.publish'
    when ${outbox.kind} in ('card', 'vendor_message') and ${outbox.ts} is not null then 'chat.update'
    else 'chat.postMessage' end,
  case when ${outbox.kind} = 'vendor_message' or (${outbox.kind} <> 'home'
    and ${outbox.payload}->>'userId' is not null and ${outbox.payload}->>'channelId' is null) then 'conversations.open' end
], null)`;

/** A condition on the outbox: none of the row's lanes is taken beyond that moment. */
export const areLanesFree = (soon: Moment) => sql`not exists (
  select 1 from lane l where l.workspace_id = ${outbox.workspaceId} and l.name = any(${lanesOf})
    and l.free_at > ${soon.toISO()})`;

/** Whether a lane is free by now. */
export async function isFree(db: Db, workspaceId: string, name: string, now: Moment): Promise<boolean> {
  const [held] = await db
    .select({ name: lane.name })
    .from(lane)
    .where(and(eq(lane.workspaceId, workspaceId), eq(lane.name, name), gt(lane.freeAt, now)));
  return held === undefined;
}

/** Nothing goes these ways until then. */
export async function holdLanes(
  db: Db,
  workspaceId: string,
  names: readonly string[],
  freeAt: Moment,
): Promise<void> {
  if (names.length === 0) return;
  await db
    .insert(lane)
    .values(names.toSorted().map((name) => ({ workspaceId, name, freeAt })))
    .onConflictDoUpdate({
      target: [lane.workspaceId, lane.name],
      set: { freeAt: sql`greatest(${lane.freeAt}, excluded.free_at)` },
    });
}

/** One more is on its way: each of its lanes is free again a little later. */
export async function takeLanes(
  db: Db,
  {
    workspaceId,
    lanes,
    now,
    pace,
  }: { workspaceId: string; lanes: readonly string[]; now: Moment; pace: Pace },
): Promise<void> {
  const methodMs: Readonly<Record<string, number>> = pace.methodMs;
  const taken = lanes.map((name) => sql`(${name}, ${methodMs[name] ?? pace.placeMs}::int)`);
  const at = now.toISO();
  await db.execute(sql`
    insert into lane (workspace_id, name, free_at)
    select ${workspaceId}::uuid, l.name, ${at}::timestamptz + l.ms * interval '1 millisecond'
    from (values ${sql.join(taken, sql`, `)}) as l(name, ms) order by l.name
    on conflict (workspace_id, name) do update set free_at =
      greatest(lane.free_at, ${at}::timestamptz) + (excluded.free_at - ${at}::timestamptz)`);
}
