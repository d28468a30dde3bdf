import { describe, expect, test } from 'vitest';
import { NO_POLICY } from '../../src/db/policies.ts';
import type { Person } from '../../src/domain/people.ts';
import { acceptPlan } from '../../src/usecases/accept-plan.ts';
import { planByHand } from '../../src/usecases/plan-by-hand.ts';
import { readHome } from '../../src/usecases/read-home.ts';
import { readPlan } from '../../src/usecases/read-plan.ts';
import { retirePackage } from '../../src/usecases/retire-package.ts';
import { setPolicy } from '../../src/usecases/set-policy.ts';
import { setRoles } from '../../src/usecases/set-roles.ts';
import { startRotation } from '../../src/usecases/start-rotation.ts';
import { useDatabase } from '../support/database.ts';
import { createWorld, no, PEOPLE, VENDORS, yes, type StoryPackage, type World } from '../support/world.ts';

const database = useDatabase();
const { ada, ben, otto, gus, vera, dex } = PEOPLE;

// Today is Monday, 2027-03-15; their lead day is 2027-05-09, a Sunday.
const EXPIRES = '2027-05-17';

async function carrying(weeklyCapacity: number | null, count = 4): Promise<[World, StoryPackage[]]> {
  const world = await createWorld(database);
  await carries(world, weeklyCapacity);
  const packages: StoryPackage[] = [];
  for (let n = 0; n < count; n++) packages.push(await world.addPackage({ expiresOn: EXPIRES }));
  return [world, packages];
}

const carries = async ({ deps }: World, weeklyCapacity: number | null) =>
  yes(
    await setPolicy(deps, {
      ...{ person: ada, packageId: null, escalationId: null },
      said: { ...NO_POLICY, weeklyCapacity },
    }),
  );

const proposed = async ({ deps }: World) => yes(await readPlan(deps, { person: ada })).plan;
const starts = async ({ deps }: World) =>
  (
    await database.sql<{ on: string | null }[]>`
      select planned_start_on::text as on from package where workspace_id = ${deps.workspaceId} order by 1`
  ).map(({ on }) => on);
const audited = async ({ deps }: World) =>
  database.sql`select facts from audit where workspace_id = ${deps.workspaceId} and kind = 'start_planned'`;
const startsRotation = ({ deps }: World, { id, vendorIds }: StoryPackage) =>
  startRotation(deps, {
    ...{ person: ada, packageId: id, vendorIds, plannedActivateAt: null, acceptsReplacing: false },
  });

describe('what was shown is what is written', () => {
  test('every package with its audit row, which says what it was before', async () => {
    const [world] = await carrying(2);
    const { proposal } = await proposed(world);
    expect(yes(await acceptPlan(world.deps, { person: ada, proposal })).set).toHaveLength(4);
    expect(await starts(world)).toEqual(['2027-04-26', '2027-04-28', '2027-05-03', '2027-05-05']);
    expect(await audited(world)).toHaveLength(4);
    expect(no(await acceptPlan(world.deps, { person: ada, proposal }))).toEqual({ code: 'plan_has_changed' });
    const { proposal: again, changes } = await proposed(world);
    expect(changes).toEqual([]);
    expect(no(await acceptPlan(world.deps, { person: ada, proposal: again }))).toEqual({
      code: 'nothing_to_do',
    });
    expect(await audited(world)).toHaveLength(4);
  });

  test.each([
    ['another package is there', (world: World) => world.addPackage({ expiresOn: EXPIRES })],
    ['they carry more in a week', (world: World) => carries(world, 3)],
    ['nobody says how many a week any more', (world: World) => carries(world, null)],
    [
      'one is retired',
      ({ deps }: World, [pkg]: readonly StoryPackage[]) =>
        retirePackage(deps, { person: ada, packageId: pkg?.id ?? '', reason: 'gone' }),
    ],
    ['one is under way', async (world: World, [pkg]: readonly StoryPackage[]) => pkg && begin(world, pkg)],
    ['a week has gone by', ({ deps }: World) => deps.clock.move({ days: 50 })],
  ] as const)('not once %s: nothing is written', async (_, happens) => {
    const [world, packages] = await carrying(2);
    const { proposal } = await proposed(world);
    await happens(world, packages);
    const before = await starts(world);
    expect(no(await acceptPlan(world.deps, { person: ada, proposal }))).toEqual({ code: 'plan_has_changed' });
    expect(await starts(world)).toEqual(before);
    expect(await audited(world)).toEqual([]);
  });

  const begin = async (world: World, pkg: StoryPackage) => {
    const vendorIds = [await world.addVendor(pkg.id, VENDORS.milo)];
    yes(await startsRotation(world, { ...pkg, vendorIds }));
  };
});

