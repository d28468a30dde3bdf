import { sql } from 'drizzle-orm';
import { check, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { bytes, moment } from './columns.ts';
import { workspace } from './schema-inventory.ts';

/**
 * The one webhook of a workspace. `signingKey` is sealed by the keyring; it is gone once the webhook is off. After it was
 * renewed `previousKey` signs along until `previousUntil`. `nextLookAt`: when packages are looked at for dates that came.
 */
export const webhook = pgTable(
  'webhook',
  {
    workspaceId: uuid('workspace_id')
      .primaryKey()
      .references(() => workspace.id),
    url: text('url').notNull(),
    events: text('events').array().notNull(),
    signingKey: bytes('signing_key'),
    signingKeyArn: text('signing_key_arn'),
    previousKey: bytes('previous_key'),
    previousKeyArn: text('previous_key_arn'),
    previousUntil: moment('previous_until'),
    enterpriseId: text('enterprise_id'),
    teamId: text('team_id').notNull(),
    userId: text('user_id').notNull(),
    setAt: moment('set_at').notNull(),
    nextLookAt: moment('next_look_at').notNull(),
    lastTakenAt: moment('last_taken_at'),
    lastFailedAt: moment('last_failed_at'),
    lastFault: text('last_fault'),
    offAt: moment('off_at'),
    offWhy: text('off_why', { enum: ['switched_off', 'gone'] }),
  },
  (t) => [
    check(
      'webhook_signs_while_on',
      sql`(${t.offAt} is null) = (${t.signingKey} is not null) and (${t.offAt} is null) = (${t.offWhy} is null)`,
    ),
    check(
      'webhook_previous_key_ends',
      sql`(${t.previousKey} is null) = (${t.previousUntil} is null) and (${t.offAt} is null or ${t.previousKey} is null)`,
    ),
  ],
);
