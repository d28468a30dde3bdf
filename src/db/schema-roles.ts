import { jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { moment } from './columns.ts';
import { workspaceId } from './schema-inventory.ts';

/** Who may look though not everybody may, and whom the workspace lets look from outside. Named by a Slack workspace admin. */
export const viewer = pgTable(
  'viewer',
  {
    workspaceId: workspaceId(),
    enterpriseId: text('enterprise_id'),
    teamId: text('team_id').notNull(),
    userId: text('user_id').notNull(),
    namedBy: jsonb('named_by').notNull(),
    namedAt: moment('named_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.teamId, t.userId] })],
);
