import type { WebClient } from '@slack/web-api';
import type { Log } from '../../adapters/log.ts';
import { hasEnded, isSettled } from '../../domain/rotation.ts';
import type { Moment } from '../../domain/schedule.ts';
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
 * The vendor's one message: edited in place; posted anew for a new contact, for a secret sealed once more, and when there
 * is something a vendor must act on now, since an edit would ping nobody. What is left behind loses its buttons.
 */
export async function deliverVendorMessage(
  way: Way,
  message: OutboxMessage,
  facts: VendorMessageFacts,
): Promise<DeliveryOutcome> {
  const known = message.channel && message.ts ? { channel: message.channel, ts: message.ts } : null;
  const { handoff, rotation } = facts;
  if (handoff === null || hasEnded(rotation)) return known ? lastWords(way, message, known, facts) : GONE;
  const place = await placeOf(way, facts);
  if (place && !place.ok) return place.outcome;
  if (known && place && known.channel === place.channel && !isNewRound(facts) && !mustPing(known, facts)) {
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

interface Known {
  readonly channel: string;
  readonly ts: string;
}

/**
 * Called off or void: whoever has switched must go back, so it is posted anew; a rotation that is done needs an edit only.
 * Nobody needs the last words of a message that somebody has deleted, and what could not be posted is edited at least.
 */
async function lastWords(
  way: Way,
  message: OutboxMessage,
  known: Known,
  facts: VendorMessageFacts,
): Promise<DeliveryOutcome> {
  const { client } = way;
  const isNews = facts.rotation.step !== 'done' && facts.participant.contact.kind === 'slack';
  if (isNews && (facts.rotation.step !== 'cancelled' || mustPing(known, facts))) {
    const left = await edit(client, known, vendorMessageMoved(facts));
    if (isLost(left)) return GONE;
    if (left.kind !== 'sent') return left;
    const drawn = { channel: known.channel, message: vendorMessage(facts) };
    const posted = await post(client, { ...drawn, clientMessageId: clientId(message, known) });
    if (posted.kind !== 'in_doubt' && posted.kind !== 'refused') return posted;
  }
  const edited = await edit(client, known, vendorMessage(facts));
  return isLost(edited) ? GONE : edited;
}

/** When the news came that a vendor must act on; null when an edit is enough. */
function newsAt({ rotation, handoff }: VendorMessageFacts): Moment | null {
  if (rotation.step === 'cancelled') return rotation.cancelledAt;
  if (handoff?.status === 'waived') return handoff.waivedAt;
  const isDown = rotation.step === 'activated' && rotation.isEarly && handoff !== null && !isSettled(handoff);
  const answeredAt = handoff?.solution?.at ?? null;
  if (!isDown) return answeredAt;
  return answeredAt && answeredAt > rotation.activatedAt ? answeredAt : rotation.activatedAt;
}

/** Slack's `ts` is the second of posting: a message older than the news has pinged nobody about it. */
const mustPing = ({ ts }: Known, facts: VendorMessageFacts): boolean =>
  Number(ts) < (newsAt(facts)?.toSeconds() ?? 0);

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
