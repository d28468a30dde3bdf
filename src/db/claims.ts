import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { RULES } from '../domain/rules.ts';
import type { Actor } from '../domain/people.ts';
import type { Moment } from '../domain/schedule.ts';
import type { Db } from './connection.ts';

// One reader, decided by the database (promise H4): a fenced lease, the KMS outside, one finishing statement.

/** A won claim: the sealed copy, and all that is needed to open it and to tell of it. */
export interface Claim {
  readonly leaseId: string;
  readonly handoffId: string;
  readonly workspaceId: string;
  readonly packageId: string;
  readonly rotationId: string;
  readonly generationId: string;
  readonly vendorId: string;
  readonly vendorName: string;
  readonly isInSlack: boolean;
  readonly way: 'slack' | 'own_mail' | 'passed_on';
  readonly passedOnBy: string | null;
  readonly sealed: { readonly ciphertext: Uint8Array; readonly keyArn: string };
}

const claimSchema = z.object({
  handoff_id: z.string(),
  workspace_id: z.string(),
  package_id: z.string(),
  rotation_id: z.string(),
  generation_id: z.string(),
  vendor_id: z.string(),
  vendor_name: z.string(),
  is_in_slack: z.boolean(),
  way: z.enum(['slack', 'own_mail', 'passed_on']),
  minted_for: z.string(),
  sealed: z.instanceof(Uint8Array),
  sealed_key_arn: z.string(),
});

/**
 * Takes the lease on a sealed copy for the one caller who holds link and code, while the link lives, the secret is
 * live and nobody else holds the lease. The lease ends with the link. Null when any of that is not so; nothing has
 * changed then.
 */
export async function takeLease(
  db: Db,
  {
    workspaceId,
    tokenHash,
    codeHash,
    leaseId,
    at,
  }: { workspaceId: string; tokenHash: Uint8Array; codeHash: Uint8Array; leaseId: string; at: Moment },
): Promise<Claim | null> {
  const now = at.toISO();
  const until = at.plus({ seconds: RULES.leaseSeconds }).toISO();
  const rows = await db.execute(sql`
    update handoff h set lease_id = ${leaseId}, lease_until = least(${until}::timestamptz, l.expires_at)
    from link l, generation g, rotation r, participant p
    where l.token_hash = ${tokenHash} and l.code_hash = ${codeHash} and l.purpose = 'handoff'
      and l.workspace_id = ${workspaceId}
      and l.revoked_at is null and l.expires_at > ${now}
      and h.id = l.handoff_id and h.status = 'sealed'
      and (h.lease_until is null or h.lease_until <= ${now})
      and g.id = h.generation_id and g.state in ('staged', 'activated') and g.live_at <= ${now}
      and r.id = h.rotation_id and r.step in ('cooling', 'sharing', 'ready', 'activated')
      and p.rotation_id = h.rotation_id and p.vendor_id = h.vendor_id
    returning h.id as handoff_id, h.workspace_id, g.package_id, h.rotation_id, h.generation_id, h.vendor_id,
      p.name as vendor_name, p.contact->>'kind' = 'slack' as is_in_slack, l.way, l.minted_for->>'userId' as minted_for, h.sealed, h.sealed_key_arn`);
  const found = rows[0];
  if (!found) return null;
  const row = claimSchema.parse(found);
  return {
    leaseId,
    handoffId: row.handoff_id,
    workspaceId: row.workspace_id,
    packageId: row.package_id,
    rotationId: row.rotation_id,
    generationId: row.generation_id,
    vendorId: row.vendor_id,
    vendorName: row.vendor_name,
    isInSlack: row.is_in_slack,
    way: row.way,
    passedOnBy: row.way === 'passed_on' ? row.minted_for : null,
    sealed: { ciphertext: row.sealed, keyArn: row.sealed_key_arn },
  };
}

/** What the finishing statement writes beside the handoff: its audit row and the messages that follow. */
export interface ClaimTelling {
  readonly auditId: string;
  readonly by: Actor;
  readonly at: Moment;
  readonly messages: readonly { id: string; key: string; kind: string; payload: object }[];
}

/**
 * The one finishing statement: the KMS copy nulled, the audit row and the messages written, all or nothing.
 * False when the lease was lost meanwhile (revoked, expired, another took it): then the secret must not leave.
 */
export async function finishClaim(
  db: Db,
  claim: Claim,
  { auditId, by, at, messages }: ClaimTelling,
): Promise<boolean> {
  const now = at.toISO();
  const facts = JSON.stringify({ vendor: claim.vendorName });
  const rows = await db.execute(sql`
    with done as (
      update handoff set status = 'collected', collected_at = ${now}, sealed = null, sealed_key_arn = null,
        lease_id = null, lease_until = null
      where id = ${claim.handoffId} and lease_id = ${claim.leaseId} and lease_until > ${now} and status = 'sealed'
      returning id),
    told as (
      insert into audit (id, workspace_id, chain, seq, at, "by", kind, facts, package_id, rotation_id, handoff_id,
        previous_hash, hash)
      select ${auditId}::uuid, ${claim.workspaceId}::uuid, ${claim.packageId}::uuid, 0, ${now}::timestamptz,
        ${JSON.stringify(by)}, 'secret_collected', ${facts}, ${claim.packageId}::uuid, ${claim.rotationId}::uuid,
        done.id, ''::bytea, ''::bytea
      from done),
    queued as (
      insert into outbox (id, workspace_id, rotation_id, key, kind, payload, state, due_at, created_at)
      select m.id, ${claim.workspaceId}::uuid, ${claim.rotationId}::uuid, m.key, m.kind, m.payload, 'ready', ${now}::timestamptz, ${now}::timestamptz
      from done, jsonb_to_recordset(${JSON.stringify(messages)}::jsonb) as m(id uuid, key text, kind text, payload jsonb)
      on conflict (key) do update set revision = outbox.revision + 1, attempts = 0, due_at = excluded.due_at,
        state = case when outbox.state = 'sending' then 'sending' else 'ready' end)
    select id from done`);
  return rows.length === 1;
}

/** Gives a claim back: the copy could not be opened now, and is not burnt (promise H6). */
export async function releaseLease(db: Db, claim: Claim): Promise<void> {
  await db.execute(sql`
    update handoff set lease_id = null, lease_until = null
    where id = ${claim.handoffId} and lease_id = ${claim.leaseId}`);
}
