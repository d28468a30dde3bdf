import { randomBytes } from 'node:crypto';
import { KeyringUnavailable, SealBroken, type Sealed } from '../adapters/keyring.ts';
import type { Webhook } from '../db/webhooks.ts';
import type { Moment } from '../domain/schedule.ts';
import type { Deps } from './deps.ts';
import { refused, type Result } from './refusals.ts';
import { signingSecretText } from './webhook-message.ts';

const KEY_BYTES = 32;

const contextOf = ({ workspaceId }: Pick<Deps, 'workspaceId'>) => ({
  ...{ workspace: workspaceId, purpose: 'webhook-key' },
});

/** A new signing secret: sealed for the row, as text for whoever asked, once. Outside any transaction. */
export async function drawSigningKey(deps: Deps): Promise<Result<{ sealed: Sealed; text: string }>> {
  const key = randomBytes(KEY_BYTES);
  try {
    const sealed = await deps.keyring.seal(key, contextOf(deps));
    return { ok: true, sealed, text: signingSecretText(key) };
  } catch (error) {
    if (!(error instanceof KeyringUnavailable)) throw error;
    const reference = deps.ids.reference();
    deps.log.error('the keyring did not answer', { reference, fault: error.reason });
    return refused({ code: 'keyring_unavailable', reference });
  }
}

/** Why nothing could be signed. `signing_key_unreadable`: trying again won't help, a new signing secret will. */
export type KeyFault = 'keyring_unavailable' | 'signing_key_unreadable';

/** What signs at this moment: the key in force, and the one before it while it signs along. */
export async function openSigningKeys(
  deps: Deps,
  { key, previous }: Webhook,
  at: Moment,
): Promise<Uint8Array[] | KeyFault> {
  const sealed = [key, previous && at < previous.until ? previous.key : null].filter((one) => one !== null);
  try {
    return await Promise.all(sealed.map((one) => deps.keyring.open(one, contextOf(deps))));
  } catch (error) {
    if (error instanceof KeyringUnavailable) return 'keyring_unavailable';
    if (error instanceof SealBroken) return 'signing_key_unreadable';
    throw error;
  }
}
