import { endOf } from './duties.ts';
import type { Due } from './ladder.ts';
import type { Moment } from './schedule.ts';
import { digestFrom, slotAfter, workingMoment, type WorkingTime } from './working-time.ts';

const HOURS_LEFT_TO_HURRY = 24;

/** From then on nothing about it waits for anybody's working hours. Null: it has no date. */
const lastDayFrom = ({ duty: { deadlineOn } }: Due): Moment | null =>
  deadlineOn === null ? null : endOf(deadlineOn).minus({ hours: HOURS_LEFT_TO_HURRY });

/** When a due reminder leaves: in working hours, unless those come too late or something is down. */
export function leavesAt(due: Due, time: WorkingTime, now: Moment): Moment {
  if (due.duty.isDown) return now;
  const worked = workingMoment(now, time);
  const lastDay = lastDayFrom(due);
  return lastDay && worked > lastDay ? now : worked;
}

/** How a due reminder may reach a person, in the order to be tried. */
export interface Leaving {
  /** In the day's one message, if that has not left by then. Null: it can't wait for it. */
  readonly today: Moment | null;
  /** In that of their next working day. Null: that would be too late. */
  readonly next: Moment | null;
  /** By itself. */
  readonly alone: Moment;
}

/** An outage, and the last day, wait for no message of the day; anything else does, unless the next one comes too late. */
export function leavingFor(due: Due, time: WorkingTime, now: Moment): Leaving {
  const alone = leavesAt(due, time, now);
  const today = digestFrom(alone, time);
  const lastDay = lastDayFrom(due);
  if (due.duty.isDown || (lastDay && alone >= lastDay)) {
    return { today: today > now ? null : today, next: null, alone };
  }
  if (alone < workingMoment(now, time)) return { today: null, next: null, alone };
  const next = slotAfter(today, 0, time);
  return { today, next: lastDay && next > lastDay ? null : next, alone };
}
