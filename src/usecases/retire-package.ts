import { appendAudit } from '../db/audit.ts';
import { findPackage, lockPackage, retire } from '../db/packages.ts';
import { openRotationOf } from '../db/rotations.ts';
import type { Person } from '../domain/people.ts';
import { advance } from './advance.ts';
import type { Deps } from './deps.ts';
import { concernedBy, homeWishes } from './homes.ts';
import { refused, type Result } from './refusals.ts';
import { actorOf, allowing, mayDo } from './rights.ts';
import { enqueueWishes } from './save-move.ts';

interface Input {
  readonly person: Person;
  readonly packageId: string;
  readonly reason: string;
}

const NOTHING_STAGED = { stagedGeneration: null, collectedBy: [] } as const;

/** A package nobody uses is retired, not rotated; a rotation under way ends with it. */
export async function retirePackage(deps: Deps, { person, packageId, reason }: Input): Promise<Result> {
  const pkg = await findPackage(deps.db, deps.workspaceId, packageId);
  if (!pkg) return refused({ code: 'unknown_package' });
  const open = await openRotationOf(deps.db, packageId);
  const by = actorOf(person);
  if (open) {
    const command = { type: 'retire', reason } as const;
    return advance(deps, { rotationId: open.id, by, allow: allowing(person, 'retire'), command });
  }
  const at = deps.clock.now();
  const retired = await deps.db.transaction(async (tx): Promise<Result> => {
    const locked = await lockPackage(tx, deps.workspaceId, packageId);
    if (!locked) return refused({ code: 'unknown_package' });
    const denied = mayDo(person, 'retire', locked);
    if (denied) return refused(denied);
    const started = await openRotationOf(tx, packageId);
    if (started) return refused({ code: 'already_rotating', rotationId: started.id });
    if (!(await retire(tx, packageId, at))) return refused({ code: 'package_is_retired' });
    const { workspaceId } = deps;
    const place = { workspaceId, packageId, rotationId: null, handoffId: null };
    await appendAudit(tx, [
      { id: deps.ids.id(), at, by, event: { kind: 'package_retired', reason, ...NOTHING_STAGED }, ...place },
    ]);
    const homes = await homeWishes(tx, { workspaceId, concerned: concernedBy(locked), at });
    await enqueueWishes(deps, tx, homes, { rotationId: null, at });
    return { ok: true };
  });
  if (retired.ok) deps.wake();
  return retired;
}
