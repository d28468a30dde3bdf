import { sql } from 'drizzle-orm';
import { check, index, pgTable, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { bytes, moment } from './columns.ts';
import { installedPackage, workspaceId } from './schema-inventory.ts';

/**
 * An address of a calendar (promise P3): the hash of its token, and whom it was made for. `packageId` null: all packages
 * of the workspace. A `feed` lives until it is revoked, one per person and scope; a `file` for a day.
 */
export const calendarFeed = pgTable(
  'calendar_feed',
  {
    id: uuid('id').primaryKey(),
    workspaceId: workspaceId(),
    packageId: uuid('package_id').references(() => installedPackage.id),
    kind: text('kind', { enum: ['feed', 'file'] }).notNull(),
    enterpriseId: text('enterprise_id'),
    teamId: text('team_id').notNull(),
    userId: text('user_id').notNull(),
    tokenHash: bytes('token_hash').notNull(),
    madeAt: moment('made_at').notNull(),
    expiresAt: moment('expires_at'),
    revokedAt: moment('revoked_at'),
  },
  (t) => [
    unique('calendar_token').on(t.tokenHash),
    uniqueIndex('one_live_feed')
      .on(t.workspaceId, sql`coalesce(${t.packageId}, ${t.workspaceId})`, t.teamId, t.userId)
      .where(sql`${t.kind} = 'feed' and ${t.revokedAt} is null`),
    index('calendar_feed_of_person').on(t.workspaceId, t.teamId, t.userId),
    check('only_files_expire', sql`(${t.kind} = 'file') = (${t.expiresAt} is not null)`),
  ],
);
