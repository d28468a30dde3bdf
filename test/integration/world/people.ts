import { randomBytes } from 'node:crypto';
import type { Person } from '../../../src/domain/people.ts';
import type { Moment } from '../../../src/domain/schedule.ts';
import type { ContactDraft, PackageDraft } from '../../../src/usecases/drafts.ts';
import type { MintedLink } from '../../../src/usecases/facts.ts';
import type { LinkAndCode } from '../../../src/usecases/open-link.ts';
import type { Refusal, Result } from '../../../src/usecases/refusals.ts';

const HOME = { enterpriseId: null, teamId: 'T0HOME' };
const member = { ...HOME, standing: 'member', zone: null, isWorkspaceAdmin: false } as const;

/** Everybody there is. Ada is a workspace admin, Ben the second admin; Vera comes over Slack Connect. */
export const PEOPLE = {
  ada: { ...member, userId: 'U0ADA', name: 'Ada', isWorkspaceAdmin: true },
  ben: { ...member, userId: 'U0BEN', name: 'Ben' },
  vera: { ...member, userId: 'U0VERA', name: 'Vera', teamId: 'T0VERA', standing: 'external' },
  gus: { ...member, userId: 'U0GUS', name: 'Gus', standing: 'guest' },
  otto: { ...member, userId: 'U0OTTO', name: 'Otto' },
  dex: { ...member, userId: 'U0DEX', name: 'Dex', standing: 'deactivated' },
} as const satisfies Record<string, Person>;

/** A vendor as a story names it. */
export interface StoryVendor {
  readonly name: string;
  readonly contact: ContactDraft;
  readonly systems: readonly string[];
}

const inSlack = (userId: string, channelId: string | null): ContactDraft => ({
  kind: 'slack',
  userId,
  channelId,
});

/** Gus in Slack, Vera over Slack Connect in a shared channel, Milo by e-mail. */
export const VENDORS = {
  gus: { name: 'Gus Agency', contact: inSlack('U0GUS', null), systems: ['Journeys', 'CloudPages'] },
  vera: { name: 'Vera Data', contact: inSlack('U0VERA', 'C0SHARED'), systems: ['Nightly import'] },
  milo: {
    name: 'Milo Mail',
    contact: { kind: 'email', name: 'Milo', email: 'milo@post.example' },
    systems: ['ETL'],
  },
} as const satisfies Record<string, StoryVendor>;

/** A package as the modal would give it. */
export const DRAFT: Omit<PackageDraft, 'name'> = {
  sfmcPackageId: null,
  clientId: 'k3j5h2g8f9d0s1a4p6o7i2u3',
  integrationType: 'server_to_server',
  accountId: null,
  businessUnits: [{ mid: '510001234', name: 'Retail' }],
  scopes: null,
  criticality: 'normal',
  secretGeneratedOn: null,
  expiresOn: '2027-03-29',
  expirySource: 'fixed_date',
  isDormant: false,
  channelId: 'C0ROTATE',
  runbookUrl: null,
  notes: null,
  leadDays: 7,
  freezeWindows: [],
  ownerId: PEOPLE.ada.userId,
  backupIds: [PEOPLE.ben.userId],
};

/** Where a story's people sit, unless it says otherwise. */
export const OFFICE = '192.0.2.0/24';

/** A link as its holder has it: what the page posts. */
export interface HeldLink extends LinkAndCode {
  readonly expiresAt: Moment;
}

/** A secret as Setup would make it: `SFMC_` and 64 characters in all. */
export const freshSecret = (): string => `SFMC_${randomBytes(60).toString('base64url').slice(0, 59)}`;

/** The answer when it must be a yes; the refusal's code is the failure's message otherwise. */
export function yes<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.refusal)}`);
  return result;
}

/** The refusal when it must be a no. */
export function no(result: Result): Refusal {
  if (result.ok) throw new Error('it was not refused');
  return result.refusal;
}

export const held = ({ url, code, expiresAt }: MintedLink): HeldLink => ({
  token: url.split('#')[1] ?? '',
  code,
  from: OFFICE,
  expiresAt,
});
