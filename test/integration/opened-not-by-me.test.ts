import { expect, test } from 'vitest';
import { acknowledgeStored } from '../../src/usecases/acknowledge-stored.ts';
import { cancelRotation, generateAgain, takeBackWaiver, waiveVendor } from '../../src/usecases/admin-acts.ts';
import {
  dismissAlarm,
  reportCompromised,
  reportNotMe,
  suspendLinks,
} from '../../src/usecases/answer-alarm.ts';
import { openHandoff } from '../../src/usecases/open-handoff.ts';
import { raiseAlarm } from '../../src/usecases/raise-alarm.ts';
import { reportByLink } from '../../src/usecases/report-by-link.ts';
import { collectOnce } from '../support/collecting.ts';
import { useDatabase } from '../support/database.ts';
import { createWorld, no, PEOPLE, VENDORS, yes, type HeldLink, type World } from '../support/world.ts';

// Promise H13: "opened, not by me", in its three strengths.

const database = useDatabase();

async function story() {
  const world = await createWorld(database);
  const pkg = await world.addPackage({ vendors: [VENDORS.vera, VENDORS.gus] });
  const { rotationId } = await world.share(pkg);
  const [vera = '', gus = ''] = pkg.vendorIds;
  const link = await world.link(rotationId, vera);
  return { world, pkg, rotationId, vera, gus, link };
}
type Story = Awaited<ReturnType<typeof story>>;

const FROM = '192.0.2.0/24';
const withCode = ({ deps }: World, { token, code }: HeldLink) =>
  raiseAlarm(deps, { token, code, from: FROM });
const without = ({ deps }: World, { token }: { token: string }) =>
  raiseAlarm(deps, { token, code: null, from: FROM });

/** All that an alarm without a code must leave as it is. */
const stateOf = async (rotationId: string) => ({
  rotation: await database.sql`select * from rotation where id = ${rotationId}`,
  handoffs: (await database.sql`select * from handoff where rotation_id = ${rotationId} order by id`).map(
    ({ alarmed_at: _, ...rest }) => rest,
  ),
  generations: await database.sql`select * from generation where rotation_id = ${rotationId} order by id`,
  links: await database.sql`select * from link where rotation_id = ${rotationId} order by id`,
});
const alarmsOf = (rotationId: string) =>
  database.sql<{ kind: string; user_id: string }[]>`
    select a.kind, o.payload->>'userId' as user_id from outbox o join audit a on a.id = (o.payload->>'auditId')::uuid
    where o.rotation_id = ${rotationId} and o.kind = 'alarm' order by 1, 2`;
const kindsOf = async (rotationId: string) =>
  (
    await database.sql<
      { kind: string }[]
    >`select kind from audit where rotation_id = ${rotationId} order by seq`
  ).map(({ kind }) => kind);

const waive = ({ world: { deps }, rotationId, vera }: Story) =>
  waiveVendor(deps, { person: PEOPLE.ada, rotationId, vendorId: vera, reason: 'they are on holiday' });

/** What a vendor's handoff can be while its secret is staged, and what an alarm with link and code comes to: `noted` where that link is dead. */
const STATES: Record<string, ['void' | 'noted', (of: Story) => Promise<unknown>]> = {
  'waiting to be collected': ['void', async () => {}],
  collected: ['void', async ({ world, link }) => yes(await collectOnce(world.deps, link))],
  stored: [
    'void',
    async ({ world, link }) => {
      yes(await collectOnce(world.deps, link));
      yes(await acknowledgeStored(world.deps, link));
    },
  ],
  'reported as a problem': [
    'void',
    async ({ world, link }) => {
      yes(await collectOnce(world.deps, link));
      yes(await reportByLink(world.deps, { ...link, kind: 'other', note: null }));
    },
  ],
  'confirmed, the gate open': [
    'void',
    async ({ world, rotationId, link, vera, gus }) => {
      yes(await collectOnce(world.deps, link));
      await world.confirm(rotationId, vera);
      await world.collect(rotationId, gus);
      await world.confirm(rotationId, gus);
    },
  ],
  waived: ['noted', async (of) => yes(await waive(of))],
  missing: [
    'noted',
    async (of) => {
      yes(await waive(of));
      const { world, rotationId, vera } = of;
      yes(await takeBackWaiver(world.deps, { person: PEOPLE.ada, rotationId, vendorId: vera }));
      expect((await world.handoff(rotationId, vera)).status).toBe('missing');
    },
  ],
};
const statesOf = (outcome: 'void' | 'noted') =>
  Object.keys(STATES).filter((name) => STATES[name]![0] === outcome);

/** The secret is void, nothing of it is left, and its admins are told. */
async function expectVoid({ world, rotationId }: Story) {
  expect((await world.rotation(rotationId)).step).toBe('generating');
  const rows = await database.sql`
    select status from handoff where rotation_id = ${rotationId}
      and (status <> 'revoked' or sealed is not null or reader_copy is not null)`;
  expect(rows).toEqual([]);
  const told = (await alarmsOf(rotationId)).filter(({ kind }) => kind === 'generation_voided');
  expect(told.map(({ user_id: id }) => id)).toEqual([PEOPLE.ada.userId, PEOPLE.ben.userId].toSorted());
}

