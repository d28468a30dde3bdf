import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { ReaderKey } from '../../src/adapters/reader-seal.ts';
import { acknowledgeStored } from '../../src/usecases/acknowledge-stored.ts';
import { suspendLinks } from '../../src/usecases/answer-alarm.ts';
import { cancelRotation, generateAgain, waiveVendor } from '../../src/usecases/admin-acts.ts';
import { collectSecret } from '../../src/usecases/collect-secret.ts';
import { mintCollectLink } from '../../src/usecases/mint-collect-link.ts';
import { openHandoff } from '../../src/usecases/open-handoff.ts';
import { passOnLink } from '../../src/usecases/pass-on-link.ts';
import { shredReaderCopies } from '../../src/usecases/shred-reader-copies.ts';
import type { Result } from '../../src/usecases/refusals.ts';
import { scriptKey } from '../support/collecting.ts';
import { useDatabase } from '../support/database.ts';
import { createWorld, no, PEOPLE, VENDORS, yes, type HeldLink, type World } from '../support/world.ts';

// Promise H5: the claim has won and its answer was lost. The same reader gets the same secret once more, nobody else does,
// and after ten minutes nobody at all.

const database = useDatabase();

const CURVE = { name: 'ECDH', namedCurve: 'P-256' };

async function pageKey(): Promise<ReaderKey> {
  const { publicKey } = await crypto.subtle.generateKey(CURVE, false, ['deriveBits']);
  const { x, y } = await crypto.subtle.exportKey('jwk', publicKey);
  return { kind: 'page', claimId: crypto.randomUUID(), publicKey: { x: x!, y: y! } };
}

async function story() {
  const world = await createWorld(database);
  const pkg = await world.addPackage({ vendors: [VENDORS.vera, VENDORS.gus] });
  const { rotationId, secret } = await world.share(pkg);
  const [vera = ''] = pkg.vendorIds;
  const link = await world.link(rotationId, vera);
  return { world, rotationId, secret, vera, link };
}

const collect = ({ deps }: World, link: HeldLink, reader: ReaderKey) =>
  collectSecret(deps, { ...link, reader });
const copiesOf = (rotationId: string) =>
  database.sql`select id from handoff where rotation_id = ${rotationId} and reader_copy is not null`;

test('a script that lost the answer gets the same secret with its retry key, again and again', async () => {
  const { world, rotationId, secret, link } = await story();
  const mine = scriptKey();
  for (let times = 0; times < 4; times++) {
    const got = yes(await collect(world, link, mine));
    expect(got.secret?.reveal()).toBe(secret);
    expect(got.facts).toMatchObject({
      status: 'collected',
      vendorName: expect.stringContaining('Vera Data'),
    });
  }
  const rows = await database.sql`
    select id from audit where kind = 'secret_collected' and rotation_id = ${rotationId}`;
  expect(rows).toHaveLength(1);
});

test('a page that lost the answer gets the very same sealed bytes, and rekey opened them for nobody', async () => {
  const { world, secret, link } = await story();
  const mine = await pageKey();
  const first = yes(await collect(world, link, mine));
  const again = yes(await collect(world, link, mine));
  expect(again.sealed).toBe(first.sealed);
  expect([first.secret, again.secret]).toEqual([null, null]);
  expect(first.sealed).not.toContain(secret.slice(0, 12));
});

test('nobody else gets it: not with link and code, not with a key that differs in any part', async () => {
  const { world, link } = await story();
  const mine = await pageKey();
  const other = await pageKey();
  if (mine.kind !== 'page' || other.kind !== 'page') throw new Error('not a page');
  yes(await collect(world, link, mine));
  const others: ReaderKey[] = [
    scriptKey(),
    other,
    { ...mine, claimId: other.claimId },
    { ...mine, publicKey: other.publicKey },
  ];
  for (const reader of others) {
    expect(no(await collect(world, link, reader)).code).toBe('already_collected');
  }
  expect(no(await collect(world, { ...link, code: '00000000' }, mine)).code).toBe('link_not_usable');
});

