import { and, eq, gt, inArray, isNotNull, lte } from 'drizzle-orm';
import type { Moment } from '../domain/schedule.ts';
import type { Db } from './connection.ts';
import { NO_READER_COPY } from './rotation-rows.ts';
import { handoff } from './schema.ts';

// The secret sealed to the one who collected it, kept for a lost answer (promise H5). Only they can open it.

/** The copy that this reader's collect left behind, while it is kept; null for everybody else. */
export async function readerCopy(
  db: Db,
  { handoffId, readerHash, at }: { handoffId: string; readerHash: Uint8Array; at: Moment },
): Promise<string | null> {
  const [row] = await db
    .select({ copy: handoff.readerCopy })
    .from(handoff)
    .where(
      and(eq(handoff.id, handoffId), eq(handoff.readerHash, readerHash), gt(handoff.readerCopyUntil, at)),
    );
  return row?.copy ?? null;
}

/** Until when whoever collected can fetch it again; null when nobody can. */
export async function readerCopyUntil(db: Db, handoffId: string, at: Moment): Promise<Moment | null> {
  const [row] = await db
    .select({ until: handoff.readerCopyUntil })
    .from(handoff)
    .where(and(eq(handoff.id, handoffId), gt(handoff.readerCopyUntil, at)));
  return row?.until ?? null;
}

/** Shreds the copies whose time is over; says how many. */
export async function shredReaderCopies(db: Db, at: Moment): Promise<number> {
  // Whoever holds such a row shreds it by their own move, or the next round does.
  const due = db
    .select({ id: handoff.id })
    .from(handoff)
    .where(and(isNotNull(handoff.readerCopyUntil), lte(handoff.readerCopyUntil, at)))
    .for('no key update', { skipLocked: true });
  const shredded = await db
    .update(handoff)
    .set(NO_READER_COPY)
    .where(inArray(handoff.id, due))
    .returning({ id: handoff.id });
  return shredded.length;
}
