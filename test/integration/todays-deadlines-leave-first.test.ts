import { expect, test } from 'vitest';
import { remindPackages } from '../../src/usecases/remind-packages.ts';
import { useDatabase } from '../support/database.ts';
import { createWorld, PEOPLE, type World } from '../support/world.ts';

const database = useDatabase();

// Friday the 26th: the last day of what expires on the 27th, and a word ahead of what has a fortnight left.
const TODAY = '2027-03-27';
const IN_A_FORTNIGHT = '2027-04-10';
const bens = { ownerId: PEOPLE.ben.userId, backupIds: [] };

const digests = async (world: World) =>
  (await world.deliver()).flatMap((one) => (one.kind === 'digest' ? [one.userId] : []));

test('of what leaves at one moment, the message with a last day goes before a word ahead', async () => {
  const world = await createWorld(database, { startAt: '2027-03-26T08:00:00Z' });
  await world.addPackage({ expiresOn: IN_A_FORTNIGHT });
  await world.addPackage({ ...bens, expiresOn: TODAY });
  world.deps.clock.move({ hours: 2 });
  await remindPackages(world.deps);
  expect(await digests(world)).toEqual(['U0BEN', 'U0ADA']);
});

test('a message that waits already goes first, once a last day has joined it', async () => {
  const world = await createWorld(database, { startAt: '2027-03-26T08:00:00Z' });
  await world.addPackage({ expiresOn: IN_A_FORTNIGHT });
  await world.addPackage({ ...bens, expiresOn: IN_A_FORTNIGHT });
  world.deps.clock.move({ hours: 1, minutes: 10 });
  await remindPackages(world.deps);
  await world.addPackage({ ...bens, expiresOn: TODAY });
  world.deps.clock.move({ minutes: 1 });
  await remindPackages(world.deps);
  expect(await digests(world)).toEqual(['U0BEN', 'U0ADA']);
});
