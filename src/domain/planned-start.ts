import type { Package } from './package.ts';
import { daysBetween, dueOn, type Day } from './schedule.ts';

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

type Dated = Starting & Pick<Package, 'expiresOn'>;

/**
 * The planned start once the secret’s date is another: kept where it still fits. It goes with the date, when it has come to lie
 * behind the day the rotation is due, and when the date moved later by more than the lead days: then it was another cycle’s.
 */
export function keptStart(before: Dated, after: Pick<Dated, 'expiresOn' | 'leadDays'>): Day | null {
  const { plannedStartOn, expiresOn } = before;
  if (plannedStartOn === null || after.expiresOn === expiresOn) return plannedStartOn;
  if (after.expiresOn === null || plannedStartOn > dueOn(after.expiresOn, after.leadDays)) return null;
  const isLater = expiresOn !== null && daysBetween(expiresOn, after.expiresOn) > after.leadDays;
  return isLater ? null : plannedStartOn;
}

const DAYS_OF_SILENCE = 7;
/** The last days are spoken of one by one, however short the lead days. */
const LAST_DAYS = 3;
/** A first word, long ahead: of a start that nobody has planned. */
export const HEADS_UP_DAYS = 30;

/**
 * The days before its deadline on which a start is spoken of. A planned one without the heads-up, on its day, and from then on
 * once a week until it would be due anyway: so each word, but for that one, comes no later than it would without a plan.
 */
export function startDays(pkg: Starting, deadlineOn: Day, usual: readonly number[]): number[] {
  const days = [...usual, pkg.leadDays];
  if (!isPlanned(pkg, deadlineOn)) return [...new Set(days)];
  const lead = startLeadDays(pkg, deadlineOn);
  const weeks = Math.ceil((lead - pkg.leadDays) / DAYS_OF_SILENCE);
  const weekly = Array.from({ length: weeks }, (_, n) => lead - DAYS_OF_SILENCE * n);
  const isAhead = (day: number) => day > lead && day !== HEADS_UP_DAYS;
  const last = Math.max(pkg.leadDays, LAST_DAYS);
  return [...new Set([...weekly, ...days.filter((one) => isAhead(one) || one <= last)])];
}
