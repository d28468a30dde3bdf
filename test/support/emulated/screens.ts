import { objectAt, stringAt, type JsonObject } from '../../../sandbox/slack/json.ts';
import { valuesOf } from '../../../sandbox/slack/inputs.ts';
import type {
  SandboxEphemeral,
  SandboxHome,
  SandboxModal,
  StateValues,
} from '../../../sandbox/slack/types.ts';
import { TEAM } from './workspace.ts';

/** What people have before them that emulate keeps no record of: modals in their stack, the App Home, answers for their eyes only. */
export interface Screens {
  /** Somebody acts: a view that is opened with this trigger id is theirs. */
  expect(triggerId: string, who: string): void;
  /** A view as emulate answered it. */
  seen(method: string, fields: JsonObject, answer: JsonObject): void;
  answered(who: string, channel: string, message: JsonObject): void;
  /** The modal on top, or null. */
  modal(who: string): SandboxModal | null;
  home(who: string): SandboxHome | null;
  ephemerals(who: string): readonly SandboxEphemeral[];
  /** Puts values into the modal on top. */
  type(who: string, values: StateValues): void;
  /** Takes the modal on top away, or all. */
  close(who: string, of?: { isAll: boolean }): void;
}

export function createScreens(): Screens {
  const owners = new Map<string, string>();
  const stacks = new Map<string, SandboxModal[]>();
  const homes = new Map<string, SandboxHome>();
  const answers: SandboxEphemeral[] = [];
  const stackOf = (who: string) => stacks.get(who) ?? [];
  const change = (old: SandboxModal, view: SandboxModal) => {
    const stack = stackOf(old.user).map((one) => (one.id === old.id ? view : one));
    stacks.set(old.user, stack);
  };
  const draw = (method: string, fields: JsonObject, view: JsonObject) => {
    if (method === 'views.publish') {
      const who = stringAt(fields, 'user_id');
      return void homes.set(who, viewOf(view, who) as SandboxHome);
    }
    if (method === 'views.update') {
      const old = [...stacks.values()].flat().find(({ id }) => id === view['id']);
      if (old) change(old, viewOf(view, old.user, old.state.values) as SandboxModal);
      return;
    }
    const who = owners.get(stringAt(fields, 'trigger_id'));
    if (!who) throw new Error(`${method} with a trigger id that nobody was given`);
    const below = method === 'views.push' ? stackOf(who) : [];
    stacks.set(who, [...below, viewOf(view, who) as SandboxModal]);
  };
  return {
    expect: (triggerId, who) => void owners.set(triggerId, who),
    seen(method, fields, answer) {
      if (method.startsWith('views.')) draw(method, fields, objectAt(answer, 'view'));
    },
    answered(user, channel, message) {
      const at = { is_ephemeral: true, ts: String(answers.length), channel, user, values: {} };
      answers.push({ blocks: [], ...message, ...at } as unknown as SandboxEphemeral);
    },
    modal: (who) => stackOf(who).at(-1) ?? null,
    home: (who) => homes.get(who) ?? null,
    ephemerals: (who) => answers.filter(({ user }) => user === who),
    type(who, values) {
      const top = stackOf(who).at(-1);
      if (top) change(top, { ...top, state: { values } });
    },
    close: (who, { isAll } = { isAll: false }) =>
      void stacks.set(who, isAll ? [] : stackOf(who).slice(0, -1)),
  };
}

/**
 * Inputs begin as the blocks say; those that stay when a view is drawn again keep what was typed. Slack says in every
 * view where the app is installed, which for an external is not where they are; emulate leaves it out.
 */
const viewOf = (view: JsonObject, user: string, kept: StateValues = {}) =>
  ({
    ...view,
    app_installed_team_id: TEAM.id,
    user,
    errors: {},
    state: { values: valuesOf(view['blocks'], kept) },
  }) as unknown as SandboxModal | SandboxHome;