describe('at once', () => {
  test('two who accept: one writes, the other is told that it is done or has changed', async () => {
    for (let round = 0; round < 5; round++) {
      const [world] = await carrying(2);
      const other = world.on(await database.otherConnection());
      const { proposal } = await proposed(world);
      const answers = await Promise.all([
        acceptPlan(world.deps, { person: ada, proposal }),
        acceptPlan(other.deps, { person: ada, proposal }),
      ]);
      expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
      expect(answers.filter(({ ok }) => !ok).map(no)).toEqual([{ code: 'plan_has_changed' }]);
      expect(await audited(world)).toHaveLength(4);
    }
  });

  test('a rotation that is started meanwhile: it is there, and the plan whole or not at all', async () => {
    for (let round = 0; round < 8; round++) {
      const [world, [pkg]] = await carrying(2);
      const vendorIds = [await world.addVendor(pkg?.id ?? '', VENDORS.milo)];
      const other = world.on(await database.otherConnection());
      const { proposal } = await proposed(world);
      const [accepted, started] = await Promise.all([
        acceptPlan(world.deps, { person: ada, proposal }),
        startsRotation(other, { id: pkg?.id ?? '', name: '', vendorIds }),
      ]);
      yes(started);
      const planned = (await starts(world)).filter((on) => on !== null);
      expect(planned).toHaveLength(accepted.ok ? 4 : 0);
      expect(await audited(world)).toHaveLength(accepted.ok ? 4 : 0);
      // What is under way counts in this week, and is not planned anew.
      const { unplanned } = await proposed(world);
      expect(unplanned.map(({ package: { id }, why }) => [id, why])).toEqual([[pkg?.id, 'under_way']]);
    }
  });
});

test('a rotation that is done ends the plan of its package, and no other', async () => {
  const [world] = await carrying(2, 1);
  const pkg = await world.addPackage({ expiresOn: EXPIRES, vendors: [VENDORS.gus] });
  const { proposal } = await proposed(world);
  yes(await acceptPlan(world.deps, { person: ada, proposal }));
  expect((await starts(world)).filter((on) => on !== null)).toHaveLength(2);
  const { rotationId } = await world.share(pkg);
  await world.settle(rotationId);
  await world.activate(rotationId);
  await world.finish(rotationId);
  const rows = await database.sql`
    select planned_start_on is null as is_over from package where workspace_id = ${world.deps.workspaceId} order by id = ${pkg.id}`;
  expect(rows.map((row) => row['is_over'])).toEqual([false, true]);
});

test('no plan without a capacity, and none for nothing', async () => {
  const [world] = await carrying(null, 2);
  const { proposal, unplanned } = await proposed(world);
  expect(unplanned.map(({ why }) => why)).toEqual(['no_capacity', 'no_capacity']);
  expect(no(await acceptPlan(world.deps, { person: ada, proposal }))).toEqual({ code: 'nothing_to_do' });
  const [empty] = await carrying(3, 0);
  const nothing = await proposed(empty);
  expect(nothing).toMatchObject({ packages: [], starts: [], changes: [], unplanned: [] });
});

