import { expect, test } from 'vitest';
import { cancelRotation } from '../../src/usecases/admin-acts.ts';
import { forgetReceipts } from '../../src/usecases/forget-receipts.ts';
import { readCard } from '../../src/usecases/read-card.ts';
import { useDatabase } from '../support/database.ts';
import { createWorld, PEOPLE, VENDORS, yes, type World } from '../support/world.ts';

const database = useDatabase();

const TABLES = ['handoff', 'link'] as const;
const rowsOf = async (rotationId: string) =>
  Promise.all(
    TABLES.map(
      async (table) =>
        (await database.sql`select id from ${database.sql(table)} where rotation_id = ${rotationId}`).length,
    ),
  );

async function done(world: World): Promise<string> {
  const pkg = await world.addPackage({ vendors: [VENDORS.vera, VENDORS.gus] });
  const { rotationId } = await world.share(pkg);
  await world.settle(rotationId);
  await world.activate(rotationId);
  await world.finish(rotationId);
  return rotationId;
}

test('thirteen months after its end a rotation keeps no receipt; its audit trail and its fingerprints stay', async () => {
  const world = await createWorld(database);
  const rotationId = await done(world);
  const cancelled = await world.start(await world.addPackage({ vendors: [VENDORS.gus] }));
  await world.depositLink(cancelled);
  yes(await cancelRotation(world.deps, { person: PEOPLE.ada, rotationId: cancelled, reason: 'not now' }));
  const audit = await database.sql`select id, hash from audit where rotation_id = ${rotationId} order by seq`;

  world.deps.clock.move({ months: 13, minutes: -1 });
  await forgetReceipts(world.deps);
  expect(await rowsOf(rotationId)).toEqual([2, 3]);
  expect(await rowsOf(cancelled)).toEqual([0, 1]);

  world.deps.clock.move({ minutes: 1 });
  expect(await forgetReceipts(world.deps)).toBeGreaterThanOrEqual(2);
  expect(await rowsOf(rotationId)).toEqual([0, 0]);
  expect(await rowsOf(cancelled)).toEqual([0, 0]);
  expect(await forgetReceipts(world.deps)).toBe(0);
  expect(
    await database.sql`select id, hash from audit where rotation_id = ${rotationId} order by seq`,
  ).toEqual(audit);
  expect(await database.sql`select id from generation where rotation_id = ${rotationId}`).toHaveLength(1);
  // The card can still be drawn.
  expect((await readCard(world.deps, { rotationId }))?.rotation.step).toBe('done');
});

test('a rotation under way keeps everything, however long it takes', async () => {
  const world = await createWorld(database);
  const pkg = await world.addPackage({ vendors: [VENDORS.vera] });
  const { rotationId } = await world.share(pkg);
  await world.link(rotationId, pkg.vendorIds[0] ?? '');
  world.deps.clock.move({ months: 20 });
  await forgetReceipts(world.deps);
  expect(await rowsOf(rotationId)).toEqual([1, 2]);
});
