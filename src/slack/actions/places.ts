import { refuse, type Ask } from '../edge.ts';
import type { PlacesFacts } from '../../usecases/read-places.ts';
import { newPlaceModal, placeModal, placesModal, stillTrueModal } from '../views/places-modals.ts';
import { OWN_SYSTEMS, vendorModal } from '../views/vendor-modals.ts';
import type { Handler } from './handler.ts';

/** Where the secret sits, for the package's admins; answers the asker and gives null otherwise. */
async function placesFor(ask: Ask, packageId: string): Promise<PlacesFacts | null> {
  const read = await ask.edge.usecases.readPlaces({ person: ask.person, packageId });
  if (read.ok) return read.facts;
  await refuse(ask, read.refusal);
  return null;
}

/** Opens the list, or turns its page where it is. */
export const openPlaces: Handler<'places'> = async (ask, { packageId, page }) => {
  const facts = await placesFor(ask, packageId);
  if (!facts) return;
  await (page === undefined ? ask.show(placesModal(facts)) : ask.redraw(placesModal(facts, Number(page))));
};

export const openPlace: Handler<'place'> = async (ask, { placeId }) => {
  const { edge, person, show } = ask;
  const read = await edge.usecases.readPlace({ person, placeId });
  await (read.ok ? show(placeModal(read.facts, read.place)) : refuse(ask, read.refusal));
};

export const openNewPlace: Handler<'new_place'> = async (ask, { packageId, vendorId }) => {
  const facts = await placesFor(ask, packageId);
  if (!facts) return;
  // Without a vendor there is nobody whose place it could be.
  await ask.show(facts.vendors.length === 0 ? vendorModal(packageId) : newPlaceModal(facts, vendorId));
};

/** Our own CloudPages and jobs count as a vendor: theirs is a place like any other, once somebody answers for them. */
export const openOwnSystems: Handler<'own_systems'> = async (ask, { packageId }) => {
  const facts = await placesFor(ask, packageId);
  if (!facts) return;
  const own = facts.vendors.find(({ name }) => name.toLowerCase() === OWN_SYSTEMS.toLowerCase());
  await ask.show(own ? newPlaceModal(facts, own.id) : vendorModal(packageId, undefined, { isOwn: true }));
};

export const openStillTrue: Handler<'still_true'> = async (ask, { packageId }) => {
  const facts = await placesFor(ask, packageId);
  if (facts) await ask.show(facts.places.length === 0 ? placesModal(facts) : stillTrueModal(facts));
};

/** The secret is not there any more: the list takes the modal's place. */
export const removePlace: Handler<'remove_place'> = async (ask, { placeId }) => {
  const { edge, person, redraw } = ask;
  const removed = await edge.usecases.removePlace({ person, placeId });
  if (!removed.ok) return refuse(ask, removed.refusal);
  const facts = await placesFor(ask, removed.packageId);
  if (facts) await redraw(placesModal(facts));
};
