import { DateTime } from 'luxon';
import type { AuditRow } from '../../src/db/audit.ts';
import { findAudit } from '../../src/db/audit.ts';
import type { Database } from '../../src/db/connection.ts';
import type { RotationEvent } from '../../src/domain/event.ts';
import type { Moment } from '../../src/domain/schedule.ts';
import { rowId } from './model.ts';

/** A row of the table of reminders. */
export interface ReminderRow {
  readonly packageId: string;
  readonly duty: string;
  readonly subject: string;
  readonly recipient: string;
  readonly digest: string | null;
  readonly createdAt: Moment;
}

export interface OutboxRow {
  readonly id: string;
  readonly key: string;
  readonly kind: string;
  readonly state: 'ready' | 'sending' | 'sent' | 'gone' | 'refused' | 'in_doubt';
  readonly rotationId: string | null;
  readonly userId: string | null;
  readonly channelId: string | null;
  readonly dueAt: Moment;
  /** When it was to leave at first, then the order in which messages were wished for. */
  readonly firstDueAt: Moment;
  readonly place: number;
}

/** What the database says in the end. */
export interface Records {
  /** By what makes them unique. */
  readonly reminders: ReadonlyMap<string, ReminderRow>;
  /** By key. */
  readonly outbox: ReadonlyMap<string, OutboxRow>;
  /** What happened in rotations. */
  readonly audits: readonly (AuditRow & { readonly event: RotationEvent })[];
  readonly rotationIds: readonly string[];
}

const toMoment = (text: string): Moment => DateTime.fromISO(text, { zone: 'utc' }) as Moment;
const ISO = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;

/** In the trail of a rotation, but no event of it. */
const ASIDE = ['reminded', 'link_minted', 'secret_stored'];

/** Reads the tables that are judged. */
export async function readRecords({ db, sql }: Pick<Database, 'db' | 'sql'>): Promise<Records> {
  const reminders = await sql<Record<string, string | null>[]>`
    select package_id, duty, subject, rung, recipient, digest,
      to_char(created_at at time zone 'UTC', ${sql.unsafe(ISO)}) as at from reminder`;
  const outbox = await sql<Record<string, string | null>[]>`
    select id, key, kind, state, rotation_id, place::text,
      to_char(first_due_at at time zone 'UTC', ${sql.unsafe(ISO)}) as first_at, payload->>'userId' as user_id, payload->>'channelId' as channel_id,
      to_char(due_at at time zone 'UTC', ${sql.unsafe(ISO)}) as at from outbox`;
  const events = await sql<{ id: string }[]>`
    select id from audit where rotation_id is not null and kind not in ${sql(ASIDE)} order by at, seq`;
  const audits = await Promise.all(events.map(({ id }) => findAudit(db, id)));
  const rotations = await sql<{ id: string }[]>`select id from rotation`;
  return {
    reminders: new Map(reminders.map((row) => [idOf(row), toReminder(row)])),
    outbox: new Map(outbox.map((row) => [row['key'] ?? '', toOutbox(row)])),
    audits: audits.filter((row) => row !== null) as (AuditRow & { event: RotationEvent })[],
    rotationIds: rotations.map(({ id }) => id),
  };
}

const idOf = ({ package_id, duty, subject, rung, recipient }: Record<string, string | null>): string =>
  rowId({
    packageId: package_id ?? '',
    ...{ duty: duty ?? '', subject: subject ?? '', rung: rung ?? '', recipient: recipient ?? '' },
  });

const toReminder = (row: Record<string, string | null>): ReminderRow => ({
  packageId: row['package_id'] ?? '',
  ...{ duty: row['duty'] ?? '', subject: row['subject'] ?? '', recipient: row['recipient'] ?? '' },
  digest: row['digest'] ?? null,
  createdAt: toMoment(row['at'] ?? ''),
});

const toOutbox = (row: Record<string, string | null>): OutboxRow => ({
  ...{ id: row['id'] ?? '', key: row['key'] ?? '', kind: row['kind'] ?? '' },
  state: row['state'] as OutboxRow['state'],
  ...{ rotationId: row['rotation_id'] ?? null, userId: row['user_id'] ?? null },
  channelId: row['channel_id'] ?? null,
  dueAt: toMoment(row['at'] ?? ''),
  firstDueAt: toMoment(row['first_at'] ?? ''),
  place: Number(row['place']),
});
