import { describe, expect, it } from 'vitest';
import type { Person } from '../../src/domain/people.ts';
import { isEntitledToCalendar, may, type Action, type Subject } from '../../src/domain/roles.ts';
import { mailContact, personOf, slackContact, WORKSPACE } from '../support/rotations.ts';

const STANDINGS = [
  'member',
  'guest',
  'external',
  'deactivated',
  'bot',
] as const satisfies Person['standing'][];
const ROLES = ['nobody', 'workspace admin', 'appointed', 'package admin', 'contact'] as const;
const ACTIONS = [
  ...['view', 'add_package', 'appoint', 'rotate', 'set_webhook', 'subscribe', 'act_for_vendor'],
] as const satisfies Action[];
type Standing = (typeof STANDINGS)[number];
type Role = (typeof ROLES)[number];

/** What each may do. Everything that is not listed is refused. */
const ALLOWED: Record<Person['standing'], Record<Role, readonly Action[]>> = {
  member: {
    nobody: ['view'],
    'workspace admin': ['view', 'add_package', 'appoint', 'set_webhook'],
    appointed: ['view', 'add_package', 'set_webhook'],
    'package admin': ['view', 'rotate', 'subscribe'],
    contact: ['view', 'act_for_vendor'],
  },
  guest: {
    ...{ nobody: [], 'workspace admin': [], appointed: [], 'package admin': [] },
    contact: ['act_for_vendor'],
  },
  external: {
    ...{ nobody: [], 'workspace admin': [], appointed: [], 'package admin': [] },
    contact: ['act_for_vendor'],
  },
  deactivated: { nobody: [], 'workspace admin': [], appointed: [], 'package admin': [], contact: [] },
  bot: { nobody: [], 'workspace admin': [], appointed: [], 'package admin': [], contact: [] },
};

/** The person in their role, and the package, vendor and appointment it is about. */
function cast(standing: Standing, role: Role): { person: Person; subject: Subject } {
  const teamId = standing === 'external' ? 'T0VENDOR' : WORKSPACE.teamId;
  const person = personOf('U0BEA', { standing, teamId, isWorkspaceAdmin: role === 'workspace admin' });
  const { enterpriseId, userId } = person;
  const somebodyElse = { ...WORKSPACE, userId: 'U0ADA', role: 'owner' } as const;
  const herself = { enterpriseId, teamId, userId, role: 'backup' } as const;
  const admins = role === 'package admin' ? [somebodyElse, herself] : [somebodyElse];
  const contact =
    role === 'contact'
      ? { ...slackContact(userId), kind: 'slack' as const, enterpriseId, teamId, channelId: null, userId }
      : slackContact('U0OTHER');
  return { person, subject: { package: { admins }, contact, isAppointed: role === 'appointed' } };
}

const CASES = STANDINGS.flatMap((standing) =>
  ROLES.flatMap((role) =>
    ACTIONS.map((action) => ({ standing, role, action, allowed: ALLOWED[standing][role].includes(action) })),
  ),
);

describe('standing × role × action', () => {
  it.each(CASES)('$standing, $role: $action $allowed', ({ standing, role, action, allowed }) => {
    const { person, subject } = cast(standing, role);
    expect(may(person, action, subject)).toBe(allowed);
  });

  it('is the whole matrix', () => {
    const actions: Record<Action, true> = {
      ...{
        view: true,
        add_package: true,
        appoint: true,
        rotate: true,
        set_webhook: true,
        subscribe: true,
        act_for_vendor: true,
      },
    };
    expect(ACTIONS).toEqual(Object.keys(actions));
    expect(STANDINGS).toEqual(Object.keys(ALLOWED));
    expect(CASES).toHaveLength(5 * 5 * 7);
  });
});

describe('who is meant', () => {
  it.each(ACTIONS)('%s: about nothing in particular, only what needs nothing', (action) => {
    expect(may(personOf('U0BEA'), action, {})).toBe(action === 'view');
    const admin = personOf('U0BEA', { isWorkspaceAdmin: true });
    expect(may(admin, action, {})).toBe(['view', 'add_package', 'appoint', 'set_webhook'].includes(action));
  });

  it('an admin of the same user id in another workspace is somebody else', () => {
    const admins = [{ ...WORKSPACE, teamId: 'T0OTHER', userId: 'U0BEA', role: 'owner' as const }];
    expect(may(personOf('U0BEA'), 'rotate', { package: { admins } })).toBe(false);
  });

  it('the calendar of the workspace is for who is appointed, a package’s for its admins alone', () => {
    const admins = [{ ...WORKSPACE, userId: 'U0BEA', role: 'owner' as const }];
    const bea = personOf('U0BEA');
    expect(may(bea, 'subscribe', { isAppointed: true })).toBe(true);
    expect(may(personOf('U0BEA', { isWorkspaceAdmin: true }), 'subscribe', {})).toBe(false);
    expect(may(personOf('U0ADA'), 'subscribe', { package: { admins }, isAppointed: true })).toBe(false);
    // Later there is only the row: no word of Slack's on who that is.
    expect(isEntitledToCalendar(bea, { package: { admins } })).toBe(true);
    expect(isEntitledToCalendar({ ...bea, teamId: 'T0OTHER' }, { package: { admins } })).toBe(false);
    expect(isEntitledToCalendar(bea, { isAppointed: false })).toBe(false);
  });

  it('a vendor by e-mail has nobody in Slack, an admin of the package included', () => {
    const admins = [{ ...WORKSPACE, userId: 'U0BEA', role: 'owner' as const }];
    const subject = { package: { admins }, contact: mailContact('bea@acme.example') };
    expect(may(personOf('U0BEA', { isWorkspaceAdmin: true }), 'act_for_vendor', subject)).toBe(false);
  });
});
