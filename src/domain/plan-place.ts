import type { Plannable, PlannedStart } from './plan.ts';
import { gather } from './plan-company.ts';
import { Weeks, type Kind } from './plan-flow.ts';
import { companyOf, compare, dealOut, MOST_RISK, riskOf } from './plan-order.ts';
import { WEEKS_AHEAD, type Horizon, type Room, type WeekRoom } from './plan-room.ts';

/** A package with the weeks it may start in. */
export interface Candidate<T> {
  readonly package: T;
  readonly room: Room;
  readonly risk: number;
  readonly isExpired: boolean;
  /** Its present plan, in days from the first Monday, if that still holds. */
  readonly keptDay: number | null;
}

/** A candidate with its week. */
export interface Placed<T> extends Candidate<T> {
  readonly week: number;
}

const weekOf = (day: number): number => Math.floor(day / 7);

export function candidateOf<T extends Plannable>(pkg: T, room: Room, horizon: Horizon): Candidate<T> {
  const standings = room.map((week) => week?.standing);
  const isExpired = standings.includes('expired');
  const planned = pkg.plannedStartOn === null ? null : horizon.offsetOf(pkg.plannedStartOn);
  const isKept = planned !== null && room[weekOf(planned)]?.days.includes(planned) === true;
  const risk = riskOf(pkg, !standings.includes('in_time'));
  return { package: pkg, room, risk, isExpired, keptDay: isKept ? planned : null };
}

/** Nothing else is worth being late for, and little is worth changing what was agreed on. */
const LATE = 1e7;
const KEPT = 1e4;

/** In time the later the better, for the risky less so; late, the sooner the better, for the risky more so. */
function costOf({ standing }: WeekRoom, week: number, { risk, keptDay }: Candidate<unknown>): number {
  const kept = keptDay !== null && weekOf(keptDay) === week ? KEPT : 0;
  return (standing === 'in_time' ? -week * (MOST_RISK + 1 - risk) : LATE + week * (1 + risk)) - kept;
}

/** Those that can still be in time come first; of them the risky, then those that end first. */
const byUrgency = <T extends Plannable>(a: Candidate<T>, b: Candidate<T>): number =>
  Number(a.isExpired) - Number(b.isExpired) ||
  b.risk - a.risk ||
  compare(a.package.expiresOn ?? '', b.package.expiresOn ?? '');

/** Finds each its week, then its day. `left`: those for whom there is no week with room. */
export function place<T extends Plannable>(
  candidates: readonly Candidate<T>[],
  horizon: Horizon,
): { starts: PlannedStart<T>[]; left: T[] } {
  const { weeklyCapacity, startedThisWeek } = horizon.terms;
  const capacity = weeklyCapacity ?? 0;
  const kinds = Map.groupBy(candidates, kindKey(candidates));
  const kindOf = new Map([...kinds.values()].flatMap((all, kind) => all.map((one) => [one, kind] as const)));
  const weeks = new Weeks(
    [...kinds.values()].map(([one]): Kind => ({ costs: one ? costsOf(one) : [] })),
    Array.from({ length: WEEKS_AHEAD }, (_, n) => Math.max(0, capacity - (n === 0 ? startedThisWeek : 0))),
  );
  const asked = candidates.toSorted(byUrgency);
  const isPlaced = new Set(asked.filter((one) => weeks.add(kindOf.get(one) ?? -1)));
  const company = companyOf(
    [...isPlaced].map((one) => one.package),
    capacity,
  );
  const placed = [...kinds.values()].flatMap((all, kind) => {
    const found = all.filter((one) => isPlaced.has(one));
    return dealOut(found, (one) => company.get(one.package) ?? '', weeks.placement[kind] ?? []);
  });
  const gathered = gather(placed, (one) => company.get(one.package) ?? '');
  return {
    starts: daysFor(gathered, company, horizon),
    left: candidates.filter((one) => !isPlaced.has(one)).map((one) => one.package),
  };
}

/** Alike are those with the same room, the same risk and the same week to keep. */
function kindKey<T>(candidates: readonly Candidate<T>[]) {
  const rooms = new Map([...new Set(candidates.map(({ room }) => room))].map((room, n) => [room, n]));
  return ({ room, risk, keptDay }: Candidate<T>): string =>
    `${rooms.get(room)} ${risk} ${keptDay === null ? '' : weekOf(keptDay)}`;
}

const costsOf = (one: Candidate<unknown>): (number | null)[] =>
  one.room.map((week, n) => (week ? costOf(week, n, one) : null));

/** Spreads a week's packages over its days, a vendor's beside each other; what can't wait is first. */
function daysFor<T extends Plannable>(
  placed: readonly Placed<T>[],
  company: ReadonlyMap<T, string>,
  horizon: Horizon,
): PlannedStart<T>[] {
  const ofCompany = (one: Placed<T>) => company.get(one.package) ?? '';
  return [...Map.groupBy(placed, ({ week }) => week).values()].flatMap((all) =>
    all
      .toSorted((a, b) => compare(ofCompany(a), ofCompany(b)))
      .flatMap((one, n): PlannedStart<T>[] => {
        const room = one.room[one.week];
        if (!room) return [];
        const { days, standing } = room;
        const isKept = one.keptDay !== null && weekOf(one.keptDay) === one.week;
        const share = standing === 'in_time' ? n / all.length : 0;
        const day = isKept ? one.keptDay : days[Math.floor(share * days.length)];
        return [{ package: one.package, startOn: horizon.dayAt(day ?? 0), standing }];
      }),
  );
}
