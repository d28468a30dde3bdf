import type { Circumstance } from './command.ts';
import type { RotationEvent } from './event.ts';
import { gateReasons, hasRunOut, type GateReason } from './gate.ts';
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
import { endOfRequest, factsOfRequest, withoutRequest } from './second-person.ts';

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
  const ended = endRequests(rotation, circumstance);
  if (ended.events.length > 0) {
    const after = turnGate(ended.next, circumstance);
    return { next: after.next, events: [...ended.events, ...after.events] };
  }
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
      if (reasons.length > 0) return wantSecond(rotation, reasons, circumstance.at);
      return {
        next: { ...rotation, step: 'ready', readyAt: circumstance.at, secondPerson: noneWanted(rotation) },
        events: [{ kind: 'gate_opened' }],
      };
    }
    case 'ready': {
      const reasons = gateReasons(rotation, circumstance.freezeWindows, circumstance.at);
      if (reasons.length === 0) return unchanged(rotation);
      const { readyAt: _, ...facts } = rotation;
      const shut = wantSecond({ ...facts, step: 'sharing' }, reasons, circumstance.at).next;
      return { next: shut, events: [{ kind: 'gate_shut', reasons }] };
    }
    case 'activated':
      return complete(rotation, circumstance);
    case 'generating':
    case 'done':
    case 'cancelled':
      return unchanged(rotation);
  }
}

/** What was asked for ends when it has waited for too long, or when what it rested on has changed. */
function endRequests(rotation: Rotation, circumstance: Circumstance): Turned {
  let next = rotation;
  const events: RotationEvent[] = [];
  for (const request of rotation.secondPerson.requests) {
    const because = endOfRequest(rotation, request, circumstance);
    if (because === null) continue;
    next = withoutRequest(next, request.number);
    events.push({ kind: 'second_person_ended', ...factsOfRequest(rotation, request), because });
  }
  return { next, events };
}

const noneWanted = ({ secondPerson }: Sharing) => ({ ...secondPerson, wantedAt: null });

/** Notes since when nothing but a second person keeps the gate shut, and says so once. */
function wantSecond(rotation: Sharing, reasons: readonly GateReason[], at: Moment): Turned {
  const isWanted = reasons.every((reason) => reason === 'second_person_missing');
  const { secondPerson } = rotation;
  const isNoted = secondPerson.wantedAt !== null;
  if (isWanted === isNoted) return unchanged(rotation);
  if (!isWanted) return unchanged({ ...rotation, secondPerson: noneWanted(rotation) });
  const next = { ...rotation, secondPerson: { ...secondPerson, wantedAt: at } };
  return { next, events: [{ kind: 'second_person_wanted' }] };
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
  const requestsEnd = rotation.secondPerson.requests.map(({ endsAt }) => endsAt);
  if (hasEnded(rotation)) return null;
  if (rotation.step === 'activated') return soonest(requestsEnd, at);
  const { oldExpiresOn, isOutage } = rotation;
  const overlapEnds =
    oldExpiresOn === null || isOutage ? [] : [startOfDay(dayAfter(hardStopOn(oldExpiresOn)))];
  const turns = [
    ...overlapEnds,
    ...requestsEnd,
    ...(rotation.step === 'cooling' ? [rotation.generation.liveAt] : []),
    ...(rotation.step === 'sharing' || rotation.step === 'ready' ? gateTurns(rotation, freezeWindows) : []),
  ];
  // Cooling that is over by now is due at once.
  if (rotation.step === 'cooling' && rotation.generation.liveAt <= at) return rotation.generation.liveAt;
  return soonest(turns, at);
}

const soonest = (turns: readonly Moment[], at: Moment): Moment | null =>
  turns.filter((turn) => turn > at).toSorted((a, b) => a.toMillis() - b.toMillis())[0] ?? null;

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
