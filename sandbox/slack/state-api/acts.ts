import { blockAction, select, setInput } from '../acts/block-actions.ts';
import { openHome } from '../acts/home.ts';
import { slash } from '../acts/slash.ts';
import { suggest } from '../acts/suggest.ts';
import { close, submit } from '../acts/views.ts';
import { findConversation, isIn } from '../conversations.ts';
import type { AppAnswer } from '../deliver.ts';
import type { Hub } from '../hub.ts';
import { postMessage } from '../messages.ts';
import { elementAt, findPlace, foundView, NotPossible, personOf } from '../places.ts';
import type * as api from '../types.ts';
import { topModal } from '../views.ts';

type Outcome = Pick<Extract<api.ActResult, { ok: true }>, 'outcome' | 'errors'>;

const done = (answer: AppAnswer | null): Outcome => {
  if (answer && !answer.acked) throw new NotPossible(answer.failure ?? 'the app did not answer');
  return { outcome: 'done' };
};

const targetOf = (hub: Hub, { user, place, block_id: blockId, action_id: actionId }: api.ClickRequest) => {
  const person = personOf(hub.store, user);
  const found = findPlace(hub.store, person, place);
  return { person, found, target: { blockId, actionId, ...elementAt(found, blockId, actionId) } };
};

function modalOf(hub: Hub, user: string, viewId: string): api.SandboxModal {
  const modal = topModal(hub.store, user);
  if (modal?.id !== viewId) throw new NotPossible('that window is not open any more');
  return modal;
}

async function submitAct(hub: Hub, { user, view_id, values = {} }: api.SubmitRequest): Promise<Outcome> {
  const person = personOf(hub.store, user);
  const modal = modalOf(hub, user, view_id);
  const found = foundView(modal);
  for (const [blockId, inputs] of Object.entries(values)) {
    for (const [actionId, value] of Object.entries(inputs)) {
      const target = { blockId, actionId, ...elementAt(found, blockId, actionId) };
      setInput(hub, person, found, target, value);
    }
  }
  const result = await submit(hub, person, modal);
  if (result.outcome === 'failed') throw new NotPossible(result.answer.failure ?? 'bad_response');
  return result;
}

function speak(hub: Hub, { user, channel, text, thread_ts }: api.PersonMessageRequest): Outcome {
  const person = personOf(hub.store, user);
  const conversation = findConversation(hub.store, channel);
  if (!conversation || !isIn(conversation, person.id))
    throw new NotPossible(`${person.name} is not in ${channel}`);
  if (text.trim() === '') throw new NotPossible('there is nothing to send');
  postMessage(hub.store, { channel, user, ...(thread_ts ? { thread_ts } : {}) }, { text, blocks: [] });
  return { outcome: 'done' };
}

function read(hub: Hub, { user, channel }: api.ReadRequest): Outcome {
  const { state } = hub.store;
  const seen = (state.lastRead[user] ??= {});
  if (seen[channel] !== state.lastTs) {
    seen[channel] = state.lastTs;
    hub.store.changed();
  }
  return { outcome: 'done' };
}

function dismiss(hub: Hub, { user, ts }: api.DismissRequest): Outcome {
  const { state } = hub.store;
  state.warnings = state.warnings.filter((warning) => warning.user !== user || warning.ts !== ts);
  hub.store.changed();
  return { outcome: 'done' };
}

type Act = (hub: Hub, body: never) => Promise<Outcome | api.Suggestions> | Outcome;

/** The POSTs of the state API, by the last part of their path. */
export const ACTS: Record<string, Act> = {
  async slash(hub, { user, channel, text }: api.SlashRequest) {
    return done(await slash(hub, personOf(hub.store, user), channel, text));
  },
  async click(hub, request: api.ClickRequest) {
    const { person, found, target } = targetOf(hub, request);
    return done(await blockAction(hub, person, found, { ...target, value: null }));
  },
  async select(hub, request: api.SelectRequest) {
    const { person, found, target } = targetOf(hub, request);
    return done(await select(hub, person, found, target, request.value));
  },
  suggest(hub, request: api.SuggestRequest) {
    const { person, found, target } = targetOf(hub, request);
    return suggest(hub, person, found, target, request.query);
  },
  submit: submitAct,
  async close(hub, { user, view_id, all }: api.CloseRequest) {
    await close(hub, personOf(hub.store, user), modalOf(hub, user, view_id), all ?? false);
    return { outcome: 'closed' };
  },
  async home(hub, { user }: api.HomeRequest) {
    return done(await openHome(hub, personOf(hub.store, user)));
  },
  message: speak,
  read,
  dismiss,
};
