import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { randomIds } from '../../src/adapters/ids.ts';
import { localKeyring } from '../../src/adapters/keyring-local.ts';
import { RULES } from '../../src/domain/rules.ts';
import { Secret } from '../../src/domain/secret.ts';
import { acknowledgeStored } from '../../src/usecases/acknowledge-stored.ts';
import { confirmByLink } from '../../src/usecases/confirm-by-link.ts';
import { depositSecret } from '../../src/usecases/deposit-secret.ts';
import { forgetGuesses } from '../../src/usecases/forget-guesses.ts';
import { openDeposit } from '../../src/usecases/open-deposit.ts';
import { openHandoff } from '../../src/usecases/open-handoff.ts';
import type { OutboxMessage } from '../../src/usecases/outbox-message.ts';
import { readThreadLine } from '../../src/usecases/read-thread-line.ts';
import type { Result } from '../../src/usecases/refusals.ts';
import { reportByLink } from '../../src/usecases/report-by-link.ts';
import type { Act } from '../support/children/racer.ts';
import { collectOnce } from '../support/collecting.ts';
import { useDatabase } from '../support/database.ts';
import { serveWorld } from '../support/serve-world.ts';
import {
  createWorld,
  freshSecret,
  no,
  OFFICE,
  PEOPLE,
  VENDORS,
  yes,
  type HeldLink,
  type World,
} from '../support/world.ts';
import { startRacers, type Racers } from './races/racers.ts';
import { dump } from './world/dump.ts';

const TEAM = 'T0GUESS';
const START = '2027-03-15T09:00:00Z';
const LIVE = '2027-03-15T09:05:00Z';
const ELSEWHERE = '198.51.100.0/24';
const { wrongCodesPerWindow: MOST, guessWindowMinutes, wrongCodesToTellOf, wrongCodesToWarnOf } = RULES;
const GUESSES = 1_000;

const database = useDatabase();
let world: World;
let racers: Racers;

beforeAll(async () => {
  const keyringFile = join(mkdtempSync(join(tmpdir(), 'rekey-guess-')), 'keyring.json');
  const keyring = localKeyring({ file: keyringFile, production: false });
  world = await createWorld(database, { teamId: TEAM, keyring, startAt: START });
  const { target } = database;
  racers = await startRacers({ target, teamId: TEAM, keyringFile, startAt: LIVE, poolSize: 8 });
});
afterAll(() => racers.stop());

/** A secret that waits for Vera, with a link and its code; whatever time the last story ended at, it is five past nine. */
async function waiting(of = VENDORS.vera as (typeof VENDORS)[keyof typeof VENDORS]) {
  world.deps.clock.set(START);
  const pkg = await world.addPackage({ vendors: [of] });
  const { rotationId, secret } = await world.share(pkg);
  const [vendorId = ''] = pkg.vendorIds;
  const link = await world.link(rotationId, vendorId);
  return { rotationId, secret, vendorId, link };
}

/** Another code than this one. */
function wrongFor({ code }: HeldLink): string {
  const other = randomIds.code();
  return other === code.replace('-', '') ? wrongFor({ code } as HeldLink) : other;
}

/** Tries a wrong code. */
type Guess = (link: HeldLink, from?: string) => Promise<Result>;
const guess: Guess = (link, from = OFFICE) =>
  openHandoff(world.deps, { ...link, code: wrongFor(link), from });
/** Uses up what a network may try. */
async function useUp(link: HeldLink): Promise<void> {
  for (let n = 0; n < MOST; n++) expect(no(await guess(link)).code).toBe('wrong_code');
}

const everything = () => dump(database.sql, { but: 'guess' });
const tally = (ways: readonly string[]) =>
  Object.fromEntries([...new Set(ways)].sort().map((way) => [way, ways.filter((one) => one === way).length]));

/** As many wrong codes at once, half of them in either process, and after them the right one in both. */
function flood(act: (code: string) => Act, link: HeldLink): Promise<string[]> {
  const half = () => [...Array.from({ length: GUESSES / 2 }, () => act(wrongFor(link))), act(link.code)];
  return racers.race([half(), half()]).then((endings) => endings.map(({ how }) => how));
}

