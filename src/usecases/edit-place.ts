import { confirmPlaces, deletePlace, placesOf, updatePlace } from '../db/places.ts';
import { changesIn } from '../domain/changes.ts';
import type { Person } from '../domain/people.ts';
import type { Deps } from './deps.ts';
import type { PlaceDraft } from './drafts.ts';
import { keepPlace, keepPlaces } from './keep-places.ts';
import { refused, type Result } from './refusals.ts';
import { actorOf } from './rights.ts';

interface Of {
  readonly person: Person;
  readonly placeId: string;
}

/** Renames a place, or says what it is and who can say so. When it was confirmed stays as it was. */
export async function editPlace(
  deps: Deps,
  { draft, ...of }: Of & { draft: PlaceDraft },
): Promise<Result<{ packageId: string }>> {
  return keepPlace(deps, of, async (tx, place) => {
    const { packageId, vendorId, vendorName: vendor, system } = place;
    const { kind, knownBy } = place;
    const changes = changesIn({ system, kind, knownBy }, draft);
    if (Object.keys(changes).length === 0) return { ok: true, events: [] };
    const others = (await placesOf(tx, [packageId])).get(packageId) ?? [];
    const isTaken = others.some(
      (other) =>
        other.id !== place.id &&
        other.vendorId === vendorId &&
        other.system.toLowerCase() === draft.system.toLowerCase(),
    );
    if (isTaken) return refused({ code: 'place_taken', system: draft.system, vendor });
    await updatePlace(tx, place.id, draft);
    return { ok: true, events: [{ kind: 'place_changed', placeId: place.id, vendor, system, changes }] };
  });
}

/** The secret does not sit there any more. The audit trail keeps that it did. */
export async function removePlace(deps: Deps, of: Of): Promise<Result<{ packageId: string }>> {
  return keepPlace(deps, of, async (tx, { id: placeId, vendorName: vendor, system, kind: placeKind }) => {
    await deletePlace(tx, placeId);
    return { ok: true, events: [{ kind: 'place_removed', placeId, vendor, system, placeKind }] };
  });
}

/** "Still true today": an admin says of these places that the secret sits there. Those that are gone meanwhile are left out. */
export async function confirmStillTrue(
  deps: Deps,
  { person, packageId, placeIds }: { person: Person; packageId: string; placeIds: readonly string[] },
): Promise<Result<{ confirmed: number }>> {
  return keepPlaces<{ confirmed: number }>(deps, { person, packageId }, async (tx, at) => {
    const known = (await placesOf(tx, [packageId])).get(packageId) ?? [];
    const chosen = known.filter(({ id }) => placeIds.includes(id));
    if (chosen.length === 0) return refused({ code: 'unknown_place' });
    await confirmPlaces(
      tx,
      chosen.map(({ id }) => id),
      { at, by: actorOf(person), how: 'said' },
    );
    const places = chosen.map(({ vendorName: vendor, system }) => ({ vendor, system }));
    return { ok: true, confirmed: chosen.length, events: [{ kind: 'places_confirmed', places }] };
  });
}
