import { WebhookFailed, type WebhookFault } from '../adapters/webhook-sender.ts';
import { noteTry, type Webhook } from '../db/webhooks.ts';
import type { Deps } from './deps.ts';
import { openSigningKeys, type KeyFault } from './webhook-key.ts';
import { signedHeaders, webhookBody, type WebhookContent } from './webhook-message.ts';

/** Why a delivery was not taken: the target's status, no answer, or no key to sign with. On record, so for ever. */
export type DeliveryFault = `http_${number}` | WebhookFault | KeyFault | 'broken';

export type Tried =
  { readonly fault: null } | { readonly fault: DeliveryFault; readonly retryAfterSeconds: number | null };

/** One try, signed at this moment. What came of it stands on the webhook; the caller settles the row. */
export async function tryWebhook(
  deps: Deps,
  hook: Webhook,
  { id, content }: { id: string; content: WebhookContent },
): Promise<Tried> {
  const tried = await attempt(deps, hook, { id, content }).catch((error: unknown): Tried => {
    if (error instanceof WebhookFailed) return { fault: error.reason, retryAfterSeconds: null };
    deps.log.error('a webhook could not be delivered', { outboxId: id, kind: content.event }, error);
    return { fault: 'broken', retryAfterSeconds: null };
  });
  const { fault } = tried;
  if (fault) deps.log.warn('a webhook was not taken', { outboxId: id, kind: content.event, code: fault });
  await noteTry(deps.db, deps.workspaceId, { url: hook.url, at: deps.clock.now(), fault });
  return tried;
}

async function attempt(
  deps: Deps,
  hook: Webhook,
  { id, content }: { id: string; content: WebhookContent },
): Promise<Tried> {
  const at = deps.clock.now();
  const keys = await openSigningKeys(deps, hook, at);
  if (typeof keys === 'string') return { fault: keys, retryAfterSeconds: null };
  const body = webhookBody(content);
  const kind = { 'content-type': 'application/json', 'user-agent': 'rekey' };
  const headers = { ...kind, ...signedHeaders({ id, at, body, keys }) };
  const { status, retryAfterSeconds } = await deps.webhooks.send({ url: hook.url, headers, body });
  return status >= 200 && status < 300 ? { fault: null } : { fault: `http_${status}`, retryAfterSeconds };
}