test.each([ben, otto, gus, vera, dex, { ...ada, teamId: 'T0OTHER', isWorkspaceAdmin: false }])(
  'not by $name of $teamId, who was not appointed: neither read nor written',
  async (person) => {
    const world = await createWorld(database);
    await carries(world, 2);
    const { proposal } = await proposed(world);
    for (const answer of [
      await readPlan(world.deps, { person }),
      await acceptPlan(world.deps, { person, proposal }),
      await planByHand(world.deps, { person, choices: [] }),
    ])
      expect(no(answer)).toEqual({ code: 'not_allowed', who: [] });
  },
);

test('where only named people may look, nobody else plans: it would tell them of every package', async () => {
  const [world] = await carrying(2);
  const { deps } = world;
  const roles = { viewerIds: [], isViewingNarrowed: true, secondPersonFor: [] };
  expect(yes(await readPlan(deps, { person: ben })).plan.starts).toHaveLength(4);
  yes(await setRoles(deps, { person: ada, ...roles }));
  const { proposal } = await proposed(world);
  for (const answer of [
    await readPlan(deps, { person: ben }),
    await acceptPlan(deps, { person: ben, proposal }),
    await planByHand(deps, { person: ben, choices: [] }),
  ])
    expect(no(answer)).toEqual({ code: 'not_a_viewer' });
  const home = (person: Person) => readHome(deps, { person, cause: { kind: 'change' } });
  expect([(await home(ben)).mayPlan, (await home(ada)).mayPlan]).toEqual([false, true]);
  yes(await setRoles(deps, { person: ada, ...roles, viewerIds: [ben.userId] }));
  expect(yes(await readPlan(deps, { person: ben })).plan.starts).toHaveLength(4);
});

describe('by hand, all that was chosen or nothing', () => {
  const choose = (world: World, choices: readonly (readonly [StoryPackage | undefined, string | null])[]) =>
    planByHand(world.deps, {
      person: ada,
      choices: choices.map(([pkg, mondayOn]) => ({ packageId: pkg?.id ?? '', mondayOn })),
    });

  test('a week that is full, one that is over, one too late, somebody else’s package', async () => {
    const [world, packages] = await carrying(2);
    const [a, b, c] = packages;
    const [, [foreign]] = await carrying(2, 1);
    for (const [mondayOn, code] of [
      ['2027-03-08', 'week_not_possible'],
      ['2027-05-17', 'week_not_possible'],
      ['2027-03-16', 'week_not_possible'],
    ] as const)
      expect(
        no(
          await choose(world, [
            [a, '2027-04-05'],
            [b, mondayOn],
          ]),
        ),
      ).toMatchObject({ code, packageId: b?.id });
    expect(
      no(
        await choose(world, [
          [a, '2027-04-05'],
          [foreign, '2027-04-05'],
        ]),
      ),
    ).toEqual({
      code: 'unknown_package',
    });
    expect(
      no(
        await choose(world, [
          [a, '2027-04-05'],
          [b, '2027-04-05'],
          [c, '2027-04-05'],
        ]),
      ),
    ).toMatchObject({ code: 'week_is_full', packageId: c?.id, capacity: 2 });
    expect(await starts(world)).toEqual([null, null, null, null]);
  });

  test('two who fill one week at once: never more than it can hold', async () => {
    for (let round = 0; round < 5; round++) {
      const [world, [a, b, c]] = await carrying(2);
      const other = world.on(await database.otherConnection());
      const week = '2027-04-05';
      const answers = await Promise.all([
        choose(world, [
          [a, week],
          [b, week],
        ]),
        choose(other, [[c, week]]),
      ]);
      expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
      expect((await starts(world)).filter((on) => on !== null).length).toBeLessThanOrEqual(2);
    }
  });

  test('what was moved by hand is left where it is by the next proposal', async () => {
    const [world, [a]] = await carrying(2);
    yes(await choose(world, [[a, '2027-04-05']]));
    const plan = await proposed(world);
    expect(plan.starts.find(({ package: { id } }) => id === a?.id)?.startOn).toBe('2027-04-05');
    expect(plan.changes.map(({ packageId }) => packageId)).not.toContain(a?.id);
  });
});
