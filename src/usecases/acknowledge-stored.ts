import { appendAudit } from '../db/audit.ts';
import type { Db } from '../db/connection.ts';
import { markStored } from '../db/handoffs.ts';
import type { StoredLink } from '../db/links.ts';
import type { Moment } from '../domain/schedule.ts';
import { lockScene } from './advance.ts';
import type { Deps } from './deps.ts';
import type { HandoffPageFacts } from './facts.ts';
import { handoffPage, livingScene, type HandoffScene } from './handoff-page.ts';
import { findLivingLink, holderOf, openLink, type LinkAndCode } from './open-link.ts';
import type { Result } from './refusals.ts';
import { anybody } from './rights.ts';

/**
 * "I have stored it": noted once; nothing can be fetched again after it. Under the rotation's lock, like every other act over
 * a link: over one that was revoked meanwhile nothing is noted.
 */
export async function acknowledgeStored(
  deps: Deps,
  input: LinkAndCode,
): Promise<Result<{ facts: HandoffPageFacts }>> {
  const at = deps.clock.now();
  const purposes = ['handoff'] as const;
  const opened = await openLink(deps, { ...input, purposes, at });
  if (!opened.ok) return opened;
  const { rotationId, handoffId } = opened.link;
  return deps.db.transaction(async (tx): Promise<Result<{ facts: HandoffPageFacts }>> => {
    const locked = await lockScene(deps, tx, { rotationId, allow: anybody, at });
    if (!locked.ok) return locked;
    const still = await findLivingLink(deps, tx, { token: input.token, purposes, at });
    if (!still.ok) return still;
    const { rotation } = locked.scene;
    const living = await livingScene(deps, tx, { rotation, handoffId });
    if (!living.ok) return living;
    await noteStored(deps, tx, living.scene, { link: still.link, at });
    return { ok: true, facts: await handoffPage(tx, living.scene, { link: still.link, at }) };
  });
}

async function noteStored(
  deps: Deps,
  tx: Db,
  { rotation, handoff, participant, package: pkg }: HandoffScene,
  { link, at }: { link: StoredLink; at: Moment },
): Promise<void> {
  if (!(await markStored(tx, handoff.id, at))) return;
  await appendAudit(tx, [
    {
      id: deps.ids.id(),
      workspaceId: deps.workspaceId,
      at,
      by: holderOf(link, handoff.id),
      event: { kind: 'secret_stored', vendor: participant.name },
      packageId: pkg.id,
      rotationId: rotation.id,
      handoffId: handoff.id,
    },
  ]);
}
