import { expect, test } from 'vitest';
import { placesOf } from '../../src/db/places.ts';
import type { Person } from '../../src/domain/people.ts';
import { addPlace } from '../../src/usecases/add-place.ts';
import { addVendor } from '../../src/usecases/add-vendor.ts';
import type { PlaceDraft } from '../../src/usecases/drafts.ts';
import { confirmStillTrue, editPlace, removePlace } from '../../src/usecases/edit-place.ts';
import { readPlace, readPlaces } from '../../src/usecases/read-places.ts';
import { useDatabase } from '../support/database.ts';
import { createWorld, no, PEOPLE, VENDORS, yes, type StoryPackage, type World } from '../support/world.ts';

const database = useDatabase();
const { ada, ben, otto } = PEOPLE;

const PLACE: PlaceDraft = { system: 'Preference centre', kind: 'cloudpage', knownBy: null };

const places = async ({ deps }: World, { id }: StoryPackage) => (await placesOf(deps.db, [id])).get(id) ?? [];
const systems = async (world: World, pkg: StoryPackage) =>
  (await places(world, pkg)).map(({ system }) => system).sort();
const add = ({ deps }: World, pkg: StoryPackage, draft: Partial<PlaceDraft> = {}, person: Person = ada) =>
  addPlace(deps, {
    ...{ person, packageId: pkg.id, vendorId: pkg.vendorIds[0] ?? '' },
    draft: { ...PLACE, ...draft },
  });

const trail = async ({ id }: StoryPackage) =>
  (
    await database.sql`select kind, facts from audit where package_id = ${id} and kind like 'place%' order by seq`
  ).map((row) => ({ kind: String(row['kind']), ...JSON.parse(String(row['facts'])) }));

test('a vendor’s confirmation confirms each place it ticks; one renamed since the start keeps its doubt', async () => {
  const world = await createWorld(database);
  const pkg = await world.addPackage({ vendors: [VENDORS.gus, VENDORS.milo] });
  const { rotationId } = await world.share(pkg);
  const pages = (await places(world, pkg)).find(({ system }) => system === 'CloudPages');
  const draft = { ...PLACE, system: 'Preference centre' };
  yes(await editPlace(world.deps, { person: ada, placeId: pages?.id ?? '', draft }));
  const [gus = ''] = pkg.vendorIds;
  await world.collect(rotationId, gus);
  await world.confirm(rotationId, gus);
  const now = world.deps.clock.now().toISO();
  const told = (await places(world, pkg)).map(({ system, confirmed }) => [
    system,
    confirmed && [confirmed.how, confirmed.at.toISO(), confirmed.by.kind === 'slack' && confirmed.by.userId],
  ]);
  expect(told.sort()).toEqual([
    ['ETL', null],
    ['Journeys', ['rotation', now, PEOPLE.gus.userId]],
    ['Preference centre', null],
  ]);
  // The rotation keeps the systems it began with; the next one asks for the place by its new name.
  const participant = (await world.rotation(rotationId)).participants.find(
    ({ vendorId }) => vendorId === gus,
  );
  expect(participant?.systems).toEqual(['Journeys', 'CloudPages']);
});

test('the longest unconfirmed come first; "still true today" says who said so and when', async () => {
  const world = await createWorld(database);
  const { deps } = world;
  const pkg = await world.addPackage({ vendors: [VENDORS.gus] });
  const { placeId } = yes(await add(world, pkg));
  const read = async () =>
    yes(await readPlaces(deps, { person: ben, packageId: pkg.id })).facts.places.map(({ system }) => system);
  expect(await read()).toEqual(['CloudPages', 'Journeys', 'Preference centre']);
  const [first] = (await places(world, pkg)).filter(({ system }) => system === 'CloudPages');
  deps.clock.move({ days: 1 });
  const input = { person: ben, packageId: pkg.id };
  expect(yes(await confirmStillTrue(deps, { ...input, placeIds: [placeId] })).confirmed).toBe(1);
  deps.clock.move({ days: 1 });
  expect(
    yes(await confirmStillTrue(deps, { ...input, placeIds: [first?.id ?? '', 'made up'] })).confirmed,
  ).toBe(1);
  expect(await read()).toEqual(['Journeys', 'Preference centre', 'CloudPages']);
  expect((await places(world, pkg)).find(({ id }) => id === placeId)?.confirmed).toMatchObject({
    ...{ how: 'said', by: { kind: 'slack', userId: ben.userId } },
  });
  expect(no(await confirmStillTrue(deps, { ...input, placeIds: ['made up'] }))).toEqual({
    code: 'unknown_place',
  });
  expect((await trail(pkg)).at(-1)).toMatchObject({
    ...{ kind: 'places_confirmed', places: [{ vendor: first?.vendorName, system: 'CloudPages' }] },
  });
});

