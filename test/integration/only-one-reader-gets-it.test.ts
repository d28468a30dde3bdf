import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { localKeyring } from '../../src/adapters/keyring-local.ts';
import type { Act, Ending } from '../support/children/racer.ts';
import { useDatabase } from '../support/database.ts';
import { createWorld, type World } from '../support/world.ts';
import { prepareWaiting, type Waiting } from './races/prepare.ts';
import { startRacers, type Racers } from './races/racers.ts';

/** Promise H4 asks for 500; on a slow machine fewer may be told. */
const ROUNDS = Number(process.env['RACE_ROUNDS'] ?? 500);
const READERS = 32;
/** A few times as long as one collection takes, so that the other act falls before, within and after it. */
const SPREAD_MS = 60;
const AT_A_TIME = 5;
const TEAM = 'T0RACE';
const START = '2027-03-15T09:00:00Z';

const database = useDatabase();
let world: World;
let racers: Racers;

beforeAll(async () => {
  const keyringFile = join(mkdtempSync(join(tmpdir(), 'rekey-race-')), 'keyring.json');
  const keyring = localKeyring({ file: keyringFile, production: false });
  world = await createWorld(database, { teamId: TEAM, keyring, startAt: START });
  const { target } = database;
  racers = await startRacers({
    target,
    teamId: TEAM,
    keyringFile,
    startAt: START,
    poolSize: 8,
  });
});
afterAll(() => racers.stop());

const collectors = ({ token, code }: Waiting, { count = 4, spreadMs = SPREAD_MS, contest = 0 } = {}): Act[] =>
  Array.from({ length: count }, () => ({
    ...{ kind: 'collect', contest, token, code },
    afterMs: Math.random() * spreadMs,
  }));

const howOf = (endings: readonly Ending[], kind: Act['kind']) =>
  endings.filter((one) => one.kind === kind).map(({ how }) => how);
const isWon = (endings: readonly Ending[]) => howOf(endings, 'collect').includes('won');

const inBoth = (one: Waiting, contest: number): [Act[], Act[]] => [
  collectors(one, { contest }),
  collectors(one, { contest }),
];

/**
 * Many contests, some at a time, each of four readers in either process against one other act. Calls `judge` for each
 * with how it ended; returns every way anything ended.
 */
async function contend(
  act: (one: Waiting, contest: number) => Act,
  judge: (one: Waiting, endings: Ending[]) => Promise<void>,
  before: () => Promise<unknown> = async () => {},
  readers: (one: Waiting, contest: number) => [Act[], Act[]] = inBoth,
): Promise<string[]> {
  const all = await prepareWaiting(world, ROUNDS);
  const seen = new Set<string>();
  for (let from = 0; from < all.length; from += AT_A_TIME) {
    const some = all.slice(from, from + AT_A_TIME);
    await before();
    const sides = some.map(readers);
    const endings = await racers.race([
      sides.flatMap(([first]) => first),
      [...sides.flatMap(([, second]) => second), ...some.map(act)],
    ]);
    for (const [contest, one] of some.entries()) {
      await judge(
        one,
        endings.filter((ending) => ending.contest === contest),
      );
    }
    for (const { kind, how } of endings) seen.add(`${kind} ${how}`);
  }
  return [...seen].sort();
}

/** The order in which a handoff's ends were written down. */
async function order(packageId: string): Promise<string[]> {
  const rows = await database.sql<{ kind: string }[]>`
    select kind from audit where package_id = ${packageId} order by seq`;
  return rows.map(({ kind }) => kind);
}

/** With enough rounds every way a contest can end was seen: a race that always ends alike proves nothing. */
function expectAll(ways: readonly string[], expected: readonly string[]): void {
  for (const way of ways) expect(expected).toContain(way);
  if (ROUNDS >= 250) expect(ways).toEqual(expected);
}

const POLITE = ['collect already_collected', 'collect being_collected'];
const within = (ms: number) => Math.random() * ms;

