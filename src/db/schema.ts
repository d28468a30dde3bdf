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

// Every table carries its workspace. Names of steps, statuses and kinds are those of src/domain and are for ever.

/** One Slack workspace: (enterprise, team). `fingerprintKey` is sealed by the keyring. */
export const workspace = pgTable(
  'workspace',
  {
    id: uuid('id').primaryKey(),
    enterpriseId: text('enterprise_id'),
    teamId: text('team_id').notNull(),
    name: text('name').notNull(),
    fingerprintKey: bytes('fingerprint_key'),
    fingerprintKeyArn: text('fingerprint_key_arn'),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [unique('workspace_slack').on(t.enterpriseId, t.teamId).nullsNotDistinct()],
);

const workspaceId = () =>
  uuid('workspace_id')
    .notNull()
    .references(() => workspace.id);

/** Who may be a package admin: appointed by a Slack workspace admin. */
export const appointedAdmin = pgTable(
  'appointed_admin',
  {
    workspaceId: workspaceId(),
    enterpriseId: text('enterprise_id'),
    teamId: text('team_id').notNull(),
    userId: text('user_id').notNull(),
    appointedBy: jsonb('appointed_by').notNull(),
    appointedAt: moment('appointed_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.teamId, t.userId] })],
);

/** An Installed Package. `nextLookAt` is when the reminder sweep must look at it. */
export const installedPackage = pgTable(
  'package',
  {
    id: uuid('id').primaryKey(),
    workspaceId: workspaceId(),
    name: text('name').notNull(),
    sfmcPackageId: text('sfmc_package_id'),
    clientId: text('client_id'),
    integrationType: text('integration_type', {
      enum: ['server_to_server', 'web_app', 'public_app'],
    }).notNull(),
    subdomain: text('subdomain'),
    enterpriseId: text('sfmc_enterprise_id'),
    businessUnits: jsonb('business_units').notNull(),
    scopes: text('scopes'),
    criticality: text('criticality', { enum: ['low', 'normal', 'high'] }).notNull(),
    secretGeneratedOn: date('secret_generated_on', { mode: 'string' }),
    expiresOn: date('expires_on', { mode: 'string' }),
    expirySource: text('expiry_source', { enum: ['read_in_setup', 'computed', 'fixed_date'] }),
    isDormant: boolean('is_dormant').notNull(),
    channelId: text('channel_id').notNull(),
    runbookUrl: text('runbook_url'),
    notes: text('notes'),
    leadDays: integer('lead_days').notNull(),
    freezeWindows: jsonb('freeze_windows').notNull(),
    isRetired: boolean('is_retired').notNull().default(false),
    nextLookAt: moment('next_look_at'),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [
    index('package_by_name').on(t.workspaceId, sql`lower(${t.name})`),
    index('package_by_expiry').on(t.workspaceId, t.expiresOn),
    index('package_to_look_at')
      .on(t.nextLookAt)
      .where(sql`${t.nextLookAt} is not null`),
  ],
);

const packageId = () =>
  uuid('package_id')
    .notNull()
    .references(() => installedPackage.id);

export const packageAdmin = pgTable(
  'package_admin',
  {
    workspaceId: workspaceId(),
    packageId: packageId(),
    enterpriseId: text('enterprise_id'),
    teamId: text('team_id').notNull(),
    userId: text('user_id').notNull(),
    role: text('role', { enum: ['owner', 'backup', 'admin'] }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.packageId, t.teamId, t.userId] }),
    index('package_admin_by_person').on(t.workspaceId, t.teamId, t.userId),
  ],
);

/** A vendor serves many packages; its contact is kept once. */
export const vendor = pgTable(
  'vendor',
  {
    id: uuid('id').primaryKey(),
    workspaceId: workspaceId(),
    name: text('name').notNull(),
    contact: jsonb('contact').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [uniqueIndex('vendor_name').on(t.workspaceId, sql`lower(${t.name})`)],
);

const vendorId = () =>
  uuid('vendor_id')
    .notNull()
    .references(() => vendor.id);

/** Which vendor uses which package, and in which systems its secret sits. */
export const packageVendor = pgTable(
  'package_vendor',
  {
    workspaceId: workspaceId(),
    packageId: packageId(),
    vendorId: vendorId(),
    systems: text('systems').array().notNull(),
    addedAt: moment('added_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.packageId, t.vendorId] })],
);

/** A rotation. `nextLookAt` is when the sweep must let time pass on it: live at, planned Activate time, end of a freeze. */
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
    nextLookAt: moment('next_look_at'),
    cardChannel: text('card_channel').notNull(),
    cardTs: text('card_ts'),
  },
  (t) => [
    unique('rotation_number').on(t.packageId, t.number),
    uniqueIndex('one_open_rotation')
      .on(t.packageId)
      .where(sql`${t.step} not in ('done', 'cancelled')`),
    index('rotation_to_look_at')
      .on(t.nextLookAt)
      .where(sql`${t.nextLookAt} is not null`),
  ],
);

const rotationId = () =>
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

/** One vendor of one generation. `sealed` is null but while a copy waits to be collected (promise H8). */
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
    why: text('why', { enum: ['late', 'contact_changed'] }),
    sealed: bytes('sealed'),
    sealedKeyArn: text('sealed_key_arn'),
    leaseId: uuid('lease_id'),
    leaseUntil: moment('lease_until'),
    toldAt: moment('told_at'),
    collectedAt: moment('collected_at'),
    storedAt: moment('stored_at'),
    confirmation: jsonb('confirmation'),
    waivedAt: moment('waived_at'),
    waivedBy: jsonb('waived_by'),
    waiveReason: text('waive_reason'),
    problem: jsonb('problem'),
    messageChannel: text('message_channel'),
    messageTs: text('message_ts'),
  },
  (t) => [
    unique('handoff_of_generation').on(t.generationId, t.vendorId),
    index('handoff_of_rotation').on(t.rotationId),
    check('sealed_only_while_waiting', sql`(${t.sealed} is not null) = (${t.status} = 'sealed')`),
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
    rotationId: uuid('rotation_id').references(() => rotation.id),
    key: text('key').notNull(),
    kind: text('kind').notNull(),
    payload: jsonb('payload').notNull(),
    state: text('state', { enum: ['ready', 'sending', 'sent', 'in_doubt', 'refused', 'gone'] }).notNull(),
    revision: integer('revision').notNull().default(1),
    dueAt: moment('due_at').notNull(),
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
  ],
);

/** One reminder of one rung: the unique row that makes it go out once. */
export const reminder = pgTable(
  'reminder',
  {
    id: uuid('id').primaryKey(),
    workspaceId: workspaceId(),
    packageId: packageId(),
    expiresOn: date('expires_on', { mode: 'string' }).notNull(),
    rungDays: integer('rung_days').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [unique('reminder_once').on(t.packageId, t.expiresOn, t.rungDays)],
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

/** Who opened the App Home: theirs is published again when something changes. */
export const homeVisit = pgTable(
  'home_visit',
  {
    workspaceId: workspaceId(),
    teamId: text('team_id').notNull(),
    userId: text('user_id').notNull(),
    openedAt: moment('opened_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.teamId, t.userId] })],
);
