import { and, desc, eq, ne } from 'drizzle-orm';
import type { Generation, GenerationState, Rotation } from '../domain/rotation.ts';
import type { Moment } from '../domain/schedule.ts';
import type { Db } from './connection.ts';
import { exposedFingerprint, generation, handoff, participant } from './schema.ts';

/** Records a deposited generation. The unique index refuses a second staged one of the package (promise R2). */
export async function insertGeneration(
  tx: Db,
  of: Rotation,
  made: Generation,
  fingerprint: Uint8Array,
): Promise<void> {
  const { workspaceId, packageId } = of;
  await tx
    .insert(generation)
    .values({ ...made, workspaceId, packageId, rotationId: of.id, state: 'staged', fingerprint });
}

/** Moves a staged generation to how it ended. */
export async function endGeneration(
  tx: Db,
  generationId: string,
  state: Exclude<GenerationState, 'staged'>,
  endedAt: Moment,
): Promise<void> {
  await tx
    .update(generation)
    .set({ state, endedAt })
    .where(and(eq(generation.id, generationId), eq(generation.state, 'staged')));
}

/** Activate of a later generation switched the key off that was in force until then. */
export async function supersedeActivated(
  tx: Db,
  packageId: string,
  by: { generationId: string },
): Promise<void> {
  await tx
    .update(generation)
    .set({ state: 'superseded' })
    .where(
      and(
        eq(generation.packageId, packageId),
        eq(generation.state, 'activated'),
        ne(generation.id, by.generationId),
      ),
    );
}

export interface KnownGeneration {
  readonly id: string;
  readonly packageId: string;
  readonly rotationId: string;
  readonly number: number;
  readonly state: GenerationState;
}

const known = {
  id: generation.id,
  packageId: generation.packageId,
  rotationId: generation.rotationId,
  number: generation.number,
  state: generation.state,
};

/** The generations of the workspace with this fingerprint, newest first. */
export async function generationsByFingerprint(
  db: Db,
  workspaceId: string,
  fingerprint: Uint8Array,
): Promise<KnownGeneration[]> {
  return db
    .select(known)
    .from(generation)
    .where(and(eq(generation.workspaceId, workspaceId), eq(generation.fingerprint, fingerprint)))
    .orderBy(desc(generation.number));
}

/** The fingerprint a second deposit of this generation must match. */
export async function fingerprintOf(db: Db, generationId: string): Promise<Uint8Array | null> {
  const [found] = await db
    .select({ fingerprint: generation.fingerprint })
    .from(generation)
    .where(eq(generation.id, generationId));
  return found?.fingerprint ?? null;
}

/** A secret staged by a rotation that was cancelled and never activated: still staged in Setup, as far as we know (rule 4). */
export async function abandonedGeneration(
  db: Db,
  packageId: string,
): Promise<{ number: number; collectedBy: string[] } | null> {
  const [last] = await db
    .select({ ...known })
    .from(generation)
    .where(eq(generation.packageId, packageId))
    .orderBy(desc(generation.number))
    .limit(1);
  if (last?.state !== 'abandoned') return null;
  const rows = await db
    .select({ name: participant.name, collectedAt: handoff.collectedAt })
    .from(handoff)
    .innerJoin(
      participant,
      and(eq(participant.rotationId, handoff.rotationId), eq(participant.vendorId, handoff.vendorId)),
    )
    .where(eq(handoff.generationId, last.id));
  return {
    number: last.number,
    collectedBy: rows.filter((row) => row.collectedAt !== null).map((row) => row.name),
  };
}

export async function recordExposure(
  tx: Db,
  row: { workspaceId: string; fingerprint: Uint8Array; at: Moment; by: object },
): Promise<void> {
  await tx.insert(exposedFingerprint).values(row).onConflictDoNothing();
}

export async function wasExposed(db: Db, workspaceId: string, fingerprint: Uint8Array): Promise<boolean> {
  const [found] = await db
    .select({ at: exposedFingerprint.at })
    .from(exposedFingerprint)
    .where(
      and(eq(exposedFingerprint.workspaceId, workspaceId), eq(exposedFingerprint.fingerprint, fingerprint)),
    );
  return found !== undefined;
}

/** The highest generation number of the package; 0 before the first. */
export async function lastGenerationOf(db: Db, packageId: string): Promise<number> {
  const [last] = await db
    .select({ number: generation.number })
    .from(generation)
    .where(eq(generation.packageId, packageId))
    .orderBy(desc(generation.number))
    .limit(1);
  return last?.number ?? 0;
}

export async function findGenerationNumber(db: Db, id: string): Promise<number> {
  const [found] = await db
    .select({ number: generation.number })
    .from(generation)
    .where(eq(generation.id, id));
  return found?.number ?? 0;
}
