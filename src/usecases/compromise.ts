import { appendAudit } from '../db/audit.ts';
import type { KnownGeneration } from '../db/generations.ts';
import { findPackage } from '../db/packages.ts';
import { findRotation } from '../db/rotations.ts';
import type { Actor } from '../domain/people.ts';
import { advance, type Asked } from './advance.ts';
import type { Deps } from './deps.ts';
import { alarmWish, threadWish } from './messages.ts';
import { refused, type Result } from './refusals.ts';
import { enqueueWishes } from './save-move.ts';

/** What became of a secret that others may know. */
export type Compromised = Result<{ readonly outcome: 'void' | 'in_force' }>;

/**
 * Others may know this secret (promises H1 and H13). Staged, it is void at once: its links and copies die, Activate is
 * blocked. In force, nothing can be taken back any more, and its admins hear of it. One that had ended was void before.
 */
export async function compromise(
  deps: Deps,
  known: KnownGeneration,
  { by, allow }: Pick<Asked, 'by' | 'allow'>,
): Promise<Compromised> {
  const { id: generationId, rotationId, state } = known;
  if (state === 'activated') return tellInForce(deps, known, { by, allow });
  if (state !== 'staged') return { ok: true, outcome: 'void' };
  const command = { type: 'expose', generationId } as const;
  const advanced = await advance(deps, { rotationId, by, allow, command });
  if (advanced.ok) return { ok: true, outcome: 'void' };
  // Activate was recorded meanwhile: it is the one in force now.
  return advanced.refusal.code === 'already_activated' ? tellInForce(deps, known, { by, allow }) : advanced;
}

async function tellInForce(
  deps: Deps,
  { packageId, rotationId, number }: KnownGeneration,
  { by, allow }: { by: Actor; allow: Asked['allow'] },
): Promise<Compromised> {
  const { db, workspaceId, ids } = deps;
  const at = deps.clock.now();
  const rotation = await findRotation(db, workspaceId, rotationId);
  const pkg = await findPackage(db, workspaceId, packageId);
  if (!rotation || !pkg) return refused({ code: 'unknown_rotation' });
  const denied = allow({ rotation, package: pkg, at });
  if (denied) return refused(denied);
  const auditId = ids.id();
  const alarms = pkg.admins.map((admin) => alarmWish(rotationId, auditId, admin.userId));
  await db.transaction(async (tx) => {
    const event = { kind: 'secret_exposed', generation: number } as const;
    await appendAudit(tx, [
      { id: auditId, workspaceId, at, by, event, packageId, rotationId, handoffId: null },
    ]);
    await enqueueWishes(deps, tx, [threadWish(rotationId, auditId), ...alarms], { rotationId, at });
  });
  deps.wake();
  return { ok: true, outcome: 'in_force' };
}
