import { isExternal, openDm } from '../conversations.ts';
import type { AppAnswer } from '../deliver.ts';
import type { Hub } from '../hub.ts';
import { eventEnvelope } from '../payloads.ts';
import type { SandboxUser } from '../types.ts';
import { viewPayload } from '../views.ts';

/**
 * Somebody opens the App Home: the app gets `app_home_opened`. Null for Slack Connect externals, whose App Home would
 * belong to an installation in their own workspace.
 */
export async function openHome(hub: Hub, user: SandboxUser): Promise<AppAnswer | null> {
  const { store } = hub;
  if (isExternal(store, user)) return null;
  const home = store.state.homes[user.id];
  const event = {
    type: 'app_home_opened',
    user: user.id,
    channel: openDm(store, user.id),
    tab: 'home',
    event_ts: store.nextTs(),
    ...(home ? { view: viewPayload(store, home) } : {}),
  };
  return hub.delivery.event(eventEnvelope(hub, event, store.nextId('Ev')));
}
