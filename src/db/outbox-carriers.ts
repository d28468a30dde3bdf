import { and, asc, eq, gt, inArray, sql, type SQL } from 'drizzle-orm';
import type { Moment } from '../domain/schedule.ts';
import type { Db } from './connection.ts';
import { outbox, reminder } from './schema.ts';

// Which message carries a reminder: one that has not left takes what comes along, and the newest says what older ones would.

/**
 * How the messages under these keys stand, locked until the transaction ends, so that none leaves while something joins it;
 * what is not there was never wished for.
 */
export async function lockStates(tx: Db, keys: readonly string[]): Promise<Map<string, string>> {
  if (keys.length === 0) return new Map();
  const rows = await tx
    .select({ key: outbox.key, state: outbox.state })
    .from(outbox)
    .where(inArray(outbox.key, [...keys]))
    .orderBy(asc(outbox.key))
    .for('no key update');
  return new Map(rows.map(({ key, state }) => [key, state]));
}

/** These had nothing to say any more, and have again. */
export async function sendAfterAll(tx: Db, keys: readonly string[], dueAt: Moment): Promise<void> {
  if (keys.length === 0) return;
  await tx
    .update(outbox)
    .set({ state: 'ready', attempts: 0, dueAt, firstDueAt: dueAt })
    .where(and(inArray(outbox.key, [...keys]), eq(outbox.state, 'gone')));
}

/** These leave no later than what has this priority, whether they were wished for just now or wait already. */
export async function hasten(tx: Db, keys: readonly string[], priority: number): Promise<void> {
  if (keys.length === 0) return;
  await tx
    .update(outbox)
    .set({ priority })
    .where(and(inArray(outbox.key, [...keys]), eq(outbox.state, 'ready'), gt(outbox.priority, priority)));
}

/** Something has joined these, as far as they wait: they come after whatever was wished for until now. */
export async function placeAnew(tx: Db, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  await tx.execute(sql`update outbox set place = default where id in (
    select id from outbox where ${inArray(outbox.key, [...keys])} and state = 'ready' order by key for no key update)`);
}

/** A message that waits, and a newer one that says all it would. */
export interface Superseded {
  readonly key: string;
  readonly newerKey: string;
  readonly newerState: 'ready' | 'sent';
}

/** Of two rows of the outbox, by their names in the statement: newer is what was to leave later, whenever it was wished for. */
export const isNewer = (one: string, other: string): SQL =>
  sql.raw(`(${one}.first_due_at, ${one}.place) > (${other}.first_due_at, ${other}.place)`);

/**
 * A newer message that says all this one would, being drawn whole from what is true then: to the same thread, of the same
 * package's date, or to the same person. It must be due as well, if it is not put off itself; for one that was put off it may
 * have left meanwhile, if nothing has joined this one since.
 */
export async function newerOfTheSame(db: Db, id: string, now: Moment): Promise<Superseded | null> {
  const [row] = await db.execute<{ key: string; newer_key: string; newer_state: 'ready' | 'sent' }>(sql`
    select o.key, n.key as newer_key, n.state as newer_state
    from outbox o join outbox n on n.workspace_id = o.workspace_id and n.kind = o.kind and ${isNewer('n', 'o')}
    where o.id = ${id} and case n.state
        when 'ready' then n.due_at <= ${now.toISO()} or (n.error is null and n.first_due_at <= ${now.toISO()})
        when 'sent' then o.attempts > 1 and n.place > o.place else false end
      and case o.kind
        when 'nudge' then n.rotation_id = o.rotation_id
        when 'reminder' then n.payload->>'packageId' = o.payload->>'packageId'
          and n.payload->>'deadlineOn' = o.payload->>'deadlineOn' and n.payload->>'channelId' = o.payload->>'channelId'
        when 'digest' then n.payload->>'userId' = o.payload->>'userId'
          and n.payload->>'channelId' is not distinct from o.payload->>'channelId'
        else false end
    order by n.first_due_at desc, n.place desc limit 1`);
  return row ? { key: row.key, newerKey: row.newer_key, newerState: row.newer_state } : null;
}

/** What one digest was to say is another's to say. */
export async function carryInstead(tx: Db, from: string, to: string): Promise<void> {
  await tx.update(reminder).set({ digest: to }).where(eq(reminder.digest, from));
}
