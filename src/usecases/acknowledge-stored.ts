import { appendAudit } from '../db/audit.ts';
import { markStored } from '../db/handoffs.ts';
import type { Deps } from './deps.ts';
import type { HandoffPageFacts } from './facts.ts';
import { findHandoffScene, handoffPage } from './handoff-page.ts';
import { holderOf, openLink, type LinkAndCode } from './open-link.ts';
import type { Result } from './refusals.ts';

/** "I have stored it": noted once; nothing can be fetched again after it. */
export async function acknowledgeStored(
  deps: Deps,
  input: LinkAndCode,
): Promise<Result<{ facts: HandoffPageFacts }>> {
  const at = deps.clock.now();
  const opened = await openLink(deps, { ...input, purposes: ['handoff'], at });
  if (!opened.ok) return opened;
  return deps.db.transaction(async (tx): Promise<Result<{ facts: HandoffPageFacts }>> => {
    const living = await findHandoffScene(deps, tx, opened.link.handoffId);
    if (!living.ok) return living;
    const { scene } = living;
    if (await markStored(tx, scene.handoff.id, at)) {
      await appendAudit(tx, [
        {
          id: deps.ids.id(),
          workspaceId: deps.workspaceId,
          at,
          by: holderOf(opened.link, scene.handoff.id),
          event: { kind: 'secret_stored', vendor: scene.participant.name },
          packageId: scene.package.id,
          rotationId: scene.rotation.id,
          handoffId: scene.handoff.id,
        },
      ]);
    }
    return { ok: true, facts: await handoffPage(tx, scene, { link: opened.link, at }) };
  });
}
