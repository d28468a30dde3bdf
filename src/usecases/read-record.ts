import { findPackage } from '../db/packages.ts';
import { pastRotations, type PastRotation } from '../db/past-rotations.ts';
import { placesOf } from '../db/places.ts';
import { cardPlace } from '../db/rotations.ts';
import { gapsOf, type Gap } from '../domain/gaps.ts';
import type { Person } from '../domain/people.ts';
import { byDoubt, type Place } from '../domain/place.ts';
import { may } from '../domain/roles.ts';
import type { Moment } from '../domain/schedule.ts';
import type { Deps } from './deps.ts';
import type { PackageLine } from './facts.ts';
import { packageLines } from './package-lines.ts';
import { refused, type Result } from './refusals.ts';
import { sightOf, unseen } from './viewing.ts';

export type { PastRotation };

/** Everything on record of one package. */
export interface RecordFacts {
  readonly line: PackageLine;
  /** Where its secret sits: what nobody has confirmed for longest comes first. */
  readonly places: readonly Place[];
  readonly gaps: readonly Gap[];
  /** The latest first. */
  readonly past: readonly PastRotation[];
  /** Where the card of the rotation under way is: the package may have moved to another channel since. */
  readonly cardChannel: string | null;
  readonly mayEdit: boolean;
  readonly mayArchive: boolean;
  readonly mayRestore: boolean;
  readonly mayHandOver: boolean;
  readonly at: Moment;
}

const MOST_PAST = 5;

/** One package with all that is known of it, retired and archived ones too. */
export async function readRecord(
  deps: Deps,
  { person, packageId }: { person: Person; packageId: string },
): Promise<Result<{ record: RecordFacts }>> {
  const { db, workspaceId } = deps;
  const { sees, isWhole } = await sightOf(deps, person);
  const pkg = await findPackage(db, workspaceId, packageId);
  if (pkg === null ? !isWhole : !sees(pkg)) return refused(unseen(person));
  if (!pkg) return refused({ code: 'unknown_package' });
  const at = deps.clock.now();
  const [line] = await packageLines(db, [pkg], at);
  if (!line) return refused({ code: 'unknown_package' });
  const places = byDoubt((await placesOf(db, [packageId])).get(packageId) ?? []);
  const card = line.rotation && (await cardPlace(db, line.rotation.id));
  const gaps = gapsOf({
    package: pkg,
    isOwnerGone: line.troubles.some(({ kind }) => kind === 'owner_gone'),
    vendors: line.vendors.length,
    unconfirmedPlaces: places.filter(({ confirmed }) => confirmed === null).length,
  });
  const rights = {
    mayEdit: may(person, 'edit_package', { package: pkg }),
    mayArchive: may(person, 'archive', { package: pkg }),
    mayRestore: may(person, 'restore', { package: pkg }),
    mayHandOver: may(person, 'hand_over', { package: pkg }),
  };
  const past = await pastRotations(db, packageId, MOST_PAST);
  return {
    ok: true,
    record: { line, places, gaps, past, cardChannel: card?.channel ?? null, ...rights, at },
  };
}
