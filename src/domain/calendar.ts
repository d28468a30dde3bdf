import {
  activateWords,
  dueWords,
  expiryWords,
  startWords,
  type CalendarWords,
  type EndedWhy,
} from './calendar-words.ts';
import { isPlanned } from './planned-start.ts';
import { RULES } from './rules.ts';
import { dayAfter, dayOf, dueOn, hardStopOn, startOfDay, type Day, type Moment } from './schedule.ts';

/** The day that was planned last for a rotation's start, and when it was taken out of the plan again. */
export interface CalendarPlan {
  readonly startOn: Day;
  readonly droppedAt: Moment | null;
}

/** A rotation as its package's calendar needs it. */
export interface CalendarRotation {
  readonly number: number;
  /** How many rotations of the package had reached Activate before this one. */
  readonly cycle: number;
  readonly oldExpiresOn: Day | null;
  /** Of the time before its Activate. */
  readonly plan: CalendarPlan | null;
  readonly plannedActivateAt: Moment | null;
  /** The last plan, if it was given up without another: for what time it was, and when that was. */
  readonly dropped: { readonly activateAt: Moment; readonly at: Moment } | null;
  readonly activatedAt: Moment | null;
  readonly cancelledAt: Moment | null;
}

/** A package as its calendar needs it. */
export interface CalendarPackage {
  readonly id: string;
  readonly name: string;
  readonly expiresOn: Day | null;
  readonly leadDays: number;
  /** The plan that holds. */
  readonly plannedStartOn: Day | null;
  /** Of the time since the last Activate. */
  readonly plan: CalendarPlan | null;
  readonly retiredAt: Moment | null;
  /** Grows with everything that happens to the package, so also with every date that moves (RFC 5545, SEQUENCE). */
  readonly revision: number;
  /** How many of its rotations have reached Activate. */
  readonly cycle: number;
  readonly rotations: readonly CalendarRotation[];
}

/** When an event is: a day, or a window that begins at a moment. */
export type EventTime =
  { readonly onDay: Day } | { readonly onDay: null; readonly startsAt: Moment; readonly endsAt: Moment };

/** One event of a calendar (RFC 5545). Its uid stays the same when its date moves. */
export type CalendarEvent = EventTime &
  CalendarWords & {
    readonly uid: string;
    readonly sequence: number;
    readonly isCancelled: boolean;
    /** Minutes from the start; negative before it. A day starts at midnight, wherever its reader is. */
    readonly alarms: readonly number[];
  };

interface Drawn {
  readonly event: CalendarEvent;
  /** From then on there is nothing to expect of it: it has passed, or was cancelled. */
  readonly overAt: Moment;
}

interface Ended {
  readonly at: Moment;
  readonly why: EndedWhy;
}

/** Nine in the morning so many days before. */
const morningBefore = (days: number): number => (9 - 24 * days) * 60;
const ALARMS = {
  due: [morningBefore(1)],
  start: [morningBefore(1)],
  expiry: [morningBefore(7), morningBefore(1)],
  activate: [-60],
} as const;

/** All events of these packages, but for those that were over long ago. `command` is the slash command. */
export function calendarOf(
  packages: readonly CalendarPackage[],
  command: string,
  now: Moment,
): CalendarEvent[] {
  const since = now.minus({ days: RULES.calendarPastDays });
  return packages
    .flatMap((pkg) => [
      ...datesOf(pkg, command, presentCycle(pkg)),
      ...pkg.rotations.flatMap((rotation) => datesOf(pkg, command, cycleEndedBy(rotation))),
      ...pkg.rotations.flatMap((rotation) => plan(pkg, command, rotation)),
    ])
    .filter(({ overAt }) => overAt >= since)
    .map(({ event }) => event);
}

/** When the package is due next and when its secret expires, as far as that is still ahead. */
export const nextDatesOf = (pkg: CalendarPackage, command: string, now: Moment): CalendarEvent[] =>
  datesOf(pkg, command, presentCycle(pkg))
    .filter(({ overAt }) => overAt > now)
    .map(({ event }) => event);

