import { sql } from 'drizzle-orm';
import type { Day, Moment } from '../domain/schedule.ts';
import type { Db } from './connection.ts';
import { toMoment } from './stored.ts';

/**
 * Locks the packages whose look is due, skipping those that another instance holds, until the transaction ends. What is not due
 * costs nothing: the index holds due moments only.
 */
export async function lockPackagesToLookAt(
  tx: Db,
  of: { workspaceId: string; now: Moment; limit: number },
): Promise<string[]> {
  const rows = await tx.execute<{ id: string }>(sql`
    select id from package where next_look_at <= ${of.now.toISO()} and workspace_id = ${of.workspaceId}
    order by next_look_at limit ${of.limit} for no key update skip locked`);
  return rows.map(({ id }) => id);
}

/** When each is looked at again; null for never by itself. */
export async function setNextLooks(
  tx: Db,
  looks: readonly { readonly id: string; readonly at: Moment | null }[],
): Promise<void> {
  const rows = looks.map(({ id, at }) => ({ id, at: at?.toISO() ?? null }));
  await tx.execute(sql`
    update package p set next_look_at = l.at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as l(id uuid, at timestamptz) where p.id = l.id`);
}

/** Per package: when the secret ends that its last rotation left staged, for those that have one (rule 4). */
export async function stagedExpiryOf(db: Db, packageIds: readonly string[]): Promise<Map<string, Day>> {
  if (packageIds.length === 0) return new Map();
  const rows = await db.execute<{ package_id: string; expires_on: string }>(sql`
    select package_id, expires_on::text from (
      select distinct on (package_id) package_id, state, expires_on from generation
      where package_id in ${[...packageIds]} order by package_id, number desc) last
    where state = 'abandoned'`);
  return new Map(rows.map((row) => [row.package_id, row.expires_on]));
}

/** Per rotation: vendors without Slack who have a link that still works. */
export async function vendorsWithLink(
  db: Db,
  rotationIds: readonly string[],
  now: Moment,
): Promise<Map<string, Set<string>>> {
  if (rotationIds.length === 0) return new Map();
  const rows = await db.execute<{ rotation_id: string; vendor_id: string }>(sql`
    select distinct h.rotation_id, h.vendor_id from link l join handoff h on h.id = l.handoff_id
    where h.rotation_id in ${[...rotationIds]} and h.status <> 'revoked' and l.way <> 'slack'
      and l.revoked_at is null and l.expires_at > ${now.toISO()}`);
  const byRotation = Map.groupBy(rows, (row) => row.rotation_id);
  return new Map([...byRotation].map(([id, all]) => [id, new Set(all.map((row) => row.vendor_id))]));
}

/** What a digest was made for: one row per duty that had reached a rung. */
export interface DigestRow {
  readonly packageId: string;
  readonly duty: string;
  readonly subject: string;
  readonly audience: string;
  readonly slot: Moment;
}

export async function rowsOfDigest(db: Db, workspaceId: string, digest: string): Promise<DigestRow[]> {
  const rows = await db.execute<Record<string, string>>(sql`
    select package_id, duty, subject, audience, to_char(slot at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as slot
    from reminder where workspace_id = ${workspaceId} and digest = ${digest} order by slot, package_id`);
  return rows.map((row) => ({
    packageId: row['package_id'] ?? '',
    duty: row['duty'] ?? '',
    subject: row['subject'] ?? '',
    audience: row['audience'] ?? '',
    slot: toMoment(row['slot'] ?? ''),
  }));
}

/** What owners were asked about between two moments, as `duty subject`. */
export async function ownersAsked(
  db: Db,
  packageIds: readonly string[],
  { since, before }: { since: Moment; before: Moment },
): Promise<Set<string>> {
  if (packageIds.length === 0) return new Set();
  const rows = await db.execute<{ duty: string; subject: string }>(sql`
    select distinct duty, subject from reminder
    where package_id in ${[...packageIds]} and audience = 'owner'
      and created_at between ${since.toISO()} and ${before.toISO()}`);
  return new Set(rows.map(({ duty, subject }) => `${duty} ${subject}`));
}

/** Where a package's first reminder for this deadline stands; the later ones go into its thread. */
export async function firstReminder(
  db: Db,
  packageId: string,
  deadlineOn: Day,
): Promise<{ channel: string; ts: string } | null> {
  const [row] = await db.execute<{ channel: string; ts: string }>(sql`
    select channel, ts from outbox where kind = 'reminder' and state = 'sent' and ts is not null
      and payload->>'packageId' = ${packageId} and payload->>'deadlineOn' = ${deadlineOn}
    order by place limit 1`);
  return row ?? null;
}
