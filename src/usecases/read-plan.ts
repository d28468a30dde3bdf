import { createHash } from 'node:crypto';
import type { Db } from '../db/connection.ts';
import { isAppointed } from '../db/packages.ts';
import { packagesToPlan, rotationsSince, type PlanPackage, type StartToSet } from '../db/plans.ts';
import { NO_POLICY, policiesOf } from '../db/policies.ts';
import { viewingOf } from '../db/roles.ts';
import { forecast, PACE_WEEKS, type Forecast, type Pace } from '../domain/forecast.ts';
import type { Person } from '../domain/people.ts';
import { planStarts, type Plan, type PlanTerms } from '../domain/plan.ts';
import { policyOf } from '../domain/policy.ts';
import { may } from '../domain/roles.ts';
import { dayOf, mondayOf, startOfDay, type Moment } from '../domain/schedule.ts';
import type { Deps } from './deps.ts';
import { refused, type Result } from './refusals.ts';

export type { PlanPackage };

/** A proposal, with what it is held against. */
export interface PlanFacts extends Plan<PlanPackage> {
  readonly terms: PlanTerms;
  /** All that can be rotated, those of the proposal and the others. */
  readonly packages: readonly PlanPackage[];
  /** What accepting it would write. */
  readonly changes: readonly StartToSet[];
  /** Names this proposal among others: what is accepted is what was shown. */
  readonly proposal: string;
  readonly forecasts: readonly Forecast[];
}

/** The same for one reader: the capacity it rests on is not theirs to say because they may plan. */
export interface ShownPlan extends PlanFacts {
  readonly maySetCapacity: boolean;
}

/** The proposal as of now, for whoever may plan. Writes nothing. */
export async function readPlan(
  deps: Deps,
  { person }: { person: Person },
): Promise<Result<{ plan: ShownPlan }>> {
  const judged = await judgePlan(deps, person);
  if (!judged.ok) return judged;
  const plan = await proposal(deps, deps.db, deps.clock.now());
  return { ok: true, plan: { ...plan, maySetCapacity: may(person, 'set_workspace', {}) } };
}

/** For workspace admins and whoever is appointed, as long as they may see the packages: a plan names them all. */
export async function judgePlan({ db, workspaceId }: Deps, person: Person): Promise<Result> {
  const isOneOfThem = await isAppointed(db, workspaceId, person);
  const viewing = await viewingOf(db, workspaceId, person);
  if (may(person, 'plan', { isAppointed: isOneOfThem, viewing })) return { ok: true };
  return refused(isOneOfThem ? { code: 'not_a_viewer' } : { code: 'not_allowed', who: [] });
}

/** What would be planned at this moment, by what the database says in this transaction. */
export async function proposal({ workspaceId }: Deps, db: Db, at: Moment): Promise<PlanFacts> {
  const packages = await packagesToPlan(db, workspaceId);
  const { terms, doneLately } = await termsOf(db, workspaceId, at);
  const plan = planStarts(packages, terms);
  const changes = changesOf(plan);
  return {
    ...plan,
    ...{ terms, packages, changes },
    proposal: createHash('sha256').update(JSON.stringify(changes)).digest('hex').slice(0, 16),
    forecasts: forecastsOf(packages, terms, doneLately),
  };
}

async function termsOf(
  db: Db,
  workspaceId: string,
  at: Moment,
): Promise<{ terms: PlanTerms; doneLately: number }> {
  const said = (await policiesOf(db, [workspaceId])).get(workspaceId) ?? NO_POLICY;
  const { weekdays, holidays } = policyOf(NO_POLICY, said, { zoneOfOwner: null }).workingTime;
  const today = dayOf(at);
  const { started, done } = await rotationsSince(db, workspaceId, {
    started: startOfDay(mondayOf(today)),
    done: at.minus({ weeks: PACE_WEEKS }),
  });
  const { weeklyCapacity, freezeWindows } = said;
  return {
    terms: {
      ...{ today, weeklyCapacity, weekdays, holidays },
      ...{ startedThisWeek: started, freezeWindows: freezeWindows ?? [] },
    },
    doneLately: done,
  };
}

/** What is under way has started, and where nobody says how many a week there is no plan to speak of. */
function changesOf({ starts, unplanned }: Plan<PlanPackage>): StartToSet[] {
  const planned = starts.map(({ package: pkg, startOn }) => ({ pkg, startOn }));
  const cleared = unplanned
    .filter(({ why }) => why !== 'under_way' && why !== 'no_capacity')
    .map(({ package: pkg }) => ({ pkg, startOn: null }));
  return [...planned, ...cleared]
    .filter(({ pkg, startOn }) => pkg.plannedStartOn !== startOn)
    .map(({ pkg, startOn }) => ({ packageId: pkg.id, startOn }));
}

function forecastsOf(packages: readonly PlanPackage[], terms: PlanTerms, doneLately: number): Forecast[] {
  const { weeklyCapacity, startedThisWeek, today } = terms;
  const paces: Pace[] = [
    ...(weeklyCapacity === null
      ? []
      : [{ basis: 'capacity' as const, perWeek: weeklyCapacity, startedThisWeek }]),
    ...(doneLately === 0
      ? []
      : [{ basis: 'done' as const, perWeek: doneLately / PACE_WEEKS, startedThisWeek }]),
  ];
  const expiries = packages.flatMap(({ expiresOn, isUnderWay }) =>
    expiresOn && !isUnderWay ? [expiresOn] : [],
  );
  return paces.map((pace) => forecast(expiries, pace, today));
}
