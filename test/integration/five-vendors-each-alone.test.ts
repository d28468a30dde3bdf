import { expect, test } from 'vitest';
import { acknowledgeStored } from '../../src/usecases/acknowledge-stored.ts';
import { addLateVendor } from '../../src/usecases/add-late-vendor.ts';
import { addVendor } from '../../src/usecases/add-vendor.ts';
import { activateRotation } from '../../src/usecases/activate-rotation.ts';
import { resolveProblem, waiveVendor } from '../../src/usecases/admin-acts.ts';
import { changeContact } from '../../src/usecases/change-contact.ts';
import { collectOnce } from '../support/collecting.ts';
import { mintCollectLink } from '../../src/usecases/mint-collect-link.ts';
import { passOnLink } from '../../src/usecases/pass-on-link.ts';
import { peekHandoff } from '../../src/usecases/peek-handoff.ts';
import { reportProblem } from '../../src/usecases/report-problem.ts';
import { useDatabase } from '../support/database.ts';
import { createWorld, held, no, PEOPLE, sentTo, VENDORS, yes, type World } from '../support/world.ts';

const database = useDatabase();
const { ada: person, gus } = PEOPLE;

const FIVE = [VENDORS.gus, VENDORS.vera, VENDORS.milo, VENDORS.milo, VENDORS.vera];

async function tell() {
  const world = await createWorld(database);
  const pkg = await world.addPackage({ vendors: FIVE });
  const { rotationId, secret } = await world.share(pkg);
  const vendorId = pkg.vendorIds[0] ?? '';
  const handoffId = (await world.handoff(rotationId, vendorId)).id;
  return { world, pkg, rotationId, secret, vendorId, handoffId };
}
type Told = Awaited<ReturnType<typeof tell>>;

/** The other four rows whole, with the transaction that last wrote each. */
const others = async ({ rotationId, handoffId }: Told) => [
  ...(await database.sql`
    select h::text as row, h.xmin::text as written_by from handoff h
    where rotation_id = ${rotationId} and id <> ${handoffId} order by id`),
];
const own = async ({ handoffId }: Told) =>
  (await database.sql`select h.xmin::text as written_by from handoff h where id = ${handoffId}`)[0]?.[
    'written_by'
  ] as string;

const collected = async ({ world, rotationId, vendorId }: Told) => {
  const link = await world.link(rotationId, vendorId);
  yes(await collectOnce(world.deps, link));
  return link;
};
const reported = async ({ world, handoffId }: Told) =>
  yes(await reportProblem(world.deps, { person: gus, handoffId, kind: 'lost', note: null }));

/** What one vendor, or an admin about one vendor, can do; what comes first is part of the preparation. */
const ACTS: Record<
  string,
  [before: (told: Told) => Promise<unknown>, act: (told: Told) => Promise<unknown>]
> = {
  'is told': [
    async () => {},
    ({ world, handoffId }) =>
      world.deliver((message) =>
        message.kind === 'vendor_message' && message.handoffId === handoffId
          ? sentTo(message)
          : { kind: 'gone' },
      ),
  ],
  'asks for a link': [
    async () => {},
    async ({ world, handoffId }) => yes(await mintCollectLink(world.deps, { person: gus, handoffId })),
  ],
  'is passed a link': [
    async () => {},
    async ({ world, rotationId, vendorId }) =>
      yes(await passOnLink(world.deps, { person, rotationId, vendorId })),
  ],
  collects: [async () => {}, collected],
  'says it is stored': [
    async () => {},
    async (told) => yes(await acknowledgeStored(told.world.deps, await collected(told))),
  ],
  confirms: [collected, ({ world, rotationId, vendorId }) => world.confirm(rotationId, vendorId)],
  'reports a problem': [collected, reported],
  'has its problem resolved': [
    async (told) => (await collected(told), reported(told)),
    async ({ world, rotationId, vendorId }) =>
      yes(await resolveProblem(world.deps, { person, rotationId, vendorId, reason: 'found' })),
  ],
  'is waived': [
    async () => {},
    async ({ world, rotationId, vendorId }) =>
      yes(await waiveVendor(world.deps, { person, rotationId, vendorId, reason: 'gone' })),
  ],
  'gets another contact': [
    async () => {},
    async ({ world, rotationId, vendorId }) => {
      const contact = { kind: 'slack', userId: PEOPLE.otto.userId, channelId: null } as const;
      yes(await changeContact(world.deps, { person, rotationId, vendorId, contact }));
    },
  ],
  'gets the secret once more': [
    async (told) => (await collected(told), reported(told)),
    ({ world, rotationId, secret }) => world.deposit(rotationId, { secret, isAgain: true }),
  ],
};

test.each(Object.entries(ACTS))(
  'one of five %s: the other four rows are byte-identical',
  async (_, [first, act]) => {
    const told = await tell();
    await first(told);
    const before = await others(told);
    const ownBefore = await own(told);
    expect(before).toHaveLength(4);

    await act(told);

    expect(await others(told)).toEqual(before);
    expect(await own(told)).not.toBe(ownBefore);
  },
);

test('a page is opened with a link of one of five: no handoff row is touched, its own included', async () => {
  const told = await tell();
  const { token } = await told.world.link(told.rotationId, told.vendorId);
  const before = [await others(told), await own(told)];
  yes(await peekHandoff(told.world.deps, { token }));
  expect([await others(told), await own(told)]).toEqual(before);
});

