/** One mail to one person: the same words as text and as HTML, nothing to load and nothing that reports back. */
export interface Mail {
  readonly to: { readonly name: string; readonly email: string };
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/**
 * Why a mail did not leave. `unclear`: the mail server fell silent, so nobody knows. None of them says anything about
 * what happens behind that server: a mail it took may still bounce.
 */
export type MailFault = 'recipient_refused' | 'mail_refused' | 'login_refused' | 'unreachable' | 'unclear';

/** A mail that was not sent, or perhaps was. Never carries what the mail server said: it may quote the mail. */
export class MailFailed extends Error {
  readonly reason: MailFault;
  /** SMTP's reply code (RFC 5321, 4.2), such as 550; null when there was no reply. */
  readonly replyCode: number | null;
  constructor(reason: MailFault, replyCode: number | null) {
    super(reason);
    this.reason = reason;
    this.replyCode = replyCode;
  }
}

/** Gives a mail to a mail server. Throws MailFailed; answers within half a minute. */
export interface Mailer {
  send(mail: Mail): Promise<void>;
}
