import { findPackage } from '../db/packages.ts';
import { findRotation, putOffLook, rotationsToLookAt } from '../db/rotations.ts';
import { timeMovesAt } from '../domain/gate-turn.ts';
import { advance } from './advance.ts';
import type { Deps } from './deps.ts';
import { anybody } from './rights.ts';

const AT_MOST = 100;
const SECONDS_AFTER_A_FAULT = 60;

/** Moves on every rotation that time alone moves: live after five minutes, planned moment reached. Returns how many were due. */
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
  const nextLookAt = rotation && pkg ? timeMovesAt(rotation, pkg.freezeWindows, at) : null;
  await putOffLook(deps.db, rotationId, { seen: at, nextLookAt });
}
