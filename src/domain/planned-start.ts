import type { Package } from './package.ts';
import { daysBetween, type Day } from './schedule.ts';

type Starting = Pick<Package, 'leadDays' | 'plannedStartOn'>;

/**
 * How many days before its deadline a package's rotation is to be started: on the day it is planned for, with its lead days at
 * least. A plan that has come to leave fewer counts for nothing.
 */
export const startLeadDays = (pkg: Starting, deadlineOn: Day): number =>
  isPlanned(pkg, deadlineOn) ? daysBetween(pkg.plannedStartOn, deadlineOn) : pkg.leadDays;

/** Whether a plan says when it starts. */
export const isPlanned = <P extends Starting>(
  pkg: P,
  deadlineOn: Day | null,
): pkg is P & { readonly plannedStartOn: Day } =>
  pkg.plannedStartOn !== null &&
  deadlineOn !== null &&
  daysBetween(pkg.plannedStartOn, deadlineOn) >= pkg.leadDays;

const DAYS_OF_SILENCE = 7;

/**
 * The days before its deadline on which a start is spoken of. A planned one on its day, and from then on once a week until it
 * would be due anyway; not before: the plan was the word ahead of time.
 */
export function startDays(pkg: Starting, deadlineOn: Day, usual: readonly number[]): number[] {
  const days = [...usual, pkg.leadDays];
  if (!isPlanned(pkg, deadlineOn)) return [...new Set(days)];
  const lead = startLeadDays(pkg, deadlineOn);
  const weeks = Math.ceil((lead - pkg.leadDays) / DAYS_OF_SILENCE);
  const weekly = Array.from({ length: weeks }, (_, n) => lead - DAYS_OF_SILENCE * n);
  return [...new Set([...weekly, ...days.filter((one) => one <= pkg.leadDays)])];
}
