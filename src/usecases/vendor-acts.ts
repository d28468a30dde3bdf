import type { Command } from '../domain/command.ts';
import type { Actor } from '../domain/people.ts';
import type { Proof, Way } from '../domain/rotation.ts';
import { isLive } from '../domain/rotation.ts';
import { RULES } from '../domain/rules.ts';
import type { Scene } from './advance.ts';
import type { Refusal } from './refusals.ts';

export interface ConfirmInput {
  readonly systems: readonly string[];
  readonly proof: Proof;
  /** Sooner than 20 minutes after collection: the vendor says the token was fetched after the change (rule 12); a fresh token as proof says so. */
  readonly isSureTokenIsFresh: boolean;
}

/** A confirmation as a command, whichever way it came. */
export const confirmCommand =
  (handoffId: string, by: Actor, way: Way, { systems, proof }: ConfirmInput) =>
  async ({ at }: Scene): Promise<Command> => ({
    type: 'confirm',
    handoffId,
    confirmation: { at, by, way, systems, proof },
  });

/** Rule 12: access tokens live 20 minutes and are cached, so an early "it works" proves nothing by itself, but for a fresh token. */
export function cachedTokenDoubt(
  { rotation, at }: Scene,
  handoffId: string,
  input: ConfirmInput,
): Refusal | null {
  const handoff = isLive(rotation) ? rotation.handoffs.find((one) => one.id === handoffId) : undefined;
  const isFresh = input.isSureTokenIsFresh || input.proof === 'fresh_token';
  if (handoff?.status !== 'collected' || isFresh) return null;
  const minutesSinceCollected = Math.floor(at.diff(handoff.collectedAt, 'minutes').minutes);
  return minutesSinceCollected < RULES.tokenLifeMinutes
    ? { code: 'token_may_be_cached', minutesSinceCollected }
    : null;
}
