import { expect, test } from 'vitest';
import { activateRotation } from '../../src/usecases/activate-rotation.ts';
import { addPackage } from '../../src/usecases/add-package.ts';
import { retirePackage } from '../../src/usecases/retire-package.ts';
import { startRotation } from '../../src/usecases/start-rotation.ts';
import { useDatabase } from '../support/database.ts';
import { createWorld, DRAFT, no, PEOPLE, VENDORS, type StoryPackage, type World } from '../support/world.ts';

const database = useDatabase();
const ROUNDS = 10;

/** Ada's rekey and Ben's: two instances, one workspace. */
async function two(): Promise<[World, World]> {
  const world = await createWorld(database);
  return [world, world.on(await database.otherConnection())];
}

const start = (
  { deps }: World,
  pkg: StoryPackage,
  person = PEOPLE.ada as typeof PEOPLE.ada | typeof PEOPLE.ben,
) =>
  startRotation(deps, {
    ...{
      person,
      packageId: pkg.id,
      vendorIds: pkg.vendorIds,
      plannedActivateAt: null,
      acceptsReplacing: false,
    },
  });

test('both start what is under way: there is one rotation, and the other is told of it', async () => {
  const [ada, ben] = await two();
  for (let round = 0; round < ROUNDS; round++) {
    const pkg = await ada.addPackage({ vendors: [VENDORS.gus] });
    const answers = await Promise.all([start(ada, pkg), start(ben, pkg, PEOPLE.ben)]);
    const refusals = answers.filter((answer) => !answer.ok).map(no);
    const [row] = await database.sql`select id from rotation where package_id = ${pkg.id}`;
    expect(refusals).toEqual([{ code: 'already_rotating', rotationId: row?.['id'] as string }]);
  }
});

test('both press Activate: one is recorded, the other is told who was first', async () => {
  const [ada, ben] = await two();
  for (let round = 0; round < ROUNDS; round++) {
    const { rotationId } = await ada.share(await ada.addPackage({ vendors: [VENDORS.milo] }));
    await ada.settle(rotationId);
    const generationId = (await ada.live(rotationId)).generation.id;
    const pressed = { rotationId, generationId, expiresOn: null, explanation: null };

    const answers = await Promise.all([
      activateRotation(ada.deps, { person: PEOPLE.ada, ...pressed }),
      activateRotation(ben.deps, { person: PEOPLE.ben, ...pressed }),
    ]);

    const winner = answers[0].ok ? 'U0ADA' : 'U0BEN';
    const refusals = answers.filter((answer) => !answer.ok).map(no);
    expect(refusals).toEqual([expect.objectContaining({ code: 'already_activated', by: winner })]);
    const rows = await database.sql`
      select "by"::json->>'userId' as by from audit where rotation_id = ${rotationId} and kind = 'activated'`;
    expect([...rows]).toEqual([{ by: winner }]);
  }
});

test('one starts what the other retires: never a rotation of a retired package', async () => {
  const [ada, ben] = await two();
  for (let round = 0; round < 2 * ROUNDS; round++) {
    const pkg = await ada.addPackage({ vendors: [VENDORS.gus] });
    const retire = { person: PEOPLE.ben, packageId: pkg.id, reason: 'unused' };
    await Promise.all([start(ada, pkg), retirePackage(ben.deps, retire)]);
    const [row] = await database.sql`
      select is_retired, exists (select 1 from rotation r where r.package_id = p.id and r.step <> 'cancelled') as is_open
      from package p where id = ${pkg.id}`;
    expect(row).not.toEqual({ is_retired: true, is_open: true });
  }
});

test('both add the same package: it is there once, and the other is told that the name is taken', async () => {
  const [ada, ben] = await two();
  for (let round = 0; round < ROUNDS; round++) {
    const add = ({ deps }: World) =>
      addPackage(deps, { person: PEOPLE.ada, draft: { ...DRAFT, name: `Twice ${round}` } });
    const answers = await Promise.all([add(ada), add(ben)]);
    const refusals = answers.filter((answer) => !answer.ok).map(no);
    expect(refusals).toEqual([{ code: 'package_name_taken', name: `Twice ${round}` }]);
  }
});

test('two packages may share a name where their client ids tell them apart, and no others', async () => {
  const { deps } = await createWorld(database);
  const add = (clientId: string | null) =>
    addPackage(deps, { person: PEOPLE.ada, draft: { ...DRAFT, name: 'Namesake', clientId } });
  const [one, other] = ['a'.repeat(24), 'b'.repeat(24)];
  expect([await add(one), await add(other)].map(({ ok }) => ok)).toEqual([true, true]);
  for (const clientId of [one, other, null]) expect(no(await add(clientId)).code).toBe('package_name_taken');
});
