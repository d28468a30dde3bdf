import { describe, expect, it } from 'vitest';
import type { Person } from '../../src/domain/people.ts';
import { ACTIONS } from '../../src/domain/rights-table.ts';
import { isEntitledToCalendar, may, type Action, type Subject } from '../../src/domain/roles.ts';
import type { Step } from '../../src/domain/rotation.ts';
import { mailContact, personOf, slackContact, WORKSPACE } from '../support/rotations.ts';

const STANDINGS = ['member', 'guest', 'external', 'deactivated', 'bot'] as const;
const PACKAGES = ['active', 'retired', 'archived'] as const;
const STEPS = ['generating', 'cooling', 'sharing', 'ready', 'activated', 'done', 'cancelled'] as const;
/** Nobody in particular; admin of the workspace; owner, backup, admin of the package; appointed; contact; named viewer. */
const ROLES = ['nobody', 'W', 'O', 'B', 'A', 'P', 'C', 'V'] as const;
type Standing = (typeof STANDINGS)[number];
type Role = (typeof ROLES)[number];
type State = (typeof PACKAGES)[number];

interface Cell {
  /** Which full members may: by role; `all` for every one of them. */
  readonly members: string;
  /** Which guests and people of other companies may. */
  readonly outsiders?: string;
  /** Which full members may once only named viewers may look. */
  readonly narrowed?: string;
  readonly packages?: readonly State[];
  readonly steps?: string;
}

const RECORDS: readonly State[] = ['active', 'retired'];
const LIVING: readonly State[] = ['active'];

/** What each may do, written down by hand. Everything that is not listed here is refused. */
const LISTING: Readonly<Record<Action, Cell>> = {
  view: { members: 'all', outsiders: 'V', narrowed: 'WOBACV' },
  view_board: { members: 'all', outsiders: 'V', narrowed: 'WOBACV' },
  be_away: { members: 'all', outsiders: 'all' },
  appoint: { members: 'W' },
  set_workspace: { members: 'W' },
  set_webhook: { members: 'WP', narrowed: 'W' },
  subscribe_all: { members: 'P', narrowed: '' },
  add_package: { members: 'WP' },
  keep_inventory: { members: 'WP' },
  plan: { members: 'WP', narrowed: 'W' },
  edit_package: { members: 'OBA', packages: RECORDS },
  keep_vendors: { members: 'OBA', packages: RECORDS },
  hand_over: { members: 'WO', packages: RECORDS },
  set_package: { members: 'OBA', packages: RECORDS },
  snooze: { members: 'OBA', packages: RECORDS },
  subscribe: { members: 'OBA', packages: LIVING },
  retire: { members: 'OBA', packages: LIVING },
  archive: { members: 'OBA', packages: ['retired'] },
  restore: { members: 'OBA', packages: ['retired', 'archived'] },
  start: { members: 'OBA', packages: LIVING },
  rotate: { members: 'OBA' },
  deposit: { members: 'OBA', steps: 'generating' },
  deposit_again: { members: 'OBA', steps: 'cooling sharing ready activated' },
  disown: { members: 'OBA', steps: 'cooling sharing ready' },
  generate_again: { members: 'OBA', steps: 'cooling sharing ready' },
  compromise: { members: 'OBA' },
  pass_on: { members: 'OBA', steps: 'sharing ready activated' },
  suspend_links: { members: 'OBA', steps: 'cooling sharing ready activated' },
  dismiss_alarm: { members: 'OBA', steps: 'cooling sharing ready activated' },
  resolve_problem: { members: 'OBA', steps: 'cooling sharing ready activated' },
  waive: { members: 'OBA', steps: 'cooling sharing ready activated' },
  take_back_waiver: { members: 'OBA', steps: 'cooling sharing ready' },
  add_late_vendor: { members: 'OBA', steps: 'generating cooling sharing ready activated' },
  change_contact: { members: 'OBA', steps: 'generating cooling sharing ready activated' },
  plan_activate: { members: 'OBA', steps: 'generating cooling sharing ready' },
  ask_to_activate: { members: 'OBA', steps: 'sharing' },
  second: { members: 'OBA', steps: 'cooling sharing ready activated' },
  activate: { members: 'OBA', steps: 'ready' },
  report_early: { members: 'OBA', steps: 'generating sharing' },
  record_date: { members: 'OBA', steps: 'activated' },
  cancel: { members: 'OBA', steps: 'generating cooling sharing ready' },
  act_for_vendor: { members: 'C', outsiders: 'C' },
};

interface Situation {
  readonly standing: Standing;
  readonly role: Role;
  readonly isNarrowed: boolean;
  readonly state: State;
  readonly step: Step;
}

const SITUATIONS: readonly Situation[] = ROLES.flatMap((role) =>
  [false, true].flatMap((isNarrowed) =>
    PACKAGES.flatMap((state) =>
      STEPS.flatMap((step) => STANDINGS.map((standing) => ({ standing, role, isNarrowed, state, step }))),
    ),
  ),
);

/** By the listing alone. */
function expected(action: Action, { standing, role, isNarrowed, state, step }: Situation): boolean {
  const { members, outsiders = '', narrowed = members, packages, steps } = LISTING[action];
  if (standing === 'deactivated' || standing === 'bot') return false;
  const allowed = standing !== 'member' ? outsiders : isNarrowed ? narrowed : members;
  if (allowed !== 'all' && !allowed.includes(role)) return false;
  return (packages?.includes(state) ?? true) && (steps?.split(' ').includes(step) ?? true);
}

