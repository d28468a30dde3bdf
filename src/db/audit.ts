import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Changes } from '../domain/changes.ts';
import type { RotationEvent } from '../domain/event.ts';
import type { Actor } from '../domain/people.ts';
import type { Day, Moment } from '../domain/schedule.ts';
import type { CalendarAddressKind } from './calendar-feeds.ts';
import { asRows, chunksOf } from './chunks.ts';
import type { Db } from './connection.ts';
import { audit } from './schema.ts';
import { actorSchema } from './stored.ts';

/** What happened outside a rotation's own events: the inventory, links, the leak guard. Kinds are for ever. */
export type OtherEvent =
  | { readonly kind: 'package_added'; readonly name: string }
  | { readonly kind: 'package_changed'; readonly name: string; readonly changes: Changes }
  | { readonly kind: 'import_link_minted' | 'import_link_closed'; readonly mintedFor: string }
  | { readonly kind: 'vendor_recorded'; readonly vendor: string; readonly systems: readonly string[] }
  | {
      readonly kind: 'account_added';
      readonly accountId: string;
      readonly name: string;
      readonly subdomain: string | null;
      readonly enterpriseId: string | null;
      readonly type: string;
    }
  | {
      readonly kind: 'account_changed';
      readonly accountId: string;
      readonly name: string;
      readonly changes: Changes;
    }
  | { readonly kind: 'account_removed'; readonly accountId: string; readonly name: string }
  | { readonly kind: 'package_changed'; readonly name: string; readonly changes: Changes }
  | { readonly kind: 'package_archived' | 'package_restored'; readonly name: string }
  | {
      readonly kind: 'place_added' | 'place_removed';
      readonly placeId: string;
      readonly vendor: string;
      readonly system: string;
      readonly placeKind: string;
    }
  | {
      readonly kind: 'place_changed';
      readonly placeId: string;
      readonly vendor: string;
      readonly system: string;
      readonly changes: Changes;
    }
  | {
      readonly kind: 'places_confirmed';
      readonly places: readonly { readonly vendor: string; readonly system: string }[];
    }
  | {
      readonly kind: 'vendor_changed';
      readonly vendorId: string;
      readonly vendor: string;
      readonly changes: Changes;
    }
  | { readonly kind: 'package_admins_set'; readonly admins: readonly string[] }
  | { readonly kind: 'admins_appointed'; readonly admins: readonly string[] }
  /** Who may look, and what needs two admins. */
  | {
      readonly kind: 'people_rules_set';
      readonly isViewingNarrowed: boolean;
      readonly viewers: readonly string[];
      readonly secondPersonFor: readonly string[];
    }
  | {
      readonly kind: 'link_minted';
      readonly purpose: string;
      readonly way: string;
      readonly mintedFor: string;
    }
  | {
      readonly kind: 'calendar_address_made' | 'calendar_address_revoked';
      readonly what: CalendarAddressKind;
      readonly packageId: string | null;
      readonly madeFor: string;
    }
  /** The host alone: the rest of the address may be a secret of its receiver's. */
  | {
      readonly kind: 'webhook_set';
      readonly host: string;
      readonly events: readonly string[];
      readonly isNewSecret: boolean;
    }
  | { readonly kind: 'webhook_secret_renewed' }
  | { readonly kind: 'webhook_ended'; readonly host: string; readonly why: string }
  | { readonly kind: 'secret_stored'; readonly vendor: string }
  | {
      readonly kind: 'reminded';
      readonly duty: string;
      readonly rung: string;
      /** A Slack user id, or `channel`. */
      readonly to: string;
      readonly daysLeft: number | null;
    }
  | { readonly kind: 'policy_set'; readonly scope: 'workspace' | 'package' }
  /** When its next rotation is to be started; null when it was taken out of the plan. */
  | { readonly kind: 'start_planned'; readonly startOn: Day | null; readonly insteadOf: Day | null }
  | { readonly kind: 'snoozed'; readonly until: string | null }
  | { readonly kind: 'away_set'; readonly until: string | null; readonly standIn: string | null }
  | { readonly kind: 'board_signed_in' | 'board_signed_out' }
  /** A session ended by itself: whose it was may no longer see the board. */
  | { readonly kind: 'board_session_ended'; readonly userId: string }
  | { readonly kind: 'text_refused'; readonly where: string; readonly isKnown: boolean };

/** One line of the audit trail. `chain` is the package it belongs to, or the workspace. */
export interface AuditRow {
  readonly id: string;
  readonly workspaceId: string;
  readonly at: Moment;
  readonly by: Actor;
  readonly event: RotationEvent | OtherEvent;
  readonly packageId: string | null;
  readonly rotationId: string | null;
  readonly handoffId: string | null;
}

/** The columns of an audit row, but for its place and hashes, which are the trigger's. */
export const auditValues = (row: AuditRow) => {
  const { kind, ...facts } = row.event;
  const { id, workspaceId, at, packageId, rotationId, handoffId } = row;
  return {
    ...{ id, workspaceId, at, packageId, rotationId, handoffId, kind },
    chain: packageId ?? workspaceId,
    by: JSON.stringify(row.by),
    facts: JSON.stringify(facts),
  };
};

/** Appends to the audit trail, inside the transaction of the move it tells of. */
export async function appendAudit(tx: Db, rows: readonly AuditRow[]): Promise<void> {
  for (const some of chunksOf(rows)) {
    await tx.execute(sql`
      insert into audit (id, workspace_id, chain, seq, at, by, kind, facts, package_id, rotation_id, handoff_id,
        previous_hash, hash)
      select id, "workspaceId", chain, 0, at, by, kind, facts, "packageId", "rotationId", "handoffId", '', ''
      from ${asRows(some.map(auditValues))} as r(id uuid, "workspaceId" uuid, chain uuid, at timestamptz, by text,
        kind text, facts text, "packageId" uuid, "rotationId" uuid, "handoffId" uuid)`);
  }
}

/** Whether the trail of a rotation has such a row since then. */
export async function wasAudited(
  db: Db,
  { rotationId, kind, since }: { rotationId: string; kind: RotationEvent['kind']; since: Moment },
): Promise<boolean> {
  const found = await db
    .select({ id: audit.id })
    .from(audit)
    .where(and(eq(audit.rotationId, rotationId), eq(audit.kind, kind), gt(audit.at, since)))
    .limit(1);
  return found.length > 0;
}

const factsSchema = z.record(z.string(), z.unknown());

const toRow = (found: typeof audit.$inferSelect): AuditRow => ({
  ...found,
  by: actorSchema.parse(JSON.parse(found.by)),
  event: { ...factsSchema.parse(JSON.parse(found.facts)), kind: found.kind } as RotationEvent | OtherEvent,
});

/** One audit row, or null. */
export async function findAudit(db: Db, id: string): Promise<AuditRow | null> {
  const [found] = await db.select().from(audit).where(eq(audit.id, id));
  return found ? toRow(found) : null;
}

/** A rotation's audit rows of these kinds, in the order in which they were written. */
export async function trailOf(
  db: Db,
  rotationId: string,
  kinds: readonly RotationEvent['kind'][],
): Promise<AuditRow[]> {
  const found = await db
    .select()
    .from(audit)
    .where(and(eq(audit.rotationId, rotationId), inArray(audit.kind, [...kinds])))
    .orderBy(asc(audit.seq));
  return found.map(toRow);
}
