import { blockAction, select, suggestionKey, type Target } from './acts/block-actions.ts';
import { openHome } from './acts/home.ts';
import { slash } from './acts/slash.ts';
import { suggest } from './acts/suggest.ts';
import { close, submit } from './acts/views.ts';
import { choose, inputFor, type FillValue, type Which } from './choosing.ts';
import { findConversation, maySee } from './conversations.ts';
import type { AppAnswer } from './deliver.ts';
import type { Hub } from './hub.ts';
import { isInput } from './inputs.ts';
import { findEphemeral, findMessage } from './messages.ts';
import { foundEphemeral, foundMessage, foundView, NotPossible, personOf, type Found } from './places.ts';
import type { Shown } from './reading.ts';
import type {
  SandboxEphemeral,
  SandboxHome,
  SandboxModal,
  SandboxUser,
  SandboxWarning,
  Suggestions,
} from './types.ts';
import { findModal, topModal } from './views.ts';

/** What somebody sees after pressing Submit: exactly one of these. */
export type SubmitResult =
  { errors: Record<string, string> } | { closed: true } | { updated: true } | { failed: string };

/** One person in front of Slack. Every act waits for the app's answer to the request, not for what it does later. */
export interface Person {
  readonly id: string;
  /** The line as typed, "/rekey start ESP". `refused` when Slack itself does not pass it on. */
  slash(channel: string, line: string): Promise<AppAnswer | { acked: false; refused: string }>;
  /**
   * Presses a button of what is shown: pass an object read earlier to press on a stale screen. `value` replaces the
   * button's own; with `forged`, neither the button nor their sight of the channel is needed.
   */
  click(
    shown: Shown,
    which: Which,
    how?: { value?: string; forged?: boolean },
  ): Promise<AppAnswer & { url?: string }>;
  /** Uses a menu, picker, overflow … of what is shown. Null when the app is not told (an input without dispatch). */
  select(shown: Shown, which: Which, value: FillValue): Promise<AppAnswer | null>;
  /** The view on top of their screen, or null. */
  modal(): SandboxModal | null;
  /** Fills inputs of the modal on top: by label, block id or action id. */
  fill(values: Record<string, FillValue>): Promise<void>;
  /** `unchecked` skips what Slack's own client refuses (required, lengths). */
  submit(how?: { unchecked?: boolean }): Promise<SubmitResult>;
  /** The close button, or with `all` the ✕. */
  close(how?: { all?: boolean }): Promise<void>;
  /** Types into an external select of the modal on top. */
  suggest(which: Which, query: string): Promise<Suggestions>;
  /** Opens the App Home and waits up to `waitMs` (1500) for it to be published; null when nothing ever was. */
  openHome(waitMs?: number): Promise<SandboxHome | null>;
  ephemerals(channel?: string): SandboxEphemeral[];
  lastEphemeral(channel?: string): SandboxEphemeral | null;
  /** What Slack itself told them: timeouts, refused commands. */
  warnings(): SandboxWarning[];
}

const BUTTONS = (type: string) => type === 'button' || type === 'workflow_button';
const OTHERS = (type: string) => isInput({ type }) || type === 'overflow';

/** What is shown, as it stands on that screen: blocks as they were read, values and the rest as they are now. */
function onScreen(hub: Hub, user: SandboxUser, shown: Shown, isForged = false): Found {
  const { store } = hub;
  const { id } = user;
  const snapshot = structuredClone(shown);
  if ('hash' in snapshot) {
    const current = snapshot.type === 'home' ? store.state.homes[id] : findModal(store, { id: snapshot.id });
    return { ...foundView(current ?? snapshot), blocks: snapshot.blocks };
  }
  if ('is_ephemeral' in snapshot) {
    if (snapshot.user !== id)
      throw new NotPossible(`${user.name} cannot see what ${snapshot.user} was shown`);
    return { ...foundEphemeral(findEphemeral(store, id, snapshot.ts) ?? snapshot), blocks: snapshot.blocks };
  }
  const conversation = findConversation(store, snapshot.channel);
  if (!isForged && !(conversation && maySee(store, conversation, user))) {
    throw new NotPossible(`${user.name} does not see ${snapshot.channel}`);
  }
  const current = findMessage(store, snapshot.channel, snapshot.ts);
  return { ...foundMessage(current ?? snapshot), blocks: snapshot.blocks };
}

