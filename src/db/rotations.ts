import { and, asc, desc, eq, inArray, lte, notInArray, sql } from 'drizzle-orm';
import type { Participant, Rotation } from '../domain/rotation.ts';
import type { Moment } from '../domain/schedule.ts';
import type { Db } from './connection.ts';
import { buildRotations } from './rotation-build.ts';
import { rotationColumns } from './rotation-rows.ts';
import { packageAdmin, participant, rotation } from './schema.ts';

async function build(db: Db, row: typeof rotation.$inferSelect, isLocking: boolean): Promise<Rotation> {
  const [built] = await buildRotations(db, [row], isLocking);
  if (!built) throw new Error('a rotation that is not built');
  return built;
}

/** A rotation whole, as of now; null when there is none of that id in the workspace. */
export async function findRotation(db: Db, workspaceId: string, id: string): Promise<Rotation | null> {
  const own = and(eq(rotation.workspaceId, workspaceId), eq(rotation.id, id));
  const [row] = await db.select().from(rotation).where(own);
  return row ? build(db, row, false) : null;
}

/**
 * The same with the rotation and its handoffs locked until the transaction ends. `no key update`: whoever finishes a
 * claim writes rows that refer to the rotation, and must not wait for us while we wait for their handoff.
 */
export async function lockRotation(tx: Db, workspaceId: string, id: string): Promise<Rotation | null> {
  const own = and(eq(rotation.workspaceId, workspaceId), eq(rotation.id, id));
  const [row] = await tx.select().from(rotation).where(own).for('no key update');
  return row ? build(tx, row, true) : null;
}

/** The rotations under way of packages of these people, by id: whoever locks many does so in this order. */
export async function openRotationsOfAdmins(
  db: Db,
  workspaceId: string,
  userIds: readonly string[],
): Promise<string[]> {
  if (userIds.length === 0) return [];
  const rows = await db
    .selectDistinct({ id: rotation.id })
    .from(rotation)
    .innerJoin(packageAdmin, eq(packageAdmin.packageId, rotation.packageId))
    .where(
      and(
        eq(rotation.workspaceId, workspaceId),
        notInArray(rotation.step, ['done', 'cancelled']),
        inArray(packageAdmin.userId, [...userIds]),
      ),
    )
    .orderBy(asc(rotation.id));
  return rows.map(({ id }) => id);
}

/** The package's rotation under way, or null. */
export async function openRotationOf(db: Db, packageId: string): Promise<Rotation | null> {
  const [row] = await db
    .select()
    .from(rotation)
    .where(and(eq(rotation.packageId, packageId), notInArray(rotation.step, ['done', 'cancelled'])));
  return row ? build(db, row, false) : null;
}

/** The rotations under way of these packages, by package. */
export async function openRotationsOf(db: Db, packageIds: readonly string[]): Promise<Map<string, Rotation>> {
  if (packageIds.length === 0) return new Map();
  const rows = await db
    .select()
    .from(rotation)
    .where(
      and(inArray(rotation.packageId, [...packageIds]), notInArray(rotation.step, ['done', 'cancelled'])),
    );
  const built = await buildRotations(db, rows, false);
  return new Map(built.map((found) => [found.packageId, found]));
}

/** The package's latest rotation, ended or not. */
export async function latestRotationOf(db: Db, packageId: string): Promise<Rotation | null> {
  const [row] = await db
    .select()
    .from(rotation)
    .where(eq(rotation.packageId, packageId))
    .orderBy(desc(rotation.number))
    .limit(1);
  return row ? build(db, row, false) : null;
}

export async function insertRotation(
  tx: Db,
  next: Rotation,
  place: { cardChannel: string; nextLookAt: Moment | null },
): Promise<void> {
  const { id, workspaceId, packageId, number, startedAt, startedBy, oldExpiresOn, isOutage } = next;
  await tx.insert(rotation).values({
    ...{ id, workspaceId, packageId, number, startedAt, startedBy, oldExpiresOn, isOutage },
    ...rotationColumns(next),
    secondPersonFor: [...next.secondPerson.for],
    ...place,
  });
  await upsertParticipants(tx, next, next.participants);
}

/** Moves the rotation's row on, if it is still in the step that was decided on. */
export async function updateRotation(
  tx: Db,
  before: Rotation,
  next: Rotation,
  nextLookAt: Moment | null,
): Promise<void> {
  const moved = await tx
    .update(rotation)
    .set({ ...rotationColumns(next), nextLookAt })
    .where(and(eq(rotation.id, before.id), eq(rotation.step, before.step)))
    .returning({ id: rotation.id });
  if (moved.length !== 1) throw new Error('the rotation moved under its lock');
  const changed = next.participants.filter((p) => !before.participants.includes(p));
  await upsertParticipants(tx, next, changed);
}

