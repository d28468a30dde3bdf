import type { Circumstance, Command } from './command.ts';
import { collectors } from './decide-deposit.ts';
import { accept, refuse, type Decision } from './decision.ts';
import { factsOf, isLive, type Cancelled, type Rotation } from './rotation.ts';

type Ending = Extract<Command, { type: 'cancel' | 'retire' }>;

/** Ends a rotation without a new key in force. After Activate there is nothing to cancel: it has no undo (rule 7). */
export function decideEnding(rotation: Rotation, command: Ending, { at, by }: Circumstance): Decision {
  if (rotation.step === 'activated') return refuse({ code: 'activated_cannot_be_cancelled' });
  const { reason } = command;
  const next: Cancelled = {
    ...factsOf(rotation),
    reason,
    step: 'cancelled',
    cancelledAt: at,
    cancelledBy: by,
    isRetired: command.type === 'retire',
  };
  const left = {
    stagedGeneration: isLive(rotation) ? rotation.generation.number : null,
    collectedBy: isLive(rotation) ? collectors(rotation) : [],
  };
  const kind = command.type === 'retire' ? 'package_retired' : 'rotation_cancelled';
  return accept(next, { kind, reason, ...left });
}
