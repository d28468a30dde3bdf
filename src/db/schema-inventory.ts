import { sql } from 'drizzle-orm';
import {
  boolean,
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

/** The column that every table carries. */
export const workspaceId = () =>
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

/** A Marketing Cloud account: what packages belong to. A consultancy has many. `enterpriseId` and `subdomain` are Salesforce's. */
export const account = pgTable(
  'account',
  {
    id: uuid('id').primaryKey(),
    workspaceId: workspaceId(),
    name: text('name').notNull(),
    subdomain: text('subdomain'),
    enterpriseId: text('sfmc_enterprise_id'),
    kind: text('kind', { enum: ['production', 'sandbox'] }).notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [uniqueIndex('account_name').on(t.workspaceId, sql`lower(${t.name})`)],
);

/** An Installed Package. `nextLookAt` is when the reminder sweep must look at it. */
export const installedPackage = pgTable(
  'package',
  {
    id: uuid('id').primaryKey(),
    workspaceId: workspaceId(),
    accountId: uuid('account_id').references(() => account.id),
    name: text('name').notNull(),
    sfmcPackageId: text('sfmc_package_id'),
    clientId: text('client_id'),
    integrationType: text('integration_type', {
      enum: ['server_to_server', 'web_app', 'public_app'],
    }).notNull(),
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
    retiredAt: moment('retired_at'),
    /** Retired, and out of every list. */
    archivedAt: moment('archived_at'),
    /** When its next rotation is to be started by the plan; never later than it is due. */
    plannedStartOn: date('planned_start_on', { mode: 'string' }),
    snoozedUntil: moment('snoozed_until'),
    keyringFaultAt: moment('keyring_fault_at'),
    nextLookAt: moment('next_look_at'),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [
    index('package_by_name').on(t.workspaceId, sql`lower(${t.name})`),
    index('package_by_expiry').on(t.workspaceId, t.expiresOn),
    index('package_by_account').on(t.accountId),
    index('package_to_look_at')
      .on(t.nextLookAt)
      .where(sql`${t.nextLookAt} is not null`),
  ],
);

/** A column that points to a package. */
export const packageId = () =>
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

/** A column that points to a vendor. */
export const vendorId = () =>
  uuid('vendor_id')
    .notNull()
    .references(() => vendor.id);

/** Which vendor uses which package. Where its secret sits with them are rows of their own: `place`. */
export const packageVendor = pgTable(
  'package_vendor',
  {
    workspaceId: workspaceId(),
    packageId: packageId(),
    vendorId: vendorId(),
    addedAt: moment('added_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.packageId, t.vendorId] }),
    index('package_vendor_by_vendor').on(t.vendorId),
  ],
);

/** Who opened the App Home: theirs is published again when something changes. */
export const homeVisit = pgTable(
  'home_visit',
  {
    workspaceId: workspaceId(),
    teamId: text('team_id').notNull(),
    userId: text('user_id').notNull(),
    openedAt: moment('opened_at').notNull(),
    /** What they have filtered and turned to since; null for the board as it opens. */
    look: jsonb('look'),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.teamId, t.userId] })],
);
