import type { Criticality, FreezeWindow } from './package.ts';
import { byName, compare } from './plan-order.ts';
import { candidateOf, place, type Candidate } from './plan-place.ts';
import { Horizon, type NoRoom, type Standing } from './plan-room.ts';
import type { Day } from './schedule.ts';

export type { NoRoom, Standing };

/** A package as a plan weighs it. */
export interface Plannable {
  readonly id: string;
  readonly name: string;
  readonly expiresOn: Day | null;
  /** Read in Setup, not computed. */
  readonly isDateSure: boolean;
  readonly leadDays: number;
  readonly criticality: Criticality;
  readonly isDormant: boolean;
  readonly vendorIds: readonly string[];
  readonly freezeWindows: readonly FreezeWindow[];
  readonly plannedStartOn: Day | null;
  /** A rotation is open. */
  readonly isUnderWay: boolean;
}

/** What holds for all of them. */
export interface PlanTerms {
  readonly today: Day;
  /** How many rotations may be started in a week; null where nobody has said. */
  readonly weeklyCapacity: number | null;
  /** How many of this week's have been started already. */
  readonly startedThisWeek: number;
  readonly freezeWindows: readonly FreezeWindow[];
  /** ISO: 1 is Monday. */
  readonly weekdays: readonly number[];
  readonly holidays: readonly Day[];
}

export interface PlannedStart<T> {
  readonly package: T;
  readonly startOn: Day;
  readonly standing: Standing;
}

export interface Unplanned<T> {
  readonly package: T;
  readonly why: NoRoom;
}

/** A start for each package, by day; and those that can't have one, with the reason. */
export interface Plan<T> {
  readonly starts: readonly PlannedStart<T>[];
  readonly unplanned: readonly Unplanned<T>[];
}

/**
 * Spreads the starts of rotations over the weeks: never more than the capacity, in time wherever that can be, as late as that
 * allows (rotated early, a secret's days are lost), the risky before the others, a vendor's packages together, and what is
 * planned already where it is. Pure: the order of the packages does not matter, and a plan that was accepted stays.
 */
export function planStarts<T extends Plannable>(packages: readonly T[], terms: PlanTerms): Plan<T> {
  const horizon = new Horizon(terms);
  const candidates: Candidate<T>[] = [];
  const unplanned: Unplanned<T>[] = [];
  for (const pkg of packages.toSorted(byName)) {
    const room = horizon.roomOf(pkg);
    if (typeof room === 'string') unplanned.push({ package: pkg, why: room });
    else if (terms.weeklyCapacity === null) unplanned.push({ package: pkg, why: 'no_capacity' });
    else candidates.push(candidateOf(pkg, room, horizon));
  }
  const { starts, left } = place(candidates, horizon);
  const noRoom = left.map((pkg) => ({ package: pkg, why: 'no_room' as const }));
  return {
    starts: starts.toSorted((a, b) => compare(a.startOn, b.startOn) || byName(a.package, b.package)),
    unplanned: [...unplanned, ...noRoom].toSorted((a, b) => byName(a.package, b.package)),
  };
}

/** The weeks in which a package may be started, for choosing one by hand: in time if there are any, tight ones otherwise. */
export function choicesOf(
  pkg: Plannable,
  terms: PlanTerms,
): { mondayOn: Day; startOn: Day; standing: Standing }[] {
  const horizon = new Horizon(terms);
  const room = horizon.roomOf(pkg);
  if (typeof room === 'string') return [];
  const all = room.flatMap((week, n) => {
    const [first] = week?.days ?? [];
    if (!week || first === undefined) return [];
    return [{ mondayOn: horizon.dayAt(7 * n), startOn: horizon.dayAt(first), standing: week.standing }];
  });
  const inTime = all.filter(({ standing }) => standing === 'in_time');
  return inTime.length > 0 ? inTime : all;
}
