import { createHash } from 'node:crypto';
import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
  type WebClient,
} from '@slack/web-api';
import { z } from 'zod';
import type { PacedMethod } from '../../domain/rules.ts';
import type { DeliveryOutcome } from '../../usecases/outbox-message.ts';
import type { Message } from '../views/blocks.ts';

/** Another message of the same outbox row, told apart from a repeat of the first. */
export function anotherId(clientMessageId: string, afterTs: string): string {
  const hex = createHash('sha256').update(`${clientMessageId} ${afterTs}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}

const NO_UNFURL = { unfurl_links: false, unfurl_media: false } as const;
const placeSchema = z.object({ channel: z.string(), ts: z.string() });

export interface Post {
  readonly channel: string;
  readonly message: Message;
  readonly clientMessageId: string;
  readonly threadTs?: string;
  readonly isBroadcast?: boolean;
}

/** `client_msg_id` is not documented and not typed; Slack's own error list shows that it is matched (slack.md §5). */
export async function post(
  client: WebClient,
  { channel, message, clientMessageId, threadTs, isBroadcast }: Post,
): Promise<DeliveryOutcome> {
  const thread = threadTs ? { thread_ts: threadTs, reply_broadcast: isBroadcast === true } : {};
  const { text, blocks } = message;
  return attempt('chat.postMessage', () =>
    client.apiCall('chat.postMessage', {
      channel,
      text,
      blocks,
      client_msg_id: clientMessageId,
      ...NO_UNFURL,
      ...thread,
    }),
  );
}

/** Text and blocks always together: what is left out may be dropped or kept. */
export async function edit(
  client: WebClient,
  at: { channel: string; ts: string },
  { text, blocks }: Message,
): Promise<DeliveryOutcome> {
  return repeatable(await attempt('chat.update', () => client.chat.update({ ...at, text, blocks })));
}

/** The same once more does no harm. */
export const repeatable = (outcome: DeliveryOutcome): DeliveryOutcome =>
  outcome.kind === 'in_doubt' ? { ...outcome, isRepeatable: true } : outcome;

async function attempt(method: PacedMethod, call: () => Promise<unknown>): Promise<DeliveryOutcome> {
  try {
    return { kind: 'sent', ...placeSchema.parse(await call()) };
  } catch (error) {
    return outcomeOf(error, method);
  }
}

/** What an error of Slack's client means for a call of this method; anything else is a fault of ours and goes on up. */
export function outcomeOf(error: unknown, method: PacedMethod): DeliveryOutcome {
  if (error instanceof WebAPIPlatformError) return { kind: 'refused', error: error.data.error };
  if (error instanceof WebAPIRateLimitedError)
    return { kind: 'rate_limited', retryAfterSeconds: error.retryAfter, method };
  if (error instanceof WebAPIRequestError)
    return wasNeverSent(error) ? { kind: 'later' } : { kind: 'in_doubt', isRepeatable: false };
  if (!(error instanceof WebAPIHTTPError)) throw error;
  return error.statusCode >= 500
    ? { kind: 'in_doubt', isRepeatable: false }
    : { kind: 'refused', error: `http_${error.statusCode}` };
}

const NO_WAY = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
];

/** There was no connection to send anything over, so nothing is in doubt. */
function wasNeverSent(error: unknown): boolean {
  for (let one = error; one instanceof Error; one = one.cause) {
    if ('code' in one && NO_WAY.includes(String(one.code))) return true;
  }
  return false;
}

type Opened =
  { readonly ok: true; readonly channel: string } | { readonly ok: false; readonly outcome: DeliveryOutcome };

/** The direct conversation with somebody. Nothing is sent by it, so what is in doubt is simply tried again later. */
export async function openDm(client: WebClient, userId: string): Promise<Opened> {
  try {
    const answer = await client.conversations.open({ users: userId });
    const channel = answer.channel?.id;
    return channel ? { ok: true, channel } : { ok: false, outcome: { kind: 'refused', error: 'no_channel' } };
  } catch (error) {
    const outcome = outcomeOf(error, 'conversations.open');
    return { ok: false, outcome: outcome.kind === 'in_doubt' ? { kind: 'later' } : outcome };
  }
}

/** The message an edit was for is gone, or can't be edited any more: it is posted anew. */
export const isLost = (outcome: DeliveryOutcome): boolean =>
  outcome.kind === 'refused' &&
  ['message_not_found', 'cant_update_message', 'edit_window_closed'].includes(outcome.error);

export const isInvalid = (outcome: DeliveryOutcome): boolean =>
  outcome.kind === 'refused' && outcome.error === 'invalid_blocks';
