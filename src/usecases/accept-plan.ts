import { appendAudit, type AuditRow } from '../db/audit.ts';
import type { Db } from '../db/connection.ts';
import { adminsOfPackages, setPlannedStarts, type StartSet, type StartToSet } from '../db/plans.ts';
import { lockWorkspace } from '../db/workspaces.ts';
import type { Person } from '../domain/people.ts';
import type { Moment } from '../domain/schedule.ts';
import type { Deps } from './deps.ts';
import { homeWishes } from './homes.ts';
import { judgePlan, proposal } from './read-plan.ts';
import { refused, type Result } from './refusals.ts';
import { actorOf } from './rights.ts';
import { enqueueWishes } from './save-move.ts';

/** What was written. */
export interface Accepted {
  readonly set: readonly StartSet[];
}

/** Writes the whole proposal, if it is still the one that was shown. */
export async function acceptPlan(
  deps: Deps,
  { person, proposal: shown }: { person: Person; proposal: string },
): Promise<Result<Accepted>> {
  const at = deps.clock.now();
  const accepted = await deps.db.transaction(async (tx): Promise<Result<Accepted>> => {
    await lockWorkspace(tx, deps.workspaceId);
    const judged = await judgePlan({ ...deps, db: tx }, person);
    if (!judged.ok) return judged;
    const plan = await proposal(deps, tx, at);
    if (plan.proposal !== shown) return refused({ code: 'plan_has_changed' });
    if (plan.changes.length === 0) return refused({ code: 'nothing_to_do' });
    return { ok: true, set: await writeStarts(deps, tx, plan.changes, { person, at }) };
  });
  if (accepted.ok) deps.wake();
  return accepted;
}

/** Planned starts with their audit rows, each in its package's chain, and the App Homes that show them. */
export async function writeStarts(
  deps: Deps,
  tx: Db,
  starts: readonly StartToSet[],
  { person, at }: { person: Person; at: Moment },
): Promise<StartSet[]> {
  const { workspaceId, ids } = deps;
  const set = await setPlannedStarts(tx, workspaceId, { starts, at });
  const by = actorOf(person);
  const rows = set.map(({ packageId, startOn, insteadOf }): AuditRow => ({
    ...{ id: ids.id(), workspaceId, at, by, packageId, rotationId: null, handoffId: null },
    event: { kind: 'start_planned', startOn, insteadOf },
  }));
  await appendAudit(tx, rows);
  const concerned = await adminsOfPackages(
    tx,
    set.map(({ packageId }) => packageId),
  );
  await enqueueWishes(deps, tx, await homeWishes(tx, { workspaceId, concerned, at }), {
    rotationId: null,
    at,
  });
  return set;
}