test.each(statesOf('void'))(
  'with the code, %s: the secret is void, and everything hanging on it',
  async (name) => {
    const of = await story();
    const { world, rotationId, link, gus } = of;
    const others = name === 'confirmed, the gate open' ? null : await world.link(rotationId, gus);
    await STATES[name]![1](of);
    expect(yes(await withCode(world, link)).outcome).toBe('void');
    await expectVoid(of);
    for (const dead of [link, ...(others ? [others] : [])]) {
      expect(no(await collectOnce(world.deps, dead)).code).toBe('link_not_usable');
    }
  },
);

test.each(statesOf('noted'))(
  'with the code of a link that died, %s: nothing changes, and the admins are told',
  async (name) => {
    const of = await story();
    const { world, rotationId, link } = of;
    await STATES[name]![1](of);
    const before = await stateOf(rotationId);
    expect(yes(await withCode(world, link)).outcome).toBe('noted');
    expect(await stateOf(rotationId)).toEqual(before);
    expect((await kindsOf(rotationId)).at(-1)).toBe('alarm_raised');
  },
);

test.each(Object.keys(STATES))('from the vendor in Slack, %s: the secret is void', async (name) => {
  const of = await story();
  const { id: handoffId } = await of.world.handoff(of.rotationId, of.vera);
  await STATES[name]![1](of);
  expect(yes(await reportNotMe(of.world.deps, { person: PEOPLE.vera, handoffId })).outcome).toBe('void');
  await expectVoid(of);
});

test('with the code of a secret that is in force: the admins are told, once an hour, and nothing is cut off', async () => {
  const { world, rotationId, vera, link } = await story();
  await world.settle(rotationId);
  const own = await world.link(rotationId, vera);
  await world.activate(rotationId);
  const before = await stateOf(rotationId);
  expect(yes(await withCode(world, own)).outcome).toBe('in_force');
  expect(yes(await withCode(world, own)).outcome).toBe('in_force');
  expect(await stateOf(rotationId)).toEqual(before);
  expect((await kindsOf(rotationId)).filter((kind) => kind === 'secret_exposed')).toHaveLength(1);
  expect(yes(await without(world, link)).outcome).toBe('noted');
});

test('an alarm without a code does not silence one with it', async () => {
  const { world, rotationId, vera } = await story();
  await world.settle(rotationId);
  const own = await world.link(rotationId, vera);
  await world.activate(rotationId);
  expect(yes(await without(world, own)).outcome).toBe('noted');
  expect(yes(await withCode(world, own)).outcome).toBe('in_force');
  expect((await kindsOf(rotationId)).slice(-2)).toEqual(['alarm_raised', 'secret_exposed']);
});

test('a link and its code from an earlier rotation: that secret has ended, and nobody is told to go back to anything', async () => {
  const { world, pkg, rotationId, vera } = await story();
  await world.settle(rotationId);
  const old = await world.link(rotationId, vera);
  await world.activate(rotationId);
  await world.finish(rotationId);
  const next = await world.share(pkg);
  await world.settle(next.rotationId);
  await world.activate(next.rotationId);
  const before = [await stateOf(rotationId), await stateOf(next.rotationId)];
  expect(yes(await withCode(world, old)).outcome).toBe('over');
  expect([await stateOf(rotationId), await stateOf(next.rotationId)]).toEqual(before);
});

test('without the code nothing changes, and the admins are told once, however often it is said', async () => {
  const { world, rotationId, link } = await story();
  const before = await stateOf(rotationId);
  for (let round = 0; round < 100; round++) {
    const said = await Promise.all(Array.from({ length: 100 }, () => without(world, link)));
    expect(said.every((one) => one.ok && one.outcome === 'noted')).toBe(true);
  }
  expect(await stateOf(rotationId)).toEqual(before);
  expect(await alarmsOf(rotationId)).toEqual(
    [PEOPLE.ada.userId, PEOPLE.ben.userId].toSorted().map((id) => ({ kind: 'alarm_raised', user_id: id })),
  );
  world.deps.clock.move({ minutes: 60 });
  await without(world, link);
  expect(await alarmsOf(rotationId)).toHaveLength(4);
  expect(yes(await collectOnce(world.deps, link)).facts.status).toBe('collected');
}, 120_000);