const teamOf = (standing: Standing) => (standing === 'external' ? 'T0VENDOR' : WORKSPACE.teamId);

const bea = ({ standing, role }: Pick<Situation, 'standing' | 'role'>): Person =>
  personOf('U0BEA', { standing, teamId: teamOf(standing), isWorkspaceAdmin: role === 'W' });

/** The package, vendor and settings it is about, with Bea in her role. */
function subjectOf({ standing, role, isNarrowed, state, step }: Situation) {
  const self = { enterpriseId: WORKSPACE.enterpriseId, teamId: teamOf(standing), userId: 'U0BEA' };
  const own = ({ O: 'owner', B: 'backup', A: 'admin' } as const)[role as 'O'];
  const ada = { ...WORKSPACE, userId: 'U0ADA', role: 'owner' as const };
  return {
    package: {
      admins: own ? [ada, { ...self, role: own }] : [ada],
      isRetired: state !== 'active',
      archivedAt: state === 'archived' ? 'then' : null,
    },
    contact:
      role === 'C'
        ? { ...self, kind: 'slack' as const, name: 'Bea', channelId: null }
        : slackContact('U0OTHER'),
    isAppointed: role === 'P',
    viewing: { isNarrowed, isNamed: role === 'V' },
    step,
  } satisfies Subject;
}

describe('role × action × state', () => {
  it.each(ACTIONS)('%s', (action) => {
    const wrong = SITUATIONS.filter(
      (one) => may(bea(one), action, subjectOf(one)) !== expected(action, one),
    ).map((one) => Object.values(one).join(' '));
    expect(wrong).toEqual([]);
  });

  it('is the whole matrix', () => {
    expect(Object.keys(LISTING)).toEqual([...ACTIONS]);
    expect(SITUATIONS).toHaveLength(8 * 2 * 3 * 7 * 5);
  });
});

describe('who is meant', () => {
  const OPEN = { isNarrowed: false, isNamed: false };

  it.each(ACTIONS)('%s: about nothing in particular, only what needs nothing', (action) => {
    const free = ['view', 'view_board', 'be_away'].includes(action);
    expect(may(personOf('U0BEA'), action, { viewing: OPEN })).toBe(free);
    const admin = personOf('U0BEA', { isWorkspaceAdmin: true });
    expect(may(admin, action, { viewing: OPEN })).toBe(free || LISTING[action].members.includes('W'));
  });

  it('a named viewer of the same id in another workspace is told apart where the name is looked up', () => {
    const guest = personOf('U0BEA', { standing: 'guest' });
    expect(may(guest, 'view', { viewing: { ...OPEN, isNamed: true } })).toBe(true);
    expect(may(guest, 'view', { viewing: OPEN })).toBe(false);
  });

  it.each(['owner', 'backup', 'admin'] as const)(
    'an %s of the same user id in another workspace is somebody else',
    (role) => {
      const admins = [{ ...WORKSPACE, teamId: 'T0OTHER', userId: 'U0BEA', role }];
      const step = 'sharing';
      for (const action of ACTIONS.filter((one) => LISTING[one].members.includes('A')))
        expect(may(personOf('U0BEA'), action, { package: { admins }, step, viewing: OPEN }), action).toBe(
          false,
        );
    },
  );

  it('a contact of the same user id in another workspace is somebody else', () => {
    const contact = { ...slackContact('U0BEA'), teamId: 'T0OTHER' };
    expect(may(personOf('U0BEA'), 'act_for_vendor', { contact })).toBe(false);
  });

  it('a contact sees what is theirs once viewing is narrowed, but only as a full member', () => {
    const viewing = { isNarrowed: true, isNamed: false };
    const about = { package: { admins: [] }, isContact: true, viewing };
    expect(may(personOf('U0BEA'), 'view', about)).toBe(true);
    expect(may(personOf('U0BEA'), 'view', { viewing })).toBe(false);
    expect(may(personOf('U0BEA', { standing: 'guest' }), 'view', about)).toBe(false);
  });

  it('the calendar of the workspace is for who is appointed, a package’s for its admins alone', () => {
    const admins = [{ ...WORKSPACE, userId: 'U0BEA', role: 'owner' as const }];
    const person = personOf('U0BEA');
    // There is only the row: no word of Slack's on who that is.
    expect(isEntitledToCalendar(person, { package: { admins }, viewing: OPEN })).toBe(true);
    const other = { ...person, teamId: 'T0OTHER' };
    expect(isEntitledToCalendar(other, { package: { admins }, viewing: OPEN })).toBe(false);
    expect(isEntitledToCalendar(person, { isAppointed: true, viewing: OPEN })).toBe(true);
    expect(isEntitledToCalendar(person, { isAppointed: false, viewing: OPEN })).toBe(false);
    const narrowed = { isNarrowed: true, isNamed: false };
    expect(isEntitledToCalendar(person, { isAppointed: true, viewing: narrowed })).toBe(false);
    expect(isEntitledToCalendar(person, { isAppointed: true, viewing: { ...narrowed, isNamed: true } })).toBe(
      true,
    );
    expect(isEntitledToCalendar(person, { package: { admins }, viewing: narrowed })).toBe(true);
  });

  it('a vendor by e-mail has nobody in Slack, an admin of the package included', () => {
    const admins = [{ ...WORKSPACE, userId: 'U0BEA', role: 'owner' as const }];
    const subject = { package: { admins }, contact: mailContact('bea@acme.example') };
    expect(may(personOf('U0BEA', { isWorkspaceAdmin: true }), 'act_for_vendor', subject)).toBe(false);
  });
});
