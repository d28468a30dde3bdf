import { boolean, index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import { moment } from './columns.ts';
import { packageId, workspaceId } from './schema-inventory.ts';

/** How a workspace, or one of its packages (`scope` is the id of either), wants to be reminded. Null: not said here. */
export const policy = pgTable('policy', {
  scope: uuid('scope').primaryKey(),
  workspaceId: workspaceId(),
  zone: text('zone'),
  fromMinute: integer('from_minute'),
  toMinute: integer('to_minute'),
  digestMinute: integer('digest_minute'),
  weekdays: jsonb('weekdays'),
  holidays: jsonb('holidays'),
  escalation: jsonb('escalation'),
  linkHours: integer('link_hours'),
  leadDays: integer('lead_days'),
  /** How many rotations this workspace can carry in a week. */
  weeklyCapacity: integer('weekly_capacity'),
  freezeWindows: jsonb('freeze_windows'),
  /** The workspace's alone, as is the next: only named viewers may look. */
  isViewingNarrowed: boolean('is_viewing_narrowed'),
  /** What needs a second admin. */
  secondPersonFor: text('second_person_for').array(),
  changedBy: jsonb('changed_by').notNull(),
  changedAt: moment('changed_at').notNull(),
});

/** What Slack last said of somebody who may have to be reminded: asked for once a day, so that no sweep waits for Slack. */
export const knownPerson = pgTable(
  'known_person',
  {
    workspaceId: workspaceId(),
    teamId: text('team_id').notNull(),
    userId: text('user_id').notNull(),
    zone: text('zone'),
    /** As Slack shows it; null until Slack was asked. For pages, which can't mention anybody. */
    name: text('name'),
    isGone: boolean('is_gone').notNull(),
    askedAt: moment('asked_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.teamId, t.userId] })],
);

/** Who is away until when, and who hears of their packages meanwhile. */
export const absence = pgTable(
  'absence',
  {
    workspaceId: workspaceId(),
    teamId: text('team_id').notNull(),
    userId: text('user_id').notNull(),
    until: moment('until').notNull(),
    standIn: jsonb('stand_in').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.teamId, t.userId] })],
);

/**
 * One rung of the ladder for one recipient: the unique row that makes it go out once. `recipient` is a Slack user id, or
 * `channel`; `subject` the package, rotation or handoff that the duty is about. `digest` is the message that carries it, for a person.
 */
export const reminder = pgTable(
  'reminder',
  {
    id: uuid('id').primaryKey(),
    workspaceId: workspaceId(),
    packageId: packageId(),
    duty: text('duty').notNull(),
    subject: uuid('subject').notNull(),
    rung: text('rung').notNull(),
    audience: text('audience', { enum: ['vendor', 'owner', 'backup', 'channel', 'escalation'] }).notNull(),
    recipient: text('recipient').notNull(),
    digest: text('digest'),
    slot: moment('slot').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [
    unique('reminder_once').on(t.packageId, t.duty, t.subject, t.rung, t.recipient),
    index('reminder_of_digest').on(t.digest),
  ],
);
