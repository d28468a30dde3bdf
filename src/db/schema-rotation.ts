import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { bytes, moment } from './columns.ts';
import { packageId, vendorId, workspaceId } from './schema-inventory.ts';

/** A rotation. `nextLookAt` is when the sweep must let time pass on it: live at, planned Activate time, end of a freeze; at least once a day. */
export const rotation = pgTable(
  'rotation',
  {
    id: uuid('id').primaryKey(),
    workspaceId: workspaceId(),
    packageId: packageId(),
    number: integer('number').notNull(),
    step: text('step', {
      enum: ['generating', 'cooling', 'sharing', 'ready', 'activated', 'done', 'cancelled'],
    }).notNull(),
    startedAt: moment('started_at').notNull(),
    startedBy: jsonb('started_by').notNull(),
    oldExpiresOn: date('old_expires_on', { mode: 'string' }),
    isOutage: boolean('is_outage').notNull(),
    plannedActivateAt: moment('planned_activate_at'),
    again: text('again', { enum: ['generated_again', 'disowned', 'exposed', 'expired'] }),
    generationId: uuid('generation_id'),
    readyAt: moment('ready_at'),
    activatedAt: moment('activated_at'),
    activatedBy: jsonb('activated_by'),
    isEarly: boolean('is_early'),
    dateRead: jsonb('date_read'),
    doneAt: moment('done_at'),
    cancelledAt: moment('cancelled_at'),
    cancelledBy: jsonb('cancelled_by'),
    endReason: text('end_reason'),
    isRetired: boolean('is_retired'),
    /** What needs a second admin here: the workspace's setting, kept in step with it while the rotation is open. */
    secondPersonFor: text('second_person_for', { enum: ['activate', 'waive'] })
      .array()
      .notNull()
      .default([]),
    secondPerson: jsonb('second_person'),
    isWithoutReceipts: boolean('is_without_receipts').notNull().default(false),
    nextLookAt: moment('next_look_at'),
    cardChannel: text('card_channel').notNull(),
    cardTs: text('card_ts'),
  },
  (t) => [
    unique('rotation_number').on(t.packageId, t.number),
    uniqueIndex('one_open_rotation')
      .on(t.packageId)
      .where(sql`${t.step} not in ('done', 'cancelled')`),
    index('rotation_by_end')
      .on(sql`(coalesce(${t.doneAt}, ${t.cancelledAt}))`)
      .where(sql`${t.step} in ('done', 'cancelled') and not ${t.isWithoutReceipts}`),
    index('rotation_to_look_at')
      .on(t.nextLookAt)
      .where(sql`${t.nextLookAt} is not null`),
  ],
);

/** A column that points to a rotation. */
export const rotationId = () =>
  uuid('rotation_id')
    .notNull()
    .references(() => rotation.id);

/** A vendor who takes part in a rotation: name, contact and systems as they are for it. */
export const participant = pgTable(
  'participant',
  {
    workspaceId: workspaceId(),
    rotationId: rotationId(),
    vendorId: vendorId(),
    position: integer('position').notNull(),
    name: text('name').notNull(),
    contact: jsonb('contact').notNull(),
    systems: text('systems').array().notNull(),
    isLate: boolean('is_late').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.rotationId, t.vendorId] }),
    index('participant_by_person').on(sql`(${t.contact}->>'userId')`),
  ],
);

/** Every Generate, numbered per package and fingerprinted; at most one per package is staged (promise R2). */
export const generation = pgTable(
  'generation',
  {
    id: uuid('id').primaryKey(),
    workspaceId: workspaceId(),
    packageId: packageId(),
    rotationId: rotationId(),
    number: integer('number').notNull(),
    state: text('state', { enum: ['staged', 'activated', 'superseded', 'void', 'abandoned'] }).notNull(),
    fingerprint: bytes('fingerprint').notNull(),
    generatedAt: moment('generated_at').notNull(),
    liveAt: moment('live_at').notNull(),
    expiresOn: date('expires_on', { mode: 'string' }).notNull(),
    depositedAt: moment('deposited_at').notNull(),
    depositedBy: jsonb('deposited_by').notNull(),
    endedAt: moment('ended_at'),
  },
  (t) => [
    unique('generation_number').on(t.packageId, t.number),
    uniqueIndex('one_staged_generation')
      .on(t.packageId)
      .where(sql`${t.state} = 'staged'`),
    index('generation_by_fingerprint').on(t.workspaceId, t.fingerprint),
  ],
);

