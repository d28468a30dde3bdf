import { expect, test } from 'vitest';
import { generateAgain } from '../../src/usecases/admin-acts.ts';
import { collectOnce } from '../support/collecting.ts';
import { confirmByLink } from '../../src/usecases/confirm-by-link.ts';
import { confirmHandoff } from '../../src/usecases/confirm-handoff.ts';
import { reportEarlyActivate } from '../../src/usecases/activate-rotation.ts';
import { openHandoff } from '../../src/usecases/open-handoff.ts';
import { reportByLink } from '../../src/usecases/report-by-link.ts';
import { useDatabase } from '../support/database.ts';
import { createWorld, no, PEOPLE, VENDORS, yes } from '../support/world.ts';

const database = useDatabase();

async function tell(vendor: (typeof VENDORS)[keyof typeof VENDORS] = VENDORS.gus) {
  const world = await createWorld(database);
  const pkg = await world.addPackage({ vendors: [vendor] });
  const { rotationId } = await world.share(pkg);
  const vendorId = pkg.vendorIds[0] ?? '';
  const { id: handoffId } = await world.handoff(rotationId, vendorId);
  return { world, rotationId, vendorId, handoffId };
}

const sure = { proof: 'fresh_token', isSureTokenIsFresh: true } as const;
const all = VENDORS.gus.systems;

test('a confirmation of a superseded generation is refused, in Slack and over its link, and the new one stays', async () => {
  const { world, rotationId, vendorId, handoffId } = await tell();
  const link = await world.link(rotationId, vendorId);
  yes(await collectOnce(world.deps, link));
  const generationId = (await world.live(rotationId)).generation.id;
  yes(await generateAgain(world.deps, { person: PEOPLE.ada, rotationId, generationId }));
  await world.deposit(rotationId);
  await world.pass({ minutes: 5 });
  await world.collect(rotationId, vendorId);
  const [before] = await database.sql`select h::text from handoff h where generation_id <> ${generationId}`;

  const said = { systems: all, ...sure };
  const inSlack = await confirmHandoff(world.deps, { person: PEOPLE.gus, handoffId, ...said });
  const overLink = await confirmByLink(world.deps, { ...link, ...said });

  expect(no(inSlack)).toEqual({ code: 'handoff_closed' });
  expect(no(overLink)).toEqual({ code: 'link_not_usable' });
  expect(
    (await database.sql`select h::text from handoff h where generation_id <> ${generationId}`)[0],
  ).toEqual(before);
  expect(await world.live(rotationId)).toMatchObject({ step: 'sharing', generation: { number: 2 } });
});

test("the vendor's own click in Slack: who, when, which systems, which proof", async () => {
  const { world, rotationId, vendorId, handoffId } = await tell();
  await world.collect(rotationId, vendorId);
  world.deps.clock.move({ minutes: 30 });
  const at = world.deps.clock.now();
  const { enterpriseId, teamId, userId } = PEOPLE.gus;
  const by = { kind: 'slack', enterpriseId, teamId, userId };

  const said = { systems: all, proof: 'test_connection', isSureTokenIsFresh: false } as const;
  yes(await confirmHandoff(world.deps, { person: PEOPLE.gus, handoffId, ...said }));

  const confirmation = { at, by, way: 'slack', systems: all, proof: 'test_connection' };
  expect(await world.handoff(rotationId, vendorId)).toMatchObject({ status: 'confirmed', confirmation });
  const [row] = await database.sql`
    select "by"::json as by, facts::json as facts from audit
    where rotation_id = ${rotationId} and kind = 'vendor_confirmed'`;
  expect(row).toMatchObject({
    by,
    facts: { generation: 1, way: 'slack', systems: all, proof: 'test_connection' },
  });
});

test('over a link Ada passed on: the record says so', async () => {
  const { world, rotationId, vendorId, handoffId } = await tell(VENDORS.milo);
  const link = await world.link(rotationId, vendorId);
  yes(await collectOnce(world.deps, link));

  const { facts } = yes(await confirmByLink(world.deps, { ...link, systems: ['ETL'], ...sure }));

  expect(facts).toMatchObject({ status: 'confirmed', proof: 'fresh_token' });
  const by = { kind: 'vendor_link', handoffId, passedOnBy: 'U0ADA' };
  expect(await world.handoff(rotationId, vendorId)).toMatchObject({ confirmation: { by, way: 'passed_on' } });
});

test("over the vendor's own link of a click in Slack: not passed on by anybody", async () => {
  const { world, rotationId, vendorId, handoffId } = await tell();
  const link = await world.link(rotationId, vendorId);
  yes(await collectOnce(world.deps, link));
  yes(await confirmByLink(world.deps, { ...link, systems: all, ...sure }));
  const by = { kind: 'vendor_link', handoffId, passedOnBy: null };
  expect(await world.handoff(rotationId, vendorId)).toMatchObject({ confirmation: { by, way: 'slack' } });
});

