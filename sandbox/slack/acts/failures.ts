import type { AppAnswer } from '../deliver.ts';
import type { Hub } from '../hub.ts';
import { SlackRefusal } from '../refusal.ts';
import type { SandboxUser } from '../types.ts';

const WORDS = {
  operation_timeout: 'did not answer within three seconds',
  dispatch_failed: 'could not be reached',
  http_error: 'answered with an error',
} as const;

/** Tells the person what Slack's client shows when the app did not acknowledge; nothing when it did. */
export function warnUnlessAcked(
  hub: Hub,
  user: SandboxUser,
  answer: AppAnswer,
  what: string,
  channel?: string,
): void {
  if (!answer.failure) return;
  const status = answer.status === null ? '' : ` (${answer.status})`;
  const text = `${what} failed with the error "${answer.failure}": the app ${WORDS[answer.failure]}${status}.`;
  hub.store.warn(user.id, answer.failure, text, channel);
}

/** Carries out what an acknowledgement asked for; a content Slack refuses becomes a warning. */
export function obey(hub: Hub, user: SandboxUser, what: string, act: () => void): boolean {
  try {
    act();
    return true;
  } catch (error) {
    if (!(error instanceof SlackRefusal)) throw error;
    const details = JSON.stringify({ error: error.code, ...error.more });
    hub.store.warn(user.id, 'bad_response', `${what}: the app’s answer was refused: ${details}`);
    return false;
  }
}
