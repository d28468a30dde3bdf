import { and, desc, eq, inArray, ne } from 'drizzle-orm';
import type { Generation, GenerationState, Rotation, Shelved } from '../domain/rotation.ts';
import type { Day, Moment } from '../domain/schedule.ts';
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

/** Moves a generation to how it ended; one that was activated had perhaps been given up before. */
export async function endGeneration(
  tx: Db,
  generationId: string,
  state: Exclude<GenerationState, 'staged'>,
  endedAt: Moment,
): Promise<void> {
  await tx
    .update(generation)
    .set({ state, endedAt })
    .where(
      and(
        eq(generation.id, generationId),
        state === 'activated' ? undefined : eq(generation.state, 'staged'),
      ),
    );
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

/** The generations of the workspace with one of these fingerprints, newest first. */
export async function generationsByFingerprints(
  db: Db,
  workspaceId: string,
  fingerprints: readonly Uint8Array[],
): Promise<(KnownGeneration & { readonly fingerprint: Uint8Array })[]> {
  if (fingerprints.length === 0) return [];
  return db
    .select({ ...known, fingerprint: generation.fingerprint })
    .from(generation)
    .where(and(eq(generation.workspaceId, workspaceId), inArray(generation.fingerprint, [...fingerprints])))
    .orderBy(desc(generation.number));
}

/** One generation of the workspace, whatever became of it. */
export async function generationWithId(
  db: Db,
  workspaceId: string,
  generationId: string,
): Promise<KnownGeneration | null> {
  const [found] = await db
    .select(known)
    .from(generation)
    .where(and(eq(generation.workspaceId, workspaceId), eq(generation.id, generationId)));
  return found ?? null;
}

/** The generation a handoff belongs to, whatever became of either; its vendor, and when an alarm was last noted. */
export async function generationOfHandoff(
  db: Db,
  handoffId: string,
): Promise<(KnownGeneration & { workspaceId: string; vendorId: string; alarmedAt: Moment | null }) | null> {
  const [found] = await db
    .select({
      ...known,
      workspaceId: generation.workspaceId,
      vendorId: handoff.vendorId,
      alarmedAt: handoff.alarmedAt,
    })
    .from(handoff)
    .innerJoin(generation, eq(generation.id, handoff.generationId))
    .where(eq(handoff.id, handoffId));
  return found ?? null;
}

/** The fingerprint a second deposit of this generation must match. */
export async function fingerprintOf(db: Db, generationId: string): Promise<Uint8Array | null> {
  const [found] = await db
    .select({ fingerprint: generation.fingerprint })
    .from(generation)
    .where(eq(generation.id, generationId));
  return found?.fingerprint ?? null;
}

/**
 * The package's last secret, if it was never activated and lives: still staged in Setup, as far as we know, whether its
 * rotation was cancelled or it was voided (rule 4). With the vendors who collected it.
 */
export async function shelvedGeneration(
  db: Db,
  packageId: string,
  today: Day,
): Promise<(Shelved & { collectedBy: string[] }) | null> {
  const [last] = await db
    .select({ ...known, expiresOn: generation.expiresOn })
    .from(generation)
    .where(eq(generation.packageId, packageId))
    .orderBy(desc(generation.number))
    .limit(1);
  if (!last || last.state === 'activated' || last.state === 'staged' || last.expiresOn <= today) return null;
  const rows = await db
    .select({ name: participant.name, collectedAt: handoff.collectedAt })
    .from(handoff)
    .innerJoin(
      participant,
      and(eq(participant.rotationId, handoff.rotationId), eq(participant.vendorId, handoff.vendorId)),
    )
    .where(eq(handoff.generationId, last.id));
  return {
    ...{ id: last.id, number: last.number, expiresOn: last.expiresOn },
    collectedBy: rows.filter((row) => row.collectedAt !== null).map((row) => row.name),
  };
}

/** Keeps the fingerprints of texts that were typed into Slack; those known already stay as they are. */
export async function recordExposures(
  tx: Db,
  of: { workspaceId: string; at: Moment; by: object },
  fingerprints: readonly Uint8Array[],
): Promise<void> {
  if (fingerprints.length === 0) return;
  const rows = fingerprints.map((fingerprint) => ({ ...of, fingerprint }));
  await tx.insert(exposedFingerprint).values(rows).onConflictDoNothing();
}

/** Whether a secret of this fingerprint was ever typed into Slack. */
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
