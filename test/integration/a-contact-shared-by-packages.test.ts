import { expect, test } from 'vitest';
import { addPackage } from '../../src/usecases/add-package.ts';
import { addVendor } from '../../src/usecases/add-vendor.ts';
import { changeContact } from '../../src/usecases/change-contact.ts';
import type { ContactDraft } from '../../src/usecases/drafts.ts';
import { setPackageAdmins } from '../../src/usecases/set-package-admins.ts';
import { startRotation } from '../../src/usecases/start-rotation.ts';
import { useDatabase } from '../support/database.ts';
import { createWorld, DRAFT, no, PEOPLE, VENDORS, yes, type World } from '../support/world.ts';

const database = useDatabase();
const { ada, ben, gus, otto } = PEOPLE;
const BY_MAIL: ContactDraft = { kind: 'email', name: 'Gina', email: 'gina@loop.example' };

/** Gus Agency runs Ada's package and another one, which is Otto's. */
async function shared(backupIds: readonly string[] = []) {
  const world = await createWorld(database);
  const { deps } = world;
  const mine = await world.addPackage({ vendors: [VENDORS.gus] });
  const [vendorId = ''] = mine.vendorIds;
  const [row] = await database.sql`select name from vendor where id = ${vendorId}`;
  const draft = { ...DRAFT, name: 'The other one', ownerId: otto.userId, backupIds };
  const { packageId } = yes(await addPackage(deps, { person: ada, draft }));
  const vendor = { ...VENDORS.gus, name: String(row?.['name']) };
  expect(yes(await addVendor(deps, { person: otto, packageId, draft: vendor })).vendorId).toBe(vendorId);
  return { world, mine, theirs: packageId, vendorId };
}

/** Whom the inventory names for the vendor. */
const inventory = async (vendorId: string) =>
  (
    await database.sql`select contact->>'userId' as slack, contact->>'email' as mail from vendor
    where id = ${vendorId}`
  )[0];

/** Otto starts a rotation of his package. */
const opens = async ({ deps }: World, packageId: string, vendorId: string) =>
  yes(
    await startRotation(deps, {
      ...{ person: otto, packageId, vendorIds: [vendorId] },
      ...{ plannedActivateAt: null, acceptsReplacing: true },
    }),
  ).rotationId;

const contactIn = async (world: World, rotationId: string) =>
  (await world.rotation(rotationId)).participants[0]?.contact;

test('a package of others uses the vendor too: the rotation gets the new contact, the inventory keeps the old one', async () => {
  const { world, mine, theirs, vendorId } = await shared();
  const underWay = await opens(world, theirs, vendorId);
  const { rotationId } = await world.share(mine);
  yes(await changeContact(world.deps, { person: ada, rotationId, vendorId, contact: BY_MAIL }));

  expect(await contactIn(world, rotationId)).toMatchObject({ kind: 'email', email: 'gina@loop.example' });
  expect(await inventory(vendorId)).toEqual({ slack: gus.userId, mail: null });
  // Otto's rotation, and the next one of his package, still go to Gus.
  expect(await contactIn(world, underWay)).toMatchObject({ kind: 'slack', userId: gus.userId });
});

test('an admin of all packages that use the vendor changes the inventory with it; rotations under way keep their contact', async () => {
  const { world, mine, theirs, vendorId } = await shared([ada.userId]);
  const underWay = await opens(world, theirs, vendorId);
  const { rotationId } = await world.share(mine);
  yes(await changeContact(world.deps, { person: ada, rotationId, vendorId, contact: BY_MAIL }));

  expect(await inventory(vendorId)).toEqual({ slack: null, mail: 'gina@loop.example' });
  expect(await contactIn(world, rotationId)).toMatchObject({ kind: 'email', email: 'gina@loop.example' });
  expect(await contactIn(world, underWay)).toMatchObject({ kind: 'slack', userId: gus.userId });
});

test('Ben, admin of one of the two, can redirect only that one; made an admin of the other as well, both', async () => {
  const { world, mine, theirs, vendorId } = await shared();
  const { deps } = world;
  const underWay = await opens(world, theirs, vendorId);
  const { rotationId } = await world.share(mine);
  const change = (of: string) =>
    changeContact(deps, { person: ben, rotationId: of, vendorId, contact: BY_MAIL });

  expect(no(await change(underWay))).toEqual({ code: 'not_allowed', who: [otto.userId] });
  expect(await contactIn(world, underWay)).toMatchObject({ kind: 'slack', userId: gus.userId });
  yes(await change(rotationId));
  expect(await inventory(vendorId)).toEqual({ slack: gus.userId, mail: null });

  const admins = { packageId: theirs, ownerId: otto.userId, backupIds: [ben.userId] };
  yes(await setPackageAdmins(deps, { person: ada, ...admins }));
  yes(await change(underWay));
  expect(await inventory(vendorId)).toEqual({ slack: null, mail: 'gina@loop.example' });
});
