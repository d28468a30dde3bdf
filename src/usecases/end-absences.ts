import { endedAbsences, endAbsence, lookAgainAtPackagesOf } from '../db/known-people.ts';
import type { Deps } from './deps.ts';

/**
 * Whoever is back hears again of what is theirs: their packages are looked at when the absence ends, since what their stand-in
 * was told is not told to them. Returns how many are back.
 */
export async function endAbsences(deps: Deps): Promise<number> {
  const { db, workspaceId } = deps;
  const now = deps.clock.now();
  const back = await endedAbsences(db, workspaceId, now);
  for (const identity of back) {
    await db.transaction(async (tx) => {
      await endAbsence(tx, workspaceId, identity);
      await lookAgainAtPackagesOf(tx, workspaceId, identity, now);
    });
  }
  return back.length;
}
