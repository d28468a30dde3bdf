import type { Package } from './package.ts';
import { isContact, isSamePerson, type Contact, type Person, type SlackIdentity } from './people.ts';

/** What a person may ask for in Slack. */
export type Action =
  /** See packages, rotations and their states. */
  | 'view'
  /** Add a package and its vendors. */
  | 'add_package'
  /** Say who may be a package admin. */
  | 'appoint'
  /** Everything an admin does to a package and its rotations. */
  | 'rotate'
  /** Say where a webhook goes that tells of all packages. */
  | 'set_webhook'
  /** Have an address of its calendar; of the workspace's when it is about no package. */
  | 'subscribe'
  /** Collect, confirm or report for one vendor. */
  | 'act_for_vendor';

/** What the action is about, as far as it is about something. */
export interface Subject {
  readonly package?: Pick<Package, 'admins'>;
  readonly contact?: Contact;
  /** Appointed as a package admin in this workspace by a workspace admin. */
  readonly isAppointed?: boolean;
}

/**
 * Who may do what, on (team, user) of the clicker, never on who can see a button. Guests, externals and deactivated
 * people may nothing, unless they are named as this vendor's contact.
 */
export function may(person: Person, action: Action, subject: Subject): boolean {
  if (person.standing === 'deactivated' || person.standing === 'bot') return false;
  if (action === 'act_for_vendor') return subject.contact !== undefined && isContact(subject.contact, person);
  if (person.standing !== 'member') return false;
  switch (action) {
    case 'view':
      return true;
    case 'appoint':
      return person.isWorkspaceAdmin;
    case 'add_package':
    case 'set_webhook':
      return person.isWorkspaceAdmin || subject.isAppointed === true;
    case 'rotate':
      return subject.package?.admins.some((admin) => isSamePerson(admin, person)) ?? false;
    case 'subscribe':
      return isEntitledToCalendar(person, subject);
  }
}

/** The same as long as the address lives, when a program asks with it and nobody is there whom Slack could speak for. */
export const isEntitledToCalendar = (
  who: SlackIdentity,
  { package: pack, isAppointed }: Pick<Subject, 'package' | 'isAppointed'>,
): boolean => (pack ? pack.admins.some((admin) => isSamePerson(admin, who)) : isAppointed === true);
