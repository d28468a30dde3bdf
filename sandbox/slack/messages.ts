import type { KnownBlock } from '@slack/types';
import { checkMessage } from './block-kit-limits.ts';
import { withIds } from './blocks.ts';
import { valuesOf } from './inputs.ts';
import { isObject, type JsonObject } from './json.ts';
import { refusalBecause, SlackRefusal } from './refusal.ts';
import type { Store } from './store.ts';
import type { MessageMetadata, SandboxEphemeral, SandboxMessage } from './types.ts';

/** The part of a message that its sender decides. */
export interface MessageContent {
  text: string;
  blocks: KnownBlock[];
  metadata?: MessageMetadata;
}

/** Believes what was sent after every limit was checked; refuses as `chat.postMessage` does. */
export function contentOf(store: Store, sent: JsonObject): MessageContent {
  const { text, blocks, metadata } = sent;
  if (typeof text !== 'string' || text === '')
    throw refusalBecause('no_text', ['text: is required, beside blocks too']);
  if (text.length > 4000) throw new SlackRefusal('msg_too_long');
  const problems = checkMessage({ text, blocks, metadata });
  if (problems.length > 0) {
    const isMetadata = problems.every((problem) => problem.startsWith('metadata'));
    throw refusalBecause(isMetadata ? 'invalid_metadata_format' : 'invalid_blocks', problems);
  }
  return {
    text,
    blocks: withIds((blocks ?? []) as KnownBlock[], () => store.nextId('')),
    ...(isObject(metadata) ? { metadata: metadata as unknown as MessageMetadata } : {}),
  };
}

export const findMessage = (store: Store, channel: string, ts: string): SandboxMessage | undefined =>
  store.state.messages.find((message) => message.channel === channel && message.ts === ts);

/** Puts a message into a conversation. */
export function postMessage(
  store: Store,
  place: {
    channel: string;
    user: string;
    thread_ts?: string;
    reply_broadcast?: boolean;
    client_msg_id?: string;
  },
  content: MessageContent,
): SandboxMessage {
  const message = { ts: store.nextTs(), ...place, ...content, values: valuesOf(content.blocks) };
  store.state.messages.push(message);
  store.changed();
  return message;
}

/** Edits a message in place: text and blocks as given, metadata only when given. */
export function editMessage(store: Store, message: SandboxMessage, content: MessageContent): void {
  Object.assign(message, content, {
    edited: { user: message.user, ts: store.nextTs() },
    values: valuesOf(content.blocks, message.values),
  });
  store.changed();
}

export function deleteMessage(store: Store, channel: string, ts: string): void {
  store.state.messages = store.state.messages.filter((each) => each.channel !== channel || each.ts !== ts);
  store.changed();
}

/** Shows something to one person only. */
export function postEphemeral(
  store: Store,
  place: { channel: string; user: string; thread_ts?: string },
  { text, blocks }: MessageContent,
): SandboxEphemeral {
  const about = { is_ephemeral: true as const, ts: store.nextTs(), ...place };
  const ephemeral = { ...about, text, blocks, values: valuesOf(blocks) };
  store.state.ephemerals.push(ephemeral);
  store.changed();
  return ephemeral;
}

export const findEphemeral = (store: Store, user: string, ts: string): SandboxEphemeral | undefined =>
  store.state.ephemerals.find((each) => each.user === user && each.ts === ts);

export function editEphemeral(
  store: Store,
  ephemeral: SandboxEphemeral,
  { text, blocks }: MessageContent,
): void {
  Object.assign(ephemeral, { text, blocks, values: valuesOf(blocks, ephemeral.values) });
  store.changed();
}

export function deleteEphemeral(store: Store, user: string, ts: string): void {
  store.state.ephemerals = store.state.ephemerals.filter((each) => each.user !== user || each.ts !== ts);
  store.changed();
}
