import { randomBytes } from 'node:crypto';
import type { Clock } from '../../src/adapters/clock.ts';
import type { StateFile } from './state-file.ts';
import type { SandboxUser, SandboxWarning, WorkspaceState } from './types.ts';

/** The workspace's state, its clock and who wants to hear of changes. */
export interface Store {
  readonly state: WorkspaceState;
  /** Grows with every change. */
  readonly version: number;
  readonly clock: Clock;
  /** The next message timestamp: unique and increasing even while the clock stands still. */
  nextTs(): string;
  /** A prefix and ten random letters and digits, in the manner of Slack's ids. */
  nextId(prefix: string): string;
  user(id: string): SandboxUser | undefined;
  /** Tells somebody what Slack's client would show by itself. */
  warn(user: string, code: SandboxWarning['code'], text: string, channel?: string): SandboxWarning;
  /** To be called after each change of the state. */
  changed(): void;
  /** Returns how to stop listening. */
  onChange(listener: () => void): () => void;
  /** Back to another state, as at the start. */
  replace(state: WorkspaceState): void;
}

const WARNINGS_KEPT = 100;

function laterTs(clock: Clock, last: string): string {
  const ms = clock.now().toMillis();
  const now = `${Math.floor(ms / 1000)}.${String((ms % 1000) * 1000).padStart(6, '0')}`;
  if (now > last) return now;
  const [seconds = '0', micros = '0'] = last.split('.');
  const next = Number(micros) + 1;
  return next < 1_000_000 ? `${seconds}.${String(next).padStart(6, '0')}` : `${Number(seconds) + 1}.000000`;
}

/** Holds one workspace; what `file` keeps from an earlier run wins over `seed`. */
export function createStore(seed: WorkspaceState, clock: Clock, file: StateFile | null): Store {
  const listeners = new Set<() => void>();
  let state = file?.load() ?? seed;
  let version = 1;
  const store: Store = {
    clock,
    get state() {
      return state;
    },
    get version() {
      return version;
    },
    nextTs: () => (state.lastTs = laterTs(clock, state.lastTs)),
    nextId: (prefix) =>
      prefix +
      BigInt(`0x${randomBytes(8).toString('hex')}`)
        .toString(36)
        .toUpperCase()
        .slice(0, 10),
    user: (id) => state.users.find((user) => user.id === id),
    warn(user, code, text, channel) {
      const warning = { ts: store.nextTs(), user, code, text, ...(channel ? { channel } : {}) };
      state.warnings = [...state.warnings, warning].slice(-WARNINGS_KEPT);
      store.changed();
      return warning;
    },
    changed() {
      version += 1;
      file?.saveSoon(state);
      listeners.forEach((listener) => listener());
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    replace(next) {
      state = next;
      store.changed();
    },
  };
  return store;
}