/** The time of one secret, from the rotation that brought it to the one that replaces it. */
interface Cycle {
  readonly cycle: number;
  readonly expiresOn: Day;
  readonly plan: CalendarPlan | null;
  readonly ended: Ended | null;
}

function presentCycle(pkg: CalendarPackage): Cycle | null {
  const { cycle, expiresOn, retiredAt, plan } = pkg;
  if (expiresOn === null) return null;
  // A plan that ended with its date, or has come to leave too few days, counts for nothing.
  const isKept = plan?.droppedAt || retiredAt || isPlanned(pkg, hardStopOn(expiresOn));
  return {
    cycle,
    expiresOn,
    plan: isKept ? plan : null,
    ended: retiredAt && { at: retiredAt, why: 'retired' },
  };
}

/** Rotated early, what was still ahead is needed no more. */
const cycleEndedBy = ({ cycle, oldExpiresOn, plan, activatedAt }: CalendarRotation): Cycle | null =>
  activatedAt === null || oldExpiresOn === null
    ? null
    : { cycle, expiresOn: oldExpiresOn, plan, ended: { at: activatedAt, why: 'rotated' } };

/** Its days. The cycle names them, not the rotation: starting one moves nothing. */
function datesOf(pkg: CalendarPackage, command: string, of: Cycle | null): Drawn[] {
  if (of === null) return [];
  const { cycle, expiresOn, plan, ended } = of;
  const dropped = plan?.droppedAt && ({ at: plan.droppedAt, why: 'unplanned' } as const);
  const days = [
    { kind: 'due', on: dueOn(expiresOn, pkg.leadDays), words: dueWords, ended },
    ...(plan
      ? [{ kind: 'start', on: plan.startOn, words: startWords, ended: dropped ?? ended } as const]
      : []),
    { kind: 'expiry', on: hardStopOn(expiresOn), words: expiryWords, ended },
  ] as const;
  return days.map(({ kind, on, words, ended: end }) => {
    const cancelled = end !== null && on >= dayOf(end.at) ? end : null;
    const said = words({ ...pkg, command, expiresOn }, cancelled);
    const uid = `${kind}-${pkg.id}-${cycle}@rekey`;
    return drawn(pkg, { kind, uid, time: { onDay: on }, said, cancelled });
  });
}

/** The window for Activate. Once it has begun it stays as it was. */
function plan(pkg: CalendarPackage, command: string, rotation: CalendarRotation): Drawn[] {
  const { plannedActivateAt, dropped, number } = rotation;
  const startsAt = plannedActivateAt ?? dropped?.activateAt;
  if (!startsAt) return [];
  const ended = endOfPlan(rotation);
  const cancelled = ended !== null && startsAt > ended.at ? ended : null;
  const said = activateWords({ ...pkg, command, number }, cancelled);
  const endsAt = startsAt.plus({ minutes: RULES.activateWindowMinutes });
  const uid = `activate-${pkg.id}-${number}@rekey`;
  const time = { onDay: null, startsAt, endsAt };
  return [drawn(pkg, { kind: 'activate', uid, time, said, cancelled })];
}

function endOfPlan({ plannedActivateAt, dropped, activatedAt, cancelledAt }: CalendarRotation): Ended | null {
  if (plannedActivateAt === null) return dropped && { at: dropped.at, why: 'dropped' };
  if (activatedAt !== null) return { at: activatedAt, why: 'activated' };
  return cancelledAt && { at: cancelledAt, why: 'cancelled' };
}

interface Drawing {
  readonly kind: keyof typeof ALARMS;
  readonly uid: string;
  readonly time: EventTime;
  readonly said: CalendarWords;
  readonly cancelled: Ended | null;
}

function drawn({ revision }: CalendarPackage, { kind, uid, time, said, cancelled }: Drawing): Drawn {
  const isCancelled = cancelled !== null;
  const alarms = isCancelled ? [] : ALARMS[kind];
  const endsAt = time.onDay === null ? time.endsAt : startOfDay(dayAfter(time.onDay));
  return {
    event: { uid, sequence: revision, ...time, ...said, isCancelled, alarms },
    overAt: cancelled?.at ?? endsAt,
  };
}
