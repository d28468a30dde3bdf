import { RULES } from '../domain/rules.ts';
import { FRESH_TOKEN_TOO, PROOFS } from '../usecases/proofs.ts';
import type { Refusal, RefusalCode } from '../usecases/refusals.ts';
import { DEPOSITED_WORDS, NOTHING_STORED } from './deposited-words.ts';
import { IMPORT_WORDS } from './import-words.ts';
import { NEVER_ON_A_PAGE } from './never-on-a-page.ts';

/** What a page says when something was not done: what happened and what did not, then what to do. */
export interface Words {
  readonly status: number;
  readonly title: string;
  readonly text: string;
  readonly next: string;
  /** A moment the text is about, shown in the visitor's zone. */
  readonly moment?: { readonly label: string; readonly iso: string };
  readonly retryAfterSeconds?: number;
  /** Named only where the fault is ours. */
  readonly reference?: string;
  /** A button beside the words: look at where things stand, deposit in spite of the warnings, or see the preview again. */
  readonly offers?: 'open' | 'deposit_anyway' | 'preview';
}

/** The words of each code; null where no page can meet it. */
export type WordsOfCodes = {
  readonly [Code in RefusalCode]: ((refusal: Extract<Refusal, { code: Code }>) => Words) | null;
};

const LOOK_AT_SLACK = 'The rotation’s card in Slack shows where it stands and who may do what now.';

const minutesAgo = (minutes: number) => (minutes < 2 ? 'only just now' : `only ${minutes} minutes ago`);

