import type { SlackIdentity } from '../domain/people.ts';

/** Random texts of one attempt to sign in. They are kept by the browser that began it, and by nobody else. */
export interface SignInAttempt {
  readonly state: string;
  readonly nonce: string;
  /** PKCE's: without it the code that Slack sends back is worth nothing. */
  readonly verifier: string;
}

/** Slack as the one who says who somebody is, over OpenID Connect. */
export interface SignIn {
  /** Where the browser goes, and what it has to bring back. Throws SignInUnavailable. */
  begin(): Promise<{ readonly url: string; readonly attempt: SignInAttempt }>;
  /** Who came back with this query. Throws SignInRefused, or SignInUnavailable. */
  finish(back: { readonly query: string; readonly attempt: SignInAttempt }): Promise<SlackIdentity>;
}

/** Slack did not vouch for anybody: they chose not to (`cancelled`), or what came back does not fit together. */
export class SignInRefused extends Error {
  readonly why: 'cancelled' | 'not_genuine';
  constructor(why: 'cancelled' | 'not_genuine') {
    super('Slack did not vouch for who this is');
    this.why = why;
  }
}

/** Slack could not be asked now. */
export class SignInUnavailable extends Error {
  constructor() {
    super('Slack could not be asked to sign anybody in');
  }
}
