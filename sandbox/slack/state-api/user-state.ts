import { findConversation, isIn, maySee, type Conversation } from '../conversations.ts';
import type { Hub } from '../hub.ts';
import type { ConversationView, SandboxUser, UserState, WorkspaceInfo } from '../types.ts';
import { modalDepth, topModal } from '../views.ts';

function conversationView(hub: Hub, user: SandboxUser, conversation: Conversation): ConversationView {
  const { state } = hub.store;
  const { id } = conversation;
  const lastRead = state.lastRead[user.id]?.[id] ?? '';
  const messages = state.messages.filter((message) => message.channel === id);
  const ephemerals = state.ephemerals.filter((each) => each.channel === id && each.user === user.id);
  const unread = [...messages, ...ephemerals].filter(
    (each) => each.ts > lastRead && ('is_ephemeral' in each || each.user !== user.id),
  ).length;
  const common = {
    id,
    last_read: lastRead,
    unread,
    messages,
    ephemerals,
    is_member: isIn(conversation, user.id),
  };
  if (conversation.kind === 'dm') {
    const name = hub.store.user(state.bot.user)?.real_name ?? 'app';
    const members = [user.id, state.bot.user];
    return { ...common, kind: 'dm', name, members, is_archived: false, is_ext_shared: false };
  }
  const { name, members, is_archived, is_ext_shared, is_private } = conversation.channel;
  return { ...common, kind: is_private ? 'private' : 'channel', name, members, is_archived, is_ext_shared };
}

/** Everything on one person's screen. */
export function userState(hub: Hub, user: SandboxUser): UserState {
  const { store } = hub;
  const ids = [...store.state.channels, ...store.state.dms].map(({ id }) => id);
  const seen = ids
    .map((id) => findConversation(store, id))
    .filter((each): each is Conversation => each !== null && maySee(store, each, user));
  return {
    version: store.version,
    user,
    now: store.clock.now().toISO(),
    conversations: seen.map((conversation) => conversationView(hub, user, conversation)),
    modal: topModal(store, user.id),
    modal_depth: modalDepth(store, user.id),
    home: store.state.homes[user.id] ?? null,
    warnings: store.state.warnings.filter((warning) => warning.user === user.id),
  };
}

/** Who is here, and whom one can act as. */
export function workspaceInfo(hub: Hub): WorkspaceInfo {
  const { team, bot, users } = hub.store.state;
  const name = hub.store.user(bot.user)?.real_name ?? 'app';
  const people = users.filter((user) => !user.is_bot && !user.deleted);
  return { team, command: hub.settings.command, bot: { user: bot.user, name }, people, users };
}
