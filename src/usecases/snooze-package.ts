import { appendAudit } from '../db/audit.ts';
import { lockPackage, setSnooze } from '../db/packages.ts';
import { dutiesOf } from '../domain/duties.ts';
import { latestSnooze, SNOOZE_ENDS_DAYS } from '../domain/ladder.ts';
import type { Package } from '../domain/package.ts';
import type { Person } from '../domain/people.ts';
import type { Day, Moment } from '../domain/schedule.ts';
import type { Deps } from './deps.ts';
import { readLadderFacts } from './ladder-facts.ts';
import { refused, type Result } from './refusals.ts';
import { actorOf, mayDo } from './rights.ts';

interface Input {
  readonly person: Person;
  readonly packageId: string;
}

interface Snoozable {
  readonly package: Package;
  /** Nothing can be snoozed beyond this: three days before its date, or three days from now where nothing has a date. */
  readonly latest: Moment;
}

/** What can be snoozed, and until when at most. */
export async function readSnooze(deps: Deps, { person, packageId }: Input): Promise<Result<Snoozable>> {
  const { db, workspaceId } = deps;
  const now = deps.clock.now();
  const [found] = await readLadderFacts(db, { workspaceId, ids: [packageId], now });
  if (!found) return refused({ code: 'unknown_package' });
  const denied = mayDo(person, 'snooze', found.package);
  if (denied) return refused(denied);
  const deadlines = dutiesOf(found.facts, now).flatMap(({ deadlineOn }) => deadlineOn ?? []);
  const soonest: Day | null = deadlines.toSorted()[0] ?? null;
  return {
    ok: true,
    package: found.package,
    latest: latestSnooze(soonest) ?? now.plus({ days: SNOOZE_ENDS_DAYS }),
  };
}

/** Reminders of a package are silent until then, for everybody but vendors; never in its last three days. Null ends it. */
export async function snoozePackage(
  deps: Deps,
  { person, packageId, until }: Input & { until: Moment | null },
): Promise<Result<{ package: Package }>> {
  const read = await readSnooze(deps, { person, packageId });
  if (!read.ok) return read;
  const at = deps.clock.now();
  if (until !== null && until <= at) return refused({ code: 'snooze_in_the_past' });
  if (until !== null && until > read.latest) {
    return refused({ code: 'snooze_too_long', latest: read.latest.toISO() });
  }
  const snoozed = await deps.db.transaction(async (tx): Promise<Result> => {
    const pkg = await lockPackage(tx, deps.workspaceId, packageId);
    if (!pkg) return refused({ code: 'unknown_package' });
    const denied = mayDo(person, 'snooze', pkg);
    if (denied) return refused(denied);
    await setSnooze(tx, packageId, { until, at });
    await appendAudit(tx, [
      {
        ...{ id: deps.ids.id(), workspaceId: deps.workspaceId, at, by: actorOf(person) },
        event: { kind: 'snoozed', until: until?.toISO() ?? null },
        ...{ packageId, rotationId: null, handoffId: null },
      },
    ]);
    return { ok: true };
  });
  if (!snoozed.ok) return snoozed;
  deps.wake();
  return { ok: true, package: read.package };
}
