import { and, asc, eq, inArray, lte, or, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Moment } from '../domain/schedule.ts';
import type { Db } from './connection.ts';
import { outbox } from './schema.ts';

/** A wish for a message. The same `key` again is a repeat; for an editable message it is a wish for another edit. */
export interface NewMessage {
  readonly id: string;
  readonly workspaceId: string;
  readonly rotationId: string | null;
  readonly key: string;
  readonly kind: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly isEditable: boolean;
}

/** Writes messages into the outbox, in the transaction that causes them. */
export async function enqueue(tx: Db, messages: readonly NewMessage[], at: Moment): Promise<void> {
  for (const { isEditable, ...message } of messages) {
    const row = { ...message, state: 'ready' as const, dueAt: at, createdAt: at };
    const insert = tx.insert(outbox).values(row);
    if (!isEditable) await insert.onConflictDoNothing({ target: outbox.key });
    else {
      await insert.onConflictDoUpdate({
        target: outbox.key,
        set: {
          revision: sql`${outbox.revision} + 1`,
          dueAt: at,
          state: sql`case when ${outbox.state} = 'sending' then 'sending' else 'ready' end`,
        },
      });
    }
  }
}

export interface ClaimedMessage {
  readonly id: string;
  readonly workspaceId: string;
  readonly rotationId: string | null;
  readonly payload: Record<string, unknown>;
  readonly revision: number;
  readonly attempts: number;
  readonly leaseId: string;
}

/** Claims up to `limit` due messages in the order they were wished for; committed before any of them leaves. */
export async function claimMessages(
  db: Db,
  { leaseId, now, until, limit }: { leaseId: string; now: Moment; until: Moment; limit: number },
): Promise<ClaimedMessage[]> {
  const due = db
    .select({ id: outbox.id })
    .from(outbox)
    .where(and(eq(outbox.state, 'ready'), lte(outbox.dueAt, now)))
    .orderBy(asc(outbox.dueAt), asc(outbox.place))
    .limit(limit)
    .for('update', { skipLocked: true });
  const rows = await db
    .update(outbox)
    .set({ state: 'sending', leaseId, leaseUntil: until, attempts: sql`${outbox.attempts} + 1` })
    .where(inArray(outbox.id, due))
    .returning();
  return rows
    .sort((a, b) => (a.place ?? 0) - (b.place ?? 0))
    .map((row) => ({
      ...row,
      leaseId,
      payload: { ...z.record(z.string(), z.unknown()).parse(row.payload), kind: row.kind },
    }));
}

/** How a message stands after a sending; `retryAt` puts it back in the queue. */
export interface Settlement {
  readonly state: 'ready' | 'sent' | 'in_doubt' | 'refused' | 'gone';
  readonly retryAt?: Moment;
  readonly error?: string | null;
  readonly channel?: string;
  readonly ts?: string;
}

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
      state: sql`case when ${outbox.revision} > ${claimed.revision} then 'ready' else ${state} end`,
      leaseId: null,
      leaseUntil: null,
      ...(retryAt ? { dueAt: retryAt } : {}),
    })
    .where(and(eq(outbox.id, claimed.id), eq(outbox.leaseId, claimed.leaseId)))
    .returning({ id: outbox.id });
  return settled.length === 1;
}

/**
 * Sendings whose process died: nobody knows whether they arrived. An edit is repeated, anything else stays in doubt.
 */
export async function settleLapsed(db: Db, now: Moment): Promise<number> {
  const lapsed = await db
    .update(outbox)
    .set({
      state: sql`case when ${outbox.kind} in ('card', 'home')
        or (${outbox.kind} = 'vendor_message' and ${outbox.ts} is not null) then 'ready' else 'in_doubt' end`,
      leaseId: null,
      leaseUntil: null,
    })
    .where(and(eq(outbox.state, 'sending'), lte(outbox.leaseUntil, now)))
    .returning({ id: outbox.id });
  return lapsed.length;
}

/** Messages of a rotation that may not have arrived, and those that surely did not. */
export async function troubledMessages(
  db: Db,
  rotationId: string,
): Promise<{ kind: string; state: 'in_doubt' | 'refused'; error: string | null }[]> {
  const rows = await db
    .select({ kind: outbox.kind, state: outbox.state, error: outbox.error })
    .from(outbox)
    .where(
      and(eq(outbox.rotationId, rotationId), or(eq(outbox.state, 'in_doubt'), eq(outbox.state, 'refused'))),
    );
  return rows.map((row) => ({ ...row, state: row.state === 'in_doubt' ? 'in_doubt' : 'refused' }));
}
