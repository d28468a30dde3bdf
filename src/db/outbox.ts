import { and, asc, eq, getTableColumns, lt, lte, ne, not, or, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Moment } from '../domain/schedule.ts';
import { chunksOf } from './chunks.ts';
import type { Db } from './connection.ts';
import { areLanesFree, lanesOf, takeLanes, type Pace } from './lanes.ts';
import { outbox, rotation } from './schema.ts';

/** A wish for a message. The same `key` again is a repeat; for an editable message it is a wish for another edit. */
export interface NewMessage {
  readonly id: string;
  readonly workspaceId: string;
  readonly rotationId: string | null;
  readonly key: string;
  readonly kind: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** The lower leaves first. */
  readonly priority: number;
  /** It leaves from then on; at once unless given. */
  readonly dueAt?: Moment;
  readonly isEditable: boolean;
}

/**
 * What a repeated wish makes of an editable message's row. What Slack told us to wait for stays waited for; what it
 * refused is tried at once.
 */
export const WISHED_AGAIN = {
  dueAt: sql`case when ${outbox.error} is null then greatest(${outbox.dueAt}, excluded.due_at) else excluded.due_at end`,
  state: sql`case when ${outbox.state} = 'sending' then 'sending' else 'ready' end`,
};

/**
 * Writes messages into the outbox, in the transaction that causes them; each leaves from `at` on, unless it says otherwise.
 * Many that are not edited in place are one statement.
 */
export async function enqueue(tx: Db, messages: readonly NewMessage[], at: Moment): Promise<void> {
  const rowOf = ({ isEditable: _, dueAt = at, ...message }: NewMessage) => ({
    ...message,
    ...{ state: 'ready' as const, dueAt, firstDueAt: dueAt, createdAt: at },
  });
  let plain: NewMessage[] = [];
  const writePlain = async () => {
    const rows = plain.map(rowOf);
    plain = [];
    for (const chunk of chunksOf(rows)) {
      await tx.insert(outbox).values(chunk).onConflictDoNothing({ target: outbox.key });
    }
  };
  for (const message of messages) {
    if (!message.isEditable) {
      plain.push(message);
      continue;
    }
    // In the order they were wished for: a card before the lines of its thread.
    await writePlain();
    await tx
      .insert(outbox)
      .values(rowOf(message))
      .onConflictDoUpdate({
        target: outbox.key,
        set: {
          revision: sql`${outbox.revision} + 1`,
          attempts: 0,
          dueAt: WISHED_AGAIN.dueAt,
          state: WISHED_AGAIN.state,
        },
      });
  }
  await writePlain();
}

export interface ClaimedMessage {
  readonly id: string;
  readonly workspaceId: string;
  readonly rotationId: string | null;
  readonly payload: Record<string, unknown>;
  readonly revision: number;
  readonly priority: number;
  readonly attempts: number;
  /** What Slack refused it with before; null when it did not. */
  readonly error: string | null;
  readonly leaseId: string;
  /** The ways it goes, as far as Slack's pace is concerned. */
  readonly lanes: readonly string[];
}

/** Who delivers: each has a loop of its own, so that a webhook's slow target holds up nobody but itself. */
export type Queue = 'slack' | 'webhook';

const isInQueue = (queue: Queue) =>
  queue === 'webhook' ? eq(outbox.kind, 'webhook') : ne(outbox.kind, 'webhook');

/** Alarms have a lower priority: what is lower leaves first. */
const MUST_NOT_WAIT = 0;

/**
 * Claims up to `limit` due messages of the workspace's queue, what somebody waits for first, else what was due first;
 * committed before any of them leaves. A line of a thread waits for the lines before it, and all but an alarm (promise H13) for
 * every lane it takes. The limit holds because a `with` that locks is run once.
 */
export async function claimMessages(
  db: Db,
  of: {
    workspaceId: string;
    queue: Queue;
    leaseId: string;
    now: Moment;
    until: Moment;
    limit: number;
    pace: Pace | null;
  },
): Promise<ClaimedMessage[]> {
  const { workspaceId, queue, leaseId, now, until, limit, pace } = of;
  const due = db.$with('due').as(
    db
      .select({ id: outbox.id, lanes: sql<string[]>`to_jsonb(${lanesOf})`.as('lanes') })
      .from(outbox)
      .leftJoin(rotation, eq(rotation.id, outbox.rotationId))
      .where(
        and(
          eq(outbox.workspaceId, workspaceId),
          isInQueue(queue),
          eq(outbox.state, 'ready'),
          lte(outbox.dueAt, now),
          not(isBehindInItsThread),
          ...(pace ? [or(lt(outbox.priority, MUST_NOT_WAIT), areLanesFree(now, pace))] : []),
        ),
      )
      .orderBy(asc(outbox.priority), asc(outbox.dueAt), asc(outbox.place))
      .limit(limit)
      .for('update', { of: outbox, skipLocked: true }),
  );
  const rows = await db
    .with(due)
    .update(outbox)
    .set({
      state: 'sending',
      leaseId,
      leaseUntil: until,
      claimedRevision: sql`${outbox.revision}`,
      attempts: sql`${outbox.attempts} + 1`,
    })
    .from(due)
    .where(eq(outbox.id, due.id))
    .returning({ ...getTableColumns(outbox), lanes: due.lanes });
  if (pace) for (const { lanes } of rows) await takeLanes(db, { workspaceId, lanes, now, pace });
  return rows
    .sort((a, b) => (a.place ?? 0) - (b.place ?? 0))
    .map((row) => ({
      ...row,
      leaseId,
      payload: { ...z.record(z.string(), z.unknown()).parse(row.payload), kind: row.kind },
    }));
}

