import { isExternal } from '../conversations.ts';
import type { Hub } from '../hub.ts';
import type { JsonObject } from '../json.ts';
import { refusalBecause, SlackRefusal } from '../refusal.ts';
import type { SandboxModal } from '../types.ts';
import * as views from '../views.ts';
import { required, type Method } from './method.ts';

const answer = (hub: Hub, view: SandboxModal): JsonObject => ({ view: views.viewPayload(hub.store, view) });

const open: Method = {
  run(hub, args) {
    const triggerId = required(args, 'trigger_id');
    const view = views.sentView(hub.store, args['view'], 'modal');
    const { user, channel } = hub.triggers.take(triggerId);
    return answer(hub, views.openModal(hub.store, user, view, channel));
  },
};

const push: Method = {
  run(hub, args) {
    const triggerId = required(args, 'trigger_id');
    const view = views.sentView(hub.store, args['view'], 'modal');
    const { user, channel } = hub.triggers.take(triggerId);
    return answer(hub, views.pushModal(hub.store, user, view, channel));
  },
};

function refuseOldHash(args: JsonObject, current: string | undefined): void {
  const { hash } = args;
  if (typeof hash === 'string' && hash !== current) throw new SlackRefusal('hash_conflict');
}

const update: Method = {
  run(hub, args) {
    const { view_id: id, external_id: externalId } = args;
    if (typeof id !== 'string' && typeof externalId !== 'string') {
      throw refusalBecause('invalid_arguments', ['missing required field: view_id or external_id']);
    }
    const old = views.findModal(
      hub.store,
      typeof id === 'string' ? { id } : { external_id: String(externalId) },
    );
    if (!old) throw new SlackRefusal('not_found');
    refuseOldHash(args, old.hash);
    return answer(hub, views.updateModal(hub.store, old, views.sentView(hub.store, args['view'], 'modal')));
  },
};

const publish: Method = {
  run(hub, args) {
    const user = hub.store.user(required(args, 'user_id'));
    if (!user || user.deleted) throw new SlackRefusal('user_not_found');
    refuseOldHash(args, hub.store.state.homes[user.id]?.hash);
    const view = views.sentView(hub.store, args['view'], 'home');
    // An external's App Home belongs to an installation of their own: Slack takes the call and shows nothing.
    if (isExternal(hub.store, user)) return { view };
    return { view: views.viewPayload(hub.store, views.publishHome(hub.store, user.id, view)) };
  },
};

export const VIEWS: Record<string, Method> = {
  'views.open': open,
  'views.push': push,
  'views.update': update,
  'views.publish': publish,
};
