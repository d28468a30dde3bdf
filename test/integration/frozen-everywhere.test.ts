import { expect, test } from 'vitest';
import { NO_POLICY } from '../../src/db/policies.ts';
import type { FreezeWindow } from '../../src/domain/package.ts';
import { BY_URGENCY, EVERYTHING } from '../../src/domain/board.ts';
import { activateRotation } from '../../src/usecases/activate-rotation.ts';
import { letTimePass } from '../../src/usecases/let-time-pass.ts';
import { readBoard } from '../../src/usecases/read-board.ts';
import { readCard } from '../../src/usecases/read-card.ts';
import { setPolicy } from '../../src/usecases/set-policy.ts';
import { useDatabase } from '../support/database.ts';
import { createWorld, no, PEOPLE, VENDORS, yes, type World } from '../support/world.ts';

const database = useDatabase();
const { ada, ben, otto } = PEOPLE;

const freeze = (
  { deps }: World,
  freezeWindows: readonly FreezeWindow[] | null,
  person: typeof ada | typeof ben = ada,
) =>
  setPolicy(deps, {
    ...{ person, packageId: null, escalationId: null },
    said: { ...NO_POLICY, freezeWindows },
  });

async function holdsUp(world: World): Promise<unknown> {
  const asked = { person: ada, filter: EVERYTHING, sort: BY_URGENCY, page: 0, perPage: 10 };
  return yes(await readBoard(world.deps, asked)).board.rows[0]?.rotation?.holdsUp;
}

test('a freeze of the workspace shuts the gate of every package, says until when, and opens it by itself', async () => {
  const world = await createWorld(database);
  const pkg = await world.addPackage({ vendors: [VENDORS.milo] });
  const { rotationId } = await world.share(pkg);
  await world.settle(rotationId);
  expect((await world.rotation(rotationId)).step).toBe('ready');

  expect(no(await freeze(world, [{ fromOn: '2027-03-15', toOn: '2027-03-17' }], ben))).toEqual({
    code: 'only_workspace_admins',
  });
  yes(await freeze(world, [{ fromOn: '2027-03-15', toOn: '2027-03-17' }]));
  await letTimePass(world.deps);
  expect((await world.rotation(rotationId)).step).toBe('sharing');
  expect((await readCard(world.deps, { rotationId }))?.gate).toEqual(['frozen']);
  expect(await holdsUp(world)).toMatchObject({ kind: 'time', why: 'frozen' });
  const generationId = (await world.live(rotationId)).generation.id;
  const pressed = { rotationId, generationId, expiresOn: null, explanation: null };
  expect(no(await activateRotation(world.deps, { person: ada, ...pressed }))).toMatchObject({
    code: 'gate_shut',
    reasons: ['frozen'],
  });
  expect(no(await activateRotation(world.deps, { person: otto, ...pressed }))).toMatchObject({
    code: 'not_allowed',
  });

  // A package's own windows count beside it, and it does not become one of them.
  expect(await database.sql`select freeze_windows from package where id = ${pkg.id}`).toEqual([
    { freeze_windows: [] },
  ]);
  await world.pass({ days: 3 });
  expect((await world.rotation(rotationId)).step).toBe('ready');
  await world.activate(rotationId);
});
