import type { Step } from './rotation.ts';

/** What somebody is to this workspace, to a package or to a vendor. One person may be several. */
export type Role =
  /** Admin or owner of the Slack workspace. */
  | 'workspace_admin'
  /** Of the package it is about. */
  | 'owner'
  | 'backup'
  | 'admin'
  /** May be an admin of packages: so named by a Slack workspace admin. */
  | 'appointed'
  /** The contact of the vendor it is about, or of one that uses the package it is about. */
  | 'contact'
  /** May look: every full member, or the people the workspace has named. */
  | 'viewer'
  /** Whoever has a living account. */
  | 'anybody';

export type PackageState = 'active' | 'retired' | 'archived';

/** What an action is about. */
export type About = 'looking' | 'the workspace' | 'a package' | 'a rotation' | 'a vendor’s part';

/** Who may do one thing, and when. Whatever is not said is not allowed. */
export interface Rule {
  readonly about: About;
  /** As people know it. */
  readonly words: string;
  /** Full members need one of these. */
  readonly roles: readonly Role[];
  /** Guests and people of other companies need one of these; none is enough where there are none. */
  readonly outside?: readonly Role[];
  /** Needed beside the role. */
  readonly and?: Action;
  /** Where the package's state matters. */
  readonly packages?: readonly PackageState[];
  /** Steps of the rotation in which it can be done, where it is about a rotation. */
  readonly steps?: readonly Step[];
}

const ADMINS = ['owner', 'backup', 'admin'] as const satisfies Role[];
const LOOK = {
  about: 'looking',
  roles: ['workspace_admin', ...ADMINS, 'contact', 'viewer'],
  outside: ['viewer'],
} as const satisfies Partial<Rule>;
const KEEPERS = {
  about: 'the workspace',
  roles: ['workspace_admin', 'appointed'],
} as const satisfies Partial<Rule>;
const THEIRS = { about: 'a package', roles: ADMINS } as const satisfies Partial<Rule>;
const CARD = { about: 'a rotation', roles: ADMINS } as const satisfies Partial<Rule>;

const OPEN = ['generating', 'cooling', 'sharing', 'ready', 'activated'] as const satisfies Step[];
const LIVE = ['cooling', 'sharing', 'ready', 'activated'] as const satisfies Step[];
const STAGED = ['cooling', 'sharing', 'ready'] as const satisfies Step[];
const SHARED = ['sharing', 'ready', 'activated'] as const satisfies Step[];
const BEFORE_ACTIVATE = ['generating', ...STAGED] as const satisfies Step[];

/** The one table of rights: role × action × state. `docs/roles.md` is printed from it. */
const TABLE = {
  view: { words: 'See packages, their rotations and how they stand', ...LOOK },
  view_board: { words: 'Open the web board', ...LOOK },
  be_away: { about: 'looking', words: 'Say that you are away', roles: ['anybody'], outside: ['anybody'] },

  appoint: {
    about: 'the workspace',
    words: 'Say who is what: roles, viewers, a package’s admins',
    roles: ['workspace_admin'],
  },
  set_workspace: {
    about: 'the workspace',
    words: 'Change the settings of the workspace',
    roles: ['workspace_admin'],
  },
  set_webhook: { words: 'Set, test or switch off the webhook', ...KEEPERS, and: 'view' },
  subscribe_all: {
    about: 'the workspace',
    words: 'Have the calendar of all packages',
    roles: ['appointed'],
    and: 'view',
  },
  add_package: { words: 'Add packages, one by one or by import', ...KEEPERS },
  keep_inventory: { words: 'Keep the records of accounts and vendors', ...KEEPERS },
  plan: { words: 'Make the plan and accept it', ...KEEPERS, and: 'view' },

  edit_package: { words: 'Edit a package', ...THEIRS, packages: ['active', 'retired'] },
  keep_vendors: {
    words: 'Say which vendors use a package, and where its secret sits',
    ...THEIRS,
    packages: ['active', 'retired'],
  },
  hand_over: {
    about: 'a package',
    words: 'Hand a package over to another owner',
    roles: ['workspace_admin', 'owner'],
    packages: ['active', 'retired'],
  },
  set_package: { words: 'Change how rekey reminds of a package', ...THEIRS, packages: ['active', 'retired'] },
  snooze: { words: 'Snooze a package', ...THEIRS, packages: ['active', 'retired'] },
  subscribe: { words: 'Have the calendar of a package', ...THEIRS, packages: ['active'] },
  retire: { words: 'Retire a package', ...THEIRS, packages: ['active'] },
  archive: { words: 'Archive a retired package', ...THEIRS, packages: ['retired'] },
  restore: { words: 'Restore a retired or archived package', ...THEIRS, packages: ['retired', 'archived'] },
  start: { words: 'Start a rotation', ...THEIRS, packages: ['active'] },

  rotate: { words: 'Open what the card offers', ...CARD },
  deposit: { words: 'Generate and deposit the new secret', ...CARD, steps: ['generating'] },
  deposit_again: { words: 'Deposit the same secret once more', ...CARD, steps: LIVE },
  disown: { words: 'Say that a deposit was not made by you', ...CARD, steps: STAGED },
  generate_again: { words: 'Report that Generate was pressed again', ...CARD, steps: STAGED },
  compromise: { words: 'Report that the secret is in wrong hands', ...CARD },
  pass_on: { words: 'Pass a vendor’s link on, or mail it', ...CARD, steps: SHARED },
  suspend_links: { words: 'Suspend a vendor’s links', ...CARD, steps: LIVE },
  dismiss_alarm: { words: 'Answer an alarm', ...CARD, steps: LIVE },
  resolve_problem: { words: 'Say that a reported problem is solved', ...CARD, steps: LIVE },
  waive: { words: 'Waive a vendor’s confirmation', ...CARD, steps: LIVE },
  take_back_waiver: { words: 'Take a waiver back', ...CARD, steps: STAGED },
  add_late_vendor: { words: 'Add a vendor found late', ...CARD, steps: OPEN },
  change_contact: { words: 'Change a vendor’s contact', ...CARD, steps: OPEN },
  plan_activate: { words: 'Plan the time for Activate', ...CARD, steps: BEFORE_ACTIVATE },
  ask_to_activate: { words: 'Ask for a second person before Activate', ...CARD, steps: ['sharing'] },
  second: {
    words: 'Be the second person: agree or decline, never to what you asked yourself',
    ...CARD,
    steps: LIVE,
  },
  activate: { words: 'Record that Activate was pressed', ...CARD, steps: ['ready'] },
  report_early: {
    words: 'Report that Activate was pressed too early',
    ...CARD,
    steps: ['generating', 'sharing'],
  },
  record_date: { words: 'Record the new date', ...CARD, steps: ['activated'] },
  cancel: { words: 'Cancel the rotation', ...CARD, steps: BEFORE_ACTIVATE },

  act_for_vendor: {
    about: 'a vendor’s part',
    words: 'Collect, confirm or report for a vendor',
    roles: ['contact'],
    outside: ['contact'],
  },
} as const satisfies Record<string, Omit<Rule, 'and'> & { readonly and?: string }>;

/** What a person may ask for. */
export type Action = keyof typeof TABLE;

export const RIGHTS: Readonly<Record<Action, Rule>> = TABLE;
export const ACTIONS = Object.keys(TABLE) as readonly Action[];
