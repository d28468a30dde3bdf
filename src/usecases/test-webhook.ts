import { claimAtOnce, settleMessage } from '../db/outbox.ts';
import type { Person } from '../domain/people.ts';
import type { Deps } from './deps.ts';
import type { Result } from './refusals.ts';
import { webhookFor } from './set-webhook.ts';
import { tryWebhook, type DeliveryFault } from './try-webhook.ts';
import type { WebhookContent } from './webhook-message.ts';

const LEASE_SECONDS = 60;

/** Sends a test to the target as it is saved, and says what came of it: within half a minute, and once. */
export async function testWebhook(
  deps: Deps,
  { person }: { person: Person },
): Promise<Result<{ fault: DeliveryFault | null }>> {
  const found = await webhookFor(deps, { person });
  if (!found.ok) return found;
  const now = deps.clock.now();
  const id = deps.ids.id();
  const content: WebhookContent = {
    ...{ kind: 'webhook', event: 'test', at: now.toISO(), package: null, rotation: null },
  };
  const { kind, ...payload } = content;
  const { workspaceId } = deps;
  const message = { id, key: `webhook:test:${id}`, kind, payload, workspaceId, rotationId: null };
  const lease = { leaseId: deps.ids.id(), now, until: now.plus({ seconds: LEASE_SECONDS }) };
  const claimed = await claimAtOnce(deps.db, message, lease);
  if (!claimed) throw new Error('a new row was not claimed');
  const { fault } = await tryWebhook(deps, found.webhook, { id, content });
  await settleMessage(deps.db, claimed, { state: fault === null ? 'sent' : 'gone', error: null });
  return { ok: true, fault };
}
