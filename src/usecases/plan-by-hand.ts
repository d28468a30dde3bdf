import type { PlanPackage, StartToSet } from '../db/plans.ts';
import { lockWorkspace } from '../db/workspaces.ts';
import type { Person } from '../domain/people.ts';
import { choicesOf } from '../domain/plan.ts';
import { mondayOf, type Day } from '../domain/schedule.ts';
import { writeStarts, type Accepted } from './accept-plan.ts';
import type { Deps } from './deps.ts';
import { judgePlan, proposal, type PlanFacts } from './read-plan.ts';
import { refused, type Refusal, type Result } from './refusals.ts';

/** The week somebody chose for a package; null takes it out of the plan. */
export interface WeekChoice {
  readonly packageId: string;
  readonly mondayOn: Day | null;
}

/** Writes the weeks that somebody chose, all of them or none: one that is full, or too late, is refused by name. */
export async function planByHand(
  deps: Deps,
  { person, choices }: { person: Person; choices: readonly WeekChoice[] },
): Promise<Result<Accepted>> {
  const at = deps.clock.now();
  const planned = await deps.db.transaction(async (tx): Promise<Result<Accepted>> => {
    await lockWorkspace(tx, deps.workspaceId);
    const judged = await judgePlan({ ...deps, db: tx }, person);
    if (!judged.ok) return judged;
    const plan = await proposal(deps, tx, at);
    const chosen: Chosen[] = [];
    for (const choice of choices) {
      const found = startFor(plan, choice);
      if ('code' in found) return refused(found);
      chosen.push(found);
    }
    const full = fullWeek(plan, chosen);
    if (full) return refused(full);
    const starts = chosen.map(({ package: pkg, startOn }): StartToSet => ({ packageId: pkg.id, startOn }));
    return { ok: true, set: await writeStarts(deps, tx, starts, { person, at }) };
  });
  if (planned.ok) deps.wake();
  return planned;
}

interface Chosen {
  readonly package: PlanPackage;
  readonly startOn: Day | null;
}

/** The day in the chosen week: the one planned or proposed there, else its first. */
function startFor(plan: PlanFacts, { packageId, mondayOn }: WeekChoice): Chosen | Refusal {
  const pkg = plan.packages.find(({ id }) => id === packageId);
  if (!pkg) return { code: 'unknown_package' };
  if (mondayOn === null) return { package: pkg, startOn: null };
  const proposed = plan.starts.find((one) => one.package.id === packageId)?.startOn ?? null;
  if (proposed !== null && mondayOf(proposed) === mondayOn) return { package: pkg, startOn: proposed };
  const choice = choicesOf(pkg, plan.terms).find((one) => one.mondayOn === mondayOn);
  if (!choice) return { code: 'week_not_possible', packageId, name: pkg.name, mondayOn };
  return { package: pkg, startOn: choice.startOn };
}

/** The first choice that would make a week hold more than it can, counting what is planned already. */
function fullWeek({ packages, terms }: PlanFacts, chosen: readonly Chosen[]): Refusal | null {
  const capacity = terms.weeklyCapacity;
  if (capacity === null) return null;
  const moved = new Map(chosen.map(({ package: pkg, startOn }) => [pkg.id, startOn]));
  const loads = new Map([[mondayOf(terms.today), terms.startedThisWeek]]);
  const count = (startOn: Day | null): number => {
    if (startOn === null || startOn < terms.today) return 0;
    const week = mondayOf(startOn);
    const load = (loads.get(week) ?? 0) + 1;
    loads.set(week, load);
    return load;
  };
  for (const pkg of packages) if (!moved.has(pkg.id) && !pkg.isUnderWay) count(pkg.plannedStartOn);
  for (const { package: pkg, startOn } of chosen) {
    const isThere =
      startOn !== null && pkg.plannedStartOn !== null && mondayOf(startOn) === mondayOf(pkg.plannedStartOn);
    if (count(startOn) <= capacity || isThere || startOn === null) continue;
    return { code: 'week_is_full', packageId: pkg.id, name: pkg.name, mondayOn: mondayOf(startOn), capacity };
  }
  return null;
}
