import { expect, test } from 'vitest';
import { SealBroken } from '../../src/adapters/keyring.ts';
import { Secret } from '../../src/domain/secret.ts';
import { collectOnce } from '../support/collecting.ts';
import { depositSecret } from '../../src/usecases/deposit-secret.ts';
import { useDatabase } from '../support/database.ts';
import {
  createWorld,
  freshSecret,
  no,
  PEOPLE,
  VENDORS,
  yes,
  type HeldLink,
  type World,
} from '../support/world.ts';
import { dumpUntold } from './world/dump.ts';
import { failingAt } from './world/faults.ts';
import { useKms } from './world/kms-world.ts';

const database = useDatabase();
const aws = useKms();

const THREE = [VENDORS.gus, VENDORS.vera, VENDORS.milo];
/** Three copies sealed, three opened; the fingerprint key was made before. */
const CALLS = 6;

const deposit = ({ deps }: World, link: HeldLink, secret: string) =>
  depositSecret(deps, {
    ...{ ...link, secret: new Secret(secret), generatedAt: deps.clock.now(), acceptsWarnings: true },
  });

/** Does it until it is not refused for the keyring; asserts that each refusal left every row as it was. */
async function untilItWorks<T>(act: () => Promise<T & ({ ok: true } | { ok: false })>): Promise<[T, number]> {
  for (let refusals = 0; ; refusals++) {
    const before = await dumpUntold(database.sql);
    const answer = await act();
    if (answer.ok) return [answer, refusals];
    expect(answer).toMatchObject({ refusal: { code: 'keyring_unavailable' } });
    expect(await dumpUntold(database.sql)).toBe(before);
  }
}

test.each(Array.from({ length: CALLS }, (_, index) => index + 1))(
  'the KMS fails at call %i of a whole rotation: that act is refused, changes nothing, and works the next time',
  async (at) => {
    const world = await createWorld(database, { keyring: aws.keyring });
    await world.deps.fingerprintKey.fingerprint('made now, so that it is no call of the story');
    const flaky = world.with({ keyring: failingAt(aws.keyring, at) });
    const pkg = await world.addPackage({ vendors: THREE });
    const rotationId = await world.start(pkg);
    const secret = freshSecret();
    const link = await world.depositLink(rotationId);

    let [, refusals] = await untilItWorks(() => deposit(flaky, link, secret));
    await world.pass({ minutes: 5 });
    for (const vendorId of pkg.vendorIds) {
      const own = await world.link(rotationId, vendorId);
      const [got, more] = await untilItWorks(() => collectOnce(flaky.deps, own));
      expect(yes(got).secret.reveal()).toBe(secret);
      expect(no(await collectOnce(flaky.deps, own)).code).toBe('already_collected');
      refusals += more;
    }

    expect(refusals).toBe(1);
  },
);

test.each([
  ['throttled', { type: 'ThrottlingException', status: 400, times: 1000 }],
  ['broken', { type: 'KMSInternalException', status: 500, times: 1000 }],
  ['denied', { type: 'AccessDeniedException', status: 400, times: 1000 }],
])('the KMS is %s for ever, then well again: one collection succeeds', async (_, fault) => {
  const world = await createWorld(database, { keyring: aws.keyring });
  const pkg = await world.addPackage({ vendors: [VENDORS.vera] });
  const { rotationId, secret } = await world.share(pkg);
  const link = await world.link(rotationId, pkg.vendorIds[0] ?? '');
  const before = await dumpUntold(database.sql);

  aws.kms.failNext = fault;
  const answers = [await collectOnce(world.deps, link), await collectOnce(world.deps, link)];

  const refusals = answers.map(no);
  for (const refusal of refusals) {
    expect(refusal).toEqual({
      code: 'keyring_unavailable',
      reference: expect.stringMatching(/^[0-9A-Z]{6}$/),
    });
  }
  const told = world.deps.log.lines.map((line): unknown => JSON.parse(line));
  for (const refusal of refusals) {
    expect(told).toContainEqual(expect.objectContaining({ ...pick(refusal), fault: fault.type }));
  }
  expect(await dumpUntold(database.sql)).toBe(before);

  aws.kms.failNext = undefined;
  expect(yes(await collectOnce(world.deps, link)).secret.reveal()).toBe(secret);
});

