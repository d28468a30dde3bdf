import { appendAudit } from '../db/audit.ts';
import { insertFeed, revokeFeeds, type CalendarScope } from '../db/calendar-feeds.ts';
import type { Db } from '../db/connection.ts';
import { findPackage, isAppointed } from '../db/packages.ts';
import { viewingOf } from '../db/roles.ts';
import type { Package } from '../domain/package.ts';
import type { Person } from '../domain/people.ts';
import { isEntitledToCalendar, may } from '../domain/roles.ts';
import { RULES } from '../domain/rules.ts';
import type { Moment } from '../domain/schedule.ts';
import type { Deps } from './deps.ts';
import type { CalendarAddress } from './facts.ts';
import { hashToken } from './link-hash.ts';
import { refused, type Result } from './refusals.ts';
import { actorOf, mayDo } from './rights.ts';

/** Somebody, and the calendar they ask for: one package's, or (null) the workspace's. */
export interface CalendarWish {
  readonly person: Person;
  readonly packageId: string | null;
}

/** Whether this person may have it; with the package it is of. */
export async function judgeCalendar(
  deps: Deps,
  tx: Db,
  { person, packageId }: CalendarWish,
): Promise<Result<{ package: Package | null }>> {
  if (packageId === null) {
    const isOneOfThem = await isAppointed(tx, deps.workspaceId, person);
    const viewing = await viewingOf(tx, deps.workspaceId, person);
    const isTheirs = isEntitledToCalendar(person, { isAppointed: isOneOfThem, viewing });
    if (isTheirs && may(person, 'subscribe_all', { isAppointed: isOneOfThem, viewing }))
      return { ok: true, package: null };
    return refused(isOneOfThem ? { code: 'not_a_viewer' } : { code: 'not_allowed', who: [] });
  }
  const pkg = await findPackage(tx, deps.workspaceId, packageId);
  if (!pkg) return refused({ code: 'unknown_package' });
  const denied = mayDo(person, 'subscribe', pkg);
  return denied ? refused(denied) : { ok: true, package: pkg };
}

export const scopeOf = (
  { workspaceId }: Pick<Deps, 'workspaceId'>,
  { person, packageId }: CalendarWish,
  kind: CalendarScope['kind'],
): CalendarScope => {
  const { enterpriseId, teamId, userId } = person;
  return { workspaceId, packageId, kind, madeFor: { enterpriseId, teamId, userId } };
};

/** Mints an address and stores its hash; the text exists only in the answer. Null when a feed is there already. */
export async function mintAddress(
  deps: Deps,
  tx: Db,
  { person, scope, at }: { person: Person; scope: CalendarScope; at: Moment },
): Promise<CalendarAddress | null> {
  const token = deps.ids.token();
  const expiresAt = scope.kind === 'file' ? at.plus({ hours: RULES.calendarFileHours }) : null;
  const row = { ...scope, id: deps.ids.id(), tokenHash: hashToken(token), madeAt: at, expiresAt };
  if (!(await insertFeed(tx, row))) return null;
  await record(deps, tx, { kind: 'calendar_address_made', person, scope, at });
  return { url: `${deps.publicUrl}/calendar/${token}.ics`, isLocalOnly: isLoopback(deps.publicUrl) };
}

/** Ends what lives of this person's addresses of that calendar; false when nothing did. */
export async function revokeAddress(
  deps: Deps,
  tx: Db,
  { person, scope, at }: { person: Person; scope: CalendarScope; at: Moment },
): Promise<boolean> {
  const wasAlive = await revokeFeeds(tx, scope, at);
  if (wasAlive) await record(deps, tx, { kind: 'calendar_address_revoked', person, scope, at });
  return wasAlive;
}

interface Recorded {
  readonly kind: 'calendar_address_made' | 'calendar_address_revoked';
  readonly person: Person;
  readonly scope: CalendarScope;
  readonly at: Moment;
}

/** In the workspace's chain: a package's own grows with what moves its dates, and calendars count by it. */
async function record(deps: Deps, tx: Db, { kind, person, scope, at }: Recorded): Promise<void> {
  const { kind: what, packageId, workspaceId, madeFor } = scope;
  const event = { kind, what, packageId, madeFor: madeFor.userId };
  const place = { workspaceId, packageId: null, rotationId: null, handoffId: null };
  await appendAudit(tx, [{ id: deps.ids.id(), at, by: actorOf(person), event, ...place }]);
}

/** Nobody but this machine's own programs can ask there. */
const isLoopback = (publicUrl: string): boolean =>
  /^(?:(?:.+\.)?localhost|127(?:\.\d+){3}|\[::1\])$/.test(new URL(publicUrl).hostname);
