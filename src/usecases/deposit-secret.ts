import { KeyringUnavailable } from '../adapters/keyring.ts';
import type { StoredLink } from '../db/links.ts';
import { findPackage } from '../db/packages.ts';
import { findRotation } from '../db/rotations.ts';
import type { Moment } from '../domain/schedule.ts';
import { readSecret } from '../domain/secret-format.ts';
import type { Secret } from '../domain/secret.ts';
import type { Scene } from './advance.ts';
import { depositFacts } from './deposit-facts.ts';
import type { Deps } from './deps.ts';
import type { DepositReceipt } from './facts.ts';
import { judgeFingerprint, judgeGeneratedAt } from './judge-deposit.ts';
import { keyringFault } from './keyring-fault.ts';
import { openLink, type LinkAndCode } from './open-link.ts';
import { recordDeposit } from './record-deposit.ts';
import { refused, type Result } from './refusals.ts';

interface Input extends LinkAndCode {
  readonly secret: Secret;
  readonly generatedAt: Moment;
  /** The admin was shown the warnings and says it is right. */
  readonly acceptsWarnings: boolean;
}

/**
 * Takes a secret in: judged, fingerprinted, one sealed copy made for each vendor, and only then one transaction that
 * consumes the link, records the generation and moves the rotation. A refusal of any kind leaves the link usable.
 */
export async function depositSecret(deps: Deps, input: Input): Promise<Result<{ receipt: DepositReceipt }>> {
  const at = deps.clock.now();
  const opened = await openLink(deps, { ...input, purposes: ['deposit', 'deposit_again'], at });
  if (!opened.ok) return opened;
  const scene = await sceneOf(deps, opened.link, at);
  if (!scene) return refused({ code: 'link_not_usable' });
  const purpose = opened.link.purpose === 'deposit_again' ? 'deposit_again' : 'deposit';
  const wanted = await depositFacts(deps.db, { workspaceId: deps.workspaceId, ...scene, purpose });
  if (!wanted.ok) return wanted;
  try {
    return await judgeAndRecord(deps, opened.link, scene, input);
  } catch (error) {
    if (error instanceof KeyringUnavailable) return keyringFault(deps, error, aboutOf(scene));
    throw error;
  }
}

const aboutOf = ({ rotation, package: { id: packageId } }: Scene) => ({
  packageId,
  rotationId: rotation.id,
  handoffId: null,
});

async function judgeAndRecord(deps: Deps, link: StoredLink, scene: Scene, input: Input) {
  const isAgain = link.purpose === 'deposit_again';
  const format = readSecret(input.secret);
  if (!format.ok) return refused({ code: format.refusal });
  const untimely = isAgain ? null : judgeGeneratedAt(input.generatedAt, scene.at);
  if (untimely) return refused(untimely);
  const fingerprint = await deps.fingerprintKey.fingerprint(format.text);
  const known = await judgeFingerprint(deps.db, scene, fingerprint, isAgain);
  if (known) return refused(known);
  if (format.warnings.length > 0 && !input.acceptsWarnings && !isAgain) {
    return refused({ code: 'secret_needs_a_look', warnings: format.warnings });
  }
  return recordDeposit(deps, { link, scene, text: format.text, fingerprint, generatedAt: input.generatedAt });
}

async function sceneOf(deps: Deps, link: StoredLink, at: Moment): Promise<Scene | null> {
  const rotation = await findRotation(deps.db, deps.workspaceId, link.rotationId);
  const pkg = rotation && (await findPackage(deps.db, deps.workspaceId, rotation.packageId));
  return rotation && pkg ? { rotation, package: pkg, at } : null;
}
