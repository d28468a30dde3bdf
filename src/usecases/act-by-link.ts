import type { Actor } from '../domain/people.ts';
import type { Way } from '../domain/rotation.ts';
import { advance, type Asked } from './advance.ts';
import type { Deps } from './deps.ts';
import type { HandoffPageFacts } from './facts.ts';
import { handoffPage, sceneIn } from './handoff-page.ts';
import { findLivingLink, holderOf, openLink, type LinkAndCode } from './open-link.ts';
import { refused, type Refusal, type Result } from './refusals.ts';

type Act = (of: { handoffId: string; by: Actor; way: Way }) => Pick<Asked, 'allow' | 'command'> & {
  /** Looked at once link and code are known to be right; a refusal stops the act. */
  readonly guard?: () => Promise<Refusal | null>;
};

/** A vendor's act over link and code: the same door as a click in Slack, with the way it came on record. */
export async function actByLink(
  deps: Deps,
  input: LinkAndCode,
  act: Act,
): Promise<Result<{ facts: HandoffPageFacts }>> {
  const at = deps.clock.now();
  const opened = await openLink(deps, { ...input, purposes: ['handoff'], at });
  if (!opened.ok) return opened;
  const { link } = opened;
  if (link.handoffId === null) return refused({ code: 'link_not_usable' });
  const by = holderOf(link, link.handoffId);
  const { guard, ...asked } = act({ handoffId: link.handoffId, by, way: link.way });
  const stopped = await guard?.();
  if (stopped) return refused(stopped);
  const advanced = await advance(deps, {
    ...{ rotationId: link.rotationId, by, ...asked },
    // Once more under the lock: it may have been revoked while this act waited for it.
    alongside: async (tx) => {
      const still = await findLivingLink(deps, tx, { token: input.token, purposes: ['handoff'], at });
      return still.ok ? null : still.refusal;
    },
  });
  if (!advanced.ok) return advanced;
  const { rotation } = advanced;
  const scene = 'handoffs' in rotation ? await sceneIn(deps.db, rotation, link.handoffId) : null;
  return scene
    ? { ok: true, facts: await handoffPage(deps.db, scene, { link, at }) }
    : refused({ code: 'link_not_usable' });
}
