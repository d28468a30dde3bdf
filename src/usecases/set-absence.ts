import { appendAudit } from '../db/audit.ts';
import { endAbsence, lookAgainAtPackagesOf, setAbsence as storeAbsence } from '../db/known-people.ts';
import { isAppointed } from '../db/packages.ts';
import { isSamePerson, type Person } from '../domain/people.ts';
import type { Day } from '../domain/schedule.ts';
import { startOfLocalDay } from '../domain/working-time.ts';
import type { Deps } from './deps.ts';
import { refused, type Result } from './refusals.ts';
import { actorOf } from './rights.ts';

interface Input {
  readonly person: Person;
  /** Null: back again. */
  readonly away: { readonly backOn: Day; readonly standInId: string } | null;
}

/**
 * "I'm away: hand to …": reminders go to the stand-in for packages they are an admin of, else to the backup. It gives nobody a
 * right they did not have.
 */
export async function setAbsence(deps: Deps, { person, away }: Input): Promise<Result> {
  const { workspaceId } = deps;
  const at = deps.clock.now();
  const until = away && startOfLocalDay(away.backOn, person.zone ?? 'UTC');
  if (until && until <= at) return refused({ code: 'absence_in_the_past' });
  const standIn = away ? await deps.directory.find(away.standInId) : null;
  if (away && (standIn?.standing !== 'member' || isSamePerson(standIn, person))) {
    return refused({ code: 'stand_in_unusable', userId: away.standInId });
  }
  if (away && standIn && !(await isAppointed(deps.db, workspaceId, standIn))) {
    return refused({ code: 'not_appointed', userId: away.standInId });
  }
  await deps.db.transaction(async (tx) => {
    if (until && standIn) await storeAbsence(tx, workspaceId, person, { until, standIn });
    else await endAbsence(tx, workspaceId, person);
    await lookAgainAtPackagesOf(tx, workspaceId, person, at);
    const event = {
      kind: 'away_set',
      until: until?.toISO() ?? null,
      standIn: standIn?.userId ?? null,
    } as const;
    const place = { workspaceId, packageId: null, rotationId: null, handoffId: null };
    await appendAudit(tx, [{ id: deps.ids.id(), at, by: actorOf(person), event, ...place }]);
  });
  deps.wake();
  return { ok: true };
}
