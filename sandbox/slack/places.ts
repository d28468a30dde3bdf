import type { AnyBlock } from '@slack/types';
import { elementsOf } from './blocks.ts';
import { findConversation, maySee } from './conversations.ts';
import { findEphemeral, findMessage } from './messages.ts';
import type { Store } from './store.ts';
import type { JsonObject } from './json.ts';
import type {
  Place,
  SandboxEphemeral,
  SandboxHome,
  SandboxMessage,
  SandboxModal,
  SandboxUser,
  StateValues,
} from './types.ts';
import { topModal } from './views.ts';

/** What is at a place, as that person sees it (now, or on a stale screen). `values` changes with their inputs. */
export type Found = { blocks: AnyBlock[]; values: StateValues } & (
  | { kind: 'message'; message: SandboxMessage }
  | { kind: 'ephemeral'; ephemeral: SandboxEphemeral }
  | { kind: 'modal'; view: SandboxModal }
  | { kind: 'home'; view: SandboxHome }
);

export const foundMessage = (message: SandboxMessage): Found => ({
  kind: 'message',
  message,
  blocks: message.blocks,
  values: message.values,
});
export const foundEphemeral = (ephemeral: SandboxEphemeral): Found => ({
  kind: 'ephemeral',
  ephemeral,
  blocks: ephemeral.blocks,
  values: ephemeral.values,
});
export const foundView = (view: SandboxModal | SandboxHome): Found => {
  const { blocks, state } = view;
  return view.type === 'home'
    ? { kind: 'home', view, blocks, values: state.values }
    : { kind: 'modal', view, blocks, values: state.values };
};

/** Something a person cannot do in Slack's client at all: a mistake of the test, or a stale page of the demo. */
export class NotPossible extends Error {}

/** The person acting; they must exist and be a person. */
export function personOf(store: Store, id: string): SandboxUser {
  const user = store.user(id);
  if (!user || user.is_bot) throw new NotPossible(`there is nobody ${id} to act as`);
  return user;
}

/** Refuses places the person cannot see: another's screen, a conversation they are not in. */
export function findPlace(store: Store, user: SandboxUser, place: Place): Found {
  if (place.kind === 'message') {
    const message = findMessage(store, place.channel, place.ts);
    const conversation = findConversation(store, place.channel);
    if (!message || !conversation || !maySee(store, conversation, user)) {
      throw new NotPossible(`${user.name} sees no message ${place.ts} in ${place.channel}`);
    }
    return foundMessage(message);
  }
  if (place.kind === 'ephemeral') {
    const ephemeral = findEphemeral(store, user.id, place.ts);
    if (!ephemeral) throw new NotPossible(`${user.name} has no ephemeral message ${place.ts}`);
    return foundEphemeral(ephemeral);
  }
  if (place.kind === 'modal') {
    const view = topModal(store, user.id);
    if (view?.id !== place.view_id)
      throw new NotPossible(`${user.name} does not have modal ${place.view_id} on top`);
    return foundView(view);
  }
  const home = store.state.homes[user.id];
  if (!home) throw new NotPossible(`${user.name} has no App Home yet`);
  return foundView(home);
}

/** The element of that block id and action id. */
export function elementAt(
  found: Found,
  blockId: string,
  actionId: string,
): { block: JsonObject; element: JsonObject } {
  const hit = elementsOf(found.blocks).find((each) => each.blockId === blockId && each.actionId === actionId);
  if (!hit) throw new NotPossible(`there is no ${actionId} in block ${blockId}`);
  return hit;
}
