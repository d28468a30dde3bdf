import { cardPlace, setCardPlace } from '../db/rotations.ts';
import { messagePlace, setMessagePlace } from '../db/handoffs.ts';
import { firstReminder } from '../db/reminder-sweep.ts';
import { claimMessages, settleLapsed, settleMessage, type ClaimedMessage } from '../db/outbox.ts';
import type { Deps } from './deps.ts';
import { messageArrived } from './message-arrived.ts';
import type { DeliveryOutcome, OutboxContent, OutboxMessage } from './outbox-message.ts';
import { settlementOf } from './settlement.ts';
import { showTrouble } from './show-trouble.ts';

/** Sends one message to Slack and says how it ended. */
export type Deliver = (message: OutboxMessage) => Promise<DeliveryOutcome>;

const LEASE_SECONDS = 60;

/**
 * Delivers the message that was wished for first, claimed by itself: if this process dies, at most one is in doubt.
 * Sendings whose process died are put in doubt first. Returns how many were handled, 0 or 1.
 */
export async function deliverMessages(deps: Deps, deliver: Deliver): Promise<number> {
  const { workspaceId } = deps;
  await settleLapsed(deps.db, workspaceId, deps.clock.now());
  const now = deps.clock.now();
  const until = now.plus({ seconds: LEASE_SECONDS });
  const leaseId = deps.ids.id();
  const how = { queue: 'slack', limit: 1, pace: deps.pace } as const;
  const [claimed] = await claimMessages(deps.db, { workspaceId, leaseId, now, until, ...how });
  if (!claimed) return 0;
  await deliverOne(deps, deliver, claimed);
  return 1;
}

async function deliverOne(deps: Deps, deliver: Deliver, claimed: ClaimedMessage): Promise<void> {
  const message = await address(deps, claimed);
  const outcome = await attempt(deps, deliver, message);
  if (outcome.kind === 'sent') await remember(deps, message, outcome);
  const settlement = settlementOf(outcome, { attempts: claimed.attempts, now: deps.clock.now() });
  await settleMessage(deps.db, claimed, settlement);
  await showTrouble(deps, message, claimed, settlement);
}

/** An unexpected throw of the deliverer: nobody knows what Slack got. */
async function attempt(deps: Deps, deliver: Deliver, message: OutboxMessage): Promise<DeliveryOutcome> {
  try {
    return await deliver(message);
  } catch (error) {
    deps.log.error('a message could not be delivered', { outboxId: message.id, kind: message.kind }, error);
    return { kind: 'in_doubt', isRepeatable: false };
  }
}

/** Where the message is, or what it answers to, as of now. */
async function address(deps: Deps, { id, workspaceId, payload }: ClaimedMessage): Promise<OutboxMessage> {
  const content = payload as unknown as OutboxContent;
  const of = { id, clientMessageId: id, workspaceId };
  const nowhere = { channel: null, ts: null, threadTs: null };
  switch (content.kind) {
    case 'card': {
      const place = await cardPlace(deps.db, content.rotationId);
      return { ...of, ...nowhere, channel: place?.channel ?? null, ts: place?.ts ?? null, ...content };
    }
    case 'thread': {
      const place = await cardPlace(deps.db, content.rotationId);
      return { ...of, ...nowhere, channel: place?.channel ?? null, threadTs: place?.ts ?? null, ...content };
    }
    case 'vendor_message': {
      const place = await messagePlace(deps.db, content.handoffId);
      return { ...of, ...nowhere, channel: place?.channel ?? null, ts: place?.ts ?? null, ...content };
    }
    case 'nudge': {
      const place = await cardPlace(deps.db, content.rotationId);
      return { ...of, ...nowhere, channel: place?.channel ?? null, threadTs: place?.ts ?? null, ...content };
    }
    case 'reminder': {
      // Threads by default: the channel was told once, whoever is asked now is mentioned there.
      const first = await firstReminder(deps.db, content.packageId, content.deadlineOn);
      const channel = content.channelId;
      const threadTs = first?.channel === channel ? first.ts : null;
      return { ...of, ...nowhere, channel, threadTs, ...content };
    }
    default:
      return { ...of, ...nowhere, ...content };
  }
}

async function remember(
  deps: Deps,
  message: OutboxMessage,
  sent: { channel: string; ts: string },
): Promise<void> {
  if (message.kind === 'card') await setCardPlace(deps.db, message.rotationId, sent);
  if (message.kind !== 'vendor_message') return;
  await setMessagePlace(deps.db, message.handoffId, sent);
  if (message.ts !== sent.ts) await messageArrived(deps, message.handoffId);
}
