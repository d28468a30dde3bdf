import type { PacedMethod } from '../domain/rules.ts';
import type { Day } from '../domain/schedule.ts';

/** What a waiting message is about: ids only, never a token, a code or words (promise H9). */
export type OutboxContent =
  /** The rotation's card: edited in place once its `ts` is known. */
  | { readonly kind: 'card'; readonly rotationId: string }
  /** One line of the card's thread, for one audit row. */
  | { readonly kind: 'thread'; readonly rotationId: string; readonly auditId: string }
  /** The vendor's one message: edited in place once its `ts` is known. */
  | { readonly kind: 'vendor_message'; readonly handoffId: string }
  | {
      readonly kind: 'receipt';
      readonly rotationId: string;
      readonly auditId: string;
      readonly generationId: string;
      readonly userId: string;
    }
  | { readonly kind: 'activate_prompt'; readonly rotationId: string; readonly userId: string }
  | {
      /** To a package's channel: nobody has started yet. `deadlineOn` is the last sure day it counts to. */
      readonly kind: 'reminder';
      readonly packageId: string;
      readonly channelId: string;
      readonly deadlineOn: Day;
    }
  /** To the thread of a rotation's card: what has waited too long. */
  | { readonly kind: 'nudge'; readonly rotationId: string }
  /** One person's message of the day, in their vendor's channel or to them alone; drawn from the rows under its key. */
  | {
      readonly kind: 'digest';
      readonly userId: string;
      readonly channelId: string | null;
      readonly digest: string;
    }
  | {
      readonly kind: 'alarm';
      readonly rotationId: string;
      readonly auditId: string;
      readonly userId: string;
    }
  /** To an admin: Slack refused the card or a reminder, with this error of its own. */
  | {
      readonly kind: 'unposted';
      readonly packageId: string;
      readonly what: 'card' | 'reminder';
      readonly error: string;
      readonly userId: string;
    }
  /** To the new owner of a package, or to the one before. */
  | {
      readonly kind: 'handed_over';
      readonly packageId: string;
      readonly byId: string;
      readonly fromId: string | null;
      readonly toId: string;
      readonly userId: string;
    }
  /** To whoever set the webhook: its target wants no more, or has taken nothing for days. */
  | {
      readonly kind: 'webhook_trouble';
      readonly why: 'gone' | 'given_up';
      readonly fault: string;
      readonly userId: string;
    }
  | { readonly kind: 'home'; readonly userId: string };

/** A row of the outbox as the deliverer is handed it. */
export type OutboxMessage = {
  readonly id: string;
  /** Sent to Slack as `client_msg_id`: a belt, not the proof. */
  readonly clientMessageId: string;
  readonly workspaceId: string;
  readonly channel: string | null;
  /** Where an earlier delivery of the same message went. */
  readonly ts: string | null;
  readonly threadTs: string | null;
} & OutboxContent;

/** What became of one attempt. */
export type DeliveryOutcome =
  | { readonly kind: 'sent'; readonly channel: string; readonly ts: string }
  /** There is nothing to say any more. */
  | { readonly kind: 'gone' }
  /** Slack said no, and would say it again: `error` is its code. */
  | { readonly kind: 'refused'; readonly error: string }
  /** Slack wants no more calls of this method, or to this place, for so long. */
  | { readonly kind: 'rate_limited'; readonly retryAfterSeconds: number; readonly method: PacedMethod }
  /** Nobody knows whether Slack took it: repeated only if a repeat does no harm, as an edit's does none. */
  | { readonly kind: 'in_doubt'; readonly isRepeatable: boolean }
  /** Nothing was sent: try again in a while. */
  | { readonly kind: 'later' };