test('a wrong code is no alarm with a code, and a dead link with its code is one without', async () => {
  const { world, rotationId, vera, link } = await story();
  const before = await stateOf(rotationId);
  expect(yes(await withCode(world, { ...link, code: '00000000' })).outcome).toBe('noted');
  expect(await stateOf(rotationId)).toEqual(before);
  expect((await kindsOf(rotationId)).at(-1)).toBe('alarm_raised');
  world.deps.clock.move({ minutes: 60 });
  await world.link(rotationId, vera);
  expect(yes(await withCode(world, link)).outcome).toBe('noted');
  expect((await world.rotation(rotationId)).step).toBe('sharing');
  expect((await kindsOf(rotationId)).at(-1)).toBe('alarm_raised');
});

test('an unknown link gets the same answer, and only the log knows', async () => {
  const { world, rotationId } = await story();
  const deposit = await createWorld(database).then(async (other) => {
    const pkg = await other.addPackage({ vendors: [VENDORS.gus] });
    return other.depositLink(await other.start(pkg));
  });
  for (const token of ['x'.repeat(43), deposit.token]) {
    expect(yes(await without(world, { token })).outcome).toBe('noted');
  }
  expect(await alarmsOf(rotationId)).toEqual([]);
  const lines = world.deps.log.lines.filter((line) => line.includes('an alarm came without a known link'));
  expect(lines).toHaveLength(2);
});

const ENDED: Record<string, (of: Story) => Promise<unknown>> = {
  cancelled: async ({ world: { deps }, rotationId }) =>
    yes(await cancelRotation(deps, { person: PEOPLE.ada, rotationId, reason: 'not now' })),
  'generated again': async ({ world, rotationId }) => {
    const generationId = (await world.live(rotationId)).generation.id;
    yes(await generateAgain(world.deps, { person: PEOPLE.ada, rotationId, generationId }));
  },
};

test.each(Object.keys(ENDED))('%s meanwhile: an alarm changes nothing more, and is told', async (how) => {
  const of = await story();
  await ENDED[how]!(of);
  const before = await stateOf(of.rotationId);
  expect(yes(await withCode(of.world, of.link)).outcome).toBe('noted');
  expect(await stateOf(of.rotationId)).toEqual(before);
  expect((await kindsOf(of.rotationId)).at(-1)).toBe('alarm_raised');
});

test('in Slack the vendor is believed, and any admin of the package; nobody else', async () => {
  const { world, rotationId, vera } = await story();
  const { id: handoffId } = await world.handoff(rotationId, vera);
  const generationId = (await world.live(rotationId)).generation.id;
  const { deps } = world;
  expect(no(await reportNotMe(deps, { person: PEOPLE.gus, handoffId })).code).toBe('not_this_vendor');
  expect(no(await reportNotMe(deps, { person: PEOPLE.ada, handoffId })).code).toBe('not_this_vendor');
  expect(no(await reportCompromised(deps, { person: PEOPLE.gus, generationId })).code).toBe('not_allowed');
  expect((await world.rotation(rotationId)).step).toBe('sharing');
  expect(yes(await reportNotMe(deps, { person: PEOPLE.vera, handoffId })).outcome).toBe('void');
  expect((await world.rotation(rotationId)).step).toBe('generating');

  const second = await story();
  const staged = (await second.world.live(second.rotationId)).generation.id;
  const said = { person: PEOPLE.ben, generationId: staged };
  expect(yes(await reportCompromised(second.world.deps, said)).outcome).toBe('void');
});

test('an admin suspends the links: what is out is dead, the vendor may have a new one', async () => {
  const { world, rotationId, vera, gus, link } = await story();
  const others = await world.link(rotationId, gus);
  const generationId = (await world.live(rotationId)).generation.id;
  const of = { person: PEOPLE.ada, rotationId, vendorId: vera, generationId };
  expect(no(await suspendLinks(world.deps, { ...of, person: PEOPLE.vera })).code).toBe('not_allowed');
  const stale = { ...of, generationId: rotationId };
  expect(no(await suspendLinks(world.deps, stale)).code).toBe('stale_generation');
  yes(await suspendLinks(world.deps, of));
  expect(no(await suspendLinks(world.deps, of)).code).toBe('nothing_to_do');
  expect(no(await collectOnce(world.deps, link)).code).toBe('link_not_usable');
  expect(yes(await openHandoff(world.deps, others)).facts.status).toBe('collectable');
  const again = await world.link(rotationId, vera);
  expect(yes(await collectOnce(world.deps, again)).facts.status).toBe('collected');
  expect(await kindsOf(rotationId)).toContain('links_suspended');
});

test('an admin dismisses an alarm with a reason; nothing else changes', async () => {
  const { world, rotationId, vera, link } = await story();
  await without(world, link);
  const before = await stateOf(rotationId);
  const of = { rotationId, vendorId: vera, reason: 'it was her own second tab' };
  expect(no(await dismissAlarm(world.deps, { ...of, person: PEOPLE.gus })).code).toBe('not_allowed');
  yes(await dismissAlarm(world.deps, { ...of, person: PEOPLE.ben }));
  expect(await stateOf(rotationId)).toEqual(before);
  expect((await kindsOf(rotationId)).at(-1)).toBe('alarm_dismissed');
});
