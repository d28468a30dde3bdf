import type { PlacedElement } from '../../../sandbox/slack/blocks.ts';
import { isChoice, isMultiple, withInput } from '../../../sandbox/slack/inputs.ts';
import { objectAt, stringAt, type JsonObject } from '../../../sandbox/slack/json.ts';
import { optionsOf } from '../../../sandbox/slack/limits/options.ts';
import type { Shown } from '../../../sandbox/slack/reading.ts';
import type { InputValue, SandboxModal, SandboxOption, StateValue } from '../../../sandbox/slack/types.ts';
import type { Front } from './front.ts';
import type { Poster } from './poster.ts';
import type { Screens } from './screens.ts';
import { APP, TEAM, type EmulatedWorkspace } from './workspace.ts';

/** What a person acts in. */
export interface Around {
  readonly workspace: EmulatedWorkspace;
  readonly front: Front;
  readonly screens: Screens;
  readonly poster: Poster;
}

/** What Slack's client does for one person: it mints, signs and sends, and knows their own workspace. */
export interface Hands {
  readonly teamId: string;
  /** The fields every interaction begins with. */
  readonly who: JsonObject;
  /** emulate's own: three seconds, single use. With a view it can push onto it. */
  trigger(viewId?: string): Promise<string>;
  responseUrl(channel: string): string;
  /** The modal on top; throws when there is none. */
  top(): SandboxModal;
  /** Sends a `block_actions`. */
  use(shown: Shown, placed: PlacedElement, value: JsonObject, triggerId?: string): Promise<void>;
  /** Puts a value into an input of the modal on top, without telling rekey. */
  put(placed: PlacedElement, given: InputValue, offered?: SandboxOption[]): StateValue;
}

export function handsOf({ workspace, front, screens, poster }: Around, id: string): Hands {
  const teamId = workspace.standingOf(id)?.team_id ?? TEAM.id;
  const who = { user: { id, team_id: teamId }, api_app_id: APP.app_id, enterprise: null };
  const hands: Hands = {
    teamId,
    who,
    async trigger(viewId) {
      const on = viewId ? { view_id: viewId } : {};
      const made = await workspace.asApp('views.generateTriggerId', { user_id: id, ...on });
      const triggerId = stringAt(made, 'trigger_id');
      screens.expect(triggerId, id);
      return triggerId;
    },
    responseUrl: (channel) => front.responseUrl((message) => screens.answered(id, channel, message)),
    top() {
      const modal = screens.modal(id);
      if (!modal) throw new Error('there is no modal');
      return modal;
    },
    async use(shown, { element, blockId, actionId }, value, given) {
      const modalId = 'hash' in shown && shown.type === 'modal' ? shown.id : undefined;
      await poster.interaction({
        ...{ type: 'block_actions', ...who, team: { id: TEAM.id, domain: TEAM.domain } },
        ...whereOf(shown, hands.responseUrl),
        trigger_id: given ?? (await hands.trigger(modalId)),
        actions: [{ type: element['type'], block_id: blockId, action_id: actionId, ...value }],
      });
    },
    put({ element, blockId, actionId }, given, offered = []) {
      const { values } = hands.top().state;
      const value = withInput(element, meantBy(element, given), offered);
      screens.type(id, { ...values, [blockId]: { ...values[blockId], [actionId]: value } });
      return value;
    },
  };
  return hands;
}

/** The part of a click that says where it was. */
function whereOf(shown: Shown, responseUrl: (channel: string) => string): JsonObject {
  if ('hash' in shown) return { container: { type: 'view', view_id: shown.id }, view: shown };
  const { channel, ts } = shown;
  const isEphemeral = 'is_ephemeral' in shown;
  return {
    container: { type: 'message', message_ts: ts, channel_id: channel, is_ephemeral: isEphemeral },
    channel: { id: channel, name: 'somewhere' },
    ...(isEphemeral ? {} : { message: shown }),
    state: { values: {} },
    response_url: responseUrl(channel),
  };
}

/** Options by their words become their values. */
function meantBy(element: JsonObject, given: InputValue): InputValue {
  if (!isChoice(element) || given === null) return given;
  const valueOf = (words: string | number) => {
    const option = optionsOf(element).find((one) => objectAt(one, 'text')['text'] === words);
    return option ? stringAt(option, 'value') : String(words);
  };
  if (isMultiple(element)) return [given].flat().map(valueOf);
  return Array.isArray(given) ? given : valueOf(given);
}
