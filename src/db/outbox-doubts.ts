import { and, eq, inArray, isNotNull, or } from 'drizzle-orm';
import type { Moment } from '../domain/schedule.ts';
import type { Db } from './connection.ts';
import { outbox } from './schema.ts';

/** What was in doubt or refused under this key has been made good some other way. */
export async function forgetTrouble(tx: Db, key: string): Promise<void> {
  await tx
    .update(outbox)
    .set({ state: 'gone', error: null })
    .where(and(eq(outbox.key, key), inArray(outbox.state, ['in_doubt', 'refused'])));
}

/** A message that was in doubt was seen: it is no longer. */
export async function arrivedAfterAll(tx: Db, key: string): Promise<void> {
  await tx
    .update(outbox)
    .set({ state: 'sent' })
    .where(and(eq(outbox.key, key), eq(outbox.state, 'in_doubt')));
}

export interface TroubledMessage {
  readonly key: string;
  readonly kind: string;
  readonly state: 'in_doubt' | 'refused';
  readonly error: string | null;
  readonly triedAt: Moment;
}

/** Messages of a rotation that may not have arrived, and those that surely did not. */
export async function troubledMessages(db: Db, rotationId: string): Promise<TroubledMessage[]> {
  const rows = await db
    .select({
      key: outbox.key,
      kind: outbox.kind,
      state: outbox.state,
      error: outbox.error,
      triedAt: outbox.dueAt,
    })
    .from(outbox)
    .where(
      and(
        eq(outbox.rotationId, rotationId),
        or(eq(outbox.state, 'in_doubt'), eq(outbox.state, 'refused'), isNotNull(outbox.error)),
      ),
    );
  return rows.map((row) => ({ ...row, state: row.state === 'in_doubt' ? 'in_doubt' : 'refused' }));
}
