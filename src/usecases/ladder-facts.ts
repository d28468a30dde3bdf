import type { Db } from '../db/connection.ts';
import { reachableOf } from '../db/known-people.ts';
import { findPackages } from '../db/packages.ts';
import { NO_POLICY, policiesOf } from '../db/policies.ts';
import { stagedExpiryOf, vendorsWithLink } from '../db/reminder-sweep.ts';
import { openRotationsOf } from '../db/rotations.ts';
import type { LadderFacts } from '../domain/ladder.ts';
import type { Package } from '../domain/package.ts';
import type { Contact, SlackIdentity } from '../domain/people.ts';
import { policyOf } from '../domain/policy.ts';
import { recipientOf, timesOf, type Roster } from '../domain/recipients.ts';
import type { Rotation } from '../domain/rotation.ts';
import type { Moment } from '../domain/schedule.ts';
import type { WorkingTime } from '../domain/working-time.ts';
import { frozenToo } from './freezes.ts';

/** One package with all that its ladder is counted from. */
export interface Reminded {
  readonly package: Package;
  readonly rotation: Rotation | null;
  readonly roster: Roster;
  readonly facts: LadderFacts;
  /** The contact of a vendor of the rotation. */
  readonly contactOf: (vendorId: string | null) => Contact | null;
  readonly timeOf: (who: SlackIdentity | null) => WorkingTime;
}

/** Everything the ladders of these packages are counted from, in a handful of queries however many they are. */
export async function readLadderFacts(
  db: Db,
  { workspaceId, ids, now }: { workspaceId: string; ids: readonly string[]; now: Moment },
): Promise<Reminded[]> {
  const packages = await findPackages(db, workspaceId, ids);
  const rotations = await openRotationsOf(db, ids);
  const staged = await stagedExpiryOf(db, ids);
  const given = await vendorsWithLink(
    db,
    [...rotations.values()].map(({ id }) => id),
    now,
  );
  const policies = await policiesOf(db, [workspaceId, ...ids]);
  const ofWorkspace = policies.get(workspaceId) ?? NO_POLICY;
  const people = await reachableOf(db, workspaceId, everybodyIn(packages, rotations, policies), now);
  return packages.map((pkg) => {
    const rotation = rotations.get(pkg.id) ?? null;
    const owner = pkg.admins.find(({ role }) => role === 'owner');
    const ownerKnown = people.find(({ identity }) => identity.userId === owner?.userId);
    const zoneOfOwner = ownerKnown?.zone ?? null;
    const policy = policyOf(policies.get(pkg.id) ?? NO_POLICY, ofWorkspace, { zoneOfOwner });
    const roster: Roster = { admins: pkg.admins, policy, people, now };
    return remindedOf(frozenToo(pkg, ofWorkspace.freezeWindows ?? []), rotation, roster, {
      stagedExpiresOn: staged.get(pkg.id) ?? null,
      givenOut: (rotation && given.get(rotation.id)) ?? new Set(),
    });
  });
}

function remindedOf(
  pkg: Package,
  rotation: Rotation | null,
  roster: Roster,
  found: Pick<LadderFacts, 'stagedExpiresOn' | 'givenOut'>,
): Reminded {
  const timeOf = timesOf(roster);
  const contactOf = (vendorId: string | null) =>
    rotation?.participants.find((one) => one.vendorId === vendorId)?.contact ?? null;
  const facts: LadderFacts = {
    ...found,
    ...{ package: pkg, rotation, snoozedUntil: pkg.snoozedUntil },
    timeOf: (audience, vendorId) => timeOf(recipientOf(roster, audience, contactOf(vendorId))),
  };
  return { package: pkg, rotation, roster, facts, contactOf, timeOf };
}

function everybodyIn(
  packages: readonly Package[],
  rotations: ReadonlyMap<string, Rotation>,
  policies: ReadonlyMap<string, { escalation: SlackIdentity | null }>,
): SlackIdentity[] {
  const contacts = [...rotations.values()].flatMap(({ participants }) =>
    participants.flatMap(({ contact }) => (contact.kind === 'slack' ? [contact] : [])),
  );
  const escalations = [...policies.values()].flatMap(({ escalation }) => escalation ?? []);
  const all: SlackIdentity[] = [...packages.flatMap(({ admins }) => admins), ...contacts, ...escalations];
  return [...new Map(all.map((one) => [`${one.teamId} ${one.userId}`, one])).values()];
}
