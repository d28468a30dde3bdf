import { expect, test } from 'vitest';
import { refreshPeople } from '../../src/usecases/refresh-people.ts';
import { remindPackages } from '../../src/usecases/remind-packages.ts';
import { useDatabase } from '../support/database.ts';
import { createWorld, VENDORS, type World } from '../support/world.ts';

const database = useDatabase();

// Due on Friday the 19th; the hard stop is Sunday the 28th.
const expiresOn = '2027-03-29';

const reminders = ({ deps }: World) =>
  database.sql<
    { id: string }[]
  >`select id from reminder where workspace_id = ${deps.workspaceId} order by id`;

const posts = ({ deps }: World) =>
  database.sql<{ id: string; state: string }[]>`
    select id, state from outbox where workspace_id = ${deps.workspaceId}
      and kind in ('reminder', 'digest', 'nudge') order by id`;

/** Sweeps every three hours, as long as it is before then. */
async function live(world: World, until: string): Promise<void> {
  while (world.deps.clock.now().toISO() < until) {
    world.deps.clock.move({ hours: 3 });
    await remindPackages(world.deps);
    await world.deliver();
  }
}

/** Every package is looked at, whenever it was to be. */
async function sweep(world: World): Promise<string[]> {
  await database.sql`update package set next_look_at = ${world.deps.clock.now().toISO()}
    where workspace_id = ${world.deps.workspaceId}`;
  await refreshPeople(world.deps);
  expect(await remindPackages(world.deps)).toBe(2);
  return (await world.deliver()).flatMap(({ kind }) =>
    ['reminder', 'digest', 'nudge'].includes(kind) ? [kind] : [],
  );
}

test.each([1, 24, 72])(
  'back by %i hours and forward again: no reminder twice, no second message, for a start or in a rotation',
  async (hours) => {
    const world = await createWorld(database, { startAt: '2027-03-15T09:00:00Z' });
    await world.addPackage({ expiresOn });
    const rotated = await world.addPackage({ expiresOn, vendors: [VENDORS.gus] });
    await world.share(rotated);
    await live(world, '2027-03-25T12:00:00Z');
    const before = { rows: await reminders(world), posts: await posts(world) };
    expect(before.posts.length).toBeGreaterThan(5);

    world.deps.clock.move({ hours: -hours });
    expect(await sweep(world), 'back').toEqual([]);
    world.deps.clock.move({ hours });
    expect(await sweep(world), 'forward again').toEqual([]);
    expect({ rows: await reminders(world), posts: await posts(world) }).toEqual(before);

    world.deps.clock.set('2027-03-26T10:00:00Z');
    expect(await sweep(world), 'the next rung is not lost').not.toEqual([]);
  },
);
