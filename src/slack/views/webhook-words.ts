import type { TargetFault, WebhookFault } from '../../adapters/webhook-sender.ts';
import type { WebhookEvent } from '../../domain/webhook.ts';
import type { KeyFault } from '../../usecases/webhook-key.ts';

/** What can be chosen to be told of. */
export const WEBHOOK_CHOICES = {
  due: { choice: 'Due', about: 'The day to start has come, and nothing was started' },
  started: { choice: 'Started', about: 'A rotation was opened' },
  ready: { choice: 'Ready', about: 'Activate may be pressed' },
  done: { choice: 'Done', about: 'The new date is recorded' },
  overdue: { choice: 'Overdue', about: 'The last sure day has passed, and the old secret is in force' },
} as const satisfies Record<WebhookEvent, { choice: string; about: string }>;

/** Why an address is not taken, and what would be. */
export const TARGET_WORDS = {
  malformed:
    'That is no address rekey can send to. Nothing was changed. Give it whole, without a part behind #, in at most 2,000 letters.',
  not_https: 'Only addresses that begin with https:// are taken. Nothing was changed.',
  has_credentials:
    'An address with a user name or a password in it is not taken. Nothing was changed. The receiver knows rekey by its signature.',
  private_address:
    'That address is not on the public internet, and rekey sends to no other. Nothing was changed.',
} as const satisfies Record<TargetFault, string>;

const FAULTS = {
  malformed: 'that is no address rekey can send to',
  not_https: 'the address does not begin with https://',
  has_credentials: 'the address has a user name or a password in it',
  private_address: 'its name leads to an address that is not on the public internet',
  unknown_name: 'nobody knows its name',
  unreachable: 'it took no connection',
  no_tls: 'it speaks no TLS, or its certificate is not valid for its name',
  timed_out: 'it did not answer within ten seconds',
  broken_off: 'it broke off before it had answered',
  keyring_unavailable: 'the key service could not be asked, so nothing was signed',
  signing_key_unreadable: 'the signing secret can’t be opened any more, so make a new one',
  broken: 'something went wrong on our side, and rekey’s log says what',
} as const satisfies Record<WebhookFault | KeyFault | 'broken', string>;

const isFault = (fault: string): fault is keyof typeof FAULTS => Object.hasOwn(FAULTS, fault);

/** Why a delivery was not taken, as a clause, from the fault on record (`http_503`). */
export function webhookFaultWords(fault: string): string {
  if (isFault(fault)) return FAULTS[fault];
  const status = /^http_(\d{3})$/.exec(fault)?.[1];
  if (!status) return 'it was not taken';
  if (status.startsWith('3'))
    return `it answered ${status}, a redirect, and rekey follows none: give the address it leads to`;
  return status === '410' ? 'it answered 410: it wants no more' : `it answered ${status}`;
}