const WORDS = {
  link_not_usable: () => ({
    status: 404,
    title: 'Link and code don’t open anything',
    text: 'The link has expired, was used or was replaced, or the code belongs to another one. Nothing has changed.',
    next: 'Compare the code letter by letter. If it is right, ask whoever sent you the link for a new one.',
  }),
  wrong_code: () => ({
    status: 403,
    title: 'That is not the code of this link',
    text: 'Nothing has been opened, and the link still works.',
    next: 'Compare it letter by letter with the newest message: each new link comes with a code of its own.',
  }),
  too_many_codes: ({ until, seconds }) => ({
    status: 429,
    title: 'Too many wrong codes from your network',
    text: 'For a while no code from there is looked at, the right one neither. Nothing has been opened or lost, and the link still works.',
    next: 'Try again then, or now from another network. Compare the code letter by letter with the newest message.',
    moment: { label: 'Codes are looked at again from', iso: until },
    retryAfterSeconds: seconds,
  }),
  not_live_yet: ({ liveAt }) => ({
    status: 409,
    title: 'Not live yet',
    text: 'A new secret does not work in its first five minutes, so it is not handed out before. Nothing was opened.',
    next: 'Try again then: the link and the code stay as they are.',
    moment: { label: 'It goes live at', iso: liveAt },
    offers: 'open',
  }),
  being_collected: () => ({
    status: 409,
    title: 'Somebody is collecting this right now',
    text: 'Perhaps it is you, in another tab. You were not given the secret here.',
    next: 'Try again in half a minute.',
    retryAfterSeconds: RULES.leaseSeconds,
  }),
  already_collected: ({ at }) => ({
    status: 409,
    title: 'The secret was already collected',
    text: 'It is shown once only. For ten minutes the tab that collected it can show it again; no other can, and you were not given it.',
    next: 'If that was you, look for that tab, or go on to the next step. If you don’t have the secret, say there that something is wrong.',
    moment: { label: 'Collected at', iso: at },
    offers: 'open',
  }),
  reader_key_unusable: () => ({
    status: 422,
    title: 'That key can’t be used',
    text: 'The secret would have been sealed to it, but nothing can be. Nothing was opened.',
    next: 'Load the page again; a program sends 64 hex digits of its own as retry_key.',
  }),
  keyring_unavailable: ({ reference }) => ({
    status: 503,
    title: 'rekey can’t reach its key store just now',
    text: 'Nothing was lost, opened or stored, and your link still works.',
    next: 'Try again in half a minute. If it stays like this, tell the person who sent the link.',
    retryAfterSeconds: 30,
    reference,
  }),
  copy_unreadable: ({ reference }) => ({
    status: 500,
    title: 'The copy kept for you can’t be opened',
    text: 'It is not what was sealed, or its key is gone, so trying again won’t help. Nothing was opened, and nothing was handed out.',
    next: 'The admins have been told: one of them has to deposit the secret once more. Then this link and code work again; if you hear nothing, ask the person who sent them.',
    reference,
  }),
  token_may_be_cached: ({ minutesSinceCollected }) => ({
    status: 422,
    title: 'Could that still be the old token?',
    text: `The secret was collected ${minutesAgo(minutesSinceCollected)}, and access tokens live for ${RULES.tokenLifeMinutes} minutes: a system may still be running on one it fetched with the old secret. Your confirmation was not recorded.`,
    next: `Make every system fetch a new token (restart it, or use its connection test) and choose “${PROOFS.fresh_token.choice}” or tick “${FRESH_TOKEN_TOO}”, or come back when that time is over.`,
  }),
  looks_like_secret: () => ({
    status: 422,
    title: 'That looks like a secret',
    text: 'Notes are shown in Slack, so it was neither stored nor sent on. Nothing was reported yet.',
    next: 'Describe what you see without the secret, and send it again.',
  }),
  systems_missing: ({ missing }) => ({
    status: 422,
    title: 'Not every system is ticked',
    text: `Still open: ${missing.join(', ')}. Your confirmation was not recorded.`,
    next: 'Confirm once all of them run on the new secret. Until then keep the old one where it is in use.',
  }),
  not_collected_yet: () => ({
    status: 409,
    title: 'The secret has not been collected yet',
    text: 'There is nothing to confirm before that. Nothing was recorded.',
    next: 'Collect it first.',
    offers: 'open',
  }),
  already_confirmed: ({ at }) => ({
    status: 409,
    title: 'You have confirmed this already',
    text: 'Nothing more was recorded, and nothing more is needed.',
    next: 'You may close this page.',
    moment: { label: 'Confirmed at', iso: at },
    offers: 'open',
  }),
  already_waived: () => ({
    status: 409,
    title: 'The rotation goes on without your confirmation',
    text: 'An admin has put that on record, with a reason. Nothing more was recorded.',
    next: 'If you still use this package, tell the admin now.',
  }),
  waiting_for_deposit: () => ({
    status: 409,
    title: 'There is no copy for you yet',
    text: 'The admin has to deposit the secret once more first. Nothing was recorded.',
    next: 'Try again when you hear from them: the admins are told.',
    offers: 'open',
  }),
  handoff_closed: () => ({
    status: 409,
    title: 'This secret is no longer the one to use',
    text: 'It was replaced, or its rotation has ended. Nothing was recorded.',
    next: 'If a newer one is meant for you, another link comes. When in doubt, ask the person who sent this one.',
  }),
  rotation_ended: ({ step }) => ({
    status: 409,
    title: step === 'done' ? 'This rotation is complete' : 'This rotation was cancelled',
    text: 'Nothing was recorded, and no secret was stored or handed out.',
    next: LOOK_AT_SLACK,
  }),
  stale_generation: () => ({
    status: 409,
    title: 'This was about an older secret',
    text: 'Generate was pressed again since. Nothing was recorded.',
    next: 'Use the link of the newest message.',
  }),
  nothing_to_do: () => ({
    status: 409,
    title: 'That is done already',
    text: 'Nothing more was recorded.',
    next: 'You may close this page.',
    offers: 'open',
  }),

  ...DEPOSITED_WORDS,
  already_deposited: () => ({
    status: 409,
    title: 'The secret was deposited already',
    text: `Perhaps by you in another tab, or by another admin. ${NOTHING_STORED}`,
    next: LOOK_AT_SLACK,
  }),
  nothing_staged: () => ({
    status: 409,
    title: 'The secret deposited before is no longer valid',
    text: `So there is nothing to make another copy of. ${NOTHING_STORED}`,
    next: LOOK_AT_SLACK,
  }),
  no_copy_needed: () => ({
    status: 409,
    title: 'Nobody needs another copy',
    text: `Every vendor has been served by now. ${NOTHING_STORED}`,
    next: LOOK_AT_SLACK,
  }),
  already_activated: ({ at }) => ({
    status: 409,
    title: 'Activate was pressed already',
    text: NOTHING_STORED,
    next: LOOK_AT_SLACK,
    moment: { label: 'Recorded at', iso: at },
  }),
  not_allowed: () => ({
    status: 403,
    title: 'You may no longer do this',
    text: `Only admins of this package may deposit its secret. ${NOTHING_STORED}`,
    next: LOOK_AT_SLACK,
  }),
  not_a_member: () => ({
    status: 403,
    title: 'You may no longer do this',
    text: `Only members of the Slack workspace may. ${NOTHING_STORED}`,
    next: 'Ask an admin of the package.',
  }),
  not_a_viewer: () => ({
    status: 403,
    title: 'You may no longer look at this',
    text: `This workspace shows its packages only to people it has named. ${NOTHING_STORED}`,
    next: 'Ask an admin of the Slack workspace to name you as a viewer.',
  }),
  package_is_retired: () => ({
    status: 409,
    title: 'This package is retired',
    text: `Its secret is no longer rotated. ${NOTHING_STORED}`,
    next: LOOK_AT_SLACK,
  }),

  ...IMPORT_WORDS,
  ...NEVER_ON_A_PAGE,
} satisfies WordsOfCodes;

/** The words for a refusal; null for one that no page can meet, which the caller treats as a fault. */
export function wordsFor(refusal: Refusal): Words | null {
  const words: ((refusal: never) => Words) | null = WORDS[refusal.code];
  return words === null ? null : words(refusal as never);
}
