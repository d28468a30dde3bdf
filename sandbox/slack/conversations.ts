import type { Store } from './store.ts';
import type { SandboxChannel, SandboxUser } from './types.ts';

/** A channel or DM by id. */
export type Conversation =
  { kind: 'channel'; id: string; channel: SandboxChannel } | { kind: 'dm'; id: string; user: string };

export function findConversation(store: Store, id: string): Conversation | null {
  const channel = store.state.channels.find((each) => each.id === id);
  if (channel) return { kind: 'channel', id, channel };
  const dm = store.state.dms.find((each) => each.id === id);
  return dm ? { kind: 'dm', id, user: dm.user } : null;
}

/** The bot's conversation with one person, begun now if there is none. */
export function openDm(store: Store, user: string): string {
  const known = store.state.dms.find((dm) => dm.user === user);
  if (known) return known.id;
  const id = `D${user.slice(1)}`;
  store.state.dms.push({ id, user });
  store.changed();
  return id;
}

export const isExternal = (store: Store, user: SandboxUser): boolean => user.team_id !== store.state.team.id;

/** Whether that person is in the conversation. */
export const isIn = (conversation: Conversation, user: string): boolean =>
  conversation.kind === 'dm' ? conversation.user === user : conversation.channel.members.includes(user);

/** Members see their conversations; full members also look into public channels. */
export function maySee(store: Store, conversation: Conversation, user: SandboxUser): boolean {
  if (isIn(conversation, user.id)) return true;
  if (conversation.kind === 'dm' || conversation.channel.is_private) return false;
  return !isExternal(store, user) && !user.is_restricted && !user.deleted;
}

/** The name Slack puts into payloads: DMs and private channels are not named. */
export function payloadName(conversation: Conversation): string {
  if (conversation.kind === 'dm') return 'directmessage';
  return conversation.channel.is_private ? 'privategroup' : conversation.channel.name;
}
