import { sql } from 'drizzle-orm';
import { DateTime } from 'luxon';
import { z } from 'zod';
import { RULES } from '../domain/rules.ts';
import type { Actor } from '../domain/people.ts';
import { reportIn, type Report } from '../domain/rotation.ts';
import type { Day, Moment } from '../domain/schedule.ts';
import type { Db } from './connection.ts';
import { WITHIN_BOUND, WITHOUT_WAITING, type CodeVerdict, type Trying } from './guesses.ts';
import { holderHasLeft } from './holders.ts';
import { WISHED_AGAIN } from './outbox.ts';
import { statement, value } from './statement.ts';
import { businessUnitsSchema, problemSchema } from './stored.ts';

// One reader, decided by the database (promise H4): a fenced lease, the KMS outside, one finishing statement.

/** A won claim: the sealed copy, and all that is needed to open it, to show it and to tell of it. */
export interface Claim {
  readonly leaseId: string;
  readonly linkId: string;
  readonly handoffId: string;
  readonly workspaceId: string;
  readonly packageId: string;
  readonly rotationId: string;
  readonly generationId: string;
  readonly isInSlack: boolean;
  /** The vendor's contact, if they have opened their App Home lately. */
  readonly homeVisitor: string | null;
  readonly passedOnBy: string | null;
  readonly sealed: { readonly ciphertext: Uint8Array; readonly keyArn: string };
  readonly page: ClaimedPage;
}

/** What stands beside the secret on its page. The lease brings it along: nothing is left to ask, or to fail, after it. */
export interface ClaimedPage {
  readonly workspaceName: string;
  readonly packageName: string;
  readonly vendorName: string;
  readonly clientId: string | null;
  readonly subdomain: string | null;
  readonly businessUnits: readonly { readonly mid: string; readonly name: string }[];
  readonly systems: readonly string[];
  /** What they have reported. */
  readonly problem: Report | null;
  readonly liveAt: Moment;
  /** The old key's date: until then both work. Null when nobody knows it. */
  readonly oldExpiresOn: Day | null;
  /** True when there is no overlap: the old key is dead already. */
  readonly isOutage: boolean;
  readonly linkExpiresAt: Moment;
}

const momentSchema = z.string().transform((text) => DateTime.fromSQL(text, { zone: 'utc' }) as Moment);

const claimSchema = z.object({
  linkId: z.string(),
  handoffId: z.string(),
  workspaceId: z.string(),
  packageId: z.string(),
  rotationId: z.string(),
  generationId: z.string(),
  way: z.enum(['slack', 'own_mail', 'passed_on']),
  mintedFor: z.string(),
  homeVisitor: z.string().nullable(),
  sealed: z.instanceof(Uint8Array),
  keyArn: z.string(),
  problem: problemSchema.nullable(),
  liveAt: momentSchema,
  oldExpiresOn: z.string().nullable(),
  isOutage: z.boolean(),
  linkExpiresAt: momentSchema,
  workspaceName: z.string(),
  vendorName: z.string(),
  systems: z.array(z.string()),
  isInSlack: z.boolean(),
  packageName: z.string(),
  clientId: z.string().nullable(),
  subdomain: z.string().nullable(),
  businessUnits: businessUnitsSchema,
});

interface Wanted {
  readonly workspaceId: string;
  readonly tokenHash: Uint8Array;
  readonly codeHash: Uint8Array;
}

const LEASE = statement<
  | ('workspaceId' | 'tokenHash' | 'codeHash' | 'from' | 'windowAt')
  | ('leaseId' | 'homesSince' | 'now' | 'leaseSeconds')
