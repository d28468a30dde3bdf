import type { AppAnswer } from '../deliver.ts';
import type { Hub } from '../hub.ts';
import { isObject, type JsonObject } from '../json.ts';
import { clientErrors } from '../client-checks.ts';
import { flatBlocks } from '../blocks.ts';
import { interactionPart, teamPart } from '../payloads.ts';
import type { SandboxModal, SandboxUser } from '../types.ts';
import { closeModals, findModal, pushModal, sentView, updateModal, viewPayload } from '../views.ts';
import { obey, warnUnlessAcked } from './failures.ts';

/** What became of a submission: as a person sees it. `failed` leaves the modal open with Slack's own words. */
export type Submitted =
  | { outcome: 'errors'; errors: Record<string, string> }
  | { outcome: 'closed' }
  | { outcome: 'updated' }
  | { outcome: 'failed'; answer: AppAnswer };

const bodyOf = (hub: Hub, type: string, user: SandboxUser, modal: SandboxModal) => ({
  ...interactionPart(hub, type, user),
  team: teamPart(hub.store, user),
  view: viewPayload(hub.store, modal),
});

function showErrors(
  hub: Hub,
  user: SandboxUser,
  modal: SandboxModal,
  answer: AppAnswer,
  errors: JsonObject,
): Submitted {
  const inputs = flatBlocks(modal.blocks).filter((block) => block['type'] === 'input');
  const known = new Set(inputs.map((block) => block['block_id']));
  const isSound = Object.entries(errors).every(
    ([id, words]) => known.has(id) && typeof words === 'string' && words,
  );
  if (!isSound || Object.keys(errors).length === 0) {
    const text = `We had some trouble connecting. Try again? (errors for no input: ${JSON.stringify(errors)})`;
    hub.store.warn(user.id, 'view_errors_unknown_block', text);
    return { outcome: 'failed', answer };
  }
  modal.errors = errors as Record<string, string>;
  hub.store.changed();
  return { outcome: 'errors', errors: modal.errors };
}

function follow(hub: Hub, user: SandboxUser, modal: SandboxModal, answer: AppAnswer): Submitted {
  const body = isObject(answer.body) ? answer.body : {};
  const what = 'The submission';
  switch (body['response_action']) {
    case 'errors':
      return showErrors(hub, user, modal, answer, isObject(body['errors']) ? body['errors'] : {});
    case 'clear':
      closeModals(hub.store, user.id, true);
      return { outcome: 'closed' };
    case 'update': {
      const update = () => void updateModal(hub.store, modal, sentView(hub.store, body['view'], 'modal'));
      return obey(hub, user, what, update) ? { outcome: 'updated' } : { outcome: 'failed', answer };
    }
    case 'push': {
      const push = () => void pushModal(hub.store, user.id, sentView(hub.store, body['view'], 'modal'), null);
      return obey(hub, user, what, push) ? { outcome: 'updated' } : { outcome: 'failed', answer };
    }
    case undefined:
      if (findModal(hub.store, { id: modal.id })) closeModals(hub.store, user.id, false);
      return { outcome: 'closed' };
    default:
      hub.store.warn(user.id, 'bad_response', `Unknown response_action: ${JSON.stringify(body)}`);
      return { outcome: 'failed', answer };
  }
}

/** Somebody submits a modal. Slack's own checks come first, unless `isUnchecked` (a client that has none). */
export async function submit(
  hub: Hub,
  user: SandboxUser,
  modal: SandboxModal,
  isUnchecked = false,
): Promise<Submitted> {
  modal.errors = isUnchecked ? {} : clientErrors(modal.blocks, modal.state.values);
  hub.store.changed();
  if (Object.keys(modal.errors).length > 0) return { outcome: 'errors', errors: modal.errors };
  const answer = await hub.delivery.interaction({
    ...bodyOf(hub, 'view_submission', user, modal),
    trigger_id: hub.triggers.mint({ user: user.id, channel: null }),
    response_urls: [],
  });
  warnUnlessAcked(hub, user, answer, 'The submission');
  return answer.acked ? follow(hub, user, modal, answer) : { outcome: 'failed', answer };
}

/** Somebody closes the modal on top (✕ closes all); the app hears of those with `notify_on_close`. */
export async function close(hub: Hub, user: SandboxUser, modal: SandboxModal, isAll: boolean): Promise<void> {
  const isCleared = isAll || modal.clear_on_close === true;
  const gone = closeModals(hub.store, user.id, isCleared);
  for (const each of gone.filter((view) => view.notify_on_close === true)) {
    const body = { ...bodyOf(hub, 'view_closed', user, each), is_cleared: isCleared };
    warnUnlessAcked(hub, user, await hub.delivery.interaction(body), 'Closing the window');
  }
}
