import { recordPageOpen } from '../db/links.ts';
import { workspaceName } from '../db/workspaces.ts';
import type { Deps } from './deps.ts';
import { findLivingLink } from './open-link.ts';
import type { Result } from './refusals.ts';

/** What the deposit page may say before the code: whose rekey this is, and no more (promise H3). */
export async function peekDeposit(
  deps: Deps,
  { token }: { token: string },
): Promise<Result<{ workspaceName: string }>> {
  const at = deps.clock.now();
  const found = await findLivingLink(deps, deps.db, { token, purposes: ['deposit', 'deposit_again'], at });
  if (!found.ok) return found;
  await recordPageOpen(deps.db, found.link, at);
  return { ok: true, workspaceName: await workspaceName(deps.db, deps.workspaceId) };
}