const pick = (refusal: object) => ('reference' in refusal ? { reference: refusal.reference } : {});

test('the admins are told once per incident, however often it is tried, and again after an hour of quiet', async () => {
  const world = await createWorld(database, { keyring: aws.keyring });
  const pkg = await world.addPackage({ vendors: [VENDORS.vera] });
  const { rotationId } = await world.share(pkg);
  const link = await world.link(rotationId, pkg.vendorIds[0] ?? '');
  const alarms = async () =>
    (
      await database.sql<{ user: string }[]>`
        select o.payload->>'userId' as user from outbox o join audit a on a.id = (o.payload->>'auditId')::uuid
        where o.rotation_id = ${rotationId} and o.kind = 'alarm' and a.kind = 'keyring_failed' order by 1`
    ).map(({ user }) => user);
  const admins = [PEOPLE.ada.userId, PEOPLE.ben.userId].toSorted();
  aws.kms.failNext = { type: 'ThrottlingException', status: 400, times: 100_000 };
  await Promise.all(Array.from({ length: 8 }, () => collectOnce(world.deps, link)));
  for (let minutes = 0; minutes < 120; minutes += 40) {
    no(await collectOnce(world.deps, link));
    world.deps.clock.move({ minutes: 40 });
  }
  expect(await alarms()).toEqual(admins);
  world.deps.clock.move({ minutes: 20 });
  no(await collectOnce(world.deps, link));
  aws.kms.failNext = undefined;
  expect(await alarms()).toEqual([...admins, ...admins].toSorted());
});

test('a copy that no key opens is not burnt: mended, it is collected', async () => {
  const world = await createWorld(database, { keyring: aws.keyring });
  const pkg = await world.addPackage({ vendors: [VENDORS.vera] });
  const { rotationId, secret } = await world.share(pkg);
  const link = await world.link(rotationId, pkg.vendorIds[0] ?? '');
  const flip = () => database.sql`
    update handoff set sealed = set_byte(sealed, 40, get_byte(sealed, 40) # 1) where rotation_id = ${rotationId}`;

  await flip();
  const refusal = no(await collectOnce(world.deps, link));
  expect(refusal).toEqual({ code: 'copy_unreadable', reference: expect.stringMatching(/^[0-9A-Z]{6}$/) });
  expect(world.deps.log.lines.at(-1)).toContain('"fault":"SealBroken"');
  expect((await world.handoff(rotationId, pkg.vendorIds[0] ?? '')).problem?.kind).toBe('unreadable');
  await flip();
  const { secret: got, facts } = yes(await collectOnce(world.deps, link));
  expect([got.reveal(), facts.problem]).toEqual([secret, null]);
  expect((await world.handoff(rotationId, pkg.vendorIds[0] ?? '')).problem).toBe(null);
});

test('copies that no key opens: told once, and a second deposit of the same secret serves each, with the link they have', async () => {
  const world = await createWorld(database, { keyring: aws.keyring });
  const pkg = await world.addPackage({ vendors: THREE });
  const { rotationId, secret } = await world.share(pkg);
  const [gus = '', vera = '', milo = ''] = pkg.vendorIds;
  await world.deliver();
  const links = [await world.link(rotationId, gus), await world.link(rotationId, vera)];
  await database.sql`
    update handoff set sealed = set_byte(sealed, 40, get_byte(sealed, 40) # 1)
    where rotation_id = ${rotationId} and vendor_id in (${gus}, ${vera})`;

  for (let times = 0; times < 2; times++)
    for (const link of links) expect(no(await collectOnce(world.deps, link)).code).toBe('copy_unreadable');
  const told = await world.deliver();
  expect(told.filter(({ kind }) => kind === 'alarm')).toHaveLength(2); // Ada and Ben
  const others = await rowOf(rotationId, milo);

  await world.deposit(rotationId, { secret, isAgain: true });
  for (const link of links) expect(yes(await collectOnce(world.deps, link)).secret.reveal()).toBe(secret);
  expect(await rowOf(rotationId, milo)).toEqual(others);
});

