import { isPlanned } from '../../domain/planned-start.ts';
import { dueOn, hardStopOn, type Day } from '../../domain/schedule.ts';
import { byWeek, type Weeks } from '../../domain/weeks.ts';
import type { PlanFacts, PlanPackage } from '../../usecases/read-plan.ts';
import { MOST_LABELS, type Bars } from './bar-chart.ts';

/** The cliff: when the secrets end. One that has no date has no bar. */
export function expiryBars({ packages, terms }: PlanFacts): Bars | null {
  const days = packages.flatMap(({ expiresOn }) => (expiresOn === null ? [] : [hardStopOn(expiresOn)]));
  return barsOf([{ name: 'Secrets', days }], {
    ...{ today: terms.today, title: 'When secrets end', yLabel: 'Secrets' },
  });
}

/** The starts: as they are without the proposal and with it, or as the plan has them that stands. */
export function startBars(facts: PlanFacts): Bars | null {
  const { packages, starts, changes, unplanned, terms } = facts;
  const { today } = terms;
  const onTheirOwn = (all: readonly PlanPackage[]) => all.flatMap((pkg) => startNow(pkg, today) ?? []);
  const farOff = unplanned.flatMap(({ package: pkg, why }) => (why === 'far_off' ? [pkg] : []));
  const planned = [...starts.map(({ startOn }) => startOn), ...onTheirOwn(farOff)];
  const now = { name: 'Now', days: onTheirOwn(packages) };
  const withPlan = { name: changes.length === 0 ? 'As planned' : 'As proposed', days: planned };
  const series = starts.length === 0 ? [now] : changes.length === 0 ? [withPlan] : [now, withPlan];
  return barsOf(series, { today, title: 'Rotations to start', yLabel: 'Rotations' });
}

/** When a package starts as things stand: as planned, else when it is due; today if that has passed. */
function startNow(pkg: PlanPackage, today: Day): Day | null {
  if (pkg.expiresOn === null || pkg.isUnderWay) return null;
  const day = isPlanned(pkg, hardStopOn(pkg.expiresOn))
    ? pkg.plannedStartOn
    : dueOn(pkg.expiresOn, pkg.leadDays);
  return day < today ? today : day;
}

const WEEKS_LOOKED_AT = 27;

interface Column {
  readonly label: string;
  /** One number for each series. */
  readonly values: readonly number[];
}

const isBusy = ({ values }: Column): boolean => values.some((value) => value > 0);

/**
 * Every day in a bar: those of one week together or, where that is more than Slack draws, of two. What is over, and what is
 * more than half a year off, has a bar of its own; empty weeks are left out at the ends only.
 */
function barsOf(
  series: readonly { readonly name: string; readonly days: readonly Day[] }[],
  { today, title, yLabel }: { today: Day; title: string; yLabel: string },
): Bars | null {
  const sorted = series.map(({ days }) => byWeek(days, (day) => day, { today, weeks: WEEKS_LOOKED_AT }));
  const column = (label: string, itemsOf: (weeks: Weeks<Day>) => readonly Day[] | undefined): Column => ({
    label,
    values: sorted.map((weeks) => itemsOf(weeks)?.length ?? 0),
  });
  const all = (sorted[0]?.weeks ?? []).map(({ mondayOn }, n) =>
    column(mondayOn, ({ weeks }) => weeks[n]?.items),
  );
  const weeks = all.slice(all.findIndex(isBusy), all.findLastIndex(isBusy) + 1);
  const before = [column('ended', ({ past }) => past)].filter(isBusy);
  const after = [column('later', ({ later }) => later)].filter(isBusy);
  const isWide = before.length + weeks.length + after.length > MOST_LABELS;
  const drawn = [...before, ...(isWide ? inPairs(weeks) : weeks), ...after];
  if (drawn.length === 0) return null;
  return {
    title: `${title}, by ${isWide ? 'two weeks' : 'week'}`,
    labels: drawn.map(({ label }) => label),
    series: series.map(({ name }, n) => ({ name, values: drawn.map(({ values }) => values[n] ?? 0) })),
    xLabel: isWide ? 'Two weeks from' : 'Week of',
    yLabel,
  };
}

const inPairs = (weeks: readonly Column[]): Column[] =>
  weeks.flatMap((week, n) => {
    if (n % 2 === 1) return [];
    const next = weeks[n + 1]?.values ?? [];
    return [{ label: week.label, values: week.values.map((value, of) => value + (next[of] ?? 0)) }];
  });
