import type { FreezeWindow } from './package.ts';
import type { Plannable, PlanTerms } from './plan.ts';
import { daysAfter, daysBetween, dueOn, hardStopOn, mondayOf, type Day } from './schedule.ts';

/** A secret lives 180 days (rule 5): whatever is due is due within so many weeks, or its date is wrong. */
export const WEEKS_AHEAD = 27;
const DAYS_AHEAD = 7 * WEEKS_AHEAD;

/** In time: all its lead days are left. Tight: fewer, but before the hard stop. Expired: there is no hard stop to meet any more. */
export type Standing = 'in_time' | 'tight' | 'expired';

/** Why a package can't be given a start. */
export type NoRoom = 'under_way' | 'unknown_date' | 'far_off' | 'frozen' | 'no_room' | 'no_capacity';

/** Days of one week on which a package may be started, all of the same standing. Days are counted from the first Monday. */
export interface WeekRoom {
  readonly standing: Standing;
  readonly days: readonly number[];
}

/** Where a package may start, week by week; null for a week without such a day. */
export type Room = readonly (WeekRoom | null)[];

/** Turns days into numbers from the present week's Monday on: a plan weighs many packages, and calendars are slow. */
export class Horizon {
  readonly terms: PlanTerms;
  readonly today: number;
  private readonly monday: Day;
  private readonly offsets = new Map<Day, number>();
  private readonly rooms = new Map<string, Room | NoRoom>();
  private readonly days: Day[] = [];

  constructor(terms: PlanTerms) {
    this.terms = terms;
    this.monday = mondayOf(terms.today);
    this.today = this.offsetOf(terms.today);
  }

  offsetOf(day: Day): number {
    const known = this.offsets.get(day) ?? daysBetween(this.monday, day);
    this.offsets.set(day, known);
    return known;
  }

  dayAt(offset: number): Day {
    return (this.days[offset] ??= daysAfter(this.monday, offset));
  }

  /** The same object for packages that have the same room. */
  roomOf(pkg: Plannable): Room | NoRoom {
    if (pkg.isUnderWay) return 'under_way';
    if (pkg.expiresOn === null) return 'unknown_date';
    const key = JSON.stringify([pkg.expiresOn, pkg.leadDays, pkg.freezeWindows]);
    const known = this.rooms.get(key) ?? this.reckon({ ...pkg, expiresOn: pkg.expiresOn });
    this.rooms.set(key, known);
    return known;
  }

  private reckon({ expiresOn, leadDays, freezeWindows }: Plannable & { expiresOn: Day }): Room | NoRoom {
    const { today } = this;
    const hardStop = this.offsetOf(hardStopOn(expiresOn));
    const due = this.offsetOf(dueOn(expiresOn, leadDays));
    if (due >= DAYS_AHEAD) return 'far_off';
    const isFrozen = frozenDays([...this.terms.freezeWindows, ...freezeWindows], (day) => this.offsetOf(day));
    if (hardStop < today) return this.weeksOf((day) => (isFrozen(day) ? null : 'expired'));
    let lastOpen = hardStop;
    while (lastOpen >= today && isFrozen(lastOpen)) lastOpen -= 1;
    const standingOn = (day: number): Standing | null => {
      if (day <= due && !isFrozen(day + leadDays)) return 'in_time';
      return day <= lastOpen ? 'tight' : null;
    };
    const room = this.weeksOf(standingOn);
    if (room !== 'frozen' || lastOpen < today) return room;
    // No working day is left before it ends: then today is as good as any.
    return [{ standing: 'tight', days: [today] }, ...Array.from({ length: WEEKS_AHEAD - 1 }, () => null)];
  }

  /** A week that has days of both standings offers the better ones only. */
  private weeksOf(standingOn: (day: number) => Standing | null): Room | 'frozen' {
    const room = Array.from({ length: WEEKS_AHEAD }, (_, week): WeekRoom | null => {
      const worked = Array.from({ length: 7 }, (_, n) => 7 * week + n).filter((day) => this.isWorked(day));
      const days = Map.groupBy(worked, standingOn);
      const standing = (['in_time', 'tight', 'expired'] as const).find((one) => days.has(one));
      return standing ? { standing, days: days.get(standing) ?? [] } : null;
    });
    return room.every((week) => week === null) ? 'frozen' : room;
  }

  private isWorked(day: number): boolean {
    const { weekdays, holidays } = this.terms;
    return day >= this.today && weekdays.includes((day % 7) + 1) && !holidays.includes(this.dayAt(day));
  }
}

function frozenDays(windows: readonly FreezeWindow[], offsetOf: (day: Day) => number) {
  const spans = windows.map(({ fromOn, toOn }) => [offsetOf(fromOn), offsetOf(toOn)] as const);
  return (day: number): boolean => spans.some(([from, to]) => from <= day && day <= to);
}
