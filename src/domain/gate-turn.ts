import type { Circumstance } from './command.ts';
import type { RotationEvent } from './event.ts';
import { gateReasons, hasRunOut } from './gate.ts';
import { backToGenerating, collectors } from './decide-deposit.ts';
import type { FreezeWindow } from './package.ts';
import {
  hasEnded,
  isLive,
  pendingParticipants,
  type Activated,
  type Cancelled,
  type Done,
  type Ready,
  type Rotation,
  type Sharing,
} from './rotation.ts';
import {
  dayAfter,
  dayOf,
  dueOn,
  hardStopOn,
  isExpired,
  startOfDay,
  type Day,
  type Moment,
} from './schedule.ts';

interface Turned {
  readonly next: Rotation;
  readonly events: readonly RotationEvent[];
}

const unchanged = (next: Rotation): Turned => ({ next, events: [] });

/**
 * The moves nobody makes: cooling ends, the gate opens or shuts, the rotation is complete.
 * Called after every accepted command and by the sweep.
 */
export function turnGate(rotation: Rotation, circumstance: Circumstance): Turned {
  if (hasLostOverlap(rotation, circumstance.at)) {
    const after = turnGate({ ...rotation, isOutage: true }, circumstance);
    const expired: RotationEvent = { kind: 'old_secret_expired', expiresOn: rotation.oldExpiresOn };
    return { next: after.next, events: [expired, ...after.events] };
  }
  if (isLive(rotation) && rotation.step !== 'activated' && hasRunOut(rotation.generation, circumstance.at)) {
    return {
      next: backToGenerating(rotation, 'expired'),
      events: [
        {
          kind: 'generation_voided',
          generation: rotation.generation.number,
          why: 'expired',
          collectedBy: collectors(rotation),
        },
      ],
    };
  }
  switch (rotation.step) {
    case 'cooling': {
      if (circumstance.at < rotation.generation.liveAt) return unchanged(rotation);
      const shared: Sharing = { ...rotation, step: 'sharing' };
      const live: RotationEvent = { kind: 'secret_live', generation: rotation.generation.number };
      const after = turnGate(shared, circumstance);
      return { next: after.next, events: [live, ...after.events] };
    }
    case 'sharing': {
      const reasons = gateReasons(rotation, circumstance.freezeWindows, circumstance.at);
      if (reasons.length > 0) return unchanged(rotation);
      return {
        next: { ...rotation, step: 'ready', readyAt: circumstance.at },
        events: [{ kind: 'gate_opened' }],
      };
    }
    case 'ready': {
      const reasons = gateReasons(rotation, circumstance.freezeWindows, circumstance.at);
      if (reasons.length === 0) return unchanged(rotation);
      const { readyAt: _, ...facts } = rotation;
      return { next: { ...facts, step: 'sharing' }, events: [{ kind: 'gate_shut', reasons }] };
    }
    case 'activated':
      return complete(rotation, circumstance);
    case 'generating':
    case 'done':
    case 'cancelled':
      return unchanged(rotation);
  }
}

type Dated = Exclude<Rotation, Activated | Done | Cancelled> & { readonly oldExpiresOn: Day };

/** The old secret's date has come before Activate: by its printed date it is dead, so nobody may be told it still works. */
const hasLostOverlap = (rotation: Rotation, at: Moment): rotation is Dated =>
  (rotation.step === 'generating' || isLive(rotation)) &&
  rotation.step !== 'activated' &&
  !rotation.isOutage &&
  rotation.oldExpiresOn !== null &&
  isExpired(rotation.oldExpiresOn, dayOf(at));

/**
 * When time alone may move a rotation on: the secret goes live, the planned moment comes, a freeze ends, the staged
 * secret dies. Null when only people can.
 */
export function timeMovesAt(
  rotation: Rotation,
  freezeWindows: readonly FreezeWindow[],
  at: Moment,
): Moment | null {
  if (hasEnded(rotation) || rotation.step === 'activated') return null;
  const { oldExpiresOn, isOutage } = rotation;
  const overlapEnds =
    oldExpiresOn === null || isOutage ? [] : [startOfDay(dayAfter(hardStopOn(oldExpiresOn)))];
  const turns = [
    ...overlapEnds,
    ...(rotation.step === 'cooling' ? [rotation.generation.liveAt] : []),
    ...(rotation.step === 'sharing' || rotation.step === 'ready' ? gateTurns(rotation, freezeWindows) : []),
  ];
  // Cooling that is over by now is due at once.
  if (rotation.step === 'cooling' && rotation.generation.liveAt <= at) return rotation.generation.liveAt;
  return turns.filter((turn) => turn > at).sort((a, b) => a.toMillis() - b.toMillis())[0] ?? null;
}

function gateTurns(rotation: Sharing | Ready, freezeWindows: readonly FreezeWindow[]): Moment[] {
  return [
    startOfDay(rotation.generation.expiresOn),
    ...(rotation.plannedActivateAt ? [rotation.plannedActivateAt] : []),
    ...freezeWindows.flatMap((w) => [startOfDay(w.fromOn), startOfDay(dayAfter(w.toOn))]),
  ];
}

/** Done means: the date was read in Setup, and (after an early Activate) every vendor is back. */
function complete(rotation: Activated, { at, leadDays }: Circumstance): Turned {
  const { dateRead } = rotation;
  if (dateRead === null || pendingParticipants(rotation).length > 0) return unchanged(rotation);
  const nextDueOn = dueOn(dateRead.expiresOn, leadDays);
  return {
    next: { ...rotation, step: 'done', dateRead, doneAt: at },
    events: [{ kind: 'rotation_done', expiresOn: dateRead.expiresOn, nextDueOn }],
  };
}
