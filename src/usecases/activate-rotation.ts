import type { Person } from '../domain/people.ts';
import { pendingParticipants, isLive } from '../domain/rotation.ts';
import type { Day } from '../domain/schedule.ts';
import { recordExpiry } from './admin-acts.ts';
import { advance } from './advance.ts';
import type { Deps } from './deps.ts';
import type { Refusal, Result } from './refusals.ts';
import { actorOf, allowing } from './rights.ts';

interface Input {
  readonly person: Person;
  readonly rotationId: string;
  readonly generationId: string;
}

/** What became of the date that was given with "I pressed Activate". */
export type DateOutcome =
  { readonly date: 'recorded' | 'not_given' } | { readonly date: 'refused'; readonly refusal: Refusal };

/**
 * "I pressed Activate": recorded at once, with the computed date; then the date read in Setup, if it was given. A date
 * that is refused takes nothing back (promise R7).
 */
export async function activateRotation(
  deps: Deps,
  { expiresOn, explanation, ...input }: Input & { expiresOn: Day | null; explanation: string | null },
): Promise<Result<DateOutcome>> {
  const activated = await advance(deps, {
    rotationId: input.rotationId,
    by: actorOf(input.person),
    allow: allowing(input.person, 'activate'),
    command: { type: 'activate', generationId: input.generationId },
  });
  if (!activated.ok) return activated;
  if (expiresOn === null) return { ok: true, date: 'not_given' };
  const recorded = await recordExpiry(deps, { ...input, expiresOn, explanation });
  return recorded.ok
    ? { ok: true, date: 'recorded' }
    : { ok: true, date: 'refused', refusal: recorded.refusal };
}

/** "Activate was pressed early": told truthfully, with the vendors who are down (promise R1). */
export async function reportEarlyActivate(deps: Deps, input: Input): Promise<Result<{ affected: string[] }>> {
  const advanced = await advance(deps, {
    rotationId: input.rotationId,
    by: actorOf(input.person),
    allow: allowing(input.person, 'report_early'),
    command: { type: 'report_early_activate', generationId: input.generationId },
  });
  if (!advanced.ok) return advanced;
  const { rotation } = advanced;
  return { ok: true, affected: isLive(rotation) ? pendingParticipants(rotation).map((p) => p.name) : [] };
}
