import { expect, test } from 'vitest';
import { NO_POLICY } from '../../src/db/policies.ts';
import { readCard } from '../../src/usecases/read-card.ts';
import { readHome } from '../../src/usecases/read-home.ts';
import { readStatus } from '../../src/usecases/read-status.ts';
import { refreshPeople } from '../../src/usecases/refresh-people.ts';
import { readPolicy, setPolicy } from '../../src/usecases/set-policy.ts';
import { useDatabase } from '../support/database.ts';
import { createWorld, PEOPLE, VENDORS, yes, type World } from '../support/world.ts';

const database = useDatabase();
const person = PEOPLE.ada;
const expiresOn = '2027-03-29';

const name = async ({ deps }: World, packageId: string | null, escalationId: string | null) =>
  yes(await setPolicy(deps, { person, packageId, said: NO_POLICY, escalationId }));

const troubles = async ({ deps }: World, packageId: string) =>
  yes(await readStatus(deps, { person, packageId })).line.troubles;

const gone = (userId: string, isOfPackage: boolean) => ({
  kind: 'escalation_gone',
  ...{ userId, isOfPackage },
});

test('whoever the workspace named to hear of it last has left: status, card, App Home and settings say so, until another is named', async () => {
  const world = await createWorld(database, { startAt: '2027-03-22T09:00:00Z' });
  const pkg = await world.addPackage({ expiresOn, vendors: [VENDORS.gus] });
  const { id: otherId } = await world.addPackage({ expiresOn });
  await world.addPackage({ expiresOn });
  await name(world, null, PEOPLE.otto.userId);
  await refreshPeople(world.deps);
  expect(await troubles(world, otherId)).toEqual([]);
  const { rotationId } = await world.share(pkg);

  world.deps.directory.put({ ...PEOPLE.otto, standing: 'deactivated' });
  world.deps.clock.move({ days: 1, hours: 1 });
  await refreshPeople(world.deps);
  const told = gone('U0OTTO', false);
  expect(await troubles(world, otherId)).toEqual([told]);
  expect((await readCard(world.deps, { rotationId }))?.escalationGone).toEqual(told);
  const settings = async () => yes(await readPolicy(world.deps, { person, packageId: null }));
  expect((await settings()).escalationGone?.userId).toBe('U0OTTO');
  const waiting = async () => {
    const home = await readHome(world.deps, { person, cause: { kind: 'change' } });
    return home.waiting.filter((one) => one.kind === 'trouble').map(({ trouble }) => trouble);
  };
  expect(await waiting(), 'once, however many packages').toEqual([told]);

  await name(world, null, PEOPLE.ben.userId);
  expect(await troubles(world, otherId)).toEqual([]);
  expect((await readCard(world.deps, { rotationId }))?.escalationGone).toBeNull();
  expect((await settings()).escalationGone).toBeNull();
  expect(await waiting()).toEqual([]);
});

test('whom a package’s own settings name counts there, and nowhere else', async () => {
  const world = await createWorld(database, { startAt: '2027-03-22T09:00:00Z' });
  const { id: packageId } = await world.addPackage({ expiresOn });
  const { id: otherId } = await world.addPackage({ expiresOn });
  await name(world, null, PEOPLE.ben.userId);
  await name(world, packageId, PEOPLE.otto.userId);
  world.deps.directory.put({ ...PEOPLE.otto, standing: 'deactivated' });
  await refreshPeople(world.deps);
  expect(await troubles(world, packageId)).toEqual([gone('U0OTTO', true)]);
  expect(await troubles(world, otherId)).toEqual([]);
  await name(world, packageId, null);
  expect(await troubles(world, packageId)).toEqual([]);
});
