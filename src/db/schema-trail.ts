import { sql } from 'drizzle-orm';
import { check, index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import { bytes, moment } from './columns.ts';

/**
 * Without a foreign key: each row written would lock the one row of its workspace, and every move in the workspace
 * would pass through it. The rows these tables tell of have theirs.
 */
const workspaceId = () => uuid('workspace_id').notNull();

/** Append-only (trigger, grants), each row carrying the hash of its predecessor in its chain: one chain per package. */
export const audit = pgTable(
  'audit',
  {
    id: uuid('id').primaryKey(),
    workspaceId: workspaceId(),
    chain: uuid('chain').notNull(),
    seq: integer('seq').notNull(),
    at: moment('at').notNull(),
    by: text('by').notNull(),
    kind: text('kind').notNull(),
    facts: text('facts').notNull(),
    packageId: uuid('package_id'),
    rotationId: uuid('rotation_id'),
    handoffId: uuid('handoff_id'),
    previousHash: bytes('previous_hash').notNull(),
    hash: bytes('hash').notNull(),
  },
  (t) => [
    unique('audit_place').on(t.chain, t.seq),
    index('audit_of_rotation').on(t.rotationId),
    // The hash joins the fields by line feeds: one inside a field could pass for the end of it.
    check('audit_has_no_line_feed', sql`position(chr(10) in ${t.by} || ${t.kind} || ${t.facts}) = 0`),
  ],
);

/** The last link of each audit chain; only the trigger writes it. */
export const auditHead = pgTable('audit_head', {
  chain: uuid('chain').primaryKey(),
  workspaceId: workspaceId(),
  seq: integer('seq').notNull(),
  previousHash: bytes('previous_hash').notNull(),
  hash: bytes('hash').notNull(),
});

/**
 * Messages to Slack, written in the transaction that caused them. No token, no code, no secret: ids only.
 * `revision` counts wishes for an editable message, so that one made while it is being sent (the one it was claimed
 * with is `claimedRevision`) is not lost.
 */
export const outbox = pgTable(
  'outbox',
  {
    id: uuid('id').primaryKey(),
    workspaceId: workspaceId(),
    rotationId: uuid('rotation_id'),
    key: text('key').notNull(),
    kind: text('kind').notNull(),
    payload: jsonb('payload').notNull(),
    state: text('state', { enum: ['ready', 'sending', 'sent', 'in_doubt', 'refused', 'gone'] }).notNull(),
    /** The lowest goes first: alarms at −1, at 0 what somebody waits for; then reminders, digests, and what is only drawn again. */
    priority: integer('priority').notNull().default(0),
    revision: integer('revision').notNull().default(1),
    /** It leaves from then on: later once Slack has put it off. */
    dueAt: moment('due_at').notNull(),
    /** When it was to leave at first; long ago for what a process of the version before has written. */
    firstDueAt: moment('first_due_at')
      .notNull()
      .default(sql`'1970-01-01 00:00:00+00'`),
    createdAt: moment('created_at').notNull(),
    place: integer('place').generatedAlwaysAsIdentity(),
    attempts: integer('attempts').notNull().default(0),
    leaseId: uuid('lease_id'),
    leaseUntil: moment('lease_until'),
    claimedRevision: integer('claimed_revision'),
    error: text('error'),
    channel: text('channel'),
    ts: text('ts'),
  },
  (t) => [
    unique('outbox_key').on(t.key),
    index('outbox_due')
      .on(t.dueAt, t.place)
      .where(sql`${t.state} = 'ready'`),
    index('outbox_sending')
      .on(t.leaseUntil)
      .where(sql`${t.state} = 'sending'`),
    index('outbox_of_rotation').on(t.rotationId),
    index('outbox_troubled')
      .on(t.kind)
      .where(sql`${t.state} in ('in_doubt', 'refused') or ${t.error} is not null`),
    index('outbox_reminder')
      .on(sql`(${t.payload}->>'packageId')`)
      .where(sql`${t.kind} = 'reminder'`),
  ],
);

/**
 * How fast messages may go to one place (a channel, a person) or by one of Slack's methods: when the next one is free by
 * Slack's limit. Shared by all processes.
 */
export const lane = pgTable(
  'lane',
  {
    workspaceId: workspaceId(),
    name: text('name').notNull(),
    freeAt: moment('free_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.name] })],
);

/**
 * How many wrong codes one network tried in one window (promise H11). `about` is the handoff, whichever of its links was
 * tried; for a deposit link its rotation. From `everywhere` it is the sum of a day, also about the whole workspace;
 * `toldAt`: it was so high that somebody was told. Counts only: no code, no whole address.
 */
export const guess = pgTable(
  'guess',
  {
    workspaceId: workspaceId(),
    about: uuid('about').notNull(),
    network: text('network').notNull(),
    windowAt: moment('window_at').notNull(),
    wrong: integer('wrong').notNull(),
    toldAt: moment('told_at'),
  },
  (t) => [primaryKey({ columns: [t.about, t.network, t.windowAt] }), index('guess_to_forget').on(t.windowAt)],
);
