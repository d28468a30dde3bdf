import { SignInUnavailable, type SignInAttempt } from '../adapters/sign-in.ts';
import { notLetIn, type BoardResult } from './board-refusals.ts';
import type { Deps } from './deps.ts';

/** Where at Slack the browser goes, and the attempt that it alone remembers: nothing is written down here. */
export async function beginSignIn(
  deps: Pick<Deps, 'signIn' | 'log'>,
): Promise<BoardResult<{ url: string; attempt: SignInAttempt }>> {
  if (!deps.signIn) return notLetIn({ code: 'sign_in_not_set_up' });
  try {
    return { ok: true, ...(await deps.signIn.begin()) };
  } catch (error) {
    if (!(error instanceof SignInUnavailable)) throw error;
    deps.log.warn('Slack could not be asked to sign somebody in', {}, error);
    return notLetIn({ code: 'slack_is_silent' });
  }
}