>(sql`
  with known as (
    select id, workspace_id, handoff_id, rotation_id, code_hash = ${value('codeHash')} as is_right, way, minted_for, expires_at
    from link where token_hash = ${value('tokenHash')} and purpose = 'handoff'
      and workspace_id = ${value('workspaceId')}
      and revoked_at is null and used_at is null and expires_at > ${value('now')}),
  tried as (
    insert into guess (workspace_id, about, network, window_at, wrong)
    select workspace_id, handoff_id, ${value('from')}, ${value('windowAt')}::timestamptz, (not is_right)::int
    from known ${WITHIN_BOUND} returning about),
  leased as (
    update handoff h set lease_id = ${value('leaseId')},
      lease_until = least(${value('now')}::timestamptz + make_interval(secs => ${value('leaseSeconds')}), l.expires_at)
    from known l, tried t, generation g, rotation r, participant p, workspace w,
      package k left join account c on c.id = k.account_id
    where l.is_right and not ${holderHasLeft(sql`l`)} and h.id = t.about and h.status = 'sealed'
      and (h.lease_until is null or h.lease_until <= ${value('now')})
      and g.id = h.generation_id and g.state in ('staged', 'activated') and g.live_at <= ${value('now')}
      and r.id = h.rotation_id and r.step in ('cooling', 'sharing', 'ready', 'activated')
      and p.rotation_id = h.rotation_id and p.vendor_id = h.vendor_id
      and k.id = g.package_id and w.id = h.workspace_id
    returning l.id as "linkId", h.id as "handoffId", h.workspace_id as "workspaceId", g.package_id as "packageId",
      h.rotation_id as "rotationId", h.generation_id as "generationId", l.way, l.minted_for->>'userId' as "mintedFor",
      h.sealed, h.sealed_key_arn as "keyArn", h.problem, g.live_at as "liveAt", r.old_expires_on as "oldExpiresOn",
      r.is_outage or r.step = 'activated' as "isOutage", l.expires_at as "linkExpiresAt", w.name as "workspaceName",
      p.name as "vendorName", to_jsonb(p.systems) as systems, p.contact->>'kind' = 'slack' as "isInSlack",
      k.name as "packageName", k.client_id as "clientId", c.subdomain, k.business_units as "businessUnits",
      (select v.user_id from home_visit v where v.workspace_id = h.workspace_id
        and v.user_id = p.contact->>'userId' and v.team_id = p.contact->>'teamId'
        and v.opened_at >= ${value('homesSince')}) as "homeVisitor")
  select case when tried.about is null then 'too_many' when known.is_right then 'right' else 'wrong' end as verdict,
    leased.*, ${WITHOUT_WAITING}
  from known left join tried on true left join leased on true`);

const verdictSchema = z.object({
  verdict: z.enum(['right', 'wrong', 'too_many']),
  linkId: z.string().nullable(),
});

/** What came of asking for a lease. */
interface Leased {
  /** Null when it was not to be had. */
  readonly claim: Claim | null;
  /** Null when no living link was tried, so that nothing was counted. */
  readonly verdict: CodeVerdict | null;
}

/**
 * Takes the lease on a sealed copy for the one caller who holds link and code, while the link lives, the secret is
 * live and nobody else holds the lease; what an admin was to pass on only while they are one. The lease ends with the link. The code is counted like every other, in the same
 * statement (promise H11). Not for use in a transaction: its commit does not wait for the disk, as a server that crashes
 * may forget a lease (nobody finishes it then, and the copy is still there).
 */
export async function takeLease(
  db: Db,
  {
    homesSince,
    windowAt,
    at,
    ...wanted
  }: Wanted & Trying & { leaseId: string; homesSince: Moment; at: Moment },
): Promise<Leased> {
  const times = { now: at.toISO(), homesSince: homesSince.toISO(), windowAt: windowAt.toISO() };
  const [found] = await db.execute(LEASE({ ...wanted, ...times, leaseSeconds: RULES.leaseSeconds }));
  if (!found) return { claim: null, verdict: null };
  const { verdict, linkId } = verdictSchema.parse(found);
  return { verdict, claim: linkId === null ? null : toClaim(wanted.leaseId, claimSchema.parse(found)) };
}

function toClaim(leaseId: string, row: z.infer<typeof claimSchema>): Claim {
  const { linkId, handoffId, workspaceId, packageId, rotationId, generationId, isInSlack, homeVisitor } = row;
  const { workspaceName, packageName, vendorName, clientId, subdomain, businessUnits, systems } = row;
  const { problem, liveAt, oldExpiresOn, isOutage, linkExpiresAt } = row;
  return {
    ...{
      leaseId,
      linkId,
      handoffId,
      workspaceId,
      packageId,
      rotationId,
      generationId,
      isInSlack,
      homeVisitor,
    },
    passedOnBy: row.way === 'passed_on' ? row.mintedFor : null,
    sealed: { ciphertext: row.sealed, keyArn: row.keyArn },
    page: {
      ...{ workspaceName, packageName, vendorName, clientId, subdomain, businessUnits, systems },
      ...{ problem: reportIn(problem), liveAt, oldExpiresOn, isOutage, linkExpiresAt },
    },
  };
}

