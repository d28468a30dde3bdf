import type { PlaceOnBoard } from '../db/board-rows.ts';
import { goneAmong } from '../db/known-people.ts';
import { findPackages, vendorsOf } from '../db/packages.ts';
import { workspaceFreezes } from '../db/policies.ts';
import { vendorsWithLink } from '../db/reminder-sweep.ts';
import { openRotationsOf } from '../db/rotations.ts';
import { holdUpOf } from '../domain/hold-up.ts';
import type { Package, Vendor } from '../domain/package.ts';
import { isPlanned } from '../domain/planned-start.ts';
import { isLive, pendingParticipants, type Rotation } from '../domain/rotation.ts';
import { dayOf, daysLeft, hardStopOn, type Moment } from '../domain/schedule.ts';
import type { BoardRotation, BoardRow } from './board-facts.ts';
import type { Deps } from './deps.ts';
import { frozenToo } from './freezes.ts';

/** The rows of these places, in their order: a handful of queries, however many packages there are beside them. */
export async function boardRows(
  { db, workspaceId }: Deps,
  places: readonly PlaceOnBoard[],
  at: Moment,
): Promise<BoardRow[]> {
  const ids = places.map(({ packageId }) => packageId);
  const [found, vendors, rotations, everywhere] = await Promise.all([
    findPackages(db, workspaceId, ids),
    vendorsOf(db, ids),
    openRotationsOf(db, ids),
    workspaceFreezes(db, workspaceId),
  ]);
  const packages = new Map(found.map((pkg) => [pkg.id, pkg]));
  const rotationIds = [...rotations.values()].map(({ id }) => id);
  const admins = found.flatMap((pkg) => pkg.admins);
  const [given, gone] = await Promise.all([
    vendorsWithLink(db, rotationIds, at),
    goneAmong(db, workspaceId, admins),
  ]);
  return places.flatMap((place) => {
    const pkg = packages.get(place.packageId);
    if (!pkg) return [];
    const rotation = rotations.get(pkg.id) ?? null;
    const givenOut = (rotation && given.get(rotation.id)) ?? new Set<string>();
    return [
      rowOf(place, {
        ...{ pkg, gone, at, vendors: vendors.get(pkg.id) ?? [] },
        rotation: rotation && rotationOf(rotation, frozenToo(pkg, everywhere), { givenOut, at }),
      }),
    ];
  });
}

interface Found {
  readonly pkg: Package;
  readonly vendors: readonly Vendor[];
  readonly rotation: BoardRotation | null;
  readonly gone: ReadonlySet<string>;
  readonly at: Moment;
}

function rowOf(
  { state, dueOn, endsOn }: PlaceOnBoard,
  { pkg, vendors, rotation, gone, at }: Found,
): BoardRow {
  const { id: packageId, name, account, businessUnits, channelId, admins, criticality } = pkg;
  const { secretGeneratedOn, expiresOn, expirySource, isDormant } = pkg;
  const owners = admins.filter(({ role, userId }) => role === 'owner' && !gone.has(userId));
  return {
    ...{ packageId, name, account, businessUnits, channelId, admins, criticality, isDormant },
    ...{ secretGeneratedOn, expiresOn, expirySource, state, dueOn, rotation },
    plannedStartOn: isPlanned(pkg, endsOn && hardStopOn(endsOn)) ? pkg.plannedStartOn : null,
    hasSecret: pkg.integrationType !== 'public_app',
    vendors: vendors.map((vendor) => vendor.name),
    owners: owners.map(({ userId }) => userId),
    daysLeft: endsOn === null ? null : daysLeft(endsOn, dayOf(at)),
    leftStagedOn: endsOn === expiresOn ? null : endsOn,
  };
}

function rotationOf(
  rotation: Rotation,
  pkg: Package,
  { givenOut, at }: { givenOut: ReadonlySet<string>; at: Moment },
): BoardRotation {
  const { id, step, number, startedAt, participants, isOutage } = rotation;
  const pending = isLive(rotation) ? pendingParticipants(rotation).length : participants.length;
  const facts = { package: pkg, rotation, stagedExpiresOn: null, givenOut, freezeWindows: pkg.freezeWindows };
  return {
    ...{ id, step, number, startedAt, vendors: participants.length, settled: participants.length - pending },
    stagedExpiresOn: isLive(rotation) && step !== 'activated' ? rotation.generation.expiresOn : null,
    isDown: step === 'activated' ? pending > 0 : isOutage,
    holdsUp: holdUpOf(facts, at),
  };
}
