/** Why an address can't be a webhook's target. */
export type TargetFault = 'malformed' | 'not_https' | 'has_credentials' | 'private_address';

/**
 * Why there was no answer. `private_address`: the name leads to where nobody outside is asked. `broken_off`: the
 * connection ended, or what came was no HTTP.
 */
export type WebhookFault =
  TargetFault | 'unknown_name' | 'unreachable' | 'no_tls' | 'timed_out' | 'broken_off';

/** A delivery that was not answered; the target may have got it all the same. Never carries what the target said. */
export class WebhookFailed extends Error {
  readonly reason: WebhookFault;
  constructor(reason: WebhookFault) {
    super(reason);
    this.reason = reason;
  }
}

export interface WebhookRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What the target answered: never its body. */
export interface WebhookAnswer {
  readonly status: number;
  /** What `Retry-After` asks for, in seconds; null when it asks for nothing, or for a date. */
  readonly retryAfterSeconds: number | null;
}

/** Posts to an address that somebody typed in: wherever it leads, only the public internet is reached. */
export interface WebhookSender {
  /** What can be told of an address before its name is looked up. */
  judge(url: string): TargetFault | null;
  /** Answers within ten seconds, however slow the target is, or throws WebhookFailed. Follows no redirect. */
  send(request: WebhookRequest): Promise<WebhookAnswer>;
}
