import { findMessage } from './messages.ts';
import type { Store } from './store.ts';
import type {
  SandboxChannel,
  SandboxHome,
  SandboxMessage,
  SandboxUser,
  SandboxWarning,
  WorkspaceState,
} from './types.ts';

/** What is in the workspace, as copies: an object read stays as it was read. */
export interface StateReader {
  /** A channel's own messages, oldest first, without thread replies. */
  messages(channel: string): SandboxMessage[];
  /** The replies under a message, oldest first, without the message itself. */
  thread(channel: string, ts: string): SandboxMessage[];
  /** Everything in the bot's DM with somebody, oldest first. */
  dm(user: string): SandboxMessage[];
  message(channel: string, ts: string): SandboxMessage | null;
  home(user: string): SandboxHome | null;
  user(id: string): SandboxUser | null;
  channel(id: string): SandboxChannel | null;
  warnings(): SandboxWarning[];
  /** All of it. */
  whole(): WorkspaceState;
}

export function readState(store: Store): StateReader {
  const select = (isMeant: (message: SandboxMessage) => boolean) =>
    structuredClone(store.state.messages.filter(isMeant));
  const isReply = ({ thread_ts, ts }: SandboxMessage) => thread_ts !== undefined && thread_ts !== ts;
  return {
    messages: (channel) => select((message) => message.channel === channel && !isReply(message)),
    thread: (channel, ts) =>
      select((message) => message.channel === channel && isReply(message) && message.thread_ts === ts),
    dm(user) {
      const dm = store.state.dms.find((each) => each.user === user);
      return dm ? select((message) => message.channel === dm.id) : [];
    },
    message: (channel, ts) => structuredClone(findMessage(store, channel, ts) ?? null),
    home: (user) => structuredClone(store.state.homes[user] ?? null),
    user: (id) => structuredClone(store.user(id) ?? null),
    channel: (id) => structuredClone(store.state.channels.find((each) => each.id === id) ?? null),
    warnings: () => structuredClone(store.state.warnings),
    whole: () => structuredClone(store.state),
  };
}
