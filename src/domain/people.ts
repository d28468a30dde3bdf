/** Somebody in Slack, as their click names them: the team is their own, which differs from ours under Slack Connect. */
export interface SlackIdentity {
  readonly enterpriseId: string | null;
  readonly teamId: string;
  readonly userId: string;
}

/** Who did it, in every move and its audit row; never guessed. */
export type Actor =
  | ({ readonly kind: 'slack' } & SlackIdentity)
  /** Somebody who held a vendor's link and its code; `passedOnBy` is the Slack user who was given them to pass on. */
  | { readonly kind: 'vendor_link'; readonly handoffId: string; readonly passedOnBy: string | null }
  | { readonly kind: 'job'; readonly job: string };

/** What Slack says of a person. Guests, externals and deactivated people are denied by default. */
export interface Person extends SlackIdentity {
  readonly name: string;
  readonly standing: 'member' | 'guest' | 'external' | 'deactivated' | 'bot';
  /** IANA name of the zone they set in Slack; null when Slack does not say. */
  readonly zone: string | null;
  /** Workspace admin, owner or primary owner. */
  readonly isWorkspaceAdmin: boolean;
}

/** Whom a vendor's handoff belongs to, resolved when they are named and compared at every click. */
export type Contact =
  | ({ readonly kind: 'slack'; readonly name: string; readonly channelId: string | null } & SlackIdentity)
  | { readonly kind: 'email'; readonly name: string; readonly email: string };

export const isSamePerson = (a: SlackIdentity, b: SlackIdentity): boolean =>
  a.teamId === b.teamId && a.userId === b.userId;

/** True when this contact is that person: team and user id, never a name. */
export const isContact = (contact: Contact, person: SlackIdentity): boolean =>
  contact.kind === 'slack' && isSamePerson(contact, person);

/** The same person, or the same address: where they are written to may differ. */
export const isSameContact = (a: Contact, b: Contact): boolean =>
  a.kind === 'slack'
    ? isContact(b, a)
    : b.kind === 'email' && a.email.toLowerCase() === b.email.toLowerCase();