const isBehindInItsThread = sql`(${outbox.kind} = 'thread' and exists (
  select 1 from outbox earlier where earlier.rotation_id = ${outbox.rotationId} and earlier.kind = 'thread'
    and earlier.place < ${outbox.place} and earlier.state in ('ready', 'sending')))`;

/** How a message stands after a sending; `retryAt` puts it back in the queue. */
export interface Settlement {
  readonly state: 'ready' | 'sent' | 'in_doubt' | 'refused' | 'gone';
  readonly retryAt?: Moment;
  readonly error?: string | null;
  readonly channel?: string;
  readonly ts?: string;
}

const hasNewerWish = sql`${outbox.revision} > ${outbox.claimedRevision}`;

/** Ends a sending under its lease. A wish that came meanwhile (a higher revision) puts the message back in the queue. */
export async function settleMessage(
  db: Db,
  claimed: ClaimedMessage,
  { state, retryAt, ...columns }: Settlement,
): Promise<boolean> {
  const settled = await db
    .update(outbox)
    .set({
      ...columns,
      state: sql`case when ${hasNewerWish} then 'ready' else ${state} end`,
      leaseId: null,
      leaseUntil: null,
      ...(retryAt ? { dueAt: retryAt } : {}),
    })
    .where(and(eq(outbox.id, claimed.id), eq(outbox.leaseId, claimed.leaseId)))
    .returning({ id: outbox.id });
  return settled.length === 1;
}

/** Whose sendings have lapsed by when. */
interface Lapsing {
  readonly workspaceId: string;
  readonly queue: Queue;
  readonly now: Moment;
}

const hasLapsed = ({ workspaceId, queue, now }: Lapsing) =>
  and(
    eq(outbox.workspaceId, workspaceId),
    isInQueue(queue),
    eq(outbox.state, 'sending'),
    lte(outbox.leaseUntil, now),
  );

/** The sendings that `settleLapsed` would settle. */
export function lapsedMessages(db: Db, of: Lapsing): Promise<{ kind: string; rotationId: string | null }[]> {
  const columns = { kind: outbox.kind, rotationId: outbox.rotationId };
  return db.select(columns).from(outbox).where(hasLapsed(of));
}

/**
 * Sendings whose process died: nobody knows whether they arrived. An edit is repeated, and a webhook, whose receiver knows
 * a repeat by its id; anything else stays in doubt, unless a wish that came meanwhile carries its content.
 */
export async function settleLapsed(db: Db, of: Lapsing): Promise<number> {
  const lapsed = await db
    .update(outbox)
    .set({
      state: sql`case when ${hasNewerWish} or ${outbox.kind} in ('card', 'home', 'webhook')
        or (${outbox.kind} = 'vendor_message' and ${outbox.ts} is not null) then 'ready' else 'in_doubt' end`,
      leaseId: null,
      leaseUntil: null,
    })
    .where(hasLapsed(of))
    .returning({ id: outbox.id });
  return lapsed.length;
}

/**
 * Writes a message that is being sent by whoever asks, under a lease: for what is answered to a click and so can't wait for
 * the queue. Null while another sending under this key lasts; the row of an earlier one is taken over.
 */
export async function claimAtOnce(
  tx: Db,
  message: Omit<NewMessage, 'isEditable' | 'priority'>,
  { leaseId, now, until }: { leaseId: string; now: Moment; until: Moment },
): Promise<ClaimedMessage | null> {
  const sending = {
    state: 'sending' as const,
    leaseId,
    leaseUntil: until,
    attempts: 1,
    error: null,
    dueAt: now,
  };
  const [row] = await tx
    .insert(outbox)
    .values({ ...message, ...sending, firstDueAt: now, createdAt: now, claimedRevision: 1 })
    .onConflictDoUpdate({
      target: outbox.key,
      set: sending,
      setWhere: sql`${outbox.state} <> 'sending' or ${outbox.leaseUntil} <= ${now.toISO()}`,
    })
    .returning();
  return row ? { ...row, leaseId, payload: message.payload, lanes: [] } : null;
}
