import type { HomeView, ModalView } from '@slack/types';
import { checkView } from './block-kit-limits.ts';
import { withIds } from './blocks.ts';
import { valuesOf } from './inputs.ts';
import { isObject } from './json.ts';
import { refusalBecause, SlackRefusal } from './refusal.ts';
import type { Store } from './store.ts';
import type { SandboxHome, SandboxModal, SentView, StateValues } from './types.ts';

const STACK_LIMIT = 3;
const VIEW_BYTES = 250_000;

/** Believes a view of that type after every limit was checked; refuses as `views.*` does. */
export function sentView<Type extends 'modal' | 'home'>(store: Store, sent: unknown, type: Type) {
  if (!isObject(sent)) throw refusalBecause('invalid_arguments', ['missing required field: view']);
  const problems = checkView(sent);
  if (sent['type'] !== type) problems.push(`type: must be ${type}`);
  if (problems.length > 0) throw refusalBecause('invalid_arguments', problems);
  if (JSON.stringify(sent).length > VIEW_BYTES) throw new SlackRefusal('view_too_large');
  const view = sent as unknown as SentView;
  return { ...view, blocks: withIds(view.blocks, () => store.nextId('')) } as Extract<
    SentView,
    { type: Type }
  >;
}

const stackOf = (store: Store, user: string): SandboxModal[] => (store.state.modals[user] ??= []);

/** The modal on that person's screen, or null. */
export const topModal = (store: Store, user: string): SandboxModal | null =>
  stackOf(store, user).at(-1) ?? null;

export const modalDepth = (store: Store, user: string): number => stackOf(store, user).length;

const everyModal = (store: Store) => Object.values(store.state.modals).flat();

export const findModal = (
  store: Store,
  by: { id: string } | { external_id: string },
): SandboxModal | undefined =>
  everyModal(store).find((modal) =>
    'id' in by ? modal.id === by.id : modal.external_id !== undefined && modal.external_id === by.external_id,
  );

interface Position {
  id: string;
  user: string;
  root_view_id: string;
  previous_view_id: string | null;
}

const stored = <View extends SentView>(store: Store, view: View, at: Position, values: StateValues) => ({
  ...view,
  ...at,
  hash: `${store.nextTs()}.${store.nextId('').slice(0, 6)}`,
  state: { values },
  errors: {},
});

function refuseTakenExternalId(store: Store, view: ModalView, except?: string): void {
  const taken = view.external_id ? findModal(store, { external_id: view.external_id }) : undefined;
  if (taken && taken.id !== except) throw new SlackRefusal('duplicate_external_id');
}

function put(
  store: Store,
  user: string,
  view: ModalView,
  below: SandboxModal[],
  channel: string | null,
): SandboxModal {
  refuseTakenExternalId(store, view);
  const id = store.nextId('V');
  const at = { id, user, root_view_id: below[0]?.id ?? id, previous_view_id: below.at(-1)?.id ?? null };
  const modal = stored(store, view, at, valuesOf(view.blocks, {}, channel));
  store.state.modals[user] = [...below, modal];
  store.changed();
  return modal;
}

/** A new stack: whatever was open before is gone. */
export const openModal = (
  store: Store,
  user: string,
  view: ModalView,
  channel: string | null,
): SandboxModal => put(store, user, view, [], channel);

/** One more view on that person's stack, three at most. */
export function pushModal(store: Store, user: string, view: ModalView, channel: string | null): SandboxModal {
  const below = stackOf(store, user);
  if (below.length === 0) throw new SlackRefusal('not_found');
  if (below.length >= STACK_LIMIT) throw new SlackRefusal('push_limit_reached');
  return put(store, user, view, below, channel);
}

/** Replaces a view where it stands; inputs of the same block id and action id keep what was typed. */
export function updateModal(store: Store, old: SandboxModal, view: ModalView): SandboxModal {
  refuseTakenExternalId(store, view, old.id);
  const { id, user, root_view_id, previous_view_id } = old;
  const values = valuesOf(view.blocks, old.state.values);
  const modal = stored(store, view, { id, user, root_view_id, previous_view_id }, values);
  store.state.modals[user] = stackOf(store, user).map((each) => (each.id === id ? modal : each));
  store.changed();
  return modal;
}

/** Takes the view on top away, or all of them; returns what is gone, top first. */
export function closeModals(store: Store, user: string, all: boolean): SandboxModal[] {
  const stack = stackOf(store, user);
  const gone = stack.splice(all ? 0 : -1).toReversed();
  store.changed();
  return gone;
}

/** Shows the App Home of one person. */
export function publishHome(store: Store, user: string, view: HomeView): SandboxHome {
  const old = store.state.homes[user];
  const id = old?.id ?? store.nextId('V');
  const at = { id, user, root_view_id: id, previous_view_id: null };
  const home = stored(store, view, at, valuesOf(view.blocks, old?.state.values));
  store.state.homes[user] = home;
  store.changed();
  return home;
}

/** A view as Slack's answers and payloads show it, with the fields that were not sent. */
export function viewPayload(store: Store, view: SandboxModal | SandboxHome): Record<string, unknown> {
  const { user, errors: _errors, ...rest } = view;
  return {
    team_id: store.user(user)?.team_id ?? store.state.team.id,
    app_installed_team_id: store.state.team.id,
    app_id: store.state.bot.app_id,
    bot_id: store.state.bot.bot_id,
    callback_id: '',
    private_metadata: '',
    external_id: '',
    title: null,
    submit: null,
    close: null,
    clear_on_close: false,
    notify_on_close: false,
    ...rest,
  };
}
