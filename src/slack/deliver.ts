import type { WebClient } from '@slack/web-api';
import type { Clock } from '../adapters/clock.ts';
import type { Directory } from '../adapters/directory.ts';
import type { Log } from '../adapters/log.ts';
import type { Person } from '../domain/people.ts';
import type { DeliveryOutcome, OutboxMessage } from '../usecases/outbox-message.ts';
import { deliverCard } from './deliver/card.ts';
import { openDm, outcomeOf, post, repeatable } from './deliver/send.ts';
import { deliverVendorMessage } from './deliver/vendor.ts';
import type { SlackUsecases } from './usecases.ts';
import { activatePrompt } from './views/activate-prompt.ts';
import { alarm } from './views/alarm.ts';
import type { Message } from './views/blocks.ts';
import { digest } from './views/digest.ts';
import { handedOver } from './views/handed-over.ts';
import { home } from './views/home.ts';
import { nudge } from './views/nudge.ts';
import { receipt } from './views/receipt.ts';
import { reminder } from './views/reminder.ts';
import { isBroadcast, threadLine } from './views/thread-line.ts';
import { unposted } from './views/unposted.ts';
import { webhookTrouble } from './views/webhook-trouble.ts';

/** What the deliverer reads; nothing here asks for a right, since nobody asked. */
export type DeliveryReads = Pick<
  SlackUsecases,
  | 'readCard'
  | 'readThreadLine'
  | 'readVendorMessage'
  | 'readHome'
  | 'readPackageLine'
  | 'readReminder'
  | 'readNudge'
  | 'readDigest'
>;

export interface DelivererParts {
  /** With retries 0, a time-out and rejectRateLimitedCalls: the outbox decides what is repeated. */
  readonly client: WebClient;
  readonly usecases: DeliveryReads;
  readonly directory: Directory;
  readonly clock: Clock;
  readonly log: Log;
}

type Of<K extends OutboxMessage['kind']> = Extract<OutboxMessage, { kind: K }>;

const GONE: DeliveryOutcome = { kind: 'gone' };

/** Sends one message of the outbox, drawn at this moment from the facts, and says what became of it. */
export function createDeliverer(parts: DelivererParts): (message: OutboxMessage) => Promise<DeliveryOutcome> {
  const { client, usecases } = parts;
  return async (message) => {
    switch (message.kind) {
      case 'card': {
        const facts = await usecases.readCard(message);
        return facts ? deliverCard(client, message, facts) : GONE;
      }
      case 'vendor_message': {
        const facts = await usecases.readVendorMessage(message);
        return facts ? deliverVendorMessage(parts, message, facts) : GONE;
      }
      case 'thread':
        return deliverThreadLine(parts, message);
      case 'reminder':
        return deliverReminder(parts, message);
      case 'nudge':
        return deliverNudge(parts, message);
      case 'digest':
        return deliverDigest(parts, message);
      case 'receipt': {
        const facts = await usecases.readThreadLine(message);
        return direct(parts, message, facts && receipt(facts, message.generationId));
      }
      case 'activate_prompt': {
        const facts = await usecases.readCard(message);
        return direct(parts, message, facts && activatePrompt(facts));
      }
      case 'alarm': {
        const facts = await usecases.readThreadLine(message);
        return direct(parts, message, facts && alarm(facts));
      }
      case 'unposted': {
        const line = await usecases.readPackageLine(message);
        return direct(parts, message, line && unposted(line, message));
      }
      case 'handed_over': {
        const line = await usecases.readPackageLine(message);
        return direct(parts, message, line && handedOver(line, message));
      }
      case 'webhook_trouble':
        return direct(parts, message, webhookTrouble(message));
      case 'home':
        return deliverHome(parts, message);
    }
  };
}

/** To one person; nothing when there is nothing to say any more. */
async function direct(
  { client }: DelivererParts,
  {
    clientMessageId,
    userId,
  }: Of<'receipt' | 'activate_prompt' | 'alarm' | 'unposted' | 'handed_over' | 'webhook_trouble'>,
  drawn: Message | null,
): Promise<DeliveryOutcome> {
  if (!drawn) return GONE;
  const dm = await openDm(client, userId);
  return dm.ok ? post(client, { channel: dm.channel, message: drawn, clientMessageId }) : dm.outcome;
}

/** Waits for its card: a line without a thread would stand in the channel alone. */
async function deliverThreadLine(
  { client, usecases }: DelivererParts,
  message: Of<'thread'>,
): Promise<DeliveryOutcome> {
  const { channel, threadTs, clientMessageId } = message;
  if (!channel || !threadTs) return { kind: 'later' };
  const facts = await usecases.readThreadLine(message);
  if (!facts) return GONE;
  const look = { threadTs, isBroadcast: isBroadcast(facts.event) };
  return post(client, { channel, message: threadLine(facts), clientMessageId, ...look });
}

/** Says nothing when a rotation was started meanwhile, or the date is another. What is overdue the whole channel sees. */
async function deliverReminder(
  { client, usecases }: DelivererParts,
  { packageId, deadlineOn, channelId, threadTs, clientMessageId }: Of<'reminder'>,
): Promise<DeliveryOutcome> {
  const facts = await usecases.readReminder({ packageId, deadlineOn });
  if (!facts) return GONE;
  const thread = threadTs ? { threadTs, isBroadcast: facts.daysLeft < 0 } : {};
  return post(client, { channel: channelId, message: reminder(facts), clientMessageId, ...thread });
}

/** Waits for its card, as every line of the thread does. */
async function deliverNudge(
  { client, usecases }: DelivererParts,
  { rotationId, channel, threadTs, clientMessageId }: Of<'nudge'>,
): Promise<DeliveryOutcome> {
  if (!channel || !threadTs) return { kind: 'later' };
  const facts = await usecases.readNudge({ rotationId });
  if (!facts) return GONE;
  const look = { threadTs, isBroadcast: facts.isOverdue };
  return post(client, { channel, message: nudge(facts), clientMessageId, ...look });
}

async function deliverDigest(
  { client, usecases }: DelivererParts,
  { userId, channelId, digest: key, clientMessageId }: Of<'digest'>,
): Promise<DeliveryOutcome> {
  const facts = await usecases.readDigest({ userId, channelId, digest: key });
  if (!facts) return GONE;
  const drawn = digest(facts, channelId !== null);
  if (channelId) return post(client, { channel: channelId, message: drawn, clientMessageId });
  const dm = await openDm(client, userId);
  return dm.ok ? post(client, { channel: dm.channel, message: drawn, clientMessageId }) : dm.outcome;
}

async function deliverHome(
  { client, usecases, directory, log }: DelivererParts,
  { userId }: Of<'home'>,
): Promise<DeliveryOutcome> {
  let person: Person | null;
  try {
    person = await directory.find(userId);
  } catch (error) {
    log.warn('Slack could not say whose App Home this is', {}, error);
    return { kind: 'later' };
  }
  if (!person || person.standing === 'bot' || person.standing === 'deactivated') return GONE;
  const facts = await usecases.readHome({ person, cause: { kind: 'change' } });
  try {
    await client.views.publish({ user_id: userId, view: home(facts) });
    return { kind: 'sent', channel: userId, ts: '' };
  } catch (error) {
    return repeatable(outcomeOf(error, 'views.publish'));
  }
}
