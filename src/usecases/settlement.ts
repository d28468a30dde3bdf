import type { Settlement } from '../db/outbox.ts';
import type { Moment } from '../domain/schedule.ts';
import type { DeliveryOutcome } from './outbox-message.ts';

interface Sending {
  /** How often it was tried, this time included. */
  readonly attempts: number;
  readonly now: Moment;
}

/** Slack would refuse these for ever: the message itself is at fault. */
const HOPELESS = ['invalid_blocks', 'invalid_arguments', 'no_text', 'msg_too_long', 'invalid_arg_name'];
/** Every six hours in the end: some four days. */
const MOST_REFUSALS = 24;

/**
 * What follows from an outcome (slack.md §5). A 429 waits as long as Slack says. What Slack refused was surely not
 * posted, so it is tried again, ever more rarely, in case somebody invites rekey or the channel comes back. What is
 * in doubt is repeated only if it is an edit.
 */
export function settlementOf(outcome: DeliveryOutcome, { attempts, now }: Sending): Settlement {
  const after = (seconds: number) => now.plus({ seconds });
  switch (outcome.kind) {
    case 'sent':
      return { state: 'sent', channel: outcome.channel, ts: outcome.ts, error: null };
    case 'gone':
      return { state: 'gone', error: null };
    case 'refused': {
      const { error } = outcome;
      if (HOPELESS.includes(error) || attempts >= MOST_REFUSALS) return { state: 'refused', error };
      return { state: 'ready', error, retryAt: after(doubling(attempts, { from: 60, atMost: 6 * 3600 })) };
    }
    case 'rate_limited':
      return { state: 'ready', retryAt: after(outcome.retryAfterSeconds) };
    case 'later':
      return { state: 'ready', retryAt: after(doubling(attempts, { from: 2, atMost: 300 })) };
    case 'in_doubt':
      return outcome.isRepeatable ? { state: 'ready', retryAt: after(60) } : { state: 'in_doubt' };
  }
}

const doubling = (attempts: number, { from, atMost }: { from: number; atMost: number }): number =>
  Math.min(from * 2 ** Math.max(0, attempts - 1), atMost);
