import { SlackRefusal } from './refusal.ts';
import type { Store } from './store.ts';

/** Who acted, and where they were. */
export interface TriggerOrigin {
  user: string;
  channel: string | null;
}

export interface Triggers {
  mint(origin: TriggerOrigin): string;
  /** Single use; refuses as Slack does. */
  take(id: string): TriggerOrigin;
}

/** `trigger_id`s live three real seconds (not the sandbox clock's: that one may stand still or jump). */
export function createTriggers(store: Store, lifeMs: number): Triggers {
  const minted = new Map<string, { origin: TriggerOrigin; diesAt: number; isUsed: boolean }>();
  return {
    mint(origin) {
      const id = `${store.nextId('')}.${store.nextId('')}`.toLowerCase();
      minted.set(id, { origin, diesAt: performance.now() + lifeMs, isUsed: false });
      return id;
    },
    take(id) {
      const trigger = minted.get(id);
      if (!trigger) throw new SlackRefusal('invalid_trigger_id');
      if (trigger.isUsed) throw new SlackRefusal('exchanged_trigger_id');
      if (performance.now() > trigger.diesAt) throw new SlackRefusal('expired_trigger_id');
      trigger.isUsed = true;
      return trigger.origin;
    },
  };
}
