import { isCopyOf, type Claim } from '../db/claims.ts';
import { advance } from './advance.ts';
import type { Deps } from './deps.ts';
import { refused } from './refusals.ts';
import { anybody } from './rights.ts';

/**
 * No key opens a sealed copy: it was altered, belongs to another row, or its key is gone. Nothing is burnt; unlike an outage of
 * the key service it does not pass by itself, so the card asks for a second deposit and the admins are told, once per incident.
 */
export async function noteUnreadable(deps: Deps, claim: Claim) {
  const reference = deps.ids.reference();
  const { rotationId, handoffId } = claim;
  deps.log.error('a sealed copy does not open', { rotationId, handoffId, reference, fault: 'SealBroken' });
  try {
    await advance(deps, {
      rotationId,
      by: { kind: 'job', job: 'keyring' },
      allow: anybody,
      command: { type: 'note_unreadable', handoffId, reference },
      // A second deposit may have replaced it meanwhile.
      alongside: async (tx) => ((await isCopyOf(tx, claim)) ? null : { code: 'nothing_to_do' }),
    });
  } catch (error) {
    deps.log.error(
      'the admins could not be told of a copy that does not open',
      { handoffId, reference },
      error,
    );
  }
  return refused({ code: 'copy_unreadable', reference });
}
