import { askAgainAbout } from '../db/known-people.ts';
import { giveLanesBack, holdLanes, placesAmong } from '../db/lanes.ts';
import { cardPlace, setCardPlace } from '../db/rotations.ts';
import { messagePlace, setMessagePlace } from '../db/handoffs.ts';
import { carryInstead, hasten, lockStates, newerOfTheSame } from '../db/outbox-carriers.ts';
import { firstReminder } from '../db/reminder-sweep.ts';
import {
  claimMessages,
  lapsedMessages,
  settleLapsed,
  settleMessage,
  type ClaimedMessage,
} from '../db/outbox.ts';
import { RULES } from '../domain/rules.ts';
import type { Deps } from './deps.ts';
import { messageArrived } from './message-arrived.ts';
import { cardWish } from './messages.ts';
import type { DeliveryOutcome, OutboxContent, OutboxMessage } from './outbox-message.ts';
import { enqueueWishes } from './save-move.ts';
import { settlementOf } from './settlement.ts';
import { foundGone, shownOnCards, troubleWishes } from './trouble-wishes.ts';

/** Sends one message to Slack and says how it ended. */
export type Deliver = (message: OutboxMessage) => Promise<DeliveryOutcome>;

/**
 * Delivers the message that was wished for first, claimed by itself: if this process dies, at most one is in doubt.
 * Sendings whose process died are put in doubt first. Returns how many were handled, 0 or 1.
 */
export async function deliverMessages(deps: Deps, deliver: Deliver): Promise<number> {
  const { workspaceId } = deps;
  await settleDead(deps);
  const now = deps.clock.now();
  const until = now.plus({ seconds: RULES.sendingLeaseSeconds });
  const leaseId = deps.ids.id();
  const how = { queue: 'slack', limit: 1, pace: deps.pace } as const;
  const [claimed] = await claimMessages(deps.db, { workspaceId, leaseId, now, until, ...how });
  if (!claimed) return 0;
  await deliverOne(deps, deliver, claimed);
  return 1;
}

/**
 * In one transaction with what shows it, so that no death between the two leaves a doubt unseen. Cards are locked first, as
 * in every move, so that nobody waits for us while we wait for them.
 */
async function settleDead(deps: Deps): Promise<void> {
  const { db, workspaceId } = deps;
  const now = deps.clock.now();
  const of = { workspaceId, queue: 'slack', now } as const;
  const lapsed = await lapsedMessages(db, of);
  if (lapsed.length === 0) return;
  await db.transaction(async (tx) => {
    for (const rotationId of shownOnCards(lapsed)) {
      await enqueueWishes(deps, tx, [cardWish(rotationId)], { rotationId, at: now });
    }
    await settleLapsed(tx, of);
  });
}

async function deliverOne(deps: Deps, deliver: Deliver, claimed: ClaimedMessage): Promise<void> {
  const message = await address(deps, claimed);
  if (await isLeftToNewer(deps, message, claimed)) return giveBack(deps, claimed);
  const outcome = await attempt(deps, deliver, message);
  await settle(deps, { message, claimed, outcome });
  if (outcome.kind === 'rate_limited') await standBack(deps, claimed, outcome);
  if (outcome.kind === 'gone' && isDrawnFirst(message)) await giveBack(deps, claimed);
}

interface Sending {
  readonly message: OutboxMessage;
  readonly claimed: ClaimedMessage;
  readonly outcome: DeliveryOutcome;
}

/** Writes down what became of it, and what shows that. */
async function settle(deps: Deps, { message, claimed, outcome }: Sending): Promise<void> {
  if (outcome.kind === 'sent') await remember(deps, message, outcome);
  const settlement = settlementOf(outcome, { attempts: claimed.attempts, now: deps.clock.now() });
  const gone = foundGone(message, settlement);
  if (gone) await askAgainAbout(deps.db, deps.workspaceId, gone);
  const shown = await troubleWishes(deps, message, claimed, settlement);
  if (shown.length === 0) return void (await settleMessage(deps.db, claimed, settlement));
  const { rotationId } = claimed;
  await deps.db.transaction(async (tx) => {
    await enqueueWishes(deps, tx, shown, { rotationId, at: deps.clock.now() });
    await settleMessage(tx, claimed, settlement);
  });
}

/** There is nothing to say before Slack is asked anything. */
const isDrawnFirst = ({ kind }: OutboxMessage): boolean => ['nudge', 'reminder', 'digest'].includes(kind);

/**
 * After a time without Slack, or without the channel, several reminders of the same wait: each would say what is true now, so
 * the newest says it alone.
 */
async function isLeftToNewer(
  { db, clock }: Deps,
  message: OutboxMessage,
  claimed: ClaimedMessage,
): Promise<boolean> {
  const { kind } = message;
  if (!isDrawnFirst(message)) return false;
  const found = await newerOfTheSame(db, claimed.id, clock.now());
  if (found === null) return false;
  const { key, newerKey, newerState } = found;
  return db.transaction(async (tx) => {
    // It may be on its way by now, and have had nothing to say.
    const states = await lockStates(tx, [key, newerKey]);
    if (states.get(newerKey) !== newerState) return false;
    if (kind === 'digest') await carryInstead(tx, message.digest, newerKey);
    await hasten(tx, [newerKey], claimed.priority);
    await settleMessage(tx, claimed, { state: 'gone', error: null });
    return true;
  });
}

/** A 429 is about the method, or the channel, and not about this message: whatever would go the same way waits as well. */
async function standBack(
  { db, workspaceId, clock, pace }: Deps,
  { lanes }: ClaimedMessage,
  { method, retryAfterSeconds: seconds }: Extract<DeliveryOutcome, { kind: 'rate_limited' }>,
): Promise<void> {
  if (!pace) return;
  const places = method.startsWith('chat.') ? placesAmong(lanes, pace) : [];
  // A burst may run ahead of a lane; what Slack said may not be run ahead of.
  const ms = seconds * 1_000 + pace.burstMs;
  await holdLanes(db, { workspaceId, lanes: [method, ...places], now: clock.now(), ms });
}

/** Slack was not called for it: what stands behind it need not wait. */
async function giveBack({ db, workspaceId, pace }: Deps, { lanes }: ClaimedMessage): Promise<void> {
  if (pace) await giveLanesBack(db, { workspaceId, lanes, pace });
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