test(
  `64 readers in two processes, ${ROUNDS} times: one gets it, the others are told so`,
  { timeout: 900_000 },
  async () => {
    const all = await prepareWaiting(world, ROUNDS);
    const readers = (one: Waiting) => collectors(one, { count: READERS, spreadMs: 0 });
    for (const one of all) {
      const endings = await racers.race([readers(one), readers(one)]);
      expect(endings.flatMap(({ secret }) => secret ?? [])).toEqual([one.secret]);
      expect(endings).toHaveLength(2 * READERS);
      const losers = endings.filter(({ how }) => how !== 'won').map(({ kind, how }) => `${kind} ${how}`);
      expect(losers.filter((loser) => !POLITE.includes(loser))).toEqual([]);
    }
    const [row] = await database.sql`
      select count(*) filter (where status = 'collected')::int as collected, count(sealed)::int as sealed,
        count(lease_id)::int as leased, (select count(*)::int from audit where kind = 'secret_collected') as told,
        (select count(*)::int from outbox where kind = 'card') as cards
      from handoff`;
    expect(row).toEqual({ collected: ROUNDS, sealed: 0, leased: 0, told: ROUNDS, cards: ROUNDS });
  },
);

test(
  `collecting against "I generated again", ${ROUNDS} times: never after it`,
  { timeout: 900_000 },
  async () => {
    const ways = await contend(
      ({ rotationId, generationId }, contest) => {
        const afterMs = within(SPREAD_MS);
        return { kind: 'generate_again', contest, rotationId, generationId, afterMs };
      },
      async (one, endings) => {
        expect(howOf(endings, 'generate_again')).toEqual(['done']);
        const voided = 'generation_voided';
        expect(await order(one.packageId)).toEqual(isWon(endings) ? ['secret_collected', voided] : [voided]);
        const [row] = await database.sql`
        select status, sealed, lease_id, collected_at is not null as was_collected from handoff
        where id = ${one.handoffId}`;
        const none = { status: 'revoked', sealed: null, lease_id: null };
        expect(row).toEqual({ ...none, was_collected: isWon(endings) });
      },
    );
    expectAll(ways, [...POLITE, 'collect link_not_usable', 'collect won', 'generate_again done']);
  },
);

test(
  `collecting against a link minted again, ${ROUNDS} times: never over the old one after it`,
  { timeout: 900_000 },
  async () => {
    const ways = await contend(
      ({ handoffId }, contest) => ({ kind: 'mint', contest, handoffId, afterMs: within(SPREAD_MS) }),
      async (one, endings) => {
        // Whoever has won can fetch a lost answer again: no new link ends that.
        expect(howOf(endings, 'mint')).toEqual([isWon(endings) ? 'can_be_fetched_again' : 'done']);
        expect(await order(one.packageId)).toEqual([isWon(endings) ? 'secret_collected' : 'link_minted']);
        const [row] = await database.sql`select status, lease_id from handoff where id = ${one.handoffId}`;
        expect(row).toEqual({ status: isWon(endings) ? 'collected' : 'sealed', lease_id: null });
      },
    );
    expectAll(ways, [
      ...[...POLITE, 'collect link_not_usable', 'collect won'],
      ...['mint can_be_fetched_again', 'mint done'],
    ]);
  },
);

test(`collecting while the link expires, ${ROUNDS} times: never after it`, { timeout: 900_000 }, async () => {
  const ends = world.deps.clock.now().plus({ hours: world.deps.linkHours });
  const setClocks = (to: string) => {
    const act: Act = { kind: 'set_clock', contest: -1, to };
    return racers.race([[act], [act]]);
  };
  const ways = await contend(
    // One jump for all contests of the second process: the first one's clock stays behind it.
    (_, contest) => ({ kind: 'set_clock', contest, to: ends.toISO(), afterMs: SPREAD_MS / 2 }),
    async (one, endings) => {
      const [row] = await database.sql`
        select status, collected_at < ${ends.toISO()} as was_in_time from handoff where id = ${one.handoffId}`;
      const status = isWon(endings) ? 'collected' : 'sealed';
      expect(row).toEqual({ status, was_in_time: isWon(endings) ? true : null });
    },
    () => setClocks(ends.minus({ milliseconds: 1 }).toISO()),
    // One of each five has a single reader, where the clock jumps: else somebody is nearly always there before.
    (one, contest) =>
      contest === AT_A_TIME - 1 ? [[], collectors(one, { contest, count: 1 })] : inBoth(one, contest),
  );
  await setClocks(START);
  expectAll(ways, [...POLITE, 'collect link_not_usable', 'collect won', 'set_clock done']);
});

test('every session of ours waits for the disk', async () => {
  const sessions = await Promise.all(
    Array.from({ length: 8 }, () => world.deps.db.execute('show synchronous_commit')),
  );
  for (const [row] of sessions) expect(row).toEqual({ synchronous_commit: 'on' });
});
