import type { Moment } from '../domain/schedule.ts';

/** Everything the mail with a vendor's link says. The link is in it, the code never is (promise H3). */
export interface LinkMailFacts {
  readonly to: { readonly name: string; readonly email: string };
  readonly url: string;
  readonly expiresAt: Moment;
  readonly workspaceName: string;
  readonly packageName: string;
  readonly adminName: string;
  readonly systems: readonly string[];
  /** It replaces a link given out before. */
  readonly isAgain: boolean;
  /** The old secret is dead already: they are down until they switch. */
  readonly isDown: boolean;
}

/** Mails a link: throws MailFailed when the mail server did not take it. */
export type SendLinkMail = (facts: LinkMailFacts) => Promise<void>;
