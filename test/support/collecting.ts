import { randomBytes } from 'node:crypto';
import type { ReaderKey } from '../../src/adapters/reader-seal.ts';
import type { Secret } from '../../src/domain/secret.ts';
import { collectSecret } from '../../src/usecases/collect-secret.ts';
import type { Deps } from '../../src/usecases/deps.ts';
import type { HandoffPageFacts } from '../../src/usecases/facts.ts';
import type { LinkAndCode } from '../../src/usecases/open-link.ts';
import type { Result } from '../../src/usecases/refusals.ts';
import { OFFICE } from '../integration/world/people.ts';

/** A script's key: another one each time, as scripts are told to. */
export const scriptKey = (): Extract<ReaderKey, { kind: 'script' }> => ({
  kind: 'script',
  retryKey: randomBytes(32),
});

/** Collects as a script that has never asked before: whoever asks so a second time is somebody else. */
export async function collectOnce(
  deps: Deps,
  { token, code, from = OFFICE }: Omit<LinkAndCode, 'from'> & Partial<LinkAndCode>,
): Promise<Result<{ secret: Secret; facts: HandoffPageFacts }>> {
  const got = await collectSecret(deps, { token, code, from, reader: scriptKey() });
  if (!got.ok) return got;
  const { secret, facts } = got;
  if (!secret) throw new Error('a script was given nothing it can read');
  return { ok: true, secret, facts };
}
