import type { WebClient } from '@slack/web-api';
import type { Log } from '../../adapters/log.ts';
import { hasEnded } from '../../domain/rotation.ts';
import type { VendorMessageFacts } from '../../usecases/facts.ts';
import type { DeliveryOutcome, OutboxMessage } from '../../usecases/outbox-message.ts';
import { vendorMessage, vendorMessageMoved } from '../views/vendor-message.ts';
import { anotherId, edit, isLost, openDm, post } from './send.ts';

interface Way {
  readonly client: WebClient;
  readonly log: Log;
}

const GONE: DeliveryOutcome = { kind: 'gone' };

/**
 * The vendor's one message: edited in place; posted anew for a new contact, and for a secret sealed once more, since an
 * edit would ping nobody. What is left behind loses its buttons.
 */
export async function deliverVendorMessage(
  way: Way,
  message: OutboxMessage,
  facts: VendorMessageFacts,
): Promise<DeliveryOutcome> {
  const known = message.channel && message.ts ? { channel: message.channel, ts: message.ts } : null;
  const { handoff, rotation } = facts;
  if (handoff === null || hasEnded(rotation)) return known ? lastEdit(way, known, facts) : GONE;
  const place = await placeOf(way, facts);
  if (place && !place.ok) return place.outcome;
  if (known && place && known.channel === place.channel && !isNewRound(facts)) {
    const edited = await edit(way.client, known, vendorMessage(facts));
    if (!isLost(edited)) return edited;
  }
  const isTooEarly = handoff.status === 'missing' || rotation.step === 'cooling';
  const posted =
    place && !isTooEarly
      ? await post(way.client, {
          channel: place.channel,
          message: vendorMessage(facts),
          clientMessageId: clientId(message, known),
        })
      : GONE;
  if (known && (posted.kind === 'sent' || posted.kind === 'gone')) await leaveBehind(way, known, facts);
  return posted;
}

/** Nobody needs the last words of a message that somebody has deleted. */
async function lastEdit(
  { client }: Way,
  at: { channel: string; ts: string },
  facts: VendorMessageFacts,
): Promise<DeliveryOutcome> {
  const edited = await edit(client, at, vendorMessage(facts));
  return isLost(edited) ? GONE : edited;
}

/** A second message of the same row is another message: it must not be taken for a repeat of the first. */
const clientId = ({ clientMessageId }: OutboxMessage, known: { ts: string } | null): string =>
  known ? anotherId(clientMessageId, known.ts) : clientMessageId;

/** Sealed and not told: the message that is there speaks of an earlier copy. */
const isNewRound = ({ handoff }: VendorMessageFacts): boolean =>
  handoff?.status === 'sealed' && handoff.toldAt === null;

/** The shared channel, or the direct conversation; null for a vendor without Slack. */
async function placeOf({ client }: Way, { participant: { contact } }: VendorMessageFacts) {
  if (contact.kind === 'email') return null;
  return contact.channelId
    ? ({ ok: true, channel: contact.channelId } as const)
    : openDm(client, contact.userId);
}

async function leaveBehind(
  { client, log }: Way,
  at: { channel: string; ts: string },
  facts: VendorMessageFacts,
): Promise<void> {
  const left = await edit(client, at, vendorMessageMoved(facts));
  if (left.kind !== 'sent')
    log.warn('a replaced vendor message keeps its buttons', { handoffId: facts.handoffId, code: left.kind });
}
