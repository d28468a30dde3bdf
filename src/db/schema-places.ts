import { sql } from 'drizzle-orm';
import { check, foreignKey, integer, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { moment } from './columns.ts';
import { packageVendor, workspaceId } from './schema-inventory.ts';

/** Where a package's secret sits: one system of one vendor. `position` is the order in which they were named. */
export const place = pgTable(
  'place',
  {
    id: uuid('id').primaryKey(),
    workspaceId: workspaceId(),
    packageId: uuid('package_id').notNull(),
    vendorId: uuid('vendor_id').notNull(),
    system: text('system').notNull(),
    kind: text('kind', {
      enum: ['vendor_system', 'cloudpage', 'automation', 'ssjs', 'job', 'middleware', 'other'],
    }).notNull(),
    /** Who can say whether the secret still sits there: somebody in Slack, or a name. */
    knownBy: jsonb('known_by'),
    position: integer('position').notNull(),
    confirmedAt: moment('confirmed_at'),
    confirmedBy: jsonb('confirmed_by'),
    confirmedHow: text('confirmed_how', { enum: ['rotation', 'said'] }),
    addedAt: moment('added_at').notNull(),
  },
  (t) => [
    unique('place_once').on(t.packageId, t.vendorId, t.system),
    foreignKey({
      name: 'place_of_vendor',
      columns: [t.packageId, t.vendorId],
      foreignColumns: [packageVendor.packageId, packageVendor.vendorId],
    }),
    check(
      'confirmed_somehow',
      sql`(${t.confirmedAt} is null) = (${t.confirmedHow} is null) and (${t.confirmedAt} is null) = (${t.confirmedBy} is null)`,
    ),
  ],
);
