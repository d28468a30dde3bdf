import { calendarPackages } from '../db/calendar-packages.ts';
import { findFeed, type StoredFeed } from '../db/calendar-feeds.ts';
import { reachableOf } from '../db/known-people.ts';
import { findPackage, isAppointed } from '../db/packages.ts';
import { viewingOf } from '../db/roles.ts';
import { workspaceName } from '../db/workspaces.ts';
import { calendarOf, nextDatesOf } from '../domain/calendar.ts';
import type { Package } from '../domain/package.ts';
import { isEntitledToCalendar } from '../domain/roles.ts';
import { RULES } from '../domain/rules.ts';
import type { Moment } from '../domain/schedule.ts';
import type { Deps } from './deps.ts';
import type { CalendarFacts } from './facts.ts';
import { hashToken } from './link-hash.ts';
import { refused, type Result } from './refusals.ts';

/**
 * What a calendar program gets at an address; asking changes nothing. Every address that opens nothing, be it unknown,
 * ended, or of somebody who may no longer have it, is the same `link_not_usable`; the operator's log tells them apart.
 */
export async function readCalendar(
  deps: Deps,
  { token }: { token: string },
): Promise<Result<{ calendar: CalendarFacts }>> {
  const { db, workspaceId, command } = deps;
  const at = deps.clock.now();
  const feed = await findFeed(db, hashToken(token));
  const pkg = feed?.packageId ? await findPackage(db, workspaceId, feed.packageId) : null;
  const fault = await faultOf(deps, feed, pkg, at);
  if (!feed || fault !== null) {
    deps.log.info('a calendar address did not open', { code: fault ?? 'calendar_unknown' });
    return refused({ code: 'link_not_usable' });
  }
  const isFile = feed.kind === 'file';
  const since = at.minus({ days: RULES.calendarPastDays });
  const packages = await calendarPackages(db, { workspaceId, packageId: feed.packageId, since });
  const events = isFile
    ? packages.flatMap((one) => nextDatesOf(one, command, at))
    : calendarOf(packages, command, at);
  const name = pkg?.name ?? (await workspaceName(db, workspaceId));
  return { ok: true, calendar: { name, isFile, events, at } };
}

async function faultOf(deps: Deps, feed: StoredFeed | null, pkg: Package | null, at: Moment) {
  const { db, workspaceId } = deps;
  if (!feed) return 'calendar_unknown';
  if (feed.workspaceId !== workspaceId) return 'calendar_of_other_workspace';
  if (feed.revokedAt !== null) return 'calendar_revoked';
  if (feed.expiresAt !== null && feed.expiresAt <= at) return 'calendar_expired';
  const { packageId, madeFor } = feed;
  const subject =
    packageId === null
      ? { isAppointed: await isAppointed(db, workspaceId, madeFor) }
      : { package: pkg ?? { admins: [] } };
  const viewing = await viewingOf(db, workspaceId, madeFor);
  const [known] = await reachableOf(db, workspaceId, [madeFor], at);
  if (known?.isGone) return 'calendar_of_somebody_gone';
  return isEntitledToCalendar(madeFor, { ...subject, viewing }) ? null : 'calendar_of_nobody_entitled';
}
