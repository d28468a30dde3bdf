import { and, eq, isNotNull, isNull, lte, ne, notInArray, or, sql } from 'drizzle-orm';
import type { Sealed } from '../adapters/keyring.ts';
import type { Handoff } from '../domain/rotation.ts';
import type { Moment } from '../domain/schedule.ts';
import type { Db } from './connection.ts';
import { handoffColumns, NO_READER_COPY } from './rotation-rows.ts';
import { generation, handoff, link, rotation } from './schema.ts';

/** The ids a sealed copy is bound to (promise H7), in the order CloudTrail shows them. */
export interface HandoffIds {
  readonly workspaceId: string;
  readonly packageId: string;
  readonly rotationId: string;
  readonly generationId: string;
  readonly handoffId: string;
}

/** Inserts a handoff; `sealed` goes with status `sealed` and no other (a check constraint holds it). */
export async function insertHandoff(
  tx: Db,
  of: { workspaceId: string; rotationId: string; generationId: string },
  row: Handoff,
  sealed: Sealed | null,
): Promise<void> {
  await tx.insert(handoff).values({
    ...of,
    ...handoffColumns(row),
    id: row.id,
    vendorId: row.vendorId,
    sealed: sealed?.ciphertext ?? null,
    sealedKeyArn: sealed?.keyArn ?? null,
  });
}

/** Moves one handoff on, if it still has the status that was decided on; its neighbours' rows are not touched. */
export async function updateHandoff(
  tx: Db,
  before: Handoff,
  next: Handoff,
  sealed: Sealed | null,
): Promise<void> {
  const copy = sealed ? { sealed: sealed.ciphertext, sealedKeyArn: sealed.keyArn } : {};
  const moved = await tx
    .update(handoff)
    .set({ ...handoffColumns(next), ...copy })
    .where(and(eq(handoff.id, before.id), eq(handoff.status, before.status)))
    .returning({ id: handoff.id });
  if (moved.length !== 1) throw new Error('the handoff moved under its lock');
}

/** Ends every handoff of a generation: copies shredded, receipts kept, links dead (promise H8). */
export async function revokeHandoffs(tx: Db, generationId: string, at: Moment): Promise<void> {
  const revoked = await tx
    .update(handoff)
    .set({
      ...{ status: 'revoked', sealed: null, sealedKeyArn: null, leaseId: null, leaseUntil: null },
      ...NO_READER_COPY,
    })
    .where(and(eq(handoff.generationId, generationId), ne(handoff.status, 'revoked')))
    .returning({ id: handoff.id });
  for (const { id } of revoked) await revokeLinksOf(tx, id, at);
}

/** Kills the living links of one handoff, and with them what could be fetched again over one. Says how many there were. */
export async function revokeLinksOf(tx: Db, handoffId: string, at: Moment): Promise<number> {
  const revoked = await tx
    .update(link)
    .set({ revokedAt: at })
    .where(and(eq(link.handoffId, handoffId), isNull(link.revokedAt)))
    .returning({ id: link.id });
  await tx
    .update(handoff)
    .set(NO_READER_COPY)
    .where(and(eq(handoff.id, handoffId), isNotNull(handoff.readerCopy)));
  return revoked.length;
}

export interface MessagePlace {
  readonly channel: string | null;
  readonly ts: string | null;
}

/** Where the vendor's message is. */
export async function messagePlace(db: Db, handoffId: string): Promise<MessagePlace | null> {
  const [row] = await db
    .select({ channel: handoff.messageChannel, ts: handoff.messageTs })
    .from(handoff)
    .where(eq(handoff.id, handoffId));
  return row ?? null;
}

export async function setMessagePlace(
  db: Db,
  handoffId: string,
  place: { channel: string; ts: string },
): Promise<void> {
  await db
    .update(handoff)
    .set({ messageChannel: place.channel, messageTs: place.ts })
    .where(and(eq(handoff.id, handoffId), sql`${handoff.messageTs} is distinct from ${place.ts}`));
}

/** Keeps the place of a message that nobody knew of. False when one is known. */
export async function adoptMessage(
  db: Db,
  handoffId: string,
  place: { channel: string; ts: string },
): Promise<boolean> {
  const adopted = await db
    .update(handoff)
    .set({ messageChannel: place.channel, messageTs: place.ts })
    .where(and(eq(handoff.id, handoffId), isNull(handoff.messageTs)))
    .returning({ id: handoff.id });
  return adopted.length === 1;
}

