import type { FreezeWindow } from '../../src/domain/package.ts';
import type { Plannable, PlanTerms } from '../../src/domain/plan.ts';

/** A package for plans: known to be in force, one vendor, nothing special. */
export const plannable = (id: string, facts: Partial<Plannable> = {}): Plannable => ({
  ...{ id, name: `Package ${id}`, expiresOn: '2026-09-30', isDateSure: true, leadDays: 7 },
  ...{ criticality: 'normal', isDormant: false, vendorIds: [`vendor of ${id}`], freezeWindows: [] },
  ...{ plannedStartOn: null, isUnderWay: false },
  ...facts,
});

/** A Wednesday, ten a week, Monday to Friday. */
export const terms = (of: Partial<PlanTerms> = {}): PlanTerms => ({
  ...{ today: '2026-07-01', weeklyCapacity: 10, startedThisWeek: 0 },
  ...{ freezeWindows: [], weekdays: [1, 2, 3, 4, 5], holidays: [] },
  ...of,
});

const DAY_MS = 86_400_000;
const ms = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const plus = (day: string, days: number): string =>
  new Date(ms(day) + days * DAY_MS).toISOString().slice(0, 10);
const weekday = (day: string): number => new Date(ms(day)).getUTCDay() || 7;
const monday = (day: string): string => plus(day, 1 - weekday(day));
const covers = (windows: readonly FreezeWindow[], day: string): boolean =>
  windows.some(({ fromOn, toOn }) => fromOn <= day && day <= toOn);

/** Every day on which a package may be started with all its lead days left: day by day, as the rules are written. */
export function daysInTime(
  pkg: Plannable,
  { today, weekdays, holidays, freezeWindows }: PlanTerms,
): string[] {
  if (pkg.expiresOn === null || pkg.isUnderWay) return [];
  const due = plus(pkg.expiresOn, -1 - pkg.leadDays);
  const days: string[] = [];
  for (let day = today; day <= due; day = plus(day, 1)) {
    const isFrozen = covers([...freezeWindows, ...pkg.freezeWindows], plus(day, pkg.leadDays));
    if (weekdays.includes(weekday(day)) && !holidays.includes(day) && !isFrozen) days.push(day);
  }
  return days;
}

/** Every day on which it can still be started before its hard stop, pressed for time or not. */
export function daysAtAll(pkg: Plannable, plan: PlanTerms): string[] {
  if (pkg.expiresOn === null || pkg.isUnderWay) return [];
  const hardStop = plus(pkg.expiresOn, -1);
  const windows = [...plan.freezeWindows, ...pkg.freezeWindows];
  const days = new Set(daysInTime(pkg, plan));
  let lastOpen = hardStop;
  while (lastOpen >= plan.today && covers(windows, lastOpen)) lastOpen = plus(lastOpen, -1);
  for (let day = plan.today; day <= lastOpen; day = plus(day, 1)) {
    if (plan.weekdays.includes(weekday(day)) && !plan.holidays.includes(day)) days.add(day);
  }
  return [...days];
}

/** How many can have a start at most: packages and places in weeks, matched one augmenting path at a time (Kuhn). */
export function mostStarts(packages: readonly (readonly string[])[], plan: PlanTerms): number {
  const places = packages.map((days) => {
    const weeks = [...new Set(days.map(monday))];
    return weeks.flatMap((week) => {
      const used = week === monday(plan.today) ? plan.startedThisWeek : 0;
      const free = Math.max(0, (plan.weeklyCapacity ?? 0) - used);
      return Array.from({ length: free }, (_, n) => `${week} ${n}`);
    });
  });
  const takenBy = new Map<string, number>();
  const seat = (who: number, tried: Set<string>): boolean =>
    (places[who] ?? []).some((place) => {
      if (tried.has(place)) return false;
      tried.add(place);
      const other = takenBy.get(place);
      if (other !== undefined && !seat(other, tried)) return false;
      takenBy.set(place, who);
      return true;
    });
  return places.filter((_, who) => seat(who, new Set())).length;
}

/** How many of these days lie in each week. */
export function loads(days: readonly string[]): Map<string, number> {
  const weeks = Map.groupBy(days, monday);
  return new Map([...weeks].map(([week, all]) => [week, all.length]));
}

export { monday, plus };
