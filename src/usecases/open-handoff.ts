import type { Deps } from './deps.ts';
import type { HandoffPageFacts } from './facts.ts';
import { findHandoffScene, handoffPage } from './handoff-page.ts';
import { openLink, type LinkAndCode } from './open-link.ts';
import type { Result } from './refusals.ts';

/** The vendor's page for somebody with link and code, before and after collecting. Consumes nothing. */
export async function openHandoff(
  deps: Deps,
  input: LinkAndCode,
): Promise<Result<{ facts: HandoffPageFacts }>> {
  const at = deps.clock.now();
  const opened = await openLink(deps, { ...input, purposes: ['handoff'], at });
  if (!opened.ok) return opened;
  const living = await findHandoffScene(deps, deps.db, opened.link.handoffId);
  if (!living.ok) return living;
  return { ok: true, facts: await handoffPage(deps.db, living.scene, { link: opened.link, at }) };
}
