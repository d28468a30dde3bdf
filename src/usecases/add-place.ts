import { vendorsOf } from '../db/packages.ts';
import { insertPlaces } from '../db/places.ts';
import type { Person } from '../domain/people.ts';
import type { Deps } from './deps.ts';
import type { PlaceDraft } from './drafts.ts';
import { keepPlaces } from './keep-places.ts';
import { refused, type Result } from './refusals.ts';

interface Input {
  readonly person: Person;
  readonly packageId: string;
  readonly vendorId: string;
  readonly draft: PlaceDraft;
}

/**
 * Records one more place in which a package's secret sits with one of its vendors. A rotation under way keeps the list it
 * began with; the next one asks for this place too.
 */
export async function addPlace(
  deps: Deps,
  { person, packageId, vendorId, draft }: Input,
): Promise<Result<{ placeId: string }>> {
  return keepPlaces<{ placeId: string }>(deps, { person, packageId }, async (tx, at) => {
    const vendor = (await vendorsOf(tx, [packageId])).get(packageId)?.find(({ id }) => id === vendorId);
    if (!vendor) return refused({ code: 'unknown_vendor' });
    const { system, kind } = draft;
    const taken = { code: 'place_taken', system, vendor: vendor.name } as const;
    if (vendor.systems.some((known) => known.toLowerCase() === system.toLowerCase())) return refused(taken);
    const placeId = deps.ids.id();
    const of = { workspaceId: deps.workspaceId, packageId, vendorId, addedAt: at };
    await insertPlaces(tx, [{ ...of, id: placeId, ...draft, position: 1 }]);
    const event = { kind: 'place_added', placeId, vendor: vendor.name, system, placeKind: kind } as const;
    return { ok: true, placeId, events: [event] };
  });
}
