import type { RotationEvent } from './event.ts';
import type { RotationRefusal } from './refusal.ts';
import type { Activated, Rotation } from './rotation.ts';

/** What a command leads to: the next rotation and what happened, or why nothing did. */
export type Decision =
  | { readonly ok: true; readonly next: Rotation; readonly events: readonly RotationEvent[] }
  | { readonly ok: false; readonly refusal: RotationRefusal };

export const refuse = (refusal: RotationRefusal): Decision => ({ ok: false, refusal });

export const accept = (next: Rotation, ...events: RotationEvent[]): Decision => ({ ok: true, next, events });

/** Answers whoever asks for what Activate has settled: when it was pressed, and by whom. */
export const activatedAlready = ({ activatedAt: at, activatedBy: by }: Activated): RotationRefusal => ({
  code: 'already_activated',
  at: at.toISO(),
  by: by.kind === 'slack' ? by.userId : by.kind,
});
