import { compare } from './plan-order.ts';
import type { Placed } from './plan-place.ts';

interface Seat<P> {
  readonly of: P;
  week: number;
  isSettled: boolean;
}

const isInTime = ({ room }: Placed<unknown>, week: number): boolean => room[week]?.standing === 'in_time';

/** Whether two may change places: neither loses by it. */
const areAlike = (a: Seat<Placed<unknown>>, b: Seat<Placed<unknown>>): boolean =>
  a.of.risk === b.of.risk &&
  isInTime(a.of, a.week) &&
  isInTime(a.of, b.week) &&
  isInTime(b.of, b.week) &&
  isInTime(b.of, a.week);

/** The week in which most of them are; the earlier of two. */
function homeOf(members: readonly Seat<unknown>[]): number | undefined {
  const weeks = [...Map.groupBy(members, ({ week }) => week)];
  const [most] = weeks.toSorted(([a, one], [b, other]) => other.length - one.length || a - b);
  return most?.[0];
}

/**
 * Brings companies together that were put into several weeks: a stray changes places with somebody as risky, in the week where
 * most of its company is, if both stay in time. What is kept where it was planned stays there.
 */
export function gather<P extends Placed<unknown>>(placed: readonly P[], companyOf: (one: P) => string): P[] {
  const seats = placed.map((of): Seat<P> => ({ of, week: of.week, isSettled: of.keptDay !== null }));
  const companies = [...Map.groupBy(seats, ({ of }) => companyOf(of))]
    .filter(([name, members]) => name !== '' && members.length > 1)
    .toSorted(([a, one], [b, other]) => other.length - one.length || compare(a, b));
  for (const [name, members] of companies) {
    const home = homeOf(members);
    const strays = members.filter(({ week, isSettled }) => week !== home && !isSettled);
    const hosts = strays.length === 0 ? [] : seats.filter((one) => one.week === home && !one.isSettled);
    for (const stray of strays) {
      const other = hosts.find(
        (one) => one.week === home && companyOf(one.of) !== name && areAlike(stray, one),
      );
      if (other) [stray.week, other.week] = [other.week, stray.week];
    }
    for (const member of members) member.isSettled = true;
  }
  return seats.map(({ of, week }) => ({ ...of, week }));
}