test('added, renamed, removed: the trail keeps what was there', async () => {
  const world = await createWorld(database);
  const { deps } = world;
  const pkg = await world.addPackage({ vendors: [VENDORS.milo] });
  const { placeId } = yes(await add(world, pkg, { knownBy: { kind: 'name', name: 'Bo' } }));
  const draft: PlaceDraft = {
    system: 'Welcome journey',
    kind: 'ssjs',
    knownBy: { kind: 'slack', userId: 'U0OTTO' },
  };
  yes(await editPlace(deps, { person: ada, placeId, draft }));
  yes(await editPlace(deps, { person: ada, placeId, draft }));
  expect(yes(await readPlace(deps, { person: ada, placeId })).place).toMatchObject(draft);
  yes(await removePlace(deps, { person: ada, placeId }));
  expect(await systems(world, pkg)).toEqual(['ETL']);
  expect(await trail(pkg)).toMatchObject([
    { kind: 'place_added', placeId, system: 'Preference centre', placeKind: 'cloudpage' },
    {
      ...{ kind: 'place_changed', placeId, system: 'Preference centre' },
      changes: {
        system: { from: 'Preference centre', to: 'Welcome journey' },
        knownBy: { from: { kind: 'name', name: 'Bo' } },
      },
    },
    { kind: 'place_removed', placeId, system: 'Welcome journey', placeKind: 'ssjs' },
  ]);
  expect(no(await removePlace(deps, { person: ada, placeId }))).toEqual({ code: 'unknown_place' });
  expect(no(await editPlace(deps, { person: ada, placeId, draft }))).toEqual({ code: 'unknown_place' });
});

test('a system is on record once per vendor, in any case; a vendor recorded again brings only what is new', async () => {
  const world = await createWorld(database);
  const { deps } = world;
  const pkg = await world.addPackage({ vendors: [VENDORS.gus] });
  const taken = no(await add(world, pkg, { system: 'journeys' }));
  expect(taken).toMatchObject({ code: 'place_taken', system: 'journeys' });
  const { placeId } = yes(await add(world, pkg));
  const draft = { ...PLACE, system: 'JOURNEYS' };
  expect(no(await editPlace(deps, { person: ada, placeId, draft }))).toMatchObject({ code: 'place_taken' });
  // Only the case of its own name may change.
  yes(await editPlace(deps, { person: ada, placeId, draft: { ...PLACE, system: 'PREFERENCE CENTRE' } }));
  const [row] = await database.sql`select name from vendor where id = ${pkg.vendorIds[0] ?? ''}`;
  const again = { ...VENDORS.gus, name: String(row?.['name']), systems: ['Journeys', 'Automation 7'] };
  yes(await addVendor(deps, { person: ada, packageId: pkg.id, draft: again }));
  expect(await systems(world, pkg)).toEqual(['Automation 7', 'CloudPages', 'Journeys', 'PREFERENCE CENTRE']);
});

test('only the package’s admins keep its places, and only for vendors that use it', async () => {
  const world = await createWorld(database);
  const { deps } = world;
  const pkg = await world.addPackage({ vendors: [VENDORS.gus] });
  const other = await world.addPackage({ clientId: 'another', vendors: [VENDORS.milo] });
  const [place] = await places(world, pkg);
  const placeId = place?.id ?? '';
  const denied = { code: 'not_allowed', who: [ada.userId, ben.userId] };
  expect(no(await add(world, pkg, {}, otto))).toEqual(denied);
  expect(no(await editPlace(deps, { person: otto, placeId, draft: PLACE }))).toEqual(denied);
  expect(no(await removePlace(deps, { person: otto, placeId }))).toEqual(denied);
  expect(no(await readPlaces(deps, { person: otto, packageId: pkg.id }))).toEqual(denied);
  const input = { person: otto, packageId: pkg.id, placeIds: [placeId] };
  expect(no(await confirmStillTrue(deps, input))).toEqual(denied);
  const foreign = { person: ada, packageId: other.id, vendorId: pkg.vendorIds[0] ?? '', draft: PLACE };
  expect(no(await addPlace(deps, foreign))).toEqual({ code: 'unknown_vendor' });
  const elsewhere = await createWorld(database);
  expect(no(await removePlace(elsewhere.deps, { person: ada, placeId }))).toEqual({ code: 'unknown_place' });
});

test('two add the same place at once: one has it', async () => {
  const world = await createWorld(database);
  const pkg = await world.addPackage({ vendors: [VENDORS.gus] });
  const both = await Promise.all([add(world, pkg), add(world, pkg, {}, ben)]);
  expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  expect(await systems(world, pkg)).toEqual(['CloudPages', 'Journeys', 'Preference centre']);
});
