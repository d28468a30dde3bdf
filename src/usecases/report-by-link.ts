import type { ProblemKind } from '../domain/rotation.ts';
import { actByLink } from './act-by-link.ts';
import type { Deps } from './deps.ts';
import type { HandoffPageFacts } from './facts.ts';
import { holdsSecret } from './guard-text.ts';
import type { LinkAndCode } from './open-link.ts';
import type { Result } from './refusals.ts';
import { anybody } from './rights.ts';

interface Input extends LinkAndCode {
  readonly kind: ProblemKind;
  readonly note: string | null;
}

/** "Something is wrong", on the vendor's page. A note that holds a secret is refused: notes are shown in Slack. */
export const reportByLink = (
  deps: Deps,
  { token, code, from, kind, note }: Input,
): Promise<Result<{ facts: HandoffPageFacts }>> =>
  actByLink(deps, { token, code, from }, ({ handoffId }) => ({
    allow: anybody,
    command: { type: 'report_problem', handoffId, kind, note },
    // Only for whoever has link and code, as the answer tells whether a text is known.
    guard: async () =>
      note !== null && (await holdsSecret(deps, note)) ? { code: 'looks_like_secret', isLive: false } : null,
  }));
