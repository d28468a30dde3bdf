import { and, eq, isNull } from 'drizzle-orm';
import type { SlackIdentity } from '../domain/people.ts';
import type { Moment } from '../domain/schedule.ts';
import type { Db } from './connection.ts';
import { calendarFeed } from './schema.ts';

/** A feed lives until it is revoked; a file, of one package's next dates, for a day. */
export type CalendarAddressKind = 'feed' | 'file';

/** Whose address of which calendar: one package's, or (null) the workspace's. */
export interface CalendarScope {
  readonly workspaceId: string;
  readonly packageId: string | null;
  readonly kind: CalendarAddressKind;
  readonly madeFor: SlackIdentity;
}

export interface StoredFeed extends CalendarScope {
  readonly id: string;
  readonly tokenHash: Uint8Array;
  readonly madeAt: Moment;
  readonly expiresAt: Moment | null;
  readonly revokedAt: Moment | null;
}

const toFeed = ({ enterpriseId, teamId, userId, ...row }: typeof calendarFeed.$inferSelect): StoredFeed => ({
  ...row,
  madeFor: { enterpriseId, teamId, userId },
});

const inScope = ({ workspaceId, packageId, kind, madeFor: { teamId, userId } }: CalendarScope) =>
  and(
    eq(calendarFeed.workspaceId, workspaceId),
    packageId === null ? isNull(calendarFeed.packageId) : eq(calendarFeed.packageId, packageId),
    eq(calendarFeed.kind, kind),
    eq(calendarFeed.teamId, teamId),
    eq(calendarFeed.userId, userId),
    isNull(calendarFeed.revokedAt),
  );

/** Stores an address's hash. False when this person has a feed of that calendar already: one lives at a time. */
export async function insertFeed(tx: Db, row: Omit<StoredFeed, 'revokedAt'>): Promise<boolean> {
  const { madeFor, ...columns } = row;
  const { enterpriseId, teamId, userId } = madeFor;
  const made = await tx
    .insert(calendarFeed)
    .values({ ...columns, enterpriseId, teamId, userId })
    .onConflictDoNothing()
    .returning({ id: calendarFeed.id });
  return made.length === 1;
}

/** The address of this token, alive or not. */
export async function findFeed(db: Db, tokenHash: Uint8Array): Promise<StoredFeed | null> {
  const [found] = await db.select().from(calendarFeed).where(eq(calendarFeed.tokenHash, tokenHash));
  return found ? toFeed(found) : null;
}

/** The one that lives, or null. */
export async function livingFeedOf(db: Db, scope: CalendarScope): Promise<StoredFeed | null> {
  const [found] = await db.select().from(calendarFeed).where(inScope(scope));
  return found ? toFeed(found) : null;
}

/** Ends what lives of it; false when nothing did. */
export async function revokeFeeds(tx: Db, scope: CalendarScope, revokedAt: Moment): Promise<boolean> {
  const ended = await tx
    .update(calendarFeed)
    .set({ revokedAt })
    .where(inScope(scope))
    .returning({ id: calendarFeed.id });
  return ended.length > 0;
}
