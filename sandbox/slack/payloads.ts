import { findConversation, payloadName } from './conversations.ts';
import type { Hub } from './hub.ts';
import type { Store } from './store.ts';
import type { SandboxMessage, SandboxUser, StateValue } from './types.ts';

/** Slack still sends it; nothing should look at it. */
const LEGACY_TOKEN = 'sandbox-verification-token';

/** `user` of an interaction: for a Slack Connect external, `team_id` is their own team. */
export const userPart = ({ id, name, team_id }: SandboxUser) => ({ id, username: name, name, team_id });

/** The fields every interaction begins with. */
export const interactionPart = (hub: Hub, type: string, user: SandboxUser) => ({
  type,
  user: userPart(user),
  api_app_id: hub.store.state.bot.app_id,
  token: LEGACY_TOKEN,
  enterprise: null,
  is_enterprise_install: false,
});

/** `team`: the app's workspace for `block_actions`, the person's own for views. */
export function teamPart(store: Store, of: 'app' | SandboxUser) {
  const { id, domain } = store.state.team;
  if (of === 'app' || of.team_id === id) return { id, domain };
  return { id: of.team_id, domain: of.team_id.toLowerCase() };
}

/** `channel` of an interaction. */
export function channelPart(store: Store, id: string) {
  const conversation = findConversation(store, id);
  return { id, name: conversation ? payloadName(conversation) : 'unknown' };
}

/** A message as Slack shows it in answers and payloads. */
export function messagePart(store: Store, message: SandboxMessage) {
  const { values: _values, channel: _channel, ...rest } = message;
  const { bot, team } = store.state;
  const isBots = message.user === bot.user;
  return {
    type: 'message',
    team: team.id,
    ...(isBots ? { bot_id: bot.bot_id, app_id: bot.app_id } : {}),
    ...rest,
  };
}

/** One entry of `actions`: the element's own fields and what was chosen. */
export function actionPart(options: {
  blockId: string;
  actionId: string;
  element: Record<string, unknown>;
  value: StateValue | { value: string } | null;
  actionTs: string;
}) {
  const { blockId, actionId, element, value, actionTs } = options;
  const { type, text, style, placeholder, initial_option, initial_date, value: own } = element;
  return {
    text,
    style,
    placeholder,
    initial_option,
    initial_date,
    ...(type === 'button' ? { value: own } : {}),
    ...value,
    type,
    block_id: blockId,
    action_id: actionId,
    action_ts: actionTs,
  };
}

/** The form of a slash command. */
export function slashFields(hub: Hub, at: { user: SandboxUser; channel: string; text: string }) {
  const { id, domain } = hub.store.state.team;
  const { id: channelId, name } = channelPart(hub.store, at.channel);
  return {
    token: LEGACY_TOKEN,
    team_id: id,
    team_domain: domain,
    channel_id: channelId,
    channel_name: name,
    user_id: at.user.id,
    user_name: at.user.name,
    command: hub.settings.command,
    text: at.text,
    api_app_id: hub.store.state.bot.app_id,
    is_enterprise_install: 'false',
  };
}

/** An Events API envelope for the app's own workspace. */
export function eventEnvelope(hub: Hub, event: Record<string, unknown>, eventId: string) {
  const { team, bot } = hub.store.state;
  return {
    token: LEGACY_TOKEN,
    team_id: team.id,
    context_team_id: team.id,
    context_enterprise_id: null,
    api_app_id: bot.app_id,
    event,
    type: 'event_callback',
    event_id: eventId,
    event_time: Math.floor(hub.store.clock.now().toSeconds()),
    authorizations: [
      {
        enterprise_id: null,
        team_id: team.id,
        user_id: bot.user,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
  };
}
