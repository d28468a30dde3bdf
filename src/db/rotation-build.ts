import { asc, desc, getTableColumns, inArray } from 'drizzle-orm';
import type { Rotation, Shelved } from '../domain/rotation.ts';
import type { Db } from './connection.ts';
import { toRotation } from './rotation-rows.ts';
import { generation, handoff, participant, type rotation } from './schema.ts';

const { sealed: _, readerCopy: _copy, readerHash: _hash, ...handoffColumns } = getTableColumns(handoff);

type Row = typeof rotation.$inferSelect;

/** The rotations of these rows, whole, in a handful of queries however many they are. `isLocking` locks their handoffs. */
export async function buildRotations(db: Db, rows: readonly Row[], isLocking: boolean): Promise<Rotation[]> {
  if (rows.length === 0) return [];
  const generationIds = rows.flatMap((row) => (row.generationId === null ? [] : [row.generationId]));
  const participants = await db
    .select()
    .from(participant)
    .where(
      inArray(
        participant.rotationId,
        rows.map((row) => row.id),
      ),
    )
    .orderBy(asc(participant.position));
  const generations =
    generationIds.length === 0
      ? []
      : await db.select().from(generation).where(inArray(generation.id, generationIds));
  const handoffs = await handoffsOf(db, generationIds, isLocking);
  const shelved = await shelvedOf(
    db,
    rows.filter((row) => row.step === 'generating').map((row) => row.packageId),
  );
  return rows.map((row) =>
    toRotation({
      row,
      participants: participants.filter((one) => one.rotationId === row.id),
      generation: generations.find((one) => one.id === row.generationId) ?? null,
      handoffs: handoffs.filter((one) => one.generationId === row.generationId),
      shelved: shelved.get(row.packageId) ?? null,
    }),
  );
}

async function handoffsOf(db: Db, generationIds: readonly string[], isLocking: boolean) {
  if (generationIds.length === 0) return [];
  const query = db
    .select(handoffColumns)
    .from(handoff)
    .where(inArray(handoff.generationId, [...generationIds]))
    .orderBy(asc(handoff.vendorId));
  return isLocking ? query.for('no key update') : query;
}

/** Per package its last generation, if that was never activated as far as we know. */
async function shelvedOf(db: Db, packageIds: readonly string[]): Promise<Map<string, Shelved>> {
  if (packageIds.length === 0) return new Map();
  const { id, packageId, number, expiresOn, state } = generation;
  const last = await db
    .selectDistinctOn([packageId], { id, packageId, number, expiresOn, state })
    .from(generation)
    .where(inArray(packageId, [...packageIds]))
    .orderBy(packageId, desc(number));
  const left = last.filter((one) => one.state !== 'activated' && one.state !== 'staged');
  return new Map(
    left.map((one) => [one.packageId, { id: one.id, number: one.number, expiresOn: one.expiresOn }]),
  );
}
