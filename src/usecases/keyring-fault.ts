import type { KeyringUnavailable } from '../adapters/keyring.ts';
import type { LogFields } from '../adapters/log.ts';
import type { Deps } from './deps.ts';
import { refused } from './refusals.ts';

/** The KMS can't be reached: logged under a reference that the person is told too. Nothing was changed. */
export function keyringFault(deps: Deps, error: KeyringUnavailable, about: LogFields) {
  const reference = deps.ids.reference();
  deps.log.error('the keyring did not answer', { ...about, reference, fault: error.reason });
  return refused({ code: 'keyring_unavailable', reference });
}
