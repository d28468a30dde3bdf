import { findPackage } from '../db/packages.ts';
import { findRotation, putOffLook, rotationsToLookAt } from '../db/rotations.ts';
import { advance } from './advance.ts';
import type { Deps } from './deps.ts';
import { withFreezes } from './freezes.ts';
import { cardWish } from './messages.ts';
import { nextLookOf } from './next-look.ts';
import { anybody } from './rights.ts';
import { enqueueWishes } from './save-move.ts';

const AT_MOST = 100;
const SECONDS_AFTER_A_FAULT = 60;

/**
 * Moves on every rotation that time alone moves: live after five minutes, planned moment reached. Where a day went by
 * and nothing moved, the card is drawn again: its "days left" are of today. Returns how many were due.
 */
export async function letTimePass(deps: Deps): Promise<number> {
  const due = await rotationsToLookAt(deps.db, deps.workspaceId, deps.clock.now(), AT_MOST);
  for (const rotationId of due) {
    try {
      await look(deps, rotationId);
    } catch (error) {
      deps.log.error('a rotation could not be moved on', { rotationId }, error);
      const seen = deps.clock.now();
      const later = seen.plus({ seconds: SECONDS_AFTER_A_FAULT });
      await putOffLook(deps.db, rotationId, { seen, nextLookAt: later });
    }
  }
  return due.length;
}

async function look(deps: Deps, rotationId: string): Promise<void> {
  const by = { kind: 'job', job: 'let_time_pass' } as const;
  const advanced = await advance(deps, {
    rotationId,
    by,
    allow: anybody,
    command: { type: 'let_time_pass' },
  });
  if (advanced.ok) return;
  const rotation = await findRotation(deps.db, deps.workspaceId, rotationId);
  const pkg = rotation && (await findPackage(deps.db, deps.workspaceId, rotation.packageId));
  const at = deps.clock.now();
  const nextLookAt = rotation && pkg ? nextLookOf(rotation, await withFreezes(deps.db, pkg), at) : null;
  await putOffLook(deps.db, rotationId, { seen: at, nextLookAt });
  if (nextLookAt) await enqueueWishes(deps, deps.db, [cardWish(rotationId)], { rotationId, at });
}