test('a vendor found late shuts the gate until served by a second deposit of the same secret', async () => {
  const { world, pkg, rotationId, secret } = await tell();
  await world.settle(rotationId);
  expect((await world.rotation(rotationId)).step).toBe('ready');

  const late = await world.addVendor(pkg.id, { ...VENDORS.gus, name: 'Late' });
  expect(yes(await addLateVendor(world.deps, { person, rotationId, vendorId: late })).needsDeposit).toBe(
    true,
  );

  expect((await world.rotation(rotationId)).step).toBe('sharing');
  const generationId = (await world.live(rotationId)).generation.id;
  const pressed = { person, rotationId, generationId, expiresOn: null, explanation: null };
  expect(no(await activateRotation(world.deps, pressed))).toMatchObject({ code: 'gate_shut' });
  const { id: handoffId } = await world.handoff(rotationId, late);
  expect(no(await mintCollectLink(world.deps, { person: gus, handoffId })).code).toBe('waiting_for_deposit');

  await world.deposit(rotationId, { secret, isAgain: true });
  expect(await world.collect(rotationId, late)).toBe(secret);
  await world.confirm(rotationId, late);
  expect((await world.rotation(rotationId)).step).toBe('ready');
  expect(no(await addLateVendor(world.deps, { person, rotationId, vendorId: late })).code).toBe(
    'vendor_already_in',
  );
});

test('a vendor found while the secret is being sealed is late, and nothing is lost', async () => {
  const world = await createWorld(database);
  const pkg = await world.addPackage({ vendors: [VENDORS.milo] });
  const rotationId = await world.start(pkg);
  const late = await world.addVendor(pkg.id, VENDORS.gus);
  const { keyring } = world.deps;
  const seal: typeof keyring.seal = async (plain, context) => {
    await addLateVendor(world.deps, { person, rotationId, vendorId: late });
    return keyring.seal(plain, context);
  };

  await world.with({ keyring: { ...keyring, seal } }).deposit(rotationId);

  expect(await world.handoff(rotationId, late)).toMatchObject({ status: 'missing', why: 'late' });
  expect(await world.handoff(rotationId, pkg.vendorIds[0] ?? '')).toMatchObject({ status: 'sealed' });
});

test('a contact changes in mid-rotation: links and copy die, the thread says so, the new one is served anew', async () => {
  const { world, rotationId, secret, vendorId, handoffId } = await tell();
  await world.deliver();
  const old = await world.link(rotationId, vendorId);
  const contact = { kind: 'slack', userId: PEOPLE.otto.userId, channelId: null } as const;

  yes(await changeContact(world.deps, { person, rotationId, vendorId, contact }));

  expect(no(await collectOnce(world.deps, old)).code).toBe('link_not_usable');
  expect(no(await mintCollectLink(world.deps, { person: gus, handoffId })).code).toBe('not_this_vendor');
  const [line] = await database.sql`
    select facts::json->'contact'->>'userId' as to from audit join outbox on key = 'thread:' || audit.id
    where audit.rotation_id = ${rotationId} and audit.kind = 'contact_changed'`;
  expect(line).toEqual({ to: 'U0OTTO' });
  const [stored] =
    await database.sql`select contact->>'userId' as contact from vendor where id = ${vendorId}`;
  expect(stored).toEqual({ contact: 'U0OTTO' });

  await world.deposit(rotationId, { secret, isAgain: true });
  await toldInNewMessages(world);
  expect((await world.handoff(rotationId, vendorId)).toldAt).toEqual(world.deps.clock.now());
  const link = held(yes(await mintCollectLink(world.deps, { person: PEOPLE.otto, handoffId })).link);
  expect(yes(await collectOnce(world.deps, link)).secret.reveal()).toBe(secret);
});

/** As the deliverer does for a new contact, or for a secret sealed once more: a new message, not an edit. */
const toldInNewMessages = (world: World) =>
  world.deliver((message) => ({ kind: 'sent', channel: 'D0NEW', ts: `new.${message.id}` }));

test('nobody makes themselves the contact', async () => {
  const { world, pkg, rotationId, vendorId } = await tell();
  const self = { kind: 'slack', userId: person.userId, channelId: null } as const;
  const { deps } = world;

  const changed = await changeContact(deps, { person, rotationId, vendorId, contact: self });
  const added = await addVendor(deps, {
    person,
    packageId: pkg.id,
    draft: { name: 'Me', contact: self, systems: [] },
  });
  expect([no(changed), no(added)]).toEqual([{ code: 'not_yourself' }, { code: 'not_yourself' }]);

  // Ben makes Ada the contact of a vendor: she can't bring that vendor in herself.
  const adas = await world.addVendor(pkg.id, { ...VENDORS.gus, contact: self });
  const late = await addLateVendor(deps, { person, rotationId, vendorId: adas });
  expect(no(late)).toEqual({ code: 'not_yourself' });
});

test.each([
  [PEOPLE.dex.userId, { code: 'contact_unusable', why: 'deactivated' }],
  ['U0NOBODY', { code: 'contact_not_found' }],
])("%s can be nobody's contact", async (userId, refusal) => {
  const { world, rotationId, vendorId } = await tell();
  const contact = { kind: 'slack', userId, channelId: null } as const;
  expect(no(await changeContact(world.deps, { person, rotationId, vendorId, contact }))).toEqual(refusal);
});

test('only the named contact acts for a vendor: not an admin, not another vendor, not a namesake of another team', async () => {
  const { world, handoffId } = await tell();
  const namesake = { ...gus, teamId: 'T0OTHER' };
  for (const other of [
    PEOPLE.ada,
    PEOPLE.vera,
    PEOPLE.otto,
    namesake,
    { ...gus, standing: 'deactivated' as const },
  ]) {
    expect(no(await mintCollectLink(world.deps, { person: other, handoffId })).code).toBe('not_this_vendor');
    const report = await reportProblem(world.deps, { person: other, handoffId, kind: 'other', note: null });
    expect(no(report).code).toBe('not_this_vendor');
  }
});