const BOUNDED = { too_many_codes: GUESSES - MOST + 2, wrong_code: MOST };

test('of a thousand wrong codes at once twenty are looked at; the right one works from elsewhere, and later', async () => {
  const { link, secret } = await waiting();
  const before = await everything();
  const { token } = link;

  const ways = await flood((code) => ({ kind: 'collect', contest: 0, token, code, from: OFFICE }), link);

  expect(tally(ways)).toEqual(BOUNDED);
  expect(no(await collectOnce(world.deps, link)).code).toBe('too_many_codes');
  expect(no(await openHandoff(world.deps, link)).code).toBe('too_many_codes');
  expect(await everything()).toBe(before);

  world.deps.clock.move({ minutes: guessWindowMinutes });
  expect(yes(await openHandoff(world.deps, link)).facts.status).toBe('collectable');
  world.deps.clock.move({ minutes: -guessWindowMinutes });
  expect(yes(await collectOnce(world.deps, { ...link, from: ELSEWHERE })).secret.reveal()).toBe(secret);
});

test('the deposit page is bounded likewise', async () => {
  world.deps.clock.set(START);
  const pkg = await world.addPackage({ vendors: [VENDORS.vera] });
  const rotationId = await world.start(pkg);
  const link = await world.depositLink(rotationId);
  world.deps.clock.set(LIVE);
  const before = await everything();
  const { token } = link;

  const ways = await flood((code) => ({ kind: 'open_deposit', contest: 0, token, code, from: OFFICE }), link);

  expect(tally(ways)).toEqual(BOUNDED);
  const secret = new Secret(freshSecret());
  const deposit = (from: string) =>
    depositSecret(world.deps, {
      ...link,
      from,
      secret,
      generatedAt: world.deps.clock.now(),
      acceptsWarnings: true,
    });
  expect(no(await deposit(OFFICE)).code).toBe('too_many_codes');
  expect(await everything()).toBe(before);
  const again = await world.depositLink(rotationId);
  expect(no(await openDeposit(world.deps, again)).code).toBe('too_many_codes');
  expect(no(await deposit(ELSEWHERE)).code).toBe('link_not_usable');
  yes(await openDeposit(world.deps, { ...again, from: ELSEWHERE }));
});

test.each(['collect', 'open'])('%s: a right code waits for the wrong ones before it', async (act) => {
  const { link, rotationId, vendorId } = await waiting();
  const { id } = await world.handoff(rotationId, vendorId);
  const other = await database.otherConnection();
  let waits: Promise<Result> | undefined;

  // The twentieth wrong code is recorded and not committed yet.
  await other.sql.begin(async (sql) => {
    await sql`insert into guess (workspace_id, about, network, window_at, wrong)
      values (${world.deps.workspaceId}, ${id}, ${OFFICE}, ${START}, ${MOST})`;
    waits = act === 'collect' ? collectOnce(world.deps, link) : openHandoff(world.deps, link);
    expect(await Promise.race([waits, sleep(300, 'it waits')])).toBe('it waits');
  });

  expect(no(await waits!).code).toBe('too_many_codes');
});

const actsOn = (link: HeldLink): Record<string, () => Promise<Result>> => {
  const { deps } = world;
  return {
    open: () => openHandoff(deps, link),
    collect: () => collectOnce(deps, link),
    stored: () => acknowledgeStored(deps, link),
    confirm: () =>
      confirmByLink(deps, { ...link, systems: [], proof: 'fresh_token', isSureTokenIsFresh: true }),
    report: () => reportByLink(deps, { ...link, kind: 'other', note: null }),
  };
};
const ACTS = ['open', 'collect', 'stored', 'confirm', 'report'];

