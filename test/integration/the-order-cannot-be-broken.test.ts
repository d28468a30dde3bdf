import { expect, test } from 'vitest';
import type { Person } from '../../src/domain/people.ts';
import { activateRotation, reportEarlyActivate } from '../../src/usecases/activate-rotation.ts';
import { planActivate, resolveProblem, waiveVendor } from '../../src/usecases/admin-acts.ts';
import { mintCollectLink } from '../../src/usecases/mint-collect-link.ts';
import { passOnLink } from '../../src/usecases/pass-on-link.ts';
import { reportProblem } from '../../src/usecases/report-problem.ts';
import { useDatabase } from '../support/database.ts';
import { createWorld, no, PEOPLE, VENDORS, yes, type World } from '../support/world.ts';
import { dump } from './world/dump.ts';

const database = useDatabase();

const noDate = { expiresOn: null, explanation: null };

async function tell(of: Parameters<World['addPackage']>[0] = {}) {
  const world = await createWorld(database);
  const pkg = await world.addPackage({ vendors: [VENDORS.gus, VENDORS.milo], ...of });
  const { rotationId } = await world.share(pkg);
  return { world, pkg, rotationId };
}

async function press(world: World, rotationId: string, person: Person = PEOPLE.ada) {
  const generationId = (await world.live(rotationId)).generation.id;
  return activateRotation(world.deps, { person, rotationId, generationId, ...noDate });
}

const prompts = (rotationId: string) => database.sql`
  select payload->>'userId' as user from outbox
  where rotation_id = ${rotationId} and kind = 'activate_prompt' order by 1`;
const BOTH = [{ user: 'U0ADA' }, { user: 'U0BEN' }];

type Told = Awaited<ReturnType<typeof tell>>;
type Part = (told: Told) => Promise<unknown>;

/** Everything is done but one thing, which holds the gate for these reasons; then that thing. */
const HELD: [name: string, of: Parameters<typeof tell>[0], story: Part, reasons: string[], last: Part][] = [
  [
    'a vendor has not confirmed',
    {},
    async ({ world, rotationId, pkg: { vendorIds } }) => {
      await world.collect(rotationId, vendorIds[0] ?? '');
      await world.confirm(rotationId, vendorIds[0] ?? '');
      await world.collect(rotationId, vendorIds[1] ?? '');
    },
    ['vendor_pending'],
    ({ world, rotationId, pkg: { vendorIds } }) => world.confirm(rotationId, vendorIds[1] ?? ''),
  ],
  [
    'a vendor has not confirmed, and is waived',
    {},
    async ({ world, rotationId, pkg: { vendorIds } }) => {
      await world.collect(rotationId, vendorIds[0] ?? '');
      await world.confirm(rotationId, vendorIds[0] ?? '');
    },
    ['vendor_pending'],
    async ({ world, rotationId, pkg: { vendorIds } }) =>
      yes(
        await waiveVendor(world.deps, {
          person: PEOPLE.ben,
          rotationId,
          vendorId: vendorIds[1] ?? '',
          reason: 'r',
        }),
      ),
  ],
  [
    'a package is frozen',
    { freezeWindows: [{ fromOn: '2027-03-14', toOn: '2027-03-16' }] },
    ({ world, rotationId }) => world.settle(rotationId),
    ['frozen'],
    ({ world }) => world.pass({ days: 2 }),
  ],
  [
    'the planned time is ahead',
    {},
    async ({ world, rotationId }) => {
      const plannedActivateAt = world.deps.clock.now().plus({ hours: 3 });
      yes(await planActivate(world.deps, { person: PEOPLE.ada, rotationId, plannedActivateAt }));
      await world.settle(rotationId);
    },
    ['planned_time_ahead'],
    ({ world }) => world.pass({ hours: 3 }),
  ],
];

test.each(HELD)(
  '%s: Activate is refused, nobody is prompted, until it is so',
  async (_, of, story, reasons, last) => {
    const told = await tell(of);
    const { world, rotationId } = told;
    await story(told);
    const before = await dump(database.sql);

    expect(no(await press(world, rotationId))).toMatchObject({ code: 'gate_shut', reasons });
    expect(await dump(database.sql)).toBe(before);
    expect([...(await prompts(rotationId))]).toEqual([]);

    await last(told);
    expect((await world.rotation(rotationId)).step).toBe('ready');
    expect([...(await prompts(rotationId))]).toEqual(BOTH);
    yes(await press(world, rotationId));
  },
);