async function upsertParticipants(tx: Db, of: Rotation, changed: readonly Participant[]): Promise<void> {
  for (const one of changed) {
    const { vendorId, name, contact, isLate } = one;
    const columns = { name, contact, isLate, systems: [...one.systems] };
    await tx
      .insert(participant)
      .values({
        ...{ workspaceId: of.workspaceId, rotationId: of.id, vendorId },
        position: of.participants.indexOf(one),
        ...columns,
      })
      .onConflictDoUpdate({ target: [participant.rotationId, participant.vendorId], set: columns });
  }
}

/** Rotations on which time must be let pass, earliest first. */
export async function rotationsToLookAt(
  db: Db,
  workspaceId: string,
  now: Moment,
  limit: number,
): Promise<string[]> {
  const rows = await db
    .select({ id: rotation.id })
    .from(rotation)
    .where(and(eq(rotation.workspaceId, workspaceId), lte(rotation.nextLookAt, now)))
    .orderBy(asc(rotation.nextLookAt))
    .limit(limit);
  return rows.map((row) => row.id);
}

export interface CardPlace {
  readonly channel: string;
  readonly ts: string | null;
}

/** Where the cards of these rotations are, of those that were posted. */
export async function cardPlacesOf(
  db: Db,
  rotationIds: readonly string[],
): Promise<Map<string, { channel: string; ts: string }>> {
  if (rotationIds.length === 0) return new Map();
  const rows = await db
    .select({ id: rotation.id, channel: rotation.cardChannel, ts: rotation.cardTs })
    .from(rotation)
    .where(inArray(rotation.id, [...rotationIds]));
  return new Map(
    rows.flatMap(({ id, channel, ts }) => (ts === null ? [] : [[id, { channel, ts }] as const])),
  );
}

/** Where the rotation's card is; `ts` null until it was posted. */
export async function cardPlace(db: Db, rotationId: string): Promise<CardPlace | null> {
  const [row] = await db
    .select({ channel: rotation.cardChannel, ts: rotation.cardTs })
    .from(rotation)
    .where(eq(rotation.id, rotationId));
  return row ?? null;
}

export async function setCardPlace(
  db: Db,
  rotationId: string,
  place: { channel: string; ts: string },
): Promise<void> {
  await db
    .update(rotation)
    .set({ cardChannel: place.channel, cardTs: place.ts })
    .where(and(eq(rotation.id, rotationId), sql`${rotation.cardTs} is distinct from ${place.ts}`));
}

/** Time is let pass at once on every rotation under way: what they wait for may have changed. */
export async function lookAtOpenRotations(tx: Db, workspaceId: string, at: Moment): Promise<void> {
  const isOpen = notInArray(rotation.step, ['done', 'cancelled']);
  await tx
    .update(rotation)
    .set({ nextLookAt: at })
    .where(and(eq(rotation.workspaceId, workspaceId), isOpen));
}

/** Time is let pass on it at once: what it waits for may have changed. */
export async function lookAtRotation(tx: Db, rotationId: string, at: Moment): Promise<void> {
  await tx.update(rotation).set({ nextLookAt: at }).where(eq(rotation.id, rotationId));
}

/** The same where a second person was asked for something: it may rest on what has just changed. */
export async function lookAtRequests(db: Db, rotationId: string, at: Moment): Promise<void> {
  const isAsked = sql`jsonb_array_length(${rotation.secondPerson}->'requests') > 0`;
  await db
    .update(rotation)
    .set({ nextLookAt: at })
    .where(and(eq(rotation.id, rotationId), isAsked));
}

/** Sets the next look at a rotation that could not be moved now; not under the feet of somebody who just moved it. */
export async function putOffLook(
  db: Db,
  rotationId: string,
  { seen, nextLookAt }: { seen: Moment; nextLookAt: Moment | null },
): Promise<void> {
  await db
    .update(rotation)
    .set({ nextLookAt })
    .where(and(eq(rotation.id, rotationId), lte(rotation.nextLookAt, seen)));
}

/** The next number of a rotation of this package; the caller holds the package's lock. */
export async function nextRotationNumber(tx: Db, packageId: string): Promise<number> {
  const [last] = await tx
    .select({ number: rotation.number })
    .from(rotation)
    .where(eq(rotation.packageId, packageId))
    .orderBy(desc(rotation.number))
    .limit(1);
  return (last?.number ?? 0) + 1;
}
