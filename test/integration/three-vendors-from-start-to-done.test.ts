import { expect, test } from 'vitest';
import { letTimePass } from '../../src/usecases/let-time-pass.ts';
import { remindPackages } from '../../src/usecases/remind-packages.ts';
import { useDatabase } from '../support/database.ts';
import { createWorld, VENDORS, type World } from '../support/world.ts';

const database = useDatabase();

const THREE = [VENDORS.gus, VENDORS.vera, VENDORS.milo];

/** The outbox rows written since the last call, as `kind` or `kind:user`. */
function outboxReader(world: World) {
  const { workspaceId } = world.deps;
  const seen = new Map<string, number>();
  return async () => {
    const rows = await database.sql<
      { key: string; kind: string; revision: number; user: string | null; event: string | null }[]
    >`
      select o.key, o.kind, o.revision, o.payload->>'userId' as user, a.kind as event from outbox o
      left join audit a on a.id::text = o.payload->>'auditId'
      where o.workspace_id = ${workspaceId} order by o.place`;
    const fresh = rows.filter(({ key, revision }) => seen.get(key) !== revision);
    for (const { key, revision } of rows) seen.set(key, revision);
    return fresh.map(({ kind, user, event }) => [kind, event, user].filter(Boolean).join(' ')).sort();
  };
}

