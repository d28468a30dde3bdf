import { expect, test } from 'vitest';
import { activateRotation } from '../../src/usecases/activate-rotation.ts';
import { recordExpiry } from '../../src/usecases/admin-acts.ts';
import { remindPackages } from '../../src/usecases/remind-packages.ts';
import { useDatabase } from '../support/database.ts';
import { createWorld, no, PEOPLE, VENDORS, yes, type World } from '../support/world.ts';

const database = useDatabase();
const person = PEOPLE.ada;

// Generated 2027-03-15, so the computed date is 2027-09-11.
const COMPUTED = '2027-09-11';

async function ready() {
  const world = await createWorld(database, { startAt: '2027-03-15T09:00:00Z' });
  const pkg = await world.addPackage({ vendors: [VENDORS.gus] });
  const { rotationId } = await world.share(pkg);
  await world.settle(rotationId);
  return { world, pkg, rotationId };
}

async function press(
  world: World,
  rotationId: string,
  expiresOn: string | null,
  explanation: string | null = null,
) {
  const generationId = (await world.live(rotationId)).generation.id;
  return yes(
    await activateRotation(world.deps, { person, rotationId, generationId, expiresOn, explanation }),
  );
}

const stored = async (packageId: string) =>
  (
    await database.sql`
    select expires_on::text, expiry_source, next_look_at::date::text as next_look_on from package
    where id = ${packageId}`
  )[0];

test.each([
  ['in the past', '2027-03-15', 'date_in_the_past'],
  ['two days off, unexplained', '2027-09-13', 'date_needs_explanation'],
  ['the old secret’s', '2027-03-29', 'date_needs_explanation'],
])(
  'a date %s is refused; Activate is recorded all the same, with the computed date',
  async (_, date, code) => {
    const { world, pkg, rotationId } = await ready();

    const answer = await press(world, rotationId, date);

    expect(answer).toMatchObject({ date: 'refused', refusal: { code } });
    expect(await world.rotation(rotationId)).toMatchObject({ step: 'activated', dateRead: null });
    const nextLook = '2027-03-15'; // at once: every move changes who owes what
    expect(await stored(pkg.id)).toEqual({
      expires_on: COMPUTED,
      expiry_source: 'computed',
      next_look_on: nextLook,
    });
  },
);

test('no date given: recorded, unconfirmed, not done', async () => {
  const { world, pkg, rotationId } = await ready();
  expect(await press(world, rotationId, null)).toMatchObject({ date: 'not_given' });
  expect((await world.rotation(rotationId)).step).toBe('activated');
  expect(await stored(pkg.id)).toMatchObject({ expires_on: COMPUTED, expiry_source: 'computed' });
});

test.each(['2027-09-10', COMPUTED, '2027-09-12'])('%s is within a day: done at once', async (date) => {
  const { world, pkg, rotationId } = await ready();
  expect(await press(world, rotationId, date)).toMatchObject({ date: 'recorded' });
  expect(await world.rotation(rotationId)).toMatchObject({ step: 'done', dateRead: { expiresOn: date } });
  expect(await stored(pkg.id)).toMatchObject({ expires_on: date, expiry_source: 'read_in_setup' });
});

test('more than a day off, explained: done, the explanation on record, the next look by the date read', async () => {
  const { world, pkg, rotationId } = await ready();
  await press(world, rotationId, '2027-08-01', 'Generate was pressed in January');
  expect(await world.rotation(rotationId)).toMatchObject({
    step: 'done',
    dateRead: { expiresOn: '2027-08-01', explanation: 'Generate was pressed in January' },
  });
  expect(await remindPackages(world.deps)).toBe(1);
  expect(await stored(pkg.id)).toEqual({
    expires_on: '2027-08-01',
    expiry_source: 'read_in_setup',
    next_look_on: '2027-07-01', // thirty days before the hard stop
  });
  const [row] = await database.sql`
    select facts::json as facts from audit where rotation_id = ${rotationId} and kind = 'expiry_recorded'`;
  expect(row).toMatchObject({
    facts: { computedExpiresOn: COMPUTED, explanation: 'Generate was pressed in January' },
  });
});

test('the next rotation is scheduled in the same commit that makes it done', async () => {
  const { world, rotationId } = await ready();
  await press(world, rotationId, COMPUTED);
  const rows = await database.sql`
    select distinct p.xmin::text as package, r.xmin::text as rotation from package p
    join rotation r on r.package_id = p.id where r.id = ${rotationId}`;
  expect(rows[0]?.['package']).toBe(rows[0]?.['rotation']);
});

test('the date is read once, after Activate, by an admin', async () => {
  const { world, rotationId } = await ready();
  const read = (by = person as typeof person | typeof PEOPLE.otto) =>
    recordExpiry(world.deps, { person: by, rotationId, expiresOn: COMPUTED, explanation: null });

  expect(no(await read()).code).toBe('not_activated_yet');
  await world.activate(rotationId);
  expect(no(await read(PEOPLE.otto)).code).toBe('not_allowed');
  yes(await read());
  expect(no(await read())).toEqual({ code: 'rotation_ended', step: 'done' });
});