/**
 * One vendor of one generation. `sealed` is null but while a copy waits to be collected (promise H8); after that
 * `readerCopy`, for minutes, is the same sealed to whoever collected it (promise H5), known by `readerHash`.
 */
export const handoff = pgTable(
  'handoff',
  {
    id: uuid('id').primaryKey(),
    workspaceId: workspaceId(),
    rotationId: rotationId(),
    generationId: uuid('generation_id')
      .notNull()
      .references(() => generation.id),
    vendorId: vendorId(),
    status: text('status', {
      enum: ['missing', 'sealed', 'collected', 'confirmed', 'waived', 'revoked'],
    }).notNull(),
    why: text('why', { enum: ['late', 'contact_changed', 'waiver_taken_back'] }),
    sealed: bytes('sealed'),
    sealedKeyArn: text('sealed_key_arn'),
    leaseId: uuid('lease_id'),
    leaseUntil: moment('lease_until'),
    readerCopy: text('reader_copy'),
    readerHash: bytes('reader_hash'),
    readerCopyUntil: moment('reader_copy_until'),
    toldAt: moment('told_at'),
    collectedAt: moment('collected_at'),
    storedAt: moment('stored_at'),
    confirmation: jsonb('confirmation'),
    waivedAt: moment('waived_at'),
    waivedBy: jsonb('waived_by'),
    waiveSecondedBy: jsonb('waive_seconded_by'),
    waiveReason: text('waive_reason'),
    problem: jsonb('problem'),
    solution: jsonb('solution'),
    alarmedAt: moment('alarmed_at'),
    messageChannel: text('message_channel'),
    messageTs: text('message_ts'),
  },
  (t) => [
    unique('handoff_of_generation').on(t.generationId, t.vendorId),
    index('handoff_of_rotation').on(t.rotationId),
    check('sealed_only_while_waiting', sql`(${t.sealed} is not null) = (${t.status} = 'sealed')`),
    check('reader_copy_only_when_collected', sql`${t.readerCopy} is null or ${t.status} = 'collected'`),
    check('reader_copy_has_an_end', sql`(${t.readerCopy} is null) = (${t.readerCopyUntil} is null)`),
    index('reader_copy_to_shred')
      .on(t.readerCopyUntil)
      .where(sql`${t.readerCopyUntil} is not null`),
  ],
);

/**
 * A link: the hash of its token, and of its code under that token. Neither can be had from the row (promise H9).
 * `deposit` belongs to a rotation, `handoff` to one handoff.
 */
export const link = pgTable(
  'link',
  {
    id: uuid('id').primaryKey(),
    workspaceId: workspaceId(),
    rotationId: rotationId(),
    handoffId: uuid('handoff_id').references(() => handoff.id),
    purpose: text('purpose', { enum: ['deposit', 'deposit_again', 'handoff'] }).notNull(),
    way: text('way', { enum: ['slack', 'own_mail', 'passed_on'] }).notNull(),
    tokenHash: bytes('token_hash').notNull(),
    codeHash: bytes('code_hash').notNull(),
    mintedFor: jsonb('minted_for').notNull(),
    mintedAt: moment('minted_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
    usedAt: moment('used_at'),
    revokedAt: moment('revoked_at'),
  },
  (t) => [
    unique('link_token').on(t.tokenHash),
    index('link_of_handoff').on(t.handoffId),
    index('link_of_rotation').on(t.rotationId),
  ],
);

/** A page was opened with a known link: perhaps by a scanner. Never a step. */
export const pageOpen = pgTable(
  'page_open',
  {
    workspaceId: workspaceId(),
    linkId: uuid('link_id')
      .primaryKey()
      .references(() => link.id),
    handoffId: uuid('handoff_id').references(() => handoff.id),
    firstAt: moment('first_at').notNull(),
    lastAt: moment('last_at').notNull(),
    times: integer('times').notNull(),
  },
  (t) => [index('page_open_of_handoff').on(t.handoffId)],
);

/** Keyed fingerprints of texts that were typed into Slack and looked like secrets (promise H1). Never the text. */
export const exposedFingerprint = pgTable(
  'exposed_fingerprint',
  {
    workspaceId: workspaceId(),
    fingerprint: bytes('fingerprint').notNull(),
    at: moment('at').notNull(),
    by: jsonb('by').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.fingerprint] })],
);