test.each([
  [0, 'token_may_be_cached'],
  [19, 'token_may_be_cached'],
  [20, null],
])('%i minutes after collection: asked about the cached token? %s', async (minutes, code) => {
  const { world, rotationId, vendorId, handoffId } = await tell();
  await world.collect(rotationId, vendorId);
  world.deps.clock.move({ minutes });
  const said = { systems: all, proof: 'production_traffic', isSureTokenIsFresh: false } as const;

  const answer = await confirmHandoff(world.deps, { person: PEOPLE.gus, handoffId, ...said });

  if (code === null) return void yes(answer);
  expect(no(answer)).toEqual({ code, minutesSinceCollected: minutes });
  expect((await world.handoff(rotationId, vendorId)).status).toBe('collected');
  yes(await confirmHandoff(world.deps, { person: PEOPLE.gus, handoffId, ...said, isSureTokenIsFresh: true }));
});

test('a fresh token as proof says it already: nothing more is asked', async () => {
  const { world, rotationId, vendorId, handoffId } = await tell();
  await world.collect(rotationId, vendorId);
  const said = { systems: all, proof: 'fresh_token', isSureTokenIsFresh: false } as const;
  yes(await confirmHandoff(world.deps, { person: PEOPLE.gus, handoffId, ...said }));
});

test('every system is ticked, only what was collected is confirmed, and once is enough', async () => {
  const { world, rotationId, vendorId, handoffId } = await tell();
  const say = (systems: readonly string[]) =>
    confirmHandoff(world.deps, { person: PEOPLE.gus, handoffId, systems, ...sure });

  expect(no(await say(all)).code).toBe('not_collected_yet');
  await world.collect(rotationId, vendorId);
  expect(no(await say(['Journeys']))).toEqual({ code: 'systems_missing', missing: ['CloudPages'] });
  yes(await say(all));
  expect(no(await say(all))).toMatchObject({ code: 'already_confirmed', by: 'U0GUS' });
});

test('the last vendor back after an early Activate completes the rotation, and reads so on their page', async () => {
  const { world, rotationId, vendorId } = await tell(VENDORS.milo);
  const generationId = (await world.live(rotationId)).generation.id;
  yes(await reportEarlyActivate(world.deps, { person: PEOPLE.ada, rotationId, generationId }));
  await world.finish(rotationId);
  const link = await world.link(rotationId, vendorId);
  yes(await collectOnce(world.deps, link));

  const { facts } = yes(await confirmByLink(world.deps, { ...link, systems: ['ETL'], ...sure }));

  expect(facts).toMatchObject({ status: 'confirmed', confirmedAt: world.deps.clock.now() });
  expect((await world.rotation(rotationId)).step).toBe('done');
});

test('a reported problem shuts the gate; only the vendor can say that it works after all', async () => {
  const { world, rotationId, vendorId } = await tell(VENDORS.milo);
  const link = await world.link(rotationId, vendorId);
  yes(await collectOnce(world.deps, link));
  const said = { systems: ['ETL'], ...sure };
  yes(await confirmByLink(world.deps, { ...link, ...said }));
  expect((await world.rotation(rotationId)).step).toBe('ready');

  yes(await reportByLink(world.deps, { ...link, kind: 'rejected', note: '401 since ten' }));
  expect(await world.live(rotationId)).toMatchObject({
    step: 'sharing',
    handoffs: [{ problem: { kind: 'rejected' } }],
  });
  yes(await confirmByLink(world.deps, { ...link, ...said }));
  expect((await world.rotation(rotationId)).step).toBe('ready');
});

test('the page says over which way it was confirmed, and by whom as far as that is known', async () => {
  const mine = await tell();
  const link = await mine.world.link(mine.rotationId, mine.vendorId);
  yes(await collectOnce(mine.world.deps, link));
  const { handoffId } = mine;
  yes(await confirmHandoff(mine.world.deps, { person: PEOPLE.gus, handoffId, systems: all, ...sure }));
  expect(yes(await openHandoff(mine.world.deps, link)).facts.confirmedBy).toEqual({
    ...{ way: 'slack', isLink: false, name: 'Gus' },
  });

  const theirs = await tell(VENDORS.milo);
  const passedOn = await theirs.world.link(theirs.rotationId, theirs.vendorId);
  yes(await collectOnce(theirs.world.deps, passedOn));
  const { facts } = yes(await confirmByLink(theirs.world.deps, { ...passedOn, systems: ['ETL'], ...sure }));
  expect(facts.confirmedBy).toEqual({ way: 'passed_on', isLink: true, name: null });
});
