import type { FormatWarning } from '../domain/secret-format.ts';
import type { Words, WordsOfCodes } from './words.ts';

export const NOTHING_STORED = 'Nothing was stored.';

const WARNINGS: Record<FormatWarning, string> = {
  no_prefix:
    'It does not start with SFMC_, as every secret generated since 26 March 2026 does. Is it the JWT signing secret, or an old secret?',
  odd_length: 'It is not 64 characters long. Was it cut short, or was something else pasted along?',
};

const cannotBeSecret = (text: string, next: string): Words => ({
  ...{ status: 422, title: 'That can’t be the secret', next },
  text: `${text} ${NOTHING_STORED}`,
});
const PASTE_AGAIN = 'Copy the secret again in Setup, nothing before and nothing after it, and paste it here.';

/** What a deposit page says of the text that was pasted, and of the moment that was named. */
export const DEPOSITED_WORDS = {
  secret_empty: () => cannotBeSecret('The field was empty.', PASTE_AGAIN),
  secret_too_long: () => cannotBeSecret('It is longer than any client secret.', PASTE_AGAIN),
  secret_has_space: () =>
    cannotBeSecret(
      'There is a blank or a line break inside it.',
      `Was more than one thing copied? ${PASTE_AGAIN}`,
    ),
  secret_has_control: () => cannotBeSecret('There are invisible characters in it.', PASTE_AGAIN),
  secret_not_text: () => cannotBeSecret('Some of its characters were damaged on the way.', PASTE_AGAIN),
  secret_needs_a_look: ({ warnings }) => ({
    status: 422,
    title: 'Please look once more',
    text: `${warnings.map((warning) => WARNINGS[warning]).join(' ')} ${NOTHING_STORED}`,
    next: 'If it is the client secret from the Staged Secret section, go on. If not, paste the right one.',
    offers: 'deposit_anyway',
  }),
  secret_of_earlier_generation: ({ generation }) => ({
    status: 422,
    title: 'This is an older secret of this package',
    text: `It is secret number ${generation}, deposited before. ${NOTHING_STORED}`,
    next: 'Copy the one that Generate has just shown. If that window is closed, Generate has to be pressed again: it is shown only once.',
  }),
  secret_of_other_package: () => ({
    status: 422,
    title: 'This is the secret of another package',
    text: `It was deposited for another package before. ${NOTHING_STORED}`,
    next: 'Check which package is open in Setup, and copy the staged secret of this one.',
  }),
  secret_was_exposed: () => ({
    status: 422,
    title: 'This secret is known to others',
    text: `It was once typed into Slack, so it must not go live. ${NOTHING_STORED}`,
    next: 'Press Generate again in Setup (five minutes after the last time) and deposit the new one.',
  }),
  secret_not_the_same: ({ generation }) => ({
    status: 422,
    title: 'This is not the same secret',
    text: `A second deposit must be the very same secret, number ${generation}, which others already use. ${NOTHING_STORED}`,
    next: 'Paste that one. If you don’t have it any more, choose “I generated again” on the card in Slack: everybody then gets a new one.',
  }),
  generated_in_the_future: () => ({
    status: 422,
    title: 'That moment is still to come',
    text: `The time for “Generate” lies in the future. ${NOTHING_STORED}`,
    next: 'Choose the time at which you pressed Generate; when unsure, the earlier.',
  }),
  generated_too_long_ago: () => ({
    status: 422,
    title: 'That was too long ago',
    text: `A secret generated then would have expired, or was generated before this rotation. ${NOTHING_STORED}`,
    next: 'Check the date and the time at which you pressed Generate.',
  }),
} satisfies Partial<WordsOfCodes>;