test('a secret that is not live can neither be confirmed nor activated nor reported as activated', async () => {
  const world = await createWorld(database);
  const pkg = await world.addPackage({ vendors: [VENDORS.gus] });
  const rotationId = await world.start(pkg);
  await world.deposit(rotationId);
  await world.pass({ minutes: 4, seconds: 59 });
  const generationId = (await world.live(rotationId)).generation.id;
  const handoffId = (await world.handoff(rotationId, pkg.vendorIds[0] ?? '')).id;
  const before = await dump(database.sql);

  expect(no(await press(world, rotationId))).toMatchObject({ reasons: ['not_live_yet', 'vendor_pending'] });
  const early = await reportEarlyActivate(world.deps, { person: PEOPLE.ada, rotationId, generationId });
  expect(no(early).code).toBe('too_early_to_be_activated');
  expect(no(await mintCollectLink(world.deps, { person: PEOPLE.gus, handoffId })).code).toBe('not_live_yet');

  expect(await dump(database.sql)).toBe(before);
});

test('one prompt for each admin when the gate opens; not again until it was shut', async () => {
  const { world, rotationId, pkg } = await tell();
  await world.settle(rotationId);
  await world.pass({ hours: 1 });
  yes(await planActivate(world.deps, { person: PEOPLE.ada, rotationId, plannedActivateAt: null }));
  expect([...(await prompts(rotationId))]).toEqual(BOTH);

  // Gus reports a problem: the gate shuts, and Activate with it. Ben can settle the report, but only Gus confirms.
  const vendorId = pkg.vendorIds[0] ?? '';
  const { id: handoffId } = await world.handoff(rotationId, vendorId);
  yes(await reportProblem(world.deps, { person: PEOPLE.gus, handoffId, kind: 'rejected', note: null }));
  expect((await world.rotation(rotationId)).step).toBe('sharing');
  expect(no(await press(world, rotationId))).toMatchObject({ code: 'gate_shut' });
  yes(await resolveProblem(world.deps, { person: PEOPLE.ben, rotationId, vendorId, reason: 'typo' }));
  expect((await world.rotation(rotationId)).step).toBe('sharing');
  expect([...(await prompts(rotationId))]).toEqual(BOTH);
  await world.confirm(rotationId, vendorId);
  expect((await world.rotation(rotationId)).step).toBe('ready');
  expect(await prompts(rotationId)).toHaveLength(4);
});

test('a stale button on an old card is answered, not obeyed', async () => {
  const { world, rotationId } = await tell();
  const stale = (await world.live(rotationId)).generation.id;
  const { rotationId: other } = await tell();
  await world.settle(rotationId);
  await world.activate(rotationId);
  await world.finish(rotationId);

  const press = (of: string, generationId: string) =>
    activateRotation(world.deps, { person: PEOPLE.ada, rotationId: of, generationId, ...noDate });
  expect(no(await press(rotationId, stale))).toEqual({ code: 'rotation_ended', step: 'done' });
  expect(no(await press(other, stale)).code).toBe('unknown_rotation'); // of another workspace
});

test('Activate that was pressed early is told truthfully: who is down, and how they come back', async () => {
  const { world, rotationId, pkg } = await tell();
  const [gus = '', milo = ''] = pkg.vendorIds;
  await world.collect(rotationId, gus);
  await world.confirm(rotationId, gus);
  const { generation, participants } = await world.live(rotationId);
  const input = { person: PEOPLE.ada, rotationId, generationId: generation.id };

  const { affected } = yes(await reportEarlyActivate(world.deps, input));

  expect(affected).toEqual(participants.filter((p) => p.vendorId === milo).map((p) => p.name));
  expect(await world.rotation(rotationId)).toMatchObject({ step: 'activated', isEarly: true });
  await world.finish(rotationId); // the date is read; it is not done before Milo is back
  expect((await world.rotation(rotationId)).step).toBe('activated');
  await world.collect(rotationId, milo);
  await world.confirm(rotationId, milo);
  expect((await world.rotation(rotationId)).step).toBe('done');
});

test('with the gate open there is nothing early to report', async () => {
  const { world, rotationId } = await tell();
  await world.settle(rotationId);
  const generationId = (await world.live(rotationId)).generation.id;
  const early = await reportEarlyActivate(world.deps, { person: PEOPLE.ada, rotationId, generationId });
  expect(no(early).code).toBe('gate_open_no_early');
});

test.each([PEOPLE.otto, PEOPLE.vera, PEOPLE.gus, PEOPLE.dex])(
  '$name is no admin and moves nothing',
  async (person) => {
    const { world, rotationId, pkg } = await tell();
    const vendorId = pkg.vendorIds[0] ?? '';
    await world.settle(rotationId);
    const before = await dump(database.sql);

    for (const answer of [
      await press(world, rotationId, person),
      await waiveVendor(world.deps, { person, rotationId, vendorId, reason: 'r' }),
      await passOnLink(world.deps, { person, rotationId, vendorId }),
      await planActivate(world.deps, { person, rotationId, plannedActivateAt: null }),
    ]) {
      expect(no(answer)).toEqual({ code: 'not_allowed', who: ['U0ADA', 'U0BEN'] });
    }
    expect(await dump(database.sql)).toBe(before);
  },
);
