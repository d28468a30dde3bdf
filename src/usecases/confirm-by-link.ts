import { actByLink } from './act-by-link.ts';
import type { Deps } from './deps.ts';
import type { HandoffPageFacts } from './facts.ts';
import type { LinkAndCode } from './open-link.ts';
import type { Result } from './refusals.ts';
import { cachedTokenDoubt, confirmCommand, type ConfirmInput } from './vendor-acts.ts';

/** "It works", on the vendor's page. */
export const confirmByLink = (
  deps: Deps,
  { token, code, from, ...input }: LinkAndCode & ConfirmInput,
): Promise<Result<{ facts: HandoffPageFacts }>> =>
  actByLink(deps, { token, code, from }, ({ handoffId, by, way }) => ({
    allow: (scene) => cachedTokenDoubt(scene, handoffId, input),
    command: confirmCommand(handoffId, by, way, input),
  }));
