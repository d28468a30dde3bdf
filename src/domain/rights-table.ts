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

/** Who may do one thing, and when. Whatever is not said is not allowed. */
export interface Rule {
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
  roles: ['workspace_admin', ...ADMINS, 'contact', 'viewer'],
  outside: ['viewer'],
} as const satisfies Partial<Rule>;
const KEEPERS = { roles: ['workspace_admin', 'appointed'] } as const satisfies Partial<Rule>;
const THEIRS = { roles: ADMINS } as const satisfies Partial<Rule>;

const OPEN = ['generating', 'cooling', 'sharing', 'ready', 'activated'] as const satisfies Step[];
const LIVE = ['cooling', 'sharing', 'ready', 'activated'] as const satisfies Step[];
const STAGED = ['cooling', 'sharing', 'ready'] as const satisfies Step[];
const SHARED = ['sharing', 'ready', 'activated'] as const satisfies Step[];
const BEFORE_ACTIVATE = ['generating', ...STAGED] as const satisfies Step[];

/** The one table of rights: role × action × state. `docs/roles.md` is printed from it. */
const TABLE = {
  view: { words: 'See packages, their rotations and how they stand', ...LOOK },
  view_board: { words: 'Open the web board', ...LOOK },
  be_away: { words: 'Say that you are away', roles: ['anybody'], outside: ['anybody'] },

  appoint: { words: 'Say who is what: roles, viewers, a package’s admins', roles: ['workspace_admin'] },
  set_workspace: { words: 'Change the settings of the workspace', roles: ['workspace_admin'] },
  set_webhook: { words: 'Set, test or switch off the webhook', ...KEEPERS, and: 'view' },
  subscribe_all: { words: 'Have the calendar of all packages', roles: ['appointed'], and: 'view' },
  add_package: { words: 'Add packages, one by one or by import', ...KEEPERS },
  keep_inventory: { words: 'Keep the records of accounts and vendors', ...KEEPERS },
  plan: { words: 'Make the plan and accept it', ...KEEPERS },

  edit_package: { words: 'Edit a package', ...THEIRS, packages: ['active', 'retired'] },
  keep_vendors: {
    words: 'Say which vendors use a package, and where its secret sits',
    ...THEIRS,
    packages: ['active', 'retired'],
  },
  hand_over: {
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

  rotate: { words: 'Open what the card offers', ...THEIRS },
  deposit: { words: 'Generate and deposit the new secret', ...THEIRS, steps: ['generating'] },
  deposit_again: { words: 'Deposit the same secret once more', ...THEIRS, steps: LIVE },
  disown: { words: 'Say that a deposit was not made by you', ...THEIRS, steps: STAGED },
  generate_again: { words: 'Report that Generate was pressed again', ...THEIRS, steps: STAGED },
  compromise: { words: 'Report that the secret is in wrong hands', ...THEIRS },
  pass_on: { words: 'Pass a vendor’s link on, or mail it', ...THEIRS, steps: SHARED },
  suspend_links: { words: 'Suspend a vendor’s links', ...THEIRS, steps: LIVE },
  dismiss_alarm: { words: 'Answer an alarm', ...THEIRS, steps: LIVE },
  resolve_problem: { words: 'Say that a reported problem is solved', ...THEIRS, steps: SHARED },
  waive: { words: 'Waive a vendor’s confirmation', ...THEIRS, steps: LIVE },
  take_back_waiver: { words: 'Take a waiver back', ...THEIRS, steps: STAGED },
  add_late_vendor: { words: 'Add a vendor found late', ...THEIRS, steps: OPEN },
  change_contact: { words: 'Change a vendor’s contact', ...THEIRS, steps: OPEN },
  plan_activate: { words: 'Plan the time for Activate', ...THEIRS, steps: BEFORE_ACTIVATE },
  ask_to_activate: { words: 'Ask for a second person before Activate', ...THEIRS, steps: ['sharing'] },
  second: {
    words: 'Be the second person: agree or decline, never to what you asked yourself',
    ...THEIRS,
    steps: LIVE,
  },
  activate: { words: 'Record that Activate was pressed', ...THEIRS, steps: ['ready'] },
  report_early: {
    words: 'Report that Activate was pressed too early',
    ...THEIRS,
    steps: ['generating', 'sharing'],
  },
  record_date: { words: 'Record the new date', ...THEIRS, steps: ['activated'] },
  cancel: { words: 'Cancel the rotation', ...THEIRS, steps: BEFORE_ACTIVATE },

  act_for_vendor: {
    words: 'Collect, confirm or report for a vendor',
    roles: ['contact'],
    outside: ['contact'],
  },
} as const satisfies Record<string, Omit<Rule, 'and'> & { readonly and?: string }>;

/** What a person may ask for. */
export type Action = keyof typeof TABLE;

export const RIGHTS: Readonly<Record<Action, Rule>> = TABLE;
export const ACTIONS = Object.keys(TABLE) as readonly Action[];
