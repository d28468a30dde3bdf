import type { Account } from '../../domain/account.ts';
import type { PlaceKind } from '../../domain/place.ts';
import type { Criticality, ExpirySource, IntegrationType } from '../../domain/package.ts';
import type { MailFault } from '../../adapters/mailer.ts';
import type { Confirmation, Problem, ProblemKind, Way } from '../../domain/rotation.ts';
import { PROOFS } from '../../usecases/proofs.ts';
import type { Choice } from './inputs.ts';

/** The words for the domain's small unions, each in one place. */

/**
 * What a vendor can report (rule 13): the choice, what they see when they have chosen it, and what an admin should look
 * at before calling it solved.
 */
export const PROBLEMS = {
  rejected: {
    name: 'the new secret is rejected',
    choice: 'It is rejected',
    about: 'Salesforce answers 401 or invalid_client',
    tips: [
      'Look for a blank or a line break that came along at the end.',
      'Paste the *client secret*, not the JWT signing secret, and use the client id of the same package.',
      'Check that the address begins with your own subdomain and that the MID is right.',
      'Ask the admin whether the package and its API user are active and whether logins are limited to certain addresses.',
    ],
    forAdmins: [
      'Compare the client id they use with the one of this package in Setup.',
      'See in Setup whether the package and its API user are active, and whether logins are limited to certain addresses.',
      'Was Generate pressed once more since? Then this secret is dead: choose *More…*, then *I generated again*.',
    ],
  },
  lost: {
    name: 'the secret is lost',
    choice: 'We no longer have the secret',
    about: 'It was shown once and was not stored',
    tips: [
      'You need nothing from the old message: an admin deposits the same secret once more, and a new message comes.',
      'If somebody else may have seen it, report that too, as something else: then a new one must be generated.',
    ],
    forAdmins: [
      'Only if they have found it again. Otherwise deposit the same secret once more: that answers the report by itself.',
    ],
  },
  wrong_package: {
    name: 'it seems to be for another package',
    choice: 'It is for another package',
    about: 'Our client id is a different one',
    tips: [
      'Compare the client id on the page with the one in your system.',
      'Keep the old secret in place until this is clear, as long as it is not switched off or expired.',
    ],
    forAdmins: [
      'Compare the client id they use with the one of this package in Setup.',
      'If they use another package only, waive them here and say so in the reason.',
    ],
  },
  no_access: {
    name: 'it connects, but data is missing',
    choice: 'It connects, but data is missing',
    about: 'A business unit or a permission is missing',
    tips: [
      'A new secret does not change what a package may do: compare the MID in your system with the business units on the page.',
      'Ask the admin whether the package still has access to that business unit.',
    ],
    forAdmins: [
      'See in Setup which business units and permissions the package has: a new secret changes neither, somebody may have.',
    ],
  },
  other: {
    name: 'something else is wrong',
    choice: 'Something else',
    about: 'Say what you see below; also if somebody else may have seen the secret',
    tips: [
      'If somebody else may have seen the secret, the admin should generate again: tell them now.',
      'If something is down, put the old secret back, as long as it is not switched off or expired.',
    ],
    forAdmins: [
      'If somebody else may have seen the secret, it is not solved: press Generate once more in Setup, then *More…* and *I generated again*.',
    ],
  },
} as const satisfies Record<
  ProblemKind,
  { name: string; choice: string; about: string; tips: readonly string[]; forAdmins: readonly string[] }
>;

/** What holds a handoff up, as a clause: what a vendor has reported, or what rekey found. */
export const problemName = (kind: Problem['kind']): string =>
  kind === 'unreadable' ? 'rekey can’t open the copy that waits for them' : PROBLEMS[kind].name;

/** Promise R4: over which way a confirmation came. */
const WAYS = {
  slack: 'in Slack',
  own_mail: 'over the link in their mail',
  passed_on: 'over the link that was passed on',
} as const satisfies Record<Way, string>;

const MAIL_FAULTS = {
  recipient_refused: 'the mail server refused the address',
  mail_refused: 'the mail server refused the mail',
  login_refused: 'the mail server did not let rekey in, so whoever runs rekey must mend its mail settings',
  unreachable: 'the mail server could not be reached',
  unclear: 'the mail server stopped answering, so perhaps it did; its link opens nothing',
} as const satisfies Record<MailFault, string>;

/** Why a mail did not leave, from the fault on record (`recipient_refused:550`); null when rekey was stopped in the middle. */
export function mailFaultWords(fault: string | null): string {
  if (fault === null) return 'rekey was stopped in the middle, and its link opens nothing';
  const [reason = '', replyCode] = fault.split(':');
  const words: string =
    reason in MAIL_FAULTS ? MAIL_FAULTS[reason as MailFault] : 'the mail server did not take it';
  return replyCode ? `${words} (${replyCode})` : words;
}

export const ACCOUNT_KINDS = {
  production: 'Production',
  sandbox: 'Sandbox',
} as const satisfies Record<Account['kind'], string>;

export const PLACE_KIND_WORDS = {
  vendor_system: 'The vendor’s own system',
  cloudpage: 'CloudPage',
  automation: 'Automation',
  ssjs: 'Script (SSJS)',
  job: 'Scheduled job',
  middleware: 'Middleware',
  other: 'Something else',
} as const satisfies Record<PlaceKind, string>;

export const INTEGRATIONS = {
  server_to_server: 'Server-to-server',
  web_app: 'Web app',
  public_app: 'Public app (has no secret)',
} as const satisfies Record<IntegrationType, string>;

export const CRITICALITIES = {
  low: 'Low',
  normal: 'Normal',
  high: 'High',
} as const satisfies Record<Criticality, string>;

export const SOURCES = {
  read_in_setup: 'read in Setup',
  computed: 'computed from Generate, not read in Setup yet',
  fixed_date: 'the fixed date for old secrets',
} as const satisfies Record<ExpirySource, string>;

/** `Object.entries`, with the keys' own type. */
const entries = <K extends string, V>(record: Record<K, V>) => Object.entries(record) as [K, V][];

export const choicesOf = <K extends string>(
  record: Record<K, { readonly choice: string; readonly about: string }>,
): Choice[] => entries(record).map(([value, { choice, about }]) => [choice, value, about]);

export const namesOf = <K extends string>(record: Record<K, string>): Choice[] =>
  entries(record).map(([value, name]) => [name, value]);

/** How somebody made sure, and over which way they said so. */
export const confirmationWords = (given: Pick<Confirmation, 'proof' | 'way' | 'by'>): string =>
  [PROOFS[given.proof].name, ...wayWords(given)].join(', ');

/** A link given in Slack leads to the page; one that was passed on is what its holder is called by already. */
function wayWords({ way, by }: Pick<Confirmation, 'way' | 'by'>): string[] {
  if (by.kind !== 'vendor_link') return [WAYS[way]];
  if (way === 'slack') return ['on the page'];
  return by.passedOnBy ? [] : [WAYS[way]];
}
