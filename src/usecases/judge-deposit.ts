import type { Db } from '../db/connection.ts';
import { fingerprintOf, generationsByFingerprints, wasExposed } from '../db/generations.ts';
import { isLive } from '../domain/rotation.ts';
import { computedExpiryOn, dayOf, type Moment } from '../domain/schedule.ts';
import type { Scene } from './advance.ts';
import type { Refusal } from './refusals.ts';

const MINUTES_OF_CLOCK_DRIFT = 2;

/** Judges what the admin says of when Generate was pressed. */
export function judgeGeneratedAt(generatedAt: Moment, at: Moment): Refusal | null {
  if (generatedAt > at.plus({ minutes: MINUTES_OF_CLOCK_DRIFT })) return { code: 'generated_in_the_future' };
  if (computedExpiryOn(generatedAt) <= dayOf(at)) return { code: 'generated_too_long_ago' };
  return null;
}

/**
 * A text once typed into Slack is refused (H1); a new generation must be new (R2), a second deposit the same (H14).
 */
export async function judgeFingerprint(
  db: Db,
  { rotation }: Scene,
  fingerprint: Uint8Array,
  isAgain: boolean,
): Promise<Refusal | null> {
  if (await wasExposed(db, rotation.workspaceId, fingerprint)) return { code: 'secret_was_exposed' };
  if (isAgain) {
    if (!isLive(rotation)) return { code: 'nothing_staged' };
    const staged = await fingerprintOf(db, rotation.generation.id);
    const isSame = staged !== null && Buffer.compare(staged, fingerprint) === 0;
    return isSame ? null : { code: 'secret_not_the_same', generation: rotation.generation.number };
  }
  const earlier = await generationsByFingerprints(db, rotation.workspaceId, [fingerprint]);
  const own = earlier.find((generation) => generation.packageId === rotation.packageId);
  if (own) return { code: 'secret_of_earlier_generation', generation: own.number };
  return earlier.length > 0 ? { code: 'secret_of_other_package' } : null;
}
