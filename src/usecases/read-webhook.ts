import { webhookQueue } from '../db/webhook-queue.ts';
import { findWebhook, type OffWhy, type Webhook } from '../db/webhooks.ts';
import type { Person } from '../domain/people.ts';
import type { Moment } from '../domain/schedule.ts';
import type { WebhookEvent } from '../domain/webhook.ts';
import type { Deps } from './deps.ts';
import type { Result } from './refusals.ts';
import { judgeWebhook } from './set-webhook.ts';

/** The webhook as whoever sees to it reads it. Never its signing secret. */
export interface WebhookFacts {
  readonly url: string;
  readonly events: readonly WebhookEvent[];
  readonly setBy: Webhook['setBy'];
  readonly setAt: Moment;
  readonly off: { readonly at: Moment; readonly why: OffWhy } | null;
  readonly lastTakenAt: Moment | null;
  readonly lastFailedAt: Moment | null;
  /** A fault as it is on record. */
  readonly lastFault: string | null;
  readonly waiting: number;
  readonly givenUp: number;
}

/** The workspace's webhook and how its deliveries fare; null when there never was one. */
export async function readWebhook(
  deps: Deps,
  { person }: { person: Person },
): Promise<Result<{ webhook: WebhookFacts | null }>> {
  const judged = await judgeWebhook(deps, { person });
  if (!judged.ok) return judged;
  const found = await findWebhook(deps.db, deps.workspaceId);
  if (!found) return { ok: true, webhook: null };
  const { url, events, setBy, setAt, off, lastTakenAt, lastFailedAt, lastFault } = found;
  const queue = await webhookQueue(deps.db, deps.workspaceId, setAt);
  const state = { off, lastTakenAt, lastFailedAt, lastFault };
  return { ok: true, webhook: { url, events, setBy, setAt, ...state, ...queue } };
}
