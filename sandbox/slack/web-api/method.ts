import { findConversation, isExternal, isIn, openDm, type Conversation } from '../conversations.ts';
import type { Hub } from '../hub.ts';
import type { JsonObject } from '../json.ts';
import { refusalBecause, SlackRefusal } from '../refusal.ts';
import type { SandboxUser } from '../types.ts';

/** One Web API method: what it needs, and what it answers beside `ok: true`. */
export interface Method {
  /** The scope, or how to tell it from the arguments; none for methods every token may call. */
  scope?: string | ((hub: Hub, args: JsonObject) => string);
  run(hub: Hub, args: JsonObject): JsonObject;
}

/** A required string argument; refuses `invalid_arguments`. */
export function required(args: JsonObject, name: string): string {
  const value = args[name];
  if (typeof value === 'string' && value !== '') return value;
  throw refusalBecause('invalid_arguments', [`missing required field: ${name}`]);
}

/** A boolean argument, written as JSON or in a form. */
export const isSet = (args: JsonObject, name: string): boolean =>
  args[name] === true || args[name] === 'true';

/** Somebody the bot knows: itself, its own workspace's people, externals it shares a channel with. */
export function knownUser(hub: Hub, id: string): SandboxUser {
  const user = hub.store.user(id);
  if (!user) throw new SlackRefusal('user_not_found');
  const isShared = hub.store.state.channels.some(
    ({ members }) => members.includes(id) && members.includes(hub.store.state.bot.user),
  );
  if (isExternal(hub.store, user) && !isShared) throw new SlackRefusal('user_not_visible');
  return user;
}

/** The DM with that person, if the bot may have one; refuses with `code` for externals. */
export function dmWith(hub: Hub, id: string, code: string): string {
  const user = hub.store.user(id);
  if (!user) throw new SlackRefusal(code);
  if (user.is_bot) throw new SlackRefusal('cannot_dm_bot');
  if (user.deleted) throw new SlackRefusal('user_disabled');
  if (isExternal(hub.store, user) && !hub.settings.externalDms) throw new SlackRefusal(code);
  return openDm(hub.store, id);
}

/** A conversation the bot can see: private channels it is not in do not exist for it. */
export function seenByBot(hub: Hub, id: string): Conversation {
  const conversation = findConversation(hub.store, id);
  const { user } = hub.store.state.bot;
  if (!conversation) throw new SlackRefusal('channel_not_found');
  if (conversation.kind === 'channel' && conversation.channel.is_private && !isIn(conversation, user)) {
    throw new SlackRefusal('channel_not_found');
  }
  return conversation;
}

/** A conversation the bot can write to; a user id means the DM with that person. */
export function writable(hub: Hub, id: string): Conversation {
  const isPerson = /^[UW]/.test(id);
  const conversation = seenByBot(hub, isPerson ? dmWith(hub, id, 'channel_not_found') : id);
  if (conversation.kind === 'dm') return conversation;
  if (conversation.channel.is_archived) throw new SlackRefusal('is_archived');
  const isMember = isIn(conversation, hub.store.state.bot.user);
  if (!isMember && !hub.settings.scopes.includes('chat:write.public'))
    throw new SlackRefusal('not_in_channel');
  return conversation;
}
