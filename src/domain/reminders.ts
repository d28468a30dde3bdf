import { RULES } from './rules.ts';
import { daysLeft, dueOn, startOfDay, type Day, type Moment, dayOf } from './schedule.ts';

/** Which reminder: its number of days before the hard stop. */
export type RungDays = number;

/** The reminder days of a package, earliest first: its lead days, then those of RULES.laterRungDays that are later. */
export const rungs = (leadDays: number): RungDays[] => [
  leadDays,
  ...RULES.laterRungDays.filter((days) => days < leadDays),
];

/**
 * The one rung a package owes on `today`: the most urgent that has been reached, or null when none has.
 * After days of silence this is one message, not three.
 */
export function rungDue(expiresOn: Day, leadDays: number, today: Day): RungDays | null {
  const left = daysLeft(expiresOn, today);
  return rungs(leadDays).findLast((days) => left <= days) ?? null;
}

/** When the sweep must look at the package again: the start of the next rung's day; null when no rung is left. */
export function nextLookAt(expiresOn: Day | null, leadDays: number, now: Moment): Moment | null {
  if (expiresOn === null) return null;
  const today = dayOf(now);
  const next = rungs(leadDays).find((days) => dueOn(expiresOn, days) > today);
  return next === undefined ? null : startOfDay(dueOn(expiresOn, next));
}
