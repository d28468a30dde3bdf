import { claimMessages, settleLapsed, settleMessage, type ClaimedMessage } from '../db/outbox.ts';
import { dropWebhooks } from '../db/webhook-queue.ts';
import { findWebhook, type Webhook } from '../db/webhooks.ts';
import { pauseAfter } from '../domain/webhook.ts';
import type { Deps } from './deps.ts';
import type { Wish } from './messages.ts';
import { enqueueWishes } from './save-move.ts';
import { endAndRecord } from './set-webhook.ts';
import { tryWebhook, type DeliveryFault, type Tried } from './try-webhook.ts';
import type { WebhookContent } from './webhook-message.ts';

/** The keyring has 12 s, the target ten. */
const LEASE_SECONDS = 60;

/**
 * Delivers what was wished for first, claimed by itself. A try that was cut off comes again: its receiver knows a repeat
 * by the row's id. Returns how many were handled, 0 or 1.
 */
export async function deliverWebhooks(deps: Deps): Promise<number> {
  const { workspaceId } = deps;
  await settleLapsed(deps.db, { workspaceId, queue: 'webhook', now: deps.clock.now() });
  const now = deps.clock.now();
  const until = now.plus({ seconds: LEASE_SECONDS });
  const of = {
    workspaceId,
    queue: 'webhook',
    pace: null,
    leaseId: deps.ids.id(),
    now,
    until,
    limit: 1,
  } as const;
  const [claimed] = await claimMessages(deps.db, of);
  if (!claimed) return 0;
  const hook = await findWebhook(deps.db, workspaceId);
  if (!hook || hook.off) await settleMessage(deps.db, claimed, { state: 'gone', error: null });
  else await deliverOne(deps, hook, claimed);
  return 1;
}

async function deliverOne(deps: Deps, hook: Webhook, claimed: ClaimedMessage): Promise<void> {
  const content = claimed.payload as unknown as WebhookContent;
  const tried = await tryWebhook(deps, hook, { id: claimed.id, content });
  if (tried.fault === null) await settleMessage(deps.db, claimed, { state: 'sent', error: null });
  // Whoever pressed "Send a test" was not told any more: nobody waits for it.
  else if (content.event === 'test') await settleMessage(deps.db, claimed, { state: 'gone', error: null });
  else if (tried.fault === 'http_410' && (await isEnded(deps, hook, claimed))) deps.wake();
  else await putOff(deps, hook, claimed, tried);
}

/** 410: the target wants no more, so it gets none, and whoever set it hears of it. False when another was set meanwhile. */
async function isEnded(deps: Deps, { url, setBy }: Webhook, claimed: ClaimedMessage): Promise<boolean> {
  const at = deps.clock.now();
  return deps.db.transaction(async (tx) => {
    const by = { kind: 'job', job: 'deliver_webhooks' } as const;
    if (!(await endAndRecord(deps, tx, { by, at, why: 'gone', url }))) return false;
    // Back among those that wait, so that it goes with them.
    await settleMessage(tx, claimed, { state: 'ready' });
    await dropWebhooks(tx, deps.workspaceId);
    const key = `webhook_gone:${claimed.id}`;
    const wish = troubleWish(key, { why: 'gone', fault: 'http_410', userId: setBy.userId });
    await enqueueWishes(deps, tx, [wish], { rotationId: null, at });
    return true;
  });
}

type Failed = Extract<Tried, { fault: DeliveryFault }>;

/** Tried again, ever more rarely; after the last try whoever set it is told, once until something is taken again. */
async function putOff(
  deps: Deps,
  { setBy, setAt, lastTakenAt }: Webhook,
  claimed: ClaimedMessage,
  { fault, retryAfterSeconds }: Failed,
): Promise<void> {
  const at = deps.clock.now();
  const seconds = pauseAfter(claimed.attempts, retryAfterSeconds);
  if (seconds !== null) {
    await settleMessage(deps.db, claimed, { state: 'ready', error: fault, retryAt: at.plus({ seconds }) });
    return;
  }
  const key = `webhook_given_up:${deps.workspaceId}:${setAt.toISO()}:${lastTakenAt?.toISO() ?? 'never'}`;
  await deps.db.transaction(async (tx) => {
    await settleMessage(tx, claimed, { state: 'refused', error: fault });
    const wish = troubleWish(key, { why: 'given_up', fault, userId: setBy.userId });
    await enqueueWishes(deps, tx, [wish], { rotationId: null, at });
  });
  deps.wake();
}

const troubleWish = (
  key: string,
  of: { why: 'gone' | 'given_up'; fault: DeliveryFault; userId: string },
): Wish => ({ key, subject: { kind: 'webhook_trouble', ...of } });
