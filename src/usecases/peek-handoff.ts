import { recordPageOpen } from '../db/links.ts';
import { workspaceName } from '../db/workspaces.ts';
import type { Deps } from './deps.ts';
import { findHandoffScene } from './handoff-page.ts';
import { cardWish } from './messages.ts';
import { findLivingLink } from './open-link.ts';
import { refused, type Result } from './refusals.ts';
import { enqueueWishes } from './save-move.ts';

/**
 * What the vendor's page may say before the code: who sends something, and to whom (promise H3). That the page was
 * opened is noted, as scanners open pages too; it moves nothing.
 */
export async function peekHandoff(
  deps: Deps,
  { token }: { token: string },
): Promise<Result<{ workspaceName: string; vendorName: string }>> {
  const at = deps.clock.now();
  const found = await findLivingLink(deps, deps.db, { token, purposes: ['handoff'], at });
  if (!found.ok) return found;
  const { link } = found;
  // Promise H10: without the code a collected one is told apart from no other that opens nothing.
  if (link.isCollected) {
    deps.log.info('a link did not open', { code: 'link_collected', rotationId: link.rotationId });
    return refused({ code: 'link_not_usable' });
  }
  const living = await findHandoffScene(deps, deps.db, link.handoffId);
  if (!living.ok) return living;
  const { isFirst } = await recordPageOpen(deps.db, link, at);
  if (isFirst) {
    await enqueueWishes(deps, deps.db, [cardWish(link.rotationId)], { rotationId: link.rotationId, at });
    deps.wake();
  }
  const names = { workspaceName: await workspaceName(deps.db, deps.workspaceId) };
  return { ok: true, ...names, vendorName: living.scene.participant.name };
}
