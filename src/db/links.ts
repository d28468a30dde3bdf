import { and, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import type { SlackIdentity } from '../domain/people.ts';
import type { Way } from '../domain/rotation.ts';
import type { Moment } from '../domain/schedule.ts';
import type { Db } from './connection.ts';
import { holderHasLeft } from './holders.ts';
import { handoff, link, pageOpen } from './schema.ts';
import { identitySchema, toMoment } from './stored.ts';

export type LinkPurpose = 'deposit' | 'deposit_again' | 'handoff';

export interface StoredLink {
  readonly id: string;
  readonly workspaceId: string;
  readonly rotationId: string;
  readonly handoffId: string | null;
  readonly purpose: LinkPurpose;
  readonly way: Way;
  readonly tokenHash: Uint8Array;
  readonly codeHash: Uint8Array;
  readonly mintedFor: SlackIdentity;
  readonly mintedAt: Moment;
  readonly expiresAt: Moment;
  readonly usedAt: Moment | null;
  readonly revokedAt: Moment | null;
  /** The handoff's secret was collected. */
  readonly isCollected: boolean;
  /** The handoff's generation has ended. */
  readonly isSuperseded: boolean;
  /** It was given to an admin to pass on who is one no more. */
  readonly isOfFormerAdmin: boolean;
}

/** What wrong codes are counted for: the handoff, over all its links; for a deposit link the rotation. */
export const guessedAt = ({ handoffId, rotationId }: StoredLink): string => handoffId ?? rotationId;

/** Stores a link's hashes. */
export async function insertLink(
  tx: Db,
  row: Omit<StoredLink, 'usedAt' | 'revokedAt' | 'isCollected' | 'isSuperseded' | 'isOfFormerAdmin'>,
): Promise<void> {
  await tx.insert(link).values(row);
}

/** The link of this token, alive or not. */
export async function findLink(db: Db, tokenHash: Uint8Array): Promise<StoredLink | null> {
  const [found] = await db
    .select({ link, status: handoff.status, isOfFormerAdmin: holderHasLeft(sql`link`) })
    .from(link)
    .leftJoin(handoff, eq(handoff.id, link.handoffId))
    .where(eq(link.tokenHash, tokenHash));
  if (!found) return null;
  const isCollected = found.status === 'collected' || found.status === 'confirmed';
  const isSuperseded = found.status === 'revoked';
  const { isOfFormerAdmin } = found;
  const mintedFor = identitySchema.parse(found.link.mintedFor);
  return { ...found.link, isCollected, isSuperseded, isOfFormerAdmin, mintedFor };
}

/** A repeated click replaces the earlier link (H14: not a reissue); a generation's end kills it. Used ones stay used. */
export async function revokeDepositLinks(tx: Db, rotationId: string, at: Moment): Promise<void> {
  await tx
    .update(link)
    .set({ revokedAt: at })
    .where(
      and(
        eq(link.rotationId, rotationId),
        isNull(link.handoffId),
        isNull(link.usedAt),
        isNull(link.revokedAt),
      ),
    );
}

/** Kills what these were given for vendors who have not collected: they may no longer act for the package. Its rotation is locked. */
export async function revokePassedOn(
  tx: Db,
  { rotationId, userIds, at }: { rotationId: string; userIds: readonly string[]; at: Moment },
): Promise<void> {
  if (userIds.length === 0) return;
  const waiting = tx
    .select({ id: handoff.id })
    .from(handoff)
    .where(and(eq(handoff.rotationId, rotationId), eq(handoff.status, 'sealed')));
  // Also whoever was just collecting with one: their claim finishes on no row.
  await tx
    .update(handoff)
    .set({ leaseId: null, leaseUntil: null })
    .where(and(inArray(handoff.id, waiting), isNotNull(handoff.leaseId)));
  await tx
    .update(link)
    .set({ revokedAt: at })
    .where(
      and(
        inArray(link.handoffId, waiting),
        eq(link.way, 'passed_on'),
        isNull(link.revokedAt),
        inArray(sql`${link.mintedFor}->>'userId'`, [...userIds]),
      ),
    );
}

/** Consumes a deposit link: once, and only while it lives. */
export async function consumeLink(tx: Db, linkId: string, at: Moment): Promise<boolean> {
  const used = await tx
    .update(link)
    .set({ usedAt: at })
    .where(
      and(
        eq(link.id, linkId),
        isNull(link.usedAt),
        isNull(link.revokedAt),
        sql`${link.expiresAt} > ${at.toISO()}`,
      ),
    )
    .returning({ id: link.id });
  return used.length === 1;
}

/** A page was opened with this link: perhaps by a scanner. One row a link, however often. */
export async function recordPageOpen(db: Db, of: StoredLink, at: Moment): Promise<{ isFirst: boolean }> {
  const { workspaceId, id: linkId, handoffId } = of;
  const [row] = await db
    .insert(pageOpen)
    .values({ workspaceId, linkId, handoffId, firstAt: at, lastAt: at, times: 1 })
    .onConflictDoUpdate({ target: pageOpen.linkId, set: { lastAt: at, times: sql`${pageOpen.times} + 1` } })
    .returning({ times: pageOpen.times });
  return { isFirst: row?.times === 1 };
}

/** Per vendor of a rotation: when a page was last opened with one of the links of its living handoffs. */
export async function pageOpensOf(db: Db, rotationId: string): Promise<Map<string, Moment>> {
  const rows = await db.execute<{ vendor_id: string; last_at: string }>(sql`
    select h.vendor_id, to_char(max(o.last_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as last_at
    from page_open o join handoff h on h.id = o.handoff_id
    where h.rotation_id = ${rotationId} and h.status <> 'revoked' group by h.vendor_id`);
  return new Map(rows.map((row) => [row.vendor_id, toMoment(row.last_at)]));
}

/** What was given out for a vendor without Slack: the last link, and how many there were. */
export interface GivenOut {
  /** The admin who has its code. */
  readonly by: string;
  /** Passed on by them with the code, or mailed by rekey. */
  readonly way: 'passed_on' | 'own_mail';
  readonly at: Moment;
  readonly times: number;
  /** The last link still opens the page. */
  readonly isAlive: boolean;
}

/** Per vendor of a rotation: the last link that left Slack, who has its code, and how often there was one. */
export async function linksGivenOut(db: Db, rotationId: string, now: Moment): Promise<Map<string, GivenOut>> {
  const rows = await db.execute<{
    vendor_id: string;
    by: string;
    way: GivenOut['way'];
    at: string;
    times: number;
    is_alive: boolean;
  }>(sql`
    select h.vendor_id, (array_agg(l.minted_for->>'userId' order by l.minted_at desc))[1] as by,
      (array_agg(l.way order by l.minted_at desc))[1] as way,
      to_char(max(l.minted_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, count(*)::int as times,
      (array_agg(l.revoked_at is null and l.expires_at > ${now.toISO()} order by l.minted_at desc))[1] as is_alive
    from link l join handoff h on h.id = l.handoff_id
    where h.rotation_id = ${rotationId} and h.status <> 'revoked' and l.way in ('passed_on', 'own_mail')
    group by h.vendor_id`);
  return new Map(
    rows.map(({ vendor_id: vendorId, at, is_alive: isAlive, by, way, times }) => [
      vendorId,
      { by, way, at: toMoment(at), times, isAlive },
    ]),
  );
}
