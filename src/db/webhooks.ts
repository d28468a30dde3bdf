import { and, eq, isNull, lte, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Sealed } from '../adapters/keyring.ts';
import type { SlackIdentity } from '../domain/people.ts';
import type { Moment } from '../domain/schedule.ts';
import { WEBHOOK_EVENTS, type WebhookEvent } from '../domain/webhook.ts';
import type { Db } from './connection.ts';
import { webhook } from './schema.ts';

/** Why a webhook is off: somebody's wish, or its target said 410. */
export type OffWhy = 'switched_off' | 'gone';

/** A workspace's webhook as it stands. */
export interface Webhook {
  readonly url: string;
  readonly events: readonly WebhookEvent[];
  /** What signs; null while it is off. */
  readonly key: Sealed | null;
  readonly previous: { readonly key: Sealed; readonly until: Moment } | null;
  readonly setBy: SlackIdentity;
  readonly setAt: Moment;
  readonly lastTakenAt: Moment | null;
  readonly lastFailedAt: Moment | null;
  readonly lastFault: string | null;
  readonly off: { readonly at: Moment; readonly why: OffWhy } | null;
}

const eventsSchema = z.array(z.enum(WEBHOOK_EVENTS));

const sealed = (ciphertext: Uint8Array | null, keyArn: string | null): Sealed | null =>
  ciphertext && keyArn ? { ciphertext, keyArn } : null;

function toWebhook(row: typeof webhook.$inferSelect): Webhook {
  const previous = sealed(row.previousKey, row.previousKeyArn);
  const { url, setAt, lastTakenAt, lastFailedAt, lastFault, offAt, offWhy } = row;
  return {
    ...{ url, setAt, lastTakenAt, lastFailedAt, lastFault },
    events: eventsSchema.parse(row.events),
    key: sealed(row.signingKey, row.signingKeyArn),
    previous: previous && row.previousUntil ? { key: previous, until: row.previousUntil } : null,
    setBy: { enterpriseId: row.enterpriseId, teamId: row.teamId, userId: row.userId },
    off: offAt && offWhy ? { at: offAt, why: offWhy } : null,
  };
}

export async function findWebhook(db: Db, workspaceId: string): Promise<Webhook | null> {
  const [row] = await db.select().from(webhook).where(eq(webhook.workspaceId, workspaceId));
  return row ? toWebhook(row) : null;
}

/** What the webhook wants to hear of; nothing when there is none, or it is off. */
export async function wantedEvents(db: Db, workspaceId: string): Promise<readonly WebhookEvent[]> {
  const found = await findWebhook(db, workspaceId);
  return found && !found.off ? found.events : [];
}

/** Who says where to, what about, and when. */
export interface WebhookSetting {
  readonly workspaceId: string;
  readonly url: string;
  readonly events: readonly WebhookEvent[];
  readonly setBy: SlackIdentity;
  readonly setAt: Moment;
}

const columnsOf = ({ url, events, setBy, setAt }: WebhookSetting) => {
  const { enterpriseId, teamId, userId } = setBy;
  return { url, events: [...events], enterpriseId, teamId, userId, setAt, nextLookAt: setAt };
};

const isOn = (workspaceId: string) => and(eq(webhook.workspaceId, workspaceId), isNull(webhook.offAt));

/** Other events for the same target; false when the target is another, or none. */
export async function resetEvents(tx: Db, setting: WebhookSetting): Promise<boolean> {
  const changed = await tx
    .update(webhook)
    .set(columnsOf(setting))
    .where(and(isOn(setting.workspaceId), eq(webhook.url, setting.url)))
    .returning({ id: webhook.workspaceId });
  return changed.length === 1;
}

const NOTHING_YET = {
  ...{ previousKey: null, previousKeyArn: null, previousUntil: null },
  ...{ lastTakenAt: null, lastFailedAt: null, lastFault: null, offAt: null, offWhy: null },
};

/** Makes this the workspace's webhook, in place of whatever was; with a key of its own. */
export async function putWebhook(tx: Db, setting: WebhookSetting, key: Sealed): Promise<void> {
  const signing = { signingKey: key.ciphertext, signingKeyArn: key.keyArn };
  const columns = { ...columnsOf(setting), ...signing, ...NOTHING_YET };
  await tx
    .insert(webhook)
    .values({ workspaceId: setting.workspaceId, ...columns })
    .onConflictDoUpdate({ target: webhook.workspaceId, set: columns });
}

/** Another key signs from now on; the one before it signs along until then. False when the webhook is off. */
export async function renewKey(
  tx: Db,
  workspaceId: string,
  { key, previousUntil }: { key: Sealed; previousUntil: Moment },
): Promise<boolean> {
  const renewed = await tx
    .update(webhook)
    .set({
      previousKey: sql`${webhook.signingKey}`,
      previousKeyArn: sql`${webhook.signingKeyArn}`,
      ...{ previousUntil, signingKey: key.ciphertext, signingKeyArn: key.keyArn },
    })
    .where(isOn(workspaceId))
    .returning({ id: webhook.workspaceId });
  return renewed.length === 1;
}

/** Ends it, and shreds its keys. With `url` only if that is its target still. Returns who had set what, or null. */
export async function endWebhook(
  tx: Db,
  workspaceId: string,
  { why, at, url }: { why: OffWhy; at: Moment; url?: string },
): Promise<Webhook | null> {
  const none = { signingKey: null, signingKeyArn: null };
  const before = { previousKey: null, previousKeyArn: null, previousUntil: null };
  const [row] = await tx
    .update(webhook)
    .set({ ...none, ...before, offAt: at, offWhy: why })
    .where(and(isOn(workspaceId), url === undefined ? undefined : eq(webhook.url, url)))
    .returning();
  return row ? toWebhook(row) : null;
}

/** What came of a try, for whoever looks; and a key whose time has passed goes. */
export async function noteTry(
  db: Db,
  workspaceId: string,
  { url, at, fault }: { url: string; at: Moment; fault: string | null },
): Promise<void> {
  const isOver = sql`${webhook.previousUntil} <= ${at.toISO()}`;
  const unless = <T>(column: T) => sql`case when ${isOver} then null else ${column} end`;
  await db
    .update(webhook)
    .set({
      ...(fault === null ? { lastTakenAt: at } : { lastFailedAt: at, lastFault: fault }),
      previousKey: unless(webhook.previousKey),
      previousKeyArn: unless(webhook.previousKeyArn),
      previousUntil: unless(webhook.previousUntil),
    })
    .where(and(eq(webhook.workspaceId, workspaceId), eq(webhook.url, url)));
}

/** Takes the look at the packages' dates that is due, and sets the next: of several instances one gets it. */
export async function takeDatesLook(
  tx: Db,
  workspaceId: string,
  { now, nextLookAt }: { now: Moment; nextLookAt: Moment },
): Promise<boolean> {
  const taken = await tx
    .update(webhook)
    .set({ nextLookAt })
    .where(and(isOn(workspaceId), lte(webhook.nextLookAt, now)))
    .returning({ id: webhook.workspaceId });
  return taken.length === 1;
}
