import { customType } from 'drizzle-orm/pg-core';
import { DateTime } from 'luxon';
import type { Moment } from '../domain/schedule.ts';

/** A moment in UTC, as luxon in the code and `timestamptz` in the table. */
export const moment = customType<{ data: Moment; driverData: string }>({
  dataType: () => 'timestamp (3) with time zone',
  toDriver: (at) => at.toUTC().toISO(),
  fromDriver: (text) => DateTime.fromSQL(text, { zone: 'utc' }) as Moment,
});

/** Raw bytes: hashes and sealed copies. */
export const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' });