test('every act counts, and at the bound every act says the same to a right and to a wrong code', async () => {
  const { link } = await waiting();
  for (let n = 0; n < MOST; n++) {
    const act = actsOn({ ...link, code: wrongFor(link) })[ACTS[n % ACTS.length]!]!;
    expect(no(await act())).toEqual({ code: 'wrong_code' });
  }
  world.deps.clock.move({ minutes: 1 });
  const before = await dump(database.sql);
  const later = { code: 'too_many_codes', until: '2027-03-15T09:15:00.000Z', seconds: 9 * 60 };
  for (const held of [link, { ...link, code: wrongFor(link) }]) {
    for (const act of Object.values(actsOn(held))) expect(no(await act())).toEqual(later);
  }
  expect(await dump(database.sql)).toBe(before);
});

test('whoever has the right code is never refused, however often and however much at once', async () => {
  const { link } = await waiting();
  for (let n = 0; n < MOST - 1; n++) no(await guess(link));
  for (let n = 0; n < 100; n++) yes(await openHandoff(world.deps, link));
  yes(await collectOnce(world.deps, link));
  const answers = await Promise.all(Array.from({ length: 100 }, () => openHandoff(world.deps, link)));
  for (const answer of answers) expect(yes(answer).facts.status).toBe('collected');
  const collected = await Promise.all(Array.from({ length: 30 }, () => collectOnce(world.deps, link)));
  expect(new Set(collected.map((answer) => no(answer).code))).toEqual(new Set(['already_collected']));
});

test('minted again is not counted anew, and a dead link uses nothing up', async () => {
  const { link, rotationId, vendorId } = await waiting();
  await useUp(link);
  const newest = await world.link(rotationId, vendorId);
  expect(no(await openHandoff(world.deps, newest)).code).toBe('too_many_codes');
  for (let n = 0; n < 2 * MOST; n++) {
    expect(no(await guess(link, ELSEWHERE))).toEqual({ code: 'link_not_usable' });
    expect(no(await guess({ ...newest, token: randomIds.token() }, ELSEWHERE))).toEqual({
      code: 'link_not_usable',
    });
  }
  yes(await openHandoff(world.deps, { ...newest, from: ELSEWHERE }));
});

test("one vendor's bound is not another's", async () => {
  const { link } = await waiting();
  const { link: others } = await waiting(VENDORS.gus);
  await useUp(link);
  yes(await openHandoff(world.deps, others));
});

test('over HTTP: 429 and Retry-After, byte for byte the same for a right and for a wrong code, by network', async () => {
  const { link } = await waiting();
  const served = await serveWorld(world, { trustedProxies: 1 });
  const post = async (address: string, code: string, accept: string) => {
    const answer = await fetch(`${served.url}/handoff/open`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept, 'x-forwarded-for': address },
      body: JSON.stringify({ token: link.token, code }),
    });
    const { date: _, ...headers } = Object.fromEntries(answer.headers);
    return { status: answer.status, headers, body: await answer.text() };
  };
  for (let n = 0; n < MOST; n++)
    expect((await post(`203.0.113.${n}`, wrongFor(link), 'text/html')).status).toBe(403);

  for (const accept of ['text/html', 'application/json']) {
    const right = await post('203.0.113.99', link.code, accept);
    expect(await post('203.0.113.98', wrongFor(link), accept)).toEqual(right);
    expect(right).toMatchObject({ status: 429, headers: { 'retry-after': '600' } });
  }
  // The caller's own words about where it is are not believed: what the proxy adds is.
  expect((await post('198.51.100.1, 203.0.113.7', link.code, 'text/html')).status).toBe(429);
  expect((await post('::ffff:203.0.113.1', link.code, 'text/html')).status).toBe(429);
  expect((await post('203.0.112.7', link.code, 'text/html')).status).toBe(200);
  expect((await post('2001:db8::1', link.code, 'text/html')).status).toBe(200);
  served.close();
});

/** Wrong codes from as many networks as it takes; on a collected link they are answered as on a dead one. */
async function guessMuch(link: HeldLink, times: number, tryOne = guess): Promise<void> {
  for (let n = 0; n < times; n++) {
    expect(no(await tryOne(link, `10.0.${Math.floor(n / MOST)}.0/24`)).code).toMatch(
      /^(?:wrong_code|link_not_usable)$/,
    );
  }
}

