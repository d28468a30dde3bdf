import { calendarPackages } from '../db/calendar-packages.ts';
import { nextDatesOf } from '../domain/calendar.ts';
import type { Person } from '../domain/people.ts';
import { judgeCalendar, mintAddress, revokeAddress, scopeOf } from './calendar-address.ts';
import type { Deps } from './deps.ts';
import type { CalendarFileFacts } from './facts.ts';
import type { Result } from './refusals.ts';

/**
 * Step five of the procedure: the next date goes into one's own calendar. A package's next due day and expiry, and where
 * a file of both can be fetched for a day; an earlier file's address ends. Null when no date is ahead.
 */
export async function mintCalendarFile(
  deps: Deps,
  { person, packageId }: { person: Person; packageId: string },
): Promise<Result<{ file: CalendarFileFacts | null }>> {
  const at = deps.clock.now();
  const { workspaceId, command } = deps;
  return deps.db.transaction(async (tx): Promise<Result<{ file: CalendarFileFacts | null }>> => {
    const judged = await judgeCalendar(deps, tx, { person, packageId });
    if (!judged.ok) return judged;
    const [found] = await calendarPackages(tx, { workspaceId, packageId, since: at });
    const events = found ? nextDatesOf(found, command, at) : [];
    if (!found || events.length === 0) return { ok: true, file: null };
    const scope = scopeOf(deps, { person, packageId }, 'file');
    await revokeAddress(deps, tx, { person, scope, at });
    const address = await mintAddress(deps, tx, { person, scope, at });
    if (!address) throw new Error('a file’s address has no rival');
    return { ok: true, file: { packageName: found.name, events, address } };
  });
}