test('a key that nothing can be sealed to is refused before anything is opened', async () => {
  const { world, secret, link } = await story();
  const bad = await pageKey();
  if (bad.kind !== 'page') throw new Error('not a page');
  const { x } = bad.publicKey;
  const refusal = no(await collect(world, link, { ...bad, publicKey: { x, y: x } }));
  expect(refusal.code).toBe('reader_key_unusable');
  expect(yes(await collect(world, link, scriptKey())).secret?.reveal()).toBe(secret);
});

test('after ten minutes nobody gets it, and nothing of it is left', async () => {
  const { world, rotationId, link } = await story();
  const mine = scriptKey();
  const { facts } = yes(await collect(world, link, mine));
  expect(facts.againUntil?.diff(world.deps.clock.now(), 'minutes').minutes).toBe(10);
  world.deps.clock.move({ minutes: 9, seconds: 59 });
  await shredReaderCopies(world.deps);
  expect(await copiesOf(rotationId)).toHaveLength(1);
  yes(await collect(world, link, mine));
  expect(yes(await openHandoff(world.deps, link)).facts.againUntil).not.toBeNull();
  world.deps.clock.move({ seconds: 1 });
  expect(no(await collect(world, link, mine)).code).toBe('already_collected');
  expect(yes(await openHandoff(world.deps, link)).facts.againUntil).toBeNull();
  await shredReaderCopies(world.deps);
  expect(await copiesOf(rotationId)).toEqual([]);
});

const ENDINGS: Record<string, [string, (of: Awaited<ReturnType<typeof story>>) => Promise<unknown>]> = {
  'it was put away': ['already_collected', ({ world, link }) => acknowledgeStored(world.deps, link)],
  'it was confirmed': ['already_collected', ({ world, rotationId, vera }) => world.confirm(rotationId, vera)],
  'the links were suspended': [
    'link_not_usable',
    async ({ world: { deps }, rotationId, vera }) => {
      const of = { person: PEOPLE.ada, rotationId, vendorId: vera, generationId: undefined };
      yes(await suspendLinks(deps, of));
    },
  ],
  'the vendor was waived': [
    'link_not_usable',
    async ({ world: { deps }, rotationId, vera }) =>
      yes(await waiveVendor(deps, { person: PEOPLE.ada, rotationId, vendorId: vera, reason: 'they left' })),
  ],
  'Generate was pressed again': [
    'link_not_usable',
    async ({ world, rotationId }) => {
      const generationId = (await world.live(rotationId)).generation.id;
      yes(await generateAgain(world.deps, { person: PEOPLE.ada, rotationId, generationId }));
    },
  ],
  'the rotation was cancelled': [
    'link_not_usable',
    async ({ world: { deps }, rotationId }) =>
      yes(await cancelRotation(deps, { person: PEOPLE.ada, rotationId, reason: 'not now' })),
  ],
};

test.each(Object.keys(ENDINGS))('once %s, nothing can be fetched again and no copy is left', async (how) => {
  const [code, end] = ENDINGS[how]!;
  const of = await story();
  const mine = scriptKey();
  yes(await collect(of.world, of.link, mine));
  await end(of);
  expect(no(await collect(of.world, of.link, mine)).code).toBe(code);
  expect(await copiesOf(of.rotationId)).toEqual([]);
});

test('two tries of one reader at once: both have the secret in the end, and it was collected once', async () => {
  const { world, secret, link } = await story();
  const mine = scriptKey();
  const tries = await Promise.all(Array.from({ length: 8 }, () => collect(world, link, mine)));
  expect(tries.some(({ ok }) => ok)).toBe(true);
  for (const one of tries) if (!one.ok) expect(one.refusal.code).toBe('being_collected');
  expect(yes(await collect(world, link, mine)).secret?.reveal()).toBe(secret);
});