/** What the finishing statement writes beside the handoff: its audit row and the messages that follow. */
export interface ClaimTelling {
  readonly auditId: string;
  readonly by: Actor;
  readonly at: Moment;
  readonly messages: readonly { id: string; key: string; kind: string; payload: object }[];
  readonly copy: ReaderCopy;
}

/** The secret sealed to whoever collects it, and until when they can fetch it again (promise H5). */
interface ReaderCopy {
  readonly sealed: string;
  readonly readerHash: Uint8Array;
  readonly until: Moment;
}

const FINISH = statement<
  | ('handoffId' | 'leaseId' | 'linkId' | 'packageId' | 'auditId' | 'by' | 'facts' | 'messages' | 'now')
  | ('readerCopy' | 'readerHash' | 'readerCopyUntil')
>(sql`
  with done as (
    update handoff set status = 'collected', collected_at = ${value('now')}, sealed = null, sealed_key_arn = null,
      lease_id = null, lease_until = null, problem = nullif(problem, case when problem->>'kind' = 'unreadable' then problem end),
      reader_copy = ${value('readerCopy')},
      reader_hash = ${value('readerHash')}, reader_copy_until = ${value('readerCopyUntil')}
    where id = ${value('handoffId')} and lease_id = ${value('leaseId')} and lease_until > ${value('now')}
      and status = 'sealed'
      and exists (select from link where id = ${value('linkId')} and revoked_at is null)
    returning id, workspace_id, rotation_id, ${value('now')}::timestamptz as at),
  told as (
    insert into audit (id, workspace_id, chain, seq, at, "by", kind, facts, package_id, rotation_id, handoff_id,
      previous_hash, hash)
    select ${value('auditId')}::uuid, workspace_id, ${value('packageId')}::uuid, 0, at, ${value('by')},
      'secret_collected', ${value('facts')}, ${value('packageId')}::uuid, rotation_id, id, ''::bytea, ''::bytea
    from done),
  queued as (
    insert into outbox (id, workspace_id, rotation_id, key, kind, payload, state, due_at, first_due_at, created_at)
    select m.id, workspace_id, rotation_id, m.key, m.kind, m.payload, 'ready', at, at, at
    from done, jsonb_to_recordset(${value('messages')}::jsonb) as m(id uuid, key text, kind text, payload jsonb)
    on conflict (key) do update set revision = outbox.revision + 1, attempts = 0, due_at = ${WISHED_AGAIN.dueAt},
      state = ${WISHED_AGAIN.state})
  select id from done`);

/**
 * The one finishing statement: the KMS copy nulled, the reader's kept, the audit row and the messages written, all or nothing.
 * False when the lease was lost meanwhile (revoked, expired, another took it): then the secret must not leave. The
 * link is asked again, as a lease that had to wait for the row may have seen it as it was before it was replaced.
 */
export async function finishClaim(
  db: Db,
  { handoffId, leaseId, linkId, packageId, page }: Claim,
  { auditId, by, at, messages, copy }: ClaimTelling,
): Promise<boolean> {
  const kept = { readerCopy: copy.sealed, readerHash: copy.readerHash, readerCopyUntil: copy.until.toISO() };
  const ids = { handoffId, leaseId, linkId, packageId, auditId };
  const texts = { by: JSON.stringify(by), facts: JSON.stringify({ vendor: page.vendorName }) };
  const rows = await db.execute(
    FINISH({ ...ids, ...texts, ...kept, messages: JSON.stringify(messages), now: at.toISO() }),
  );
  return rows.length === 1;
}

/** Gives a claim back: the copy could not be opened now, and is not burnt (promise H6). */
export async function releaseLease(db: Db, claim: Claim): Promise<void> {
  await db.execute(sql`
    update handoff set lease_id = null, lease_until = null
    where id = ${claim.handoffId} and lease_id = ${claim.leaseId}`);
}

/** Whether this is the copy that still waits. */
export async function isCopyOf(db: Db, { handoffId, sealed }: Claim): Promise<boolean> {
  const rows = await db.execute(sql`
    select from handoff where id = ${handoffId} and sealed = ${sealed.ciphertext}`);
  return rows.length === 1;
}
