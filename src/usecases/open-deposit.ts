import { findPackage } from '../db/packages.ts';
import { findRotation } from '../db/rotations.ts';
import { depositFacts } from './deposit-facts.ts';
import type { Deps } from './deps.ts';
import type { DepositPageFacts } from './facts.ts';
import { openLink, type LinkAndCode } from './open-link.ts';
import { refused, type Result } from './refusals.ts';

/** The deposit page for somebody with link and code: what a deposit would do. Consumes nothing. */
export async function openDeposit(
  deps: Deps,
  input: LinkAndCode,
): Promise<Result<{ facts: DepositPageFacts }>> {
  const at = deps.clock.now();
  const opened = await openLink(deps, { ...input, purposes: ['deposit', 'deposit_again'], at });
  if (!opened.ok) return opened;
  const rotation = await findRotation(deps.db, deps.workspaceId, opened.link.rotationId);
  const pkg = rotation && (await findPackage(deps.db, deps.workspaceId, rotation.packageId));
  if (!rotation || !pkg) return refused({ code: 'link_not_usable' });
  const purpose = opened.link.purpose === 'deposit_again' ? 'deposit_again' : 'deposit';
  return depositFacts(deps.db, { workspaceId: deps.workspaceId, rotation, package: pkg, purpose, at });
}
