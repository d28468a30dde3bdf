import { expect, test } from 'vitest';
import { findVendor } from '../../src/db/people.ts';
import type { Person } from '../../src/domain/people.ts';
import { addPackage } from '../../src/usecases/add-package.ts';
import { addVendor } from '../../src/usecases/add-vendor.ts';
import { changeContact } from '../../src/usecases/change-contact.ts';
import type { ContactDraft } from '../../src/usecases/drafts.ts';
import { editPackage } from '../../src/usecases/edit-package.ts';
import { editVendor } from '../../src/usecases/edit-vendor.ts';
import { startRotation } from '../../src/usecases/start-rotation.ts';
import { useDatabase } from '../support/database.ts';
import { createWorld, DRAFT, PEOPLE, VENDORS, yes, type World } from '../support/world.ts';

// Two instances on one database, at the same moment, round after round: nobody waits for somebody who waits for them, and
// nobody's judgement rests on what the other has just changed.

const database = useDatabase();
const { ada, ben } = PEOPLE;
const ROUNDS = 15;

const two = async (): Promise<[World, World]> => {
  const world = await createWorld(database);
  return [world, world.on(await database.otherConnection())];
};

const startOf = ({ deps }: World, packageId: string, vendorIds: readonly string[]) =>
  startRotation(deps, {
    ...{ person: ada, packageId, vendorIds, plannedActivateAt: null, acceptsReplacing: false },
  });

test('a rotation is started while its package is edited: both come through', async () => {
  const [world, beside] = await two();
  const { ownerId: _owner, backupIds: _backups, ...record } = DRAFT;
  for (let round = 0; round < ROUNDS; round++) {
    const { id: packageId, name, vendorIds } = await world.addPackage({ vendors: [VENDORS.gus] });
    const draft = { ...record, name, notes: `round ${round}` };
    const [started, edited] = await Promise.all([
      startOf(world, packageId, vendorIds),
      editPackage(beside.deps, { person: ada, packageId, draft }),
    ]);
    expect([started.ok, edited.ok]).toEqual([true, true]);
  }
});

const MILO: ContactDraft = { kind: 'email', name: 'Milo', email: 'milo@post.example' };
const MALLORY: ContactDraft = { kind: 'email', name: 'Mallory', email: 'mallory@post.example' };

/** A package of one admin alone. */
async function packageOf({ deps }: World, owner: Person, name: string) {
  const draft = { ...DRAFT, name, ownerId: owner.userId, backupIds: [] };
  return yes(await addPackage(deps, { person: ada, draft })).packageId;
}

/** Ben's vendor, which only his package uses; and a package of Ada's. */
async function bensVendor(world: World, round: number) {
  const mine = await packageOf(world, ben, `Ben’s ${round}`);
  const theirs = await packageOf(world, ada, `Ada’s ${round}`);
  const draft = { name: `Milo Mail ${round}`, contact: MILO, systems: ['ETL'] };
  const { vendorId } = yes(await addVendor(world.deps, { person: ben, packageId: mine, draft }));
  return { mine, theirs, draft, vendorId };
}

const contactIn = async ({ deps }: World, vendorId: string) =>
  (await findVendor(deps.db, deps.workspaceId, vendorId))?.contact;

test('a vendor’s contact is changed while it is put on a package of somebody else’s: one of the two, never both', async () => {
  const [world, beside] = await two();
  for (let round = 0; round < ROUNDS; round++) {
    const { theirs, draft, vendorId } = await bensVendor(world, round);
    const edit = { vendorId, name: draft.name, contact: MALLORY, isForRotations: true };
    const [added, edited] = await Promise.all([
      addVendor(world.deps, { person: ada, packageId: theirs, draft }),
      editVendor(beside.deps, { person: ben, ...edit }),
    ]);
    expect([added.ok, edited.ok].filter(Boolean)).toHaveLength(1);
  }
});

test('nor by changing it in a rotation: what somebody else has just taken over stays as they took it', async () => {
  const [world, beside] = await two();
  for (let round = 0; round < ROUNDS; round++) {
    const { mine, theirs, draft, vendorId } = await bensVendor(world, round);
    const { rotationId } = yes(
      await startRotation(world.deps, {
        ...{ person: ben, packageId: mine, vendorIds: [vendorId] },
        ...{ plannedActivateAt: null, acceptsReplacing: false },
      }),
    );
    const [added, changed] = await Promise.all([
      addVendor(world.deps, { person: ada, packageId: theirs, draft }),
      changeContact(beside.deps, { person: ben, rotationId, vendorId, contact: MALLORY }),
    ]);
    yes(changed);
    expect(await contactIn(world, vendorId)).toMatchObject(added.ok ? MILO : MALLORY);
  }
});
