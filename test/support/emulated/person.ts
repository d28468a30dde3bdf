import { vi } from 'vitest';
import { choose, type Which } from '../../../sandbox/slack/choosing.ts';
import { isInput } from '../../../sandbox/slack/inputs.ts';
import { isObject, objectAt, type JsonObject } from '../../../sandbox/slack/json.ts';
import { optionsOf } from '../../../sandbox/slack/limits/options.ts';
import type { Shown } from '../../../sandbox/slack/reading.ts';
import type {
  InputValue,
  SandboxEphemeral,
  SandboxHome,
  SandboxModal,
  SandboxOption,
} from '../../../sandbox/slack/types.ts';
import { handsOf, type Around } from './hands.ts';
import { problemsOfAnswer } from './limits.ts';
import { APP, TEAM } from './workspace.ts';

/** One person before Slack. What is shown for an act comes afterwards: wait for it with `shown`. */
export interface EmulatedPerson {
  slash(channel: string, text: string): Promise<void>;
  /** Presses a button; `triggerId` instead of a fresh one of emulate's. */
  click(shown: Shown, which: Which, how?: { triggerId?: string }): Promise<void>;
  /** Types into an external select of the modal on top and takes the one option that is offered. */
  search(which: Which, query: string): Promise<void>;
  /** Fills inputs of the modal on top: options by their words, people and channels by id. */
  fill(values: Readonly<Record<string, InputValue>>): void;
  /** Submits the modal on top and does what the answer says. Returns the field errors, if there are any. */
  submit(): Promise<Record<string, string>>;
  /** Closes every modal. */
  close(): void;
  visitHome(): Promise<void>;
  modal(): SandboxModal | null;
  home(): SandboxHome | null;
  ephemerals(): readonly SandboxEphemeral[];
  /** Does something and waits for what is shown for it: an answer for their eyes only, or another modal on top. */
  shown(act: () => Promise<unknown>): Promise<SandboxEphemeral | SandboxModal>;
}

const isButton = (type: string) => type === 'button';
const isField = (type: string) => isInput({ type });

export function createPerson(around: Around, id: string): EmulatedPerson {
  const { screens, poster } = around;
  const hands = handsOf(around, id);
  const { who, teamId } = hands;
  return {
    async slash(channel, text) {
      await poster.command({
        ...{ command: '/rekey', text, user_id: id, team_id: TEAM.id, team_domain: TEAM.domain },
        ...{ channel_id: channel, channel_name: 'somewhere', api_app_id: APP.app_id },
        ...{ response_url: hands.responseUrl(channel), trigger_id: await hands.trigger() },
        is_enterprise_install: 'false',
      });
    },
    async click(shown, which, { triggerId } = {}) {
      const placed = choose(shown.blocks, which, isButton);
      await hands.use(shown, placed, { value: placed.element['value'] }, triggerId);
    },
    async search(which, query) {
      const view = hands.top();
      const placed = choose(view.blocks, which, isField);
      const asked = { block_id: placed.blockId, action_id: placed.actionId, value: query };
      const body = { type: 'block_suggestion', ...who, team: { id: teamId }, view, ...asked };
      const offered = await poster.interaction(body);
      const options = optionsOf(isObject(offered) ? offered : {}) as unknown as SandboxOption[];
      const [found, ...others] = options;
      if (!found || others.length > 0) throw new Error(`"${query}" found ${options.length} options`);
      const value = hands.put(placed, found.value, options);
      await hands.use(hands.top(), placed, { ...value });
    },
    fill(values) {
      for (const [which, given] of Object.entries(values))
        hands.put(choose(hands.top().blocks, which, isField), given);
    },
    async submit() {
      const view = hands.top();
      const body = { type: 'view_submission', ...who, team: { id: teamId }, view, response_urls: [] };
      const answer = await poster.interaction({ ...body, trigger_id: await hands.trigger(view.id) });
      return follow(around, view, isObject(answer) ? answer : {});
    },
    close: () => screens.close(id, { isAll: true }),
    async visitHome() {
      const event = { type: 'app_home_opened', user: id, tab: 'home', channel: `D${id.slice(1)}` };
      const ids = { team_id: TEAM.id, api_app_id: APP.app_id, event_id: 'EvHOME' };
      await poster.event({ type: 'event_callback', ...ids, event });
    },
    modal: () => screens.modal(id),
    home: () => screens.home(id),
    ephemerals: () => screens.ephemerals(id),
    async shown(act) {
      const [told, hash] = [screens.ephemerals(id).length, screens.modal(id)?.hash];
      await act();
      const look = () => {
        const modal = screens.modal(id);
        return screens.ephemerals(id)[told] ?? (modal && modal.hash !== hash ? modal : null);
      };
      return vi.waitUntil(look, { timeout: 20_000, interval: 10 });
    },
  };
}

/** What Slack's client does with the answer to a submission; a view in it is drawn by emulate. */
async function follow(
  { workspace, front, screens }: Around,
  view: SandboxModal,
  answer: JsonObject,
): Promise<Record<string, string>> {
  switch (answer['response_action']) {
    case undefined:
    case 'clear':
      screens.close(view.user, { isAll: answer['response_action'] === 'clear' });
      return {};
    case 'errors':
      return objectAt(answer, 'errors') as Record<string, string>;
    case 'update': {
      front.problems.push(...problemsOfAnswer(answer['view']));
      const fields = { view_id: view.id, view: answer['view'] };
      screens.seen('views.update', fields, await workspace.asApp('views.update', fields));
      return {};
    }
    default:
      throw new Error(`Slack knows no such answer: ${JSON.stringify(answer)}`);
  }
}
