import type { Audience } from './ladder.ts';
import type { Contact, SlackIdentity } from './people.ts';
import type { PackageAdmin } from './package.ts';
import { isSamePerson } from './people.ts';
import type { Policy } from './policy.ts';
import type { Moment } from './schedule.ts';
import type { WorkingTime } from './working-time.ts';

/** What is known of somebody who may be written to. */
export interface Reachable {
  readonly identity: SlackIdentity;
  readonly zone: string | null;
  /** Deactivated, or unknown to Slack: nobody reads what is sent to them. */
  readonly isGone: boolean;
  /** Away until then; `standIn` hears of their packages meanwhile. */
  readonly away: { readonly until: Moment; readonly standIn: SlackIdentity } | null;
}

/** Whom the reminders of one package go to. */
export interface Roster {
  readonly admins: readonly PackageAdmin[];
  readonly policy: Policy;
  readonly people: readonly Reachable[];
  readonly now: Moment;
}

const knownAs = ({ people }: Roster, who: SlackIdentity): Reachable | null =>
  people.find(({ identity }) => isSamePerson(identity, who)) ?? null;

const isThere = (roster: Roster, who: SlackIdentity): boolean => {
  const known = knownAs(roster, who);
  return !known?.isGone && !(known?.away && known.away.until > roster.now);
};

/** Whoever is not an admin of the package could do nothing about it, so a stand-in counts only if they are one. */
function standInFor(roster: Roster, who: SlackIdentity): SlackIdentity | null {
  const standIn = knownAs(roster, who)?.away?.standIn;
  const isAdmin = standIn !== undefined && roster.admins.some((admin) => isSamePerson(admin, standIn));
  return isAdmin && isThere(roster, standIn) ? standIn : null;
}

/**
 * Who is asked first: the owner; if they are away their stand-in; if they are gone, or away without one, the backup; else
 * whichever admin is there. Null when nobody is: then only the channel hears of it.
 */
export function ownerOf(roster: Roster): SlackIdentity | null {
  const { admins } = roster;
  const owner = admins.find(({ role }) => role === 'owner');
  if (owner && isThere(roster, owner)) return owner;
  const standIn = owner && !knownAs(roster, owner)?.isGone ? standInFor(roster, owner) : null;
  const byRole = [...admins.filter(({ role }) => role === 'backup'), ...admins];
  return standIn ?? byRole.find((admin) => isThere(roster, admin)) ?? null;
}

/** The next one after whoever is asked first. */
export function backupOf(roster: Roster): SlackIdentity | null {
  const first = ownerOf(roster);
  const byRole = [...roster.admins.filter(({ role }) => role === 'backup'), ...roster.admins];
  return byRole.find((admin) => !(first && isSamePerson(admin, first)) && isThere(roster, admin)) ?? null;
}

/** Who hears of a rung for this audience; null for the channel, and where there is nobody. */
export function recipientOf(
  roster: Roster,
  audience: Audience,
  contact: Contact | null,
): SlackIdentity | null {
  switch (audience) {
    case 'owner':
      return ownerOf(roster);
    case 'backup':
      return backupOf(roster);
    case 'escalation': {
      const { escalation } = roster.policy;
      return escalation && !knownAs(roster, escalation)?.isGone ? escalation : null;
    }
    case 'vendor':
      return contact?.kind === 'slack' && !knownAs(roster, contact)?.isGone ? contact : null;
    case 'channel':
      return null;
  }
}

/**
 * For a person the workspace's hours in their own zone, where Slack tells it; for the channel the package's. One object per
 * zone, so that slots are counted once.
 */
export function timesOf({ policy, people }: Roster): (who: SlackIdentity | null) => WorkingTime {
  const { workingTime, personTime } = policy;
  const byZone = new Map<string, WorkingTime>([[personTime.zone, personTime]]);
  return (who) => {
    if (who === null) return workingTime;
    const zone = people.find(({ identity }) => isSamePerson(identity, who))?.zone ?? personTime.zone;
    const known = byZone.get(zone) ?? { ...personTime, zone };
    byZone.set(zone, known);
    return known;
  };
}