const copied = <Thing>(thing: Thing): Thing => structuredClone(thing);

function submitted(hub: Hub, user: string, result: Awaited<ReturnType<typeof submit>>): SubmitResult {
  if (result.outcome === 'errors') return { errors: copied(result.errors) };
  if (result.outcome === 'closed') return { closed: true };
  if (result.outcome === 'updated') return { updated: true };
  const warning = hub.store.state.warnings.findLast((each) => each.user === user);
  return { failed: warning?.text ?? `status ${result.answer.status}` };
}

/** Sits somebody down in front of the sandbox; `until` waits for a change of the state. */
export function createPerson(
  hub: Hub,
  id: string,
  until: (isTrue: () => boolean, ms: number) => Promise<boolean>,
): Person {
  const { store } = hub;
  const user = personOf(store, id);
  const mustModal = (): SandboxModal => {
    const modal = topModal(store, id);
    if (!modal) throw new NotPossible(`${user.name} has no modal open`);
    return modal;
  };
  const use = async (found: Found, which: Which, value: FillValue): Promise<AppAnswer | null> => {
    const target: Target = choose(found.blocks, which, OTHERS);
    if (String(target.element['type']).endsWith('external_select')) {
      for (const query of [value].flat())
        if (query !== null) await suggest(hub, user, found, target, String(query));
    }
    const suggested = hub.suggested.get(suggestionKey(user, target)) ?? [];
    return select(hub, user, found, target, inputFor(store, target.element, value, suggested));
  };
  const mine = (channel?: string) =>
    store.state.ephemerals.filter((each) => each.user === id && (!channel || each.channel === channel));

  return {
    id,
    async slash(channel, line) {
      const answer = await slash(hub, user, channel, line);
      return answer ?? { acked: false, refused: store.state.warnings.at(-1)?.text ?? '' };
    },
    async click(shown, which, how = {}) {
      const found = onScreen(hub, user, shown, how.forged);
      const forged = typeof which === 'string' ? { actionId: which } : which;
      const { element, blockId, actionId } = how.forged
        ? {
            element: { type: 'button' },
            blockId: forged.blockId ?? 'forged',
            actionId: forged.actionId ?? 'forged',
          }
        : choose(found.blocks, which, BUTTONS);
      const value = how.value === undefined ? null : { value: how.value };
      const answer = await blockAction(hub, user, found, { element, blockId, actionId, value });
      const url = 'url' in element ? String(element.url) : undefined;
      return { ...answer, ...(url ? { url } : {}) };
    },
    select: (shown, which, value) => use(onScreen(hub, user, shown), which, value),
    modal: () => copied(topModal(store, id)),
    async fill(values) {
      for (const [which, value] of Object.entries(values)) await use(foundView(mustModal()), which, value);
    },
    submit: async (how = {}) => submitted(hub, id, await submit(hub, user, mustModal(), how.unchecked)),
    close: (how = {}) => close(hub, user, mustModal(), how.all ?? false),
    suggest(which, query) {
      const found = foundView(mustModal());
      return suggest(hub, user, found, choose(found.blocks, which, OTHERS), query);
    },
    async openHome(waitMs = 1500) {
      const before = store.state.homes[id]?.hash;
      if (await openHome(hub, user)) await until(() => store.state.homes[id]?.hash !== before, waitMs);
      return copied(store.state.homes[id] ?? null);
    },
    ephemerals: (channel) => copied(mine(channel)),
    lastEphemeral: (channel) => copied(mine(channel).at(-1) ?? null),
    warnings: () => copied(store.state.warnings.filter((each) => each.user === id)),
  };
}
