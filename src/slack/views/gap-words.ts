import type { Gap } from '../../domain/gaps.ts';

/** What is missing on record, and what to do about it: each a sentence. */
export const gapWords = (gap: Gap, command: string): string => wordsOf(command)[gap];

const wordsOf = (command: string): Readonly<Record<Gap, string>> => ({
  no_owner: 'Nobody owns it: name an owner with *Hand over…*, or nobody is asked first.',
  no_date:
    'Its expiration date is unknown: read it in Setup, in the summary table, and enter it with *Edit…*.',
  date_unconfirmed: 'Nobody has read its date in Setup yet: enter what the summary table shows with *Edit…*.',
  no_vendor:
    'No vendor is on record: add everybody who uses it with *Where it sits…*, our own systems included.',
  place_unconfirmed: 'Some places below were never confirmed: ask, then say so with *Where it sits…*.',
  no_account: 'It belongs to no account yet, so vendors are shown no subdomain: choose one with *Edit…*.',
  no_subdomain: `Its account has no subdomain yet, so vendors are shown none: add it with \`${command} accounts\`.`,
});
