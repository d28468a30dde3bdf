import { findConversation, isExternal, isIn } from '../conversations.ts';
import type { Hub } from '../hub.ts';
import type { JsonObject } from '../json.ts';
import { refusalBecause } from '../refusal.ts';
import type { SandboxUser } from '../types.ts';
import { dmWith, knownUser, required, seenByBot, type Method } from './method.ts';

/** A profile as `users.info` shows it: reduced for externals and for deactivated people. */
function profile(hub: Hub, user: SandboxUser): JsonObject {
  const { id, team_id, name, real_name, deleted, is_bot, tz, enterprise, role: _role, ...roles } = user;
  const base = {
    id,
    team_id,
    name,
    deleted,
    is_bot,
    is_app_user: false,
    profile: { real_name, display_name: name },
  };
  if (deleted) return base;
  const zone = hub.store.clock.now().setZone(tz);
  const place = { real_name, tz, tz_label: zone.offsetNameLong ?? tz, tz_offset: zone.offset * 60 };
  const org = enterprise
    ? {
        enterprise_user: {
          id,
          enterprise_id: enterprise.id,
          enterprise_name: enterprise.name,
          teams: [team_id],
        },
      }
    : {};
  if (isExternal(hub.store, user)) return { ...base, ...place, ...org, is_stranger: false };
  return { ...base, ...place, ...org, ...roles, is_primary_owner: user.is_owner };
}

const authTest: Method = {
  run(hub) {
    const { team, bot } = hub.store.state;
    const { id: team_id, name } = team;
    const user = hub.store.user(bot.user)?.name;
    const url = `https://${team.domain}.slack.com/`;
    return {
      url,
      team: name,
      user,
      team_id,
      user_id: bot.user,
      bot_id: bot.bot_id,
      is_enterprise_install: false,
    };
  },
};

const usersInfo: Method = {
  scope: 'users:read',
  run: (hub, args) => ({ user: profile(hub, knownUser(hub, required(args, 'user'))) }),
};

const usersList: Method = {
  scope: 'users:read',
  run: (hub) => ({
    members: hub.store.state.users
      .filter((user) => !isExternal(hub.store, user))
      .map((user) => profile(hub, user)),
    response_metadata: { next_cursor: '' },
  }),
};

const conversationsInfo: Method = {
  scope(hub, args) {
    const conversation = findConversation(hub.store, String(args['channel']));
    if (conversation?.kind === 'dm') return 'im:read';
    return conversation?.channel.is_private ? 'groups:read' : 'channels:read';
  },
  run(hub, args) {
    const conversation = seenByBot(hub, required(args, 'channel'));
    const { id } = conversation;
    if (conversation.kind === 'dm') return { channel: { id, is_im: true, user: conversation.user } };
    const { name, is_private, is_archived, is_ext_shared, members } = conversation.channel;
    const teams = new Set(
      members.map((member) => hub.store.user(member)?.team_id ?? hub.store.state.team.id),
    );
    const kind = { is_channel: !is_private, is_group: is_private, is_im: false, is_private, is_archived };
    const shared = {
      is_shared: is_ext_shared,
      is_ext_shared,
      is_org_shared: false,
      is_pending_ext_shared: false,
      shared_team_ids: [...teams],
    };
    const context_team_id = hub.store.state.team.id;
    const is_member = isIn(conversation, hub.store.state.bot.user);
    return { channel: { id, name, name_normalized: name, ...kind, ...shared, context_team_id, is_member } };
  },
};

const conversationsOpen: Method = {
  scope: 'im:write',
  run(hub, args) {
    const users = required(args, 'users').split(',');
    const [user] = users;
    if (users.length !== 1 || !user)
      throw refusalBecause('invalid_arguments', ['the sandbox opens one-to-one DMs only']);
    return { channel: { id: dmWith(hub, user, 'user_not_found') } };
  },
};

export const PEOPLE_AND_PLACES: Record<string, Method> = {
  'auth.test': authTest,
  'users.info': usersInfo,
  'users.list': usersList,
  'conversations.info': conversationsInfo,
  'conversations.open': conversationsOpen,
};
