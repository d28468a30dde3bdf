import { expect, test } from 'vitest';
import { Secret } from '../../src/domain/secret.ts';
import { collectOnce } from '../support/collecting.ts';
import { depositSecret } from '../../src/usecases/deposit-secret.ts';
import { guardText } from '../../src/usecases/guard-text.ts';
import { reportByLink } from '../../src/usecases/report-by-link.ts';
import { useDatabase } from '../support/database.ts';
import { createWorld, freshSecret, no, PEOPLE, VENDORS, yes, type World } from '../support/world.ts';
import { tracesOf } from '../support/search.ts';
import { dump } from './world/dump.ts';
import { brokenKeyring, withoutTransactions } from './world/faults.ts';

const database = useDatabase();

const OLD_FORMAT = 'aB3dE6gH9jK2mN5pQ8sT1vW4';
const somewhere = { person: PEOPLE.otto, where: 'command' };

async function depositAgainOf(world: World, rotationId: string, secret: string) {
  const link = await world.depositLink(rotationId);
  const generatedAt = world.deps.clock.now();
  return depositSecret(world.deps, {
    ...link,
    secret: new Secret(secret),
    generatedAt,
    acceptsWarnings: true,
  });
}

const alarms = (rotationId: string) => database.sql`
  select payload->>'userId' as user from outbox where rotation_id = ${rotationId} and kind = 'alarm' order by 1`;

test('the staged secret is typed: its generation is void, admins are alarmed, it is never taken again', async () => {
  const world = await createWorld(database);
  const pkg = await world.addPackage({ vendors: [VENDORS.gus, VENDORS.vera] });
  const { rotationId, secret } = await world.share(pkg);
  const link = await world.link(rotationId, pkg.vendorIds[0] ?? '');

  const answer = await guardText(world.deps, {
    ...somewhere,
    texts: ['status', `here it is: ${secret}, ok?`],
  });

  expect(no(answer)).toEqual({ code: 'looks_like_secret', isLive: true });
  expect(await world.rotation(rotationId)).toMatchObject({ step: 'generating', again: 'exposed' });
  expect([...(await alarms(rotationId))]).toEqual([{ user: 'U0ADA' }, { user: 'U0BEN' }]);
  expect(no(await collectOnce(world.deps, link)).code).toBe('link_not_usable');
  expect(no(await depositAgainOf(world, rotationId, secret)).code).toBe('secret_was_exposed');
  yes(await depositAgainOf(world, rotationId, freshSecret()));
});

test('nothing of a typed text is kept anywhere: not in any table, not in the log', async () => {
  const world = await createWorld(database);
  const { rotationId, secret } = await world.share(await world.addPackage({ vendors: [VENDORS.gus] }));
  const stranger = freshSecret();

  no(await guardText(world.deps, { ...somewhere, texts: [secret, `note ${stranger} note`] }));

  const everything = [await dump(database.sql), ...world.deps.log.lines].join('\n');
  expect(tracesOf(secret, everything)).toEqual([]);
  expect(tracesOf(stranger, everything)).toEqual([]);
  expect(tracesOf(rotationId, everything)).toContain('raw'); // the search does find what is there
});

test('a secret nobody has deposited yet is refused by its looks, and refused again as a deposit', async () => {
  const world = await createWorld(database);
  const { rotationId } = await world.share(await world.addPackage({ vendors: [VENDORS.gus] }));
  const other = await world.start(await world.addPackage({ vendors: [VENDORS.gus] }));
  const unknown = freshSecret();

  const answer = await guardText(world.deps, { ...somewhere, texts: [`${unknown}.`] });

  expect(no(answer)).toEqual({ code: 'looks_like_secret', isLive: false });
  expect((await world.rotation(rotationId)).step).toBe('sharing');
  expect(no(await depositAgainOf(world, other, unknown)).code).toBe('secret_was_exposed');
});

test.each([
  ['alone', OLD_FORMAT],
  ['in a sentence', `please use ${OLD_FORMAT} from now on`],
  ['before a full stop', `it is ${OLD_FORMAT}.`],
  ['after the name of its field', `client_secret=${OLD_FORMAT}`],
])('a secret of the old format, %s, is known by its fingerprint', async (_, text) => {
  const world = await createWorld(database);
  const rotationId = await world.start(await world.addPackage({ vendors: [VENDORS.gus] }));
  yes(await guardText(world.deps, { ...somewhere, texts: [text] })); // nothing is known of it yet

  await world.deposit(rotationId, { secret: OLD_FORMAT });
  const answer = await guardText(world.deps, { ...somewhere, texts: [text] });

  expect(no(answer)).toEqual({ code: 'looks_like_secret', isLive: true });
  expect(await world.rotation(rotationId)).toMatchObject({ step: 'generating', again: 'exposed' });
});

