import type { JsonObject } from './json.ts';
import * as messages from './messages.ts';
import { SlackRefusal } from './refusal.ts';
import type { Store } from './store.ts';

/** What a `response_url` answers to. */
export interface ResponseTarget {
  user: string;
  channel: string;
  thread_ts?: string;
  /** The message whose button was clicked; none for a slash command. */
  original: { kind: 'message' | 'ephemeral'; ts: string } | null;
}

export interface ResponseUrls {
  /** A new handle: five uses in thirty minutes of the sandbox clock. */
  mint(target: ResponseTarget): string;
  /** Carries out one POST to the handle; refuses `used_url`, `expired_url`, or what the message earns. */
  use(handle: string, sent: JsonObject): void;
}

const USES = 5;
const MINUTES = 30;

function answer(store: Store, target: ResponseTarget, sent: JsonObject): void {
  const { original, channel, user, thread_ts } = target;
  if (sent['delete_original'] === true) {
    if (original?.kind === 'message') messages.deleteMessage(store, channel, original.ts);
    else if (original) messages.deleteEphemeral(store, user, original.ts);
    return;
  }
  const content = messages.contentOf(store, sent);
  if (sent['replace_original'] === true && original) {
    const ephemeral = messages.findEphemeral(store, user, original.ts);
    const message = messages.findMessage(store, channel, original.ts);
    if (original.kind === 'ephemeral' && ephemeral) return messages.editEphemeral(store, ephemeral, content);
    if (original.kind === 'message' && message) return messages.editMessage(store, message, content);
  }
  const thread = sent['thread_ts'] ?? thread_ts;
  const place = { channel, ...(typeof thread === 'string' ? { thread_ts: thread } : {}) };
  if (sent['response_type'] === 'in_channel') {
    messages.postMessage(store, { ...place, user: store.state.bot.user }, content);
  } else messages.postEphemeral(store, { ...place, user }, content);
}

export function createResponseUrls(store: Store): ResponseUrls {
  const handles = new Map<string, { target: ResponseTarget; uses: number; diesAtMs: number }>();
  return {
    mint(target) {
      const handle = store.nextId('R') + store.nextId('');
      const diesAtMs = store.clock.now().plus({ minutes: MINUTES }).toMillis();
      handles.set(handle, { target, uses: 0, diesAtMs });
      return handle;
    },
    use(handle, sent) {
      const known = handles.get(handle);
      if (!known) throw new SlackRefusal('invalid_url');
      if (store.clock.now().toMillis() > known.diesAtMs) throw new SlackRefusal('expired_url');
      if (known.uses >= USES) throw new SlackRefusal('used_url');
      known.uses += 1;
      answer(store, known.target, sent);
    },
  };
}