const rowOf = async (rotationId: string, vendorId: string) => [
  ...(await database.sql`select h::text from handoff h where rotation_id = ${rotationId} and vendor_id = ${vendorId}`),
];

test('a copy that was replaced while the old one was being opened is not called unreadable', async () => {
  const world = await createWorld(database, { keyring: aws.keyring });
  const pkg = await world.addPackage({ vendors: [VENDORS.vera] });
  const { rotationId } = await world.share(pkg);
  const vendorId = pkg.vendorIds[0] ?? '';
  const link = await world.link(rotationId, vendorId);
  const open = async () => {
    await database.sql`update handoff set sealed = sealed || sealed where rotation_id = ${rotationId}`;
    throw new SealBroken();
  };
  const odd = world.with({ keyring: { ...aws.keyring, open } });

  expect(no(await collectOnce(odd.deps, link)).code).toBe('copy_unreadable');
  expect((await world.handoff(rotationId, vendorId)).problem).toBe(null);
});

test('a fault nobody thought of surfaces, and gives the copy back at once', async () => {
  const world = await createWorld(database, { keyring: aws.keyring });
  const pkg = await world.addPackage({ vendors: [VENDORS.vera] });
  const { rotationId, secret } = await world.share(pkg);
  const link = await world.link(rotationId, pkg.vendorIds[0] ?? '');
  const open = () => Promise.reject(new TypeError('not thought of'));
  const odd = world.with({ keyring: { ...aws.keyring, open } });

  await expect(collectOnce(odd.deps, link)).rejects.toThrow('not thought of');
  expect(yes(await collectOnce(world.deps, link)).secret.reveal()).toBe(secret);
});

test('whoever died holding the claim has it for 30 seconds, not for ever', async () => {
  const world = await createWorld(database, { keyring: aws.keyring });
  const pkg = await world.addPackage({ vendors: [VENDORS.vera] });
  const { rotationId, secret } = await world.share(pkg);
  const link = await world.link(rotationId, pkg.vendorIds[0] ?? '');
  const asked = Promise.withResolvers<void>();
  const open = () => (asked.resolve(), new Promise<never>(() => {}));
  const never = world.with({ keyring: { ...aws.keyring, open } });
  void collectOnce(never.deps, link);
  await asked.promise;
  expect(no(await collectOnce(world.deps, link)).code).toBe('being_collected');

  world.deps.clock.move({ seconds: 29 });
  expect(no(await collectOnce(world.deps, link)).code).toBe('being_collected');
  world.deps.clock.move({ seconds: 1 });
  expect(yes(await collectOnce(world.deps, link)).secret.reveal()).toBe(secret);
});

test('a claim that outlived its lease gives nothing away', async () => {
  const world = await createWorld(database, { keyring: aws.keyring });
  const pkg = await world.addPackage({ vendors: [VENDORS.vera] });
  const { rotationId, secret } = await world.share(pkg);
  const link = await world.link(rotationId, pkg.vendorIds[0] ?? '');
  const open: typeof aws.keyring.open = async (sealed, context) => {
    world.deps.clock.move({ seconds: 30 });
    return aws.keyring.open(sealed, context);
  };
  const late = world.with({ keyring: { ...aws.keyring, open } });

  expect(no(await collectOnce(late.deps, link)).code).toBe('being_collected');
  expect(yes(await collectOnce(world.deps, link)).secret.reveal()).toBe(secret);
});
