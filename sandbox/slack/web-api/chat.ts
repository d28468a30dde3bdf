import { isIn } from '../conversations.ts';
import type { Hub } from '../hub.ts';
import type { JsonObject } from '../json.ts';
import * as messages from '../messages.ts';
import { messagePart } from '../payloads.ts';
import { SlackRefusal } from '../refusal.ts';
import type { SandboxMessage } from '../types.ts';
import { isSet, required, seenByBot, writable, type Method } from './method.ts';

/** The parent of a reply: it must be there, and not be a reply itself. */
function threadOf(hub: Hub, channel: string, args: JsonObject): { thread_ts?: string } {
  const ts = args['thread_ts'];
  if (ts === undefined) return {};
  const parent = messages.findMessage(hub.store, channel, required(args, 'thread_ts'));
  if (!parent) throw new SlackRefusal('invalid_thread_ts');
  if (parent.thread_ts && parent.thread_ts !== parent.ts) throw new SlackRefusal('cannot_reply_to_message');
  return { thread_ts: parent.ts };
}

const postMessage: Method = {
  scope: 'chat:write',
  run(hub, args) {
    const { id: channel } = writable(hub, required(args, 'channel'));
    const content = messages.contentOf(hub.store, args);
    const thread = threadOf(hub, channel, args);
    const id = args['client_msg_id'];
    const place = {
      channel,
      user: hub.store.state.bot.user,
      ...thread,
      ...(thread.thread_ts && isSet(args, 'reply_broadcast') ? { reply_broadcast: true } : {}),
      ...(typeof id === 'string' ? { client_msg_id: id } : {}),
    };
    const message = messages.postMessage(hub.store, place, content);
    return { channel, ts: message.ts, message: messagePart(hub.store, message) };
  },
};

/** Own messages only; a user id is no channel here. */
function ownMessage(hub: Hub, args: JsonObject, code: string): SandboxMessage {
  const conversation = seenByBot(hub, required(args, 'channel'));
  if (conversation.kind === 'channel' && conversation.channel.is_archived)
    throw new SlackRefusal('is_archived');
  const message = messages.findMessage(hub.store, conversation.id, required(args, 'ts'));
  if (!message) throw new SlackRefusal('message_not_found');
  if (message.user !== hub.store.state.bot.user) throw new SlackRefusal(code);
  return message;
}

const update: Method = {
  scope: 'chat:write',
  run(hub, args) {
    const message = ownMessage(hub, args, 'cant_update_message');
    messages.editMessage(hub.store, message, messages.contentOf(hub.store, args));
    const { channel, ts, text } = message;
    return { channel, ts, text, message: messagePart(hub.store, message) };
  },
};

const remove: Method = {
  scope: 'chat:write',
  run(hub, args) {
    const { channel, ts } = ownMessage(hub, args, 'cant_delete_message');
    messages.deleteMessage(hub.store, channel, ts);
    return { channel, ts };
  },
};

const postEphemeral: Method = {
  scope: 'chat:write',
  run(hub, args) {
    const conversation = writable(hub, required(args, 'channel'));
    const user = hub.store.user(required(args, 'user'));
    if (!user || !isIn(conversation, user.id)) throw new SlackRefusal('user_not_in_channel');
    const place = { channel: conversation.id, user: user.id, ...threadOf(hub, conversation.id, args) };
    return { message_ts: messages.postEphemeral(hub.store, place, messages.contentOf(hub.store, args)).ts };
  },
};

const getPermalink: Method = {
  run(hub, args) {
    const { id: channel } = seenByBot(hub, required(args, 'channel'));
    const ts = required(args, 'message_ts');
    if (!messages.findMessage(hub.store, channel, ts)) throw new SlackRefusal('message_not_found');
    return { channel, permalink: `${hub.url}/archives/${channel}/p${ts.replace('.', '')}` };
  },
};

export const CHAT: Record<string, Method> = {
  'chat.postMessage': postMessage,
  'chat.update': update,
  'chat.delete': remove,
  'chat.postEphemeral': postEphemeral,
  'chat.getPermalink': getPermalink,
};