/** Another link for Vera: her own click on Collect in an old message, or an admin's on "Get a link to pass on". */
const MINTERS: Record<string, (of: Awaited<ReturnType<typeof story>>) => Promise<Result>> = {
  'a click on Collect in an old message': async ({ world, rotationId, vera }) => {
    const { id: handoffId } = await world.handoff(rotationId, vera);
    return mintCollectLink(world.deps, { person: PEOPLE.vera, handoffId });
  },
  'a link to pass on': ({ world: { deps }, rotationId, vera }) =>
    passOnLink(deps, { person: PEOPLE.ada, rotationId, vendorId: vera }),
};

test.each(Object.keys(MINTERS))('%s ends nothing that can be fetched again', async (how) => {
  const of = await story();
  const { world, rotationId, secret, link } = of;
  const mine = scriptKey();
  const { facts } = yes(await collect(world, link, mine));
  world.deps.clock.move({ minutes: 9 });
  expect(no(await MINTERS[how]!(of))).toEqual({
    code: 'can_be_fetched_again',
    at: facts.collectedAt?.toISO(),
    until: facts.againUntil?.toISO(),
  });
  expect(yes(await collect(world, link, mine)).secret?.reveal()).toBe(secret);
  const minted = () =>
    database.sql`select id from link where rotation_id = ${rotationId} and handoff_id is not null`;
  expect(await minted()).toHaveLength(1);
  world.deps.clock.move({ minutes: 1 });
  yes(await MINTERS[how]!(of));
  expect(await minted()).toHaveLength(2);
});

test.each(Object.keys(MINTERS))('%s once it is stored waits for nothing', async (how) => {
  const of = await story();
  yes(await collect(of.world, of.link, scriptKey()));
  yes(await acknowledgeStored(of.world.deps, of.link));
  yes(await MINTERS[how]!(of));
});

test.each(Object.keys(MINTERS))('%s at the moment of Reveal: no reader is left with nothing', async (how) => {
  const ends = new Set<string>();
  for (let round = 0; round < 12; round++) {
    const of = await story();
    const mine = scriptKey();
    const [got, minted] = await Promise.all([collect(of.world, of.link, mine), MINTERS[how]!(of)]);
    ends.add(`${got.ok ? 'collected' : got.refusal.code} ${minted.ok ? 'minted' : minted.refusal.code}`);
    // Whoever has collected can fetch it again; whoever has not can collect with the new link.
    if (got.ok) yes(await collect(of.world, of.link, mine));
    else expect((await of.world.handoff(of.rotationId, of.vera)).status).toBe('sealed');
  }
  expect([...ends].filter((end) => end === 'collected minted')).toEqual([]);
});

/** Resolves once somebody waits for a lock in this file's database. */
async function somebodyWaits(): Promise<void> {
  const waiting = () => database.sql`
    select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  while ((await waiting()).length === 0) await sleep(5);
}

test('"I have stored it" over a link that is revoked at that moment notes nothing', async () => {
  const { world, rotationId, link } = await story();
  yes(await collect(world, link, scriptKey()));
  const other = await database.otherConnection();
  let answer: ReturnType<typeof acknowledgeStored> | undefined;
  await other.sql.begin(async (tx) => {
    await tx`select id from rotation where id = ${rotationId} for no key update`;
    answer = acknowledgeStored(world.deps, link);
    await somebodyWaits();
    await tx`update link set revoked_at = minted_at where rotation_id = ${rotationId}`;
  });
  expect(no(await answer!).code).toBe('link_not_usable');
  const [row] = await database.sql`
    select stored_at, (select count(*)::int from audit where kind = 'secret_stored' and rotation_id = ${rotationId}) as noted
    from handoff where rotation_id = ${rotationId} and status = 'collected'`;
  expect(row).toEqual({ stored_at: null, noted: 0 });
});