/** The handoffs of a generation whose vendors have a message about it, also when it has ended. */
export async function handoffsTold(db: Db, generationId: string): Promise<string[]> {
  const rows = await db
    .select({ id: handoff.id })
    .from(handoff)
    .where(and(eq(handoff.generationId, generationId), isNotNull(handoff.messageTs)));
  return rows.map(({ id }) => id);
}

/** The vendor says it is stored; once is enough, and nothing can be fetched again. False when it was known already. */
export async function markStored(tx: Db, handoffId: string, at: Moment): Promise<boolean> {
  const marked = await tx
    .update(handoff)
    .set({ storedAt: at, ...NO_READER_COPY })
    .where(
      and(
        eq(handoff.id, handoffId),
        sql`${handoff.storedAt} is null`,
        sql`${handoff.status} in ('collected', 'confirmed')`,
      ),
    )
    .returning({ id: handoff.id });
  return marked.length === 1;
}

/** Notes an alarm about this handoff, unless one was noted since `quietSince`: false then, and nothing has changed. */
export async function markAlarmed(
  db: Db,
  handoffId: string,
  { at, quietSince }: { at: Moment; quietSince: Moment },
): Promise<boolean> {
  const marked = await db
    .update(handoff)
    .set({ alarmedAt: at })
    .where(and(eq(handoff.id, handoffId), or(isNull(handoff.alarmedAt), lte(handoff.alarmedAt, quietSince))))
    .returning({ id: handoff.id });
  return marked.length === 1;
}

/** To which rotation, vendor and generation a handoff belongs, ended or not. */
export async function placeOfHandoff(
  db: Db,
  workspaceId: string,
  handoffId: string,
): Promise<{ rotationId: string; generationId: string; vendorId: string } | null> {
  const [row] = await db
    .select({
      rotationId: handoff.rotationId,
      generationId: handoff.generationId,
      vendorId: handoff.vendorId,
    })
    .from(handoff)
    .where(and(eq(handoff.workspaceId, workspaceId), eq(handoff.id, handoffId)));
  return row ?? null;
}

/** How a handoff stands, for somebody who could not collect it; null when it or its rotation has ended. */
export async function stateOfHandoff(
  db: Db,
  workspaceId: string,
  handoffId: string,
): Promise<{ status: Handoff['status']; collectedAt: Moment | null; liveAt: Moment } | null> {
  const [row] = await db
    .select({ status: handoff.status, collectedAt: handoff.collectedAt, liveAt: generation.liveAt })
    .from(handoff)
    .innerJoin(generation, eq(generation.id, handoff.generationId))
    .innerJoin(rotation, eq(rotation.id, handoff.rotationId))
    .where(
      and(
        eq(handoff.workspaceId, workspaceId),
        eq(handoff.id, handoffId),
        notInArray(rotation.step, ['generating', 'done', 'cancelled']),
      ),
    );
  return row && row.status !== 'revoked' ? { ...row, status: row.status } : null;
}

/** Takes the lease from whoever was just collecting: their claim finishes on no row. */
export async function dropLease(tx: Db, handoffId: string): Promise<void> {
  await tx.update(handoff).set({ leaseId: null, leaseUntil: null }).where(eq(handoff.id, handoffId));
}

/** The living handoffs that wait to be collected or confirmed by this person, the oldest rotation first. */
export async function handoffsWaitingFor(
  db: Db,
  workspaceId: string,
  person: { teamId: string; userId: string },
): Promise<string[]> {
  const rows = await db.execute<{ id: string }>(sql`
    select h.id from handoff h
    join participant p on p.rotation_id = h.rotation_id and p.vendor_id = h.vendor_id
    join rotation r on r.id = h.rotation_id
    where h.workspace_id = ${workspaceId} and h.status in ('sealed', 'collected') and h.problem is null
      and r.step in ('sharing', 'ready', 'activated')
      and p.contact->>'userId' = ${person.userId} and p.contact->>'teamId' = ${person.teamId}
    order by r.started_at, h.id`);
  return rows.map((row) => row.id);
}
