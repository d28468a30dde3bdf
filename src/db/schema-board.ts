import { index, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { bytes, moment } from './columns.ts';
import { workspaceId } from './schema-inventory.ts';

/**
 * Somebody signed in to the board: the hash of the token in their browser's cookie, and of the attempt that it came from, which
 * can't be made use of twice.
 */
export const boardSession = pgTable(
  'board_session',
  {
    id: uuid('id').primaryKey(),
    workspaceId: workspaceId(),
    enterpriseId: text('enterprise_id'),
    teamId: text('team_id').notNull(),
    userId: text('user_id').notNull(),
    tokenHash: bytes('token_hash').notNull(),
    attemptHash: bytes('attempt_hash').notNull(),
    madeAt: moment('made_at').notNull(),
    seenAt: moment('seen_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
    revokedAt: moment('revoked_at'),
  },
  (t) => [
    unique('board_session_token').on(t.tokenHash),
    unique('board_session_attempt').on(t.attemptHash),
    index('board_session_to_forget').on(t.expiresAt),
  ],
);