test('three vendors (Slack, Slack Connect, e-mail), from start to done', async () => {
  const world = await createWorld(database, { startAt: '2027-03-22T08:00:00Z' });
  const { clock } = world.deps;
  const outbox = outboxReader(world);
  const pkg = await world.addPackage({ vendors: THREE, expiresOn: '2027-03-29' });
  const [gus = '', vera = '', milo = ''] = pkg.vendorIds;
  const stored = async () => {
    const [row] = await database.sql`
      select expires_on::text, expiry_source, secret_generated_on::text from package where id = ${pkg.id}`;
    return row;
  };
  const nextSpokenOf = async () => {
    await remindPackages(world.deps);
    const [row] = await database.sql`select next_look_at from package where id = ${pkg.id}`;
    return row?.['next_look_at'];
  };
  const look = async (rotationId: string) =>
    (await database.sql`select next_look_at from rotation where id = ${rotationId}`)[0]?.['next_look_at'];

  // Start: a card and the first line of its thread; the next that time does is to draw it for another day.
  const tomorrow = new Date('2027-03-23T00:00:00Z');
  const rotationId = await world.start(pkg);
  expect(await outbox()).toEqual(['card', 'thread rotation_started']);
  expect(await look(rotationId)).toEqual(tomorrow);
  expect(await world.rotation(rotationId)).toMatchObject({ step: 'generating', oldExpiresOn: '2027-03-29' });

  // Deposit: three sealed copies, cooling, a look when it goes live, a receipt for Ada; no vendor is told.
  await world.deposit(rotationId);
  expect(await outbox()).toEqual(['card', 'receipt secret_deposited U0ADA', 'thread secret_deposited']);
  expect(await look(rotationId)).toEqual(new Date('2027-03-22T08:05:00Z'));
  expect(await world.live(rotationId)).toMatchObject({ step: 'cooling', generation: { number: 1 } });
  expect(await states(pkg.id)).toEqual([{ number: 1, state: 'staged' }]);
  expect(await copies(rotationId)).toEqual({ sealed: 3, collected: 0, confirmed: 0 });

  // Four minutes and 59 seconds are not five minutes.
  await world.pass({ minutes: 4, seconds: 59 });
  expect((await world.rotation(rotationId)).step).toBe('cooling');
  expect(await outbox()).toEqual([]);
  await world.pass({ seconds: 1 });
  expect((await world.rotation(rotationId)).step).toBe('sharing');
  expect(await outbox()).toEqual(['card', 'thread secret_live', 'vendor_message', 'vendor_message']);
  expect(await look(rotationId)).toEqual(tomorrow);

  // The vendors' messages arrive: the card says so; Milo has no Slack.
  await world.deliver();
  await outbox();
  expect((await world.handoff(rotationId, gus)).toldAt).toEqual(clock.now());
  expect((await world.handoff(rotationId, vera)).toldAt).toEqual(clock.now());
  expect((await world.handoff(rotationId, milo)).toldAt).toBeNull();

  // Each collects; only what concerns them is written.
  await world.collect(rotationId, gus);
  expect(await outbox()).toEqual(['card', 'thread secret_collected', 'vendor_message']);
  await world.collect(rotationId, vera);
  await outbox();
  await world.collect(rotationId, milo);
  expect(await copies(rotationId)).toEqual({ sealed: 0, collected: 3, confirmed: 0 });

  // Two confirm: the gate stays shut. The third opens it, and both admins are prompted.
  await world.confirm(rotationId, gus);
  await world.confirm(rotationId, vera);
  expect((await world.rotation(rotationId)).step).toBe('sharing');
  expect((await outbox()).filter((line) => line.startsWith('activate_prompt'))).toEqual([]);
  await world.confirm(rotationId, milo);
  expect((await world.rotation(rotationId)).step).toBe('ready');
  expect(await outbox()).toEqual([
    'activate_prompt U0ADA',
    'activate_prompt U0BEN',
    'card',
    'thread gate_opened',
    'thread vendor_confirmed',
    'vendor_message',
    'vendor_message',
  ]);

  // Activate: recorded at once with the computed date; the card is not done.
  clock.move({ hours: 2 });
  await world.activate(rotationId);
  expect(await outbox()).toEqual(['card', 'thread activated', 'vendor_message', 'vendor_message']);
  expect((await world.rotation(rotationId)).step).toBe('activated');
  expect(await states(pkg.id)).toEqual([{ number: 1, state: 'activated' }]);
  expect(await stored()).toEqual({
    expires_on: '2027-09-18', // 2027-03-22 + 180 days
    expiry_source: 'computed',
    secret_generated_on: '2027-03-22',
  });

  // The date is read: done, and the next rotation has its day.
  await world.finish(rotationId);
  expect(await outbox()).toEqual([
    'card',
    'thread expiry_recorded',
    'thread rotation_done',
    'vendor_message',
    'vendor_message',
  ]);
  expect(await world.rotation(rotationId)).toMatchObject({
    step: 'done',
    dateRead: { expiresOn: '2027-09-18', explanation: null },
    doneAt: clock.now(),
  });
  expect(await stored()).toMatchObject({
    expiry_source: 'read_in_setup',
  });
  // The hard stop is the day before the printed one; a heads-up comes thirty days ahead of it.
  expect(await nextSpokenOf()).toEqual(new Date('2027-08-18T09:00:00Z'));
  expect(await look(rotationId)).toBeNull();
  expect(await copies(rotationId)).toEqual({ sealed: 0, collected: 0, confirmed: 3 });
  expect(await letTimePass(world.deps)).toBe(0);
});

test('the next rotation supersedes the secret of the last one', async () => {
  const world = await createWorld(database);
  const pkg = await world.addPackage({ vendors: [VENDORS.gus] });
  for (const number of [1, 2]) {
    const { rotationId } = await world.share(pkg);
    expect(await world.rotation(rotationId)).toMatchObject({ number, generation: { number } });
    await world.settle(rotationId);
    await world.activate(rotationId);
    await world.finish(rotationId);
    world.deps.clock.move({ days: 170 });
  }
  expect(await states(pkg.id)).toEqual([
    { number: 1, state: 'superseded' },
    { number: 2, state: 'activated' },
  ]);
});

const states = async (packageId: string) => [
  ...(await database.sql`select number, state from generation where package_id = ${packageId} order by number`),
];

async function copies(rotationId: string) {
  const [row] = await database.sql`
    select count(sealed)::int as sealed, count(*) filter (where status = 'collected')::int as collected,
      count(*) filter (where status = 'confirmed')::int as confirmed
    from handoff where rotation_id = ${rotationId}`;
  return row;
}
