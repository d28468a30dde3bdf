import type { PackageAdmin } from './package.ts';
import { isContact, isSamePerson, type Contact, type Person, type SlackIdentity } from './people.ts';
import { RIGHTS, type Action, type PackageState, type Role, type Rule } from './rights-table.ts';
import type { Step } from './rotation.ts';

export type { Action, Role };

/** Who may look: every full member of the workspace, or only the people it has named. */
export interface Viewing {
  readonly isNarrowed: boolean;
  /** This person is one of the named. */
  readonly isNamed: boolean;
}

/** What the action is about, as far as it is about something. */
export interface Subject {
  readonly package?: {
    readonly admins: readonly PackageAdmin[];
    readonly isRetired?: boolean;
    readonly archivedAt?: unknown;
  };
  /** The contact of the vendor it is about. */
  readonly contact?: Contact;
  /** One of the package's vendors has them as contact. */
  readonly isContact?: boolean;
  /** Appointed as a package admin in this workspace by a workspace admin. */
  readonly isAppointed?: boolean;
  readonly viewing?: Viewing;
  /** Of the rotation it is about. `decide` says why a step does not allow a move; here is only whether it does. */
  readonly step?: Step;
}

/** What can't be judged without knowing who may look: a caller that forgets to ask does not compile. */
type OfViewing = 'view' | 'view_board' | 'set_webhook' | 'subscribe_all' | 'plan';
export type SubjectOf<A extends Action> = A extends OfViewing
  ? Subject & { readonly viewing: Viewing }
  : Subject;

/** Why not: they have no role that may; or nobody may, as the package or the rotation stands. */
export type Denial = 'role' | 'package' | 'step';

/**
 * Who may do what, on (team, user) of the clicker, never on who can see a button. Guests, externals and deactivated
 * people may nothing, unless they are named: as this vendor's contact, or as a viewer.
 */
export const may = <A extends Action>(person: Person, action: A, subject: SubjectOf<A>): boolean =>
  denialOf(person, action, subject) === null;

/** The same, with what it fails on. */
export function denialOf<A extends Action>(person: Person, action: A, subject: SubjectOf<A>): Denial | null {
  const rule: Rule = RIGHTS[action];
  if (!hasRole(person, rule, subject)) return 'role';
  if (rule.and && !hasRole(person, RIGHTS[rule.and], subject)) return 'role';
  if (subject.package && rule.packages && !rule.packages.includes(stateOf(subject.package))) return 'package';
  return subject.step && rule.steps && !rule.steps.includes(subject.step) ? 'step' : null;
}

/** A full member needs one of the roles; anybody else one of those that count for outsiders too. */
function hasRole(person: Person, rule: Rule, subject: Subject): boolean {
  const held = rolesOf(person, subject);
  const counting = person.standing === 'member' ? rule.roles : (rule.outside ?? []);
  return counting.some((role) => held.has(role));
}

/** Every role somebody has in what it is about; nobody has one who is deactivated, or an app. */
export function rolesOf(person: Person, subject: Subject): ReadonlySet<Role> {
  if (person.standing === 'deactivated' || person.standing === 'bot') return new Set();
  const { package: pack, contact, isAppointed, viewing } = subject;
  const isMember = person.standing === 'member';
  const own = pack?.admins.filter((admin) => isSamePerson(admin, person)).map(({ role }) => role) ?? [];
  const isTheirs = subject.isContact === true || (contact !== undefined && isContact(contact, person));
  const held: [Role, boolean][] = [
    ['workspace_admin', person.isWorkspaceAdmin],
    ['appointed', isAppointed === true],
    ['contact', isTheirs],
    ['viewer', viewing !== undefined && (viewing.isNamed || (isMember && !viewing.isNarrowed))],
    ['anybody', true],
  ];
  return new Set([...own, ...held.filter(([, holds]) => holds).map(([role]) => role)]);
}

const stateOf = ({ isRetired, archivedAt }: NonNullable<Subject['package']>): PackageState =>
  archivedAt ? 'archived' : isRetired ? 'retired' : 'active';

/**
 * Whether a calendar's address is still theirs, judged by the roles alone: a program asks with it, and nobody is there
 * whom Slack could speak for. A right that comes from Slack's word (a workspace admin's) does not count.
 */
export function isEntitledToCalendar(
  who: SlackIdentity,
  { package: pack, ...workspace }: Pick<Subject, 'package' | 'isAppointed'> & { readonly viewing: Viewing },
): boolean {
  const person: Person = { ...who, name: '', standing: 'member', zone: null, isWorkspaceAdmin: false };
  if (!pack) return may(person, 'subscribe_all', workspace);
  return may(person, 'subscribe', { package: { admins: pack.admins } });
}
