import { findConversation, isExternal, maySee } from '../conversations.ts';
import type { AppAnswer } from '../deliver.ts';
import { responseUrl, type Hub } from '../hub.ts';
import { isObject } from '../json.ts';
import { slashFields } from '../payloads.ts';
import { NotPossible } from '../places.ts';
import type { SandboxUser } from '../types.ts';
import { obey, warnUnlessAcked } from './failures.ts';

/** The text as Slack sends it with `should_escape`: entities, and mentions as ids. */
function escaped(hub: Hub, text: string): string {
  const entities = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const withUsers = entities.replaceAll(/(^|\s)@(\w[\w.-]*)/g, (whole, gap: string, name: string) => {
    const user = hub.store.state.users.find((each) => each.name === name);
    return user ? `${gap}<@${user.id}|${name}>` : whole;
  });
  return withUsers.replaceAll(/(^|\s)#([\w-]+)/g, (whole, gap: string, name: string) => {
    const channel = hub.store.state.channels.find((each) => each.name === name);
    return channel ? `${gap}<#${channel.id}|${name}>` : whole;
  });
}

function refusalOf(hub: Hub, user: SandboxUser, command: string): string | null {
  if (command === hub.settings.command && !isExternal(hub.store, user)) return null;
  return `${command} is not a valid command.`;
}

/**
 * Somebody types a slash command. Slack itself refuses other commands, and every command of Slack Connect externals:
 * then null, and the app hears nothing.
 */
export async function slash(
  hub: Hub,
  user: SandboxUser,
  channel: string,
  line: string,
): Promise<AppAnswer | null> {
  const conversation = findConversation(hub.store, channel);
  if (!conversation || !maySee(hub.store, conversation, user))
    throw new NotPossible(`${user.name} is not in ${channel}`);
  const [, command = '', text = ''] = /^(\S+)\s*([\s\S]*)$/.exec(line.trim()) ?? [];
  const refusal = refusalOf(hub, user, command);
  if (refusal) {
    hub.store.warn(user.id, 'invalid_command', refusal, channel);
    return null;
  }
  const handle = hub.responseUrls.mint({ user: user.id, channel, original: null });
  const answer = await hub.delivery.form('slash_command', {
    ...slashFields(hub, { user, channel, text: escaped(hub, text) }),
    response_url: responseUrl(hub, handle),
    trigger_id: hub.triggers.mint({ user: user.id, channel }),
  });
  warnUnlessAcked(hub, user, answer, command, channel);
  const { body } = answer;
  const reply = isObject(body) ? body : typeof body === 'string' && body ? { text: body } : null;
  if (answer.acked && reply) obey(hub, user, command, () => hub.responseUrls.use(handle, reply));
  return answer;
}