const isOfGuessing = (message: OutboxMessage) => message.kind === 'alarm' || message.kind === 'thread';
const toldTo = (messages: readonly OutboxMessage[]) =>
  messages.filter(isOfGuessing).map((message) => (message.kind === 'alarm' ? message.userId : message.kind));

test('a hundred wrong codes in a day, from everywhere: the admins are told once, and nothing else happens', async () => {
  const { link, secret } = await waiting();
  await world.deliver();
  const before = await everything();
  await guessMuch(link, wrongCodesToTellOf);
  expect(await everything()).toBe(before);
  await Promise.all(Array.from({ length: 5 }, () => guess(link, ELSEWHERE)));
  const told = (await world.deliver()).filter(isOfGuessing);
  expect(toldTo(told).sort()).toEqual([PEOPLE.ada.userId, PEOPLE.ben.userId, 'thread']);
  const [{ auditId } = { auditId: '' }] = told.flatMap((one) => (one.kind === 'alarm' ? [one] : []));
  const line = await readThreadLine(world.deps, { auditId });
  const event = {
    kind: 'codes_guessed',
    vendor: expect.stringMatching(/^Vera Data /),
    wrong: wrongCodesToTellOf,
  };
  expect(line).toMatchObject({ event, by: { kind: 'job' } });

  world.deps.clock.move({ minutes: guessWindowMinutes });
  await guessMuch(link, MOST);
  expect(toldTo(await world.deliver())).toEqual([]);
  expect(yes(await collectOnce(world.deps, link)).secret.reveal()).toBe(secret);

  // The next day the link is another; the count begins anew.
  world.deps.clock.set('2027-03-16T00:00:00Z');
  await world.deliver();
  await guessMuch(link, wrongCodesToTellOf);
  expect(toldTo(await world.deliver())).toEqual([]);
  no(await guess(link));
  expect(toldTo(await world.deliver())).toHaveLength(3);
});

test('on the deposit link they are told of that', async () => {
  world.deps.clock.set(START);
  const rotationId = await world.start(await world.addPackage({ vendors: [VENDORS.vera] }));
  const link = await world.depositLink(rotationId);
  await world.deliver();
  await guessMuch(link, wrongCodesToTellOf + 1, (held, from = OFFICE) =>
    openDeposit(world.deps, { ...held, code: wrongFor(held), from }),
  );
  const [alarm] = (await world.deliver()).filter(({ kind }) => kind === 'alarm');
  const auditId = alarm?.kind === 'alarm' ? alarm.auditId : '';
  expect(await readThreadLine(world.deps, { auditId })).toMatchObject({ event: { vendor: null } });
});

test('a thousand in the whole workspace are a warning in the log, once a day', async () => {
  const { link } = await waiting();
  const { workspaceId, log } = world.deps;
  await database.sql`
    update guess set wrong = ${wrongCodesToWarnOf}, told_at = null
    where about = ${workspaceId} and window_at = '2027-03-15T00:00:00Z'`;
  log.lines.length = 0;
  for (let n = 0; n < 3; n++) no(await guess(link));
  const warnings = log.lines.filter((text) => text.includes('"warn"'));
  expect(warnings).toEqual([expect.stringContaining(`"count":${wrongCodesToWarnOf}`)]);
});

test('what was counted is forgotten after a day, and not before', async () => {
  const { link } = await waiting();
  await forgetGuesses(world.deps);
  no(await guess(link));
  const rows = () => database.sql`select network from guess where workspace_id = ${world.deps.workspaceId}`;
  const all = (await rows()).length;
  world.deps.clock.set('2027-03-16T00:00:00Z');
  expect(await forgetGuesses(world.deps)).toBe(0);
  expect(await rows()).toHaveLength(all);
  world.deps.clock.set('2027-03-18T00:00:00Z');
  expect(await forgetGuesses(world.deps)).toBeGreaterThan(2);
  expect(await rows()).toEqual([]);
});
