import type { Db } from '../db/connection.ts';
import { lastGenerationOf } from '../db/generations.ts';
import { workspaceName } from '../db/workspaces.ts';
import { needsCopy } from '../domain/decide-deposit.ts';
import type { Package } from '../domain/package.ts';
import { hasEnded, isLive, type Rotation } from '../domain/rotation.ts';
import type { Moment } from '../domain/schedule.ts';
import type { DepositPageFacts } from './facts.ts';
import { refused, type Result } from './refusals.ts';

interface Of {
  readonly workspaceId: string;
  readonly rotation: Rotation;
  readonly package: Package;
  readonly purpose: 'deposit' | 'deposit_again';
  readonly at: Moment;
}

/** What a deposit would do now, or why none is waited for. */
export async function depositFacts(
  db: Db,
  { workspaceId, rotation, package: pkg, purpose, at }: Of,
): Promise<Result<{ facts: DepositPageFacts }>> {
  if (hasEnded(rotation)) return refused({ code: 'rotation_ended', step: rotation.step });
  const names = { workspaceName: await workspaceName(db, workspaceId), packageName: pkg.name, at };
  if (purpose === 'deposit') {
    if (rotation.step !== 'generating') return refused({ code: 'already_deposited' });
    const generationNumber = (await lastGenerationOf(db, pkg.id)) + 1;
    const vendors = rotation.participants.map((p) => p.name);
    return { ok: true, facts: { ...names, generationNumber, isAgain: false, vendors } };
  }
  if (!isLive(rotation)) return refused({ code: 'nothing_staged' });
  const needing = rotation.handoffs.filter(needsCopy).map((handoff) => handoff.vendorId);
  if (needing.length === 0) return refused({ code: 'no_copy_needed' });
  const vendors = rotation.participants.filter((p) => needing.includes(p.vendorId)).map((p) => p.name);
  return {
    ok: true,
    facts: { ...names, generationNumber: rotation.generation.number, isAgain: true, vendors },
  };
}
