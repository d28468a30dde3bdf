import type { AppAnswer } from '../deliver.ts';
import { responseUrl, type Hub } from '../hub.ts';
import { isInput, withInput } from '../inputs.ts';
import type { JsonObject } from '../json.ts';
import { actionPart, channelPart, interactionPart, messagePart, teamPart } from '../payloads.ts';
import type { Found } from '../places.ts';
import type { InputValue, SandboxUser, StateValue } from '../types.ts';
import { viewPayload } from '../views.ts';
import { warnUnlessAcked } from './failures.ts';

/** Which element, as it stands on the person's screen. */
export interface Target {
  blockId: string;
  actionId: string;
  element: JsonObject;
  block: JsonObject;
}

function wherePart(hub: Hub, user: SandboxUser, found: Found) {
  if (found.kind === 'modal' || found.kind === 'home') {
    const view = viewPayload(hub.store, found.view);
    return { container: { type: 'view', view_id: found.view.id }, view };
  }
  const at = found.kind === 'message' ? found.message : found.ephemeral;
  const { channel, ts, thread_ts } = at;
  const thread = thread_ts === undefined ? {} : { thread_ts };
  const handle = hub.responseUrls.mint({
    user: user.id,
    channel,
    ...thread,
    original: { kind: found.kind, ts },
  });
  const isEphemeral = found.kind === 'ephemeral';
  return {
    container: { type: 'message', message_ts: ts, channel_id: channel, is_ephemeral: isEphemeral, ...thread },
    channel: channelPart(hub.store, channel),
    // Slack leaves the message out when it is an ephemeral one.
    ...(found.kind === 'message' ? { message: messagePart(hub.store, found.message) } : {}),
    state: { values: found.values },
    response_url: responseUrl(hub, handle),
  };
}

/** Sends one `block_actions` to the app; what it does afterwards comes by the Web API. */
export async function blockAction(
  hub: Hub,
  user: SandboxUser,
  found: Found,
  action: Omit<Target, 'block'> & { value: StateValue | { value: string } | null },
): Promise<AppAnswer> {
  const channel =
    found.kind === 'message'
      ? found.message.channel
      : found.kind === 'ephemeral'
        ? found.ephemeral.channel
        : null;
  const answer = await hub.delivery.interaction({
    ...interactionPart(hub, 'block_actions', user),
    team: teamPart(hub.store, 'app'),
    ...wherePart(hub, user, found),
    trigger_id: hub.triggers.mint({ user: user.id, channel }),
    actions: [actionPart({ ...action, actionTs: hub.store.nextTs() })],
  });
  warnUnlessAcked(hub, user, answer, 'The button or menu', channel ?? undefined);
  return answer;
}

/** Where the options last suggested to somebody are remembered. */
export const suggestionKey = (
  user: SandboxUser,
  { blockId, actionId }: Omit<Target, 'element' | 'block'>,
): string => [user.id, blockId, actionId].join(' ');

/** Puts a value into an input, without telling the app. */
export function setInput(
  hub: Hub,
  user: SandboxUser,
  found: Found,
  target: Target,
  input: InputValue,
): StateValue {
  const { blockId, actionId, element } = target;
  const value = withInput(element, input, hub.suggested.get(suggestionKey(user, target)) ?? []);
  if (isInput(element)) {
    (found.values[blockId] ??= {})[actionId] = value;
    hub.store.changed();
  }
  return value;
}

/**
 * Somebody changes a menu, picker or input. The app hears of it unless it sits in an `input` block without
 * `dispatch_action`: then null.
 */
export async function select(
  hub: Hub,
  user: SandboxUser,
  found: Found,
  target: Target,
  input: InputValue,
): Promise<AppAnswer | null> {
  const value = setInput(hub, user, found, target, input);
  if (target.block['type'] === 'input' && target.block['dispatch_action'] !== true) return null;
  return blockAction(hub, user, found, { ...target, value });
}