test('a secret at the end of a pasted table is known, however many ids stand before it', async () => {
  const world = await createWorld(database);
  const rotationId = await world.start(await world.addPackage({ vendors: [VENDORS.gus] }));
  await world.deposit(rotationId, { secret: OLD_FORMAT });
  const id = (n: number) => n.toString(36).padStart(24, 'x');
  const rows = Array.from({ length: 118 }, (_, n) => id(n)).join(',');
  const texts = [`${rows},${OLD_FORMAT}`];
  expect(texts[0]?.length).toBeLessThan(3_000);
  expect(no(await guardText(world.deps, { ...somewhere, texts }))).toMatchObject({ isLive: true });
});

test('the secret in force is typed: refused as live; nothing can be switched off, so its admins are alarmed', async () => {
  const world = await createWorld(database);
  const { rotationId, secret } = await world.share(await world.addPackage({ vendors: [VENDORS.gus] }));
  await world.settle(rotationId);
  await world.activate(rotationId);

  expect(no(await guardText(world.deps, { ...somewhere, texts: [secret] }))).toEqual({
    code: 'looks_like_secret',
    isLive: true,
  });
  expect((await world.rotation(rotationId)).step).toBe('activated');
  expect([...(await alarms(rotationId))]).toEqual([{ user: 'U0ADA' }, { user: 'U0BEN' }]);
});

test('harmless texts pass', async () => {
  const world = await createWorld(database);
  const texts = ['status', '', 'SFMC_ is the prefix', '🔑 <!channel> &amp;', OLD_FORMAT, 'a'.repeat(4000)];
  yes(await guardText(world.deps, { ...somewhere, texts }));
  expect([
    ...(await database.sql`select 1 from audit where workspace_id = ${world.deps.workspaceId}`),
  ]).toEqual([]);
});

test('while the keyring is down, what looks like a secret is refused by its looks', async () => {
  const world = await createWorld(database);
  const down = world.with({ fingerprintKey: brokenKeyring.fingerprintKey });
  expect(no(await guardText(down.deps, { ...somewhere, texts: [freshSecret()] }))).toEqual({
    code: 'looks_like_secret',
    isLive: false,
  });
  yes(await guardText(down.deps, { ...somewhere, texts: ['status of the package'] }));
});

test('a known secret never passes because voiding it failed', async () => {
  const world = await createWorld(database);
  const rotationId = await world.start(await world.addPackage({ vendors: [VENDORS.gus] }));
  await world.deposit(rotationId, { secret: OLD_FORMAT });
  const failing = world.with({ db: withoutTransactions(world.deps.db) });

  await expect(guardText(failing.deps, { ...somewhere, texts: [OLD_FORMAT] })).rejects.toThrow(
    'no transaction',
  );
  expect(no(await guardText(world.deps, { ...somewhere, texts: [OLD_FORMAT] }))).toMatchObject({
    isLive: true,
  });
});

test('typed while it is being deposited: the deposit is refused', async () => {
  const world = await createWorld(database);
  const rotationId = await world.start(await world.addPackage({ vendors: [VENDORS.gus] }));
  const secret = freshSecret();
  const { keyring } = world.deps;
  const seal: typeof keyring.seal = async (plain, context) => {
    await guardText(world.deps, { ...somewhere, texts: [secret] });
    return keyring.seal(plain, context);
  };
  const slow = world.with({ keyring: { ...keyring, seal } });

  expect(no(await depositAgainOf(slow, rotationId, secret)).code).toBe('secret_was_exposed');
  expect((await world.rotation(rotationId)).step).toBe('generating');
});

test("a vendor's note, which will be shown in Slack, can't carry a secret there", async () => {
  const world = await createWorld(database);
  const pkg = await world.addPackage({ vendors: [VENDORS.milo] });
  const rotationId = await world.start(pkg);
  await world.deposit(rotationId, { secret: OLD_FORMAT });
  await world.pass({ minutes: 5 });
  const link = await world.link(rotationId, pkg.vendorIds[0] ?? '');
  const report = (note: string) => reportByLink(world.deps, { ...link, kind: 'rejected', note });

  expect(no(await report(`it says 401 for ${OLD_FORMAT}.`)).code).toBe('looks_like_secret');
  expect(no(await report(freshSecret())).code).toBe('looks_like_secret');
  yes(await report('it says 401'));
});
