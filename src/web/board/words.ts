import type { BoardRefusal } from '../../usecases/board-refusals.ts';
import type { Words } from '../words.ts';

type Told = Exclude<BoardRefusal, { code: 'not_signed_in' }>;
type WordsOfCodes = {
  readonly [Code in Told['code']]: (refusal: Extract<Told, { code: Code }>) => Words;
};

const NOTHING_SHOWN = 'Nothing was shown to you, and you are not signed in.';

const WORDS = {
  sign_in_not_set_up: () => ({
    status: 404,
    title: 'The board is not set up yet',
    text: 'People sign in to it with Slack, and rekey does not have the app’s client id and secret yet. Slack’s own commands and the App Home work without it.',
    next: 'Whoever runs rekey sets SLACK_CLIENT_ID and SLACK_CLIENT_SECRET and adds the redirect address to the Slack app: docs/setup.md, “The board”.',
  }),
  sign_in_cancelled: () => ({
    status: 403,
    title: 'You did not sign in',
    text: `Slack says that you chose not to. ${NOTHING_SHOWN}`,
    next: 'If that was a slip, start again.',
  }),
  sign_in_not_genuine: () => ({
    status: 403,
    title: 'That sign-in can’t be used',
    text: `It took longer than ten minutes, was used already, or was begun in another browser or tab. ${NOTHING_SHOWN}`,
    next: 'Start again, in this browser.',
  }),
  signed_in_elsewhere: ({ workspaceName }) => ({
    status: 403,
    title: 'You signed in to another workspace',
    text: `This board belongs to ${workspaceName}. ${NOTHING_SHOWN}`,
    next: `Start again and choose ${workspaceName} at Slack.`,
  }),
  may_not_view: () => ({
    status: 403,
    title: 'This board is not open to you',
    text: `It is for members of the Slack workspace or, where an admin has named who may look, for those people and for whoever has a package of their own. Guests, people of other companies and people who have left see nothing. ${NOTHING_SHOWN}`,
    next: 'If you should, ask an admin of your Slack workspace. If you are a vendor, use the link you were sent.',
  }),
  slack_is_silent: () => ({
    status: 503,
    title: 'Slack does not answer just now',
    text: 'rekey asks Slack at each visit who you are, so nothing is shown until it answers. If you were signed in, you still are.',
    next: 'Load the page again in a minute.',
    retryAfterSeconds: 60,
  }),
} satisfies WordsOfCodes;

/** What is said to whoever is not let in; whoever is just not signed in is shown the door instead. */
export function boardWords(refusal: Told): Words {
  const words: (refusal: never) => Words = WORDS[refusal.code];
  return words(refusal as never);
}
