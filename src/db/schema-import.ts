import { pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { bytes, moment } from './columns.ts';
import { workspaceId } from './schema-inventory.ts';

/**
 * A link to the page that brings the inventory in: hashes only, as for a secret's links (promise H9). `channelId` is where it
 * was asked for, and where the cards of new packages go; null when that was no channel.
 */
export const importLink = pgTable(
  'import_link',
  {
    id: uuid('id').primaryKey(),
    workspaceId: workspaceId(),
    channelId: text('channel_id'),
    enterpriseId: text('enterprise_id'),
    teamId: text('team_id').notNull(),
    userId: text('user_id').notNull(),
    tokenHash: bytes('token_hash').notNull(),
    codeHash: bytes('code_hash').notNull(),
    mintedAt: moment('minted_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
    closedAt: moment('closed_at'),
  },
  (t) => [unique('import_link_token').on(t.tokenHash)],
);
