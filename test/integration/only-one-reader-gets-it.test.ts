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
/** About as long as one collection takes, so that the other act falls before, within and after it. */
const SPREAD_MS = 40;
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
    poolSize: Number(process.env.POOL ?? 16),
  });
});
afterAll(() => racers.stop());

const collectors = ({ token, code }: Waiting, count: number, spreadMs = 0): Act[] =>
  Array.from({ length: count }, () => ({ kind: 'collect', token, code, afterMs: Math.random() * spreadMs }));

const errors = (endings: readonly Ending[]) => endings.filter(({ how }) => how.startsWith('error'));
const codesOf = (endings: readonly Ending[], kind: Act['kind']) =>
  endings.filter((one) => one.kind === kind).map(({ how }) => how);
const won = (endings: readonly Ending[]) => endings.filter(({ how }) => how === 'won');

/** What became of the losers and of the act they raced, over all rounds: a race that always ends alike proves nothing. */
function tally() {
  const seen: Record<string, number> = {};
  return {
    seen,
    of(endings: readonly Ending[]) {
      for (const { kind, how } of endings) seen[`${kind} ${how}`] = (seen[`${kind} ${how}`] ?? 0) + 1;
    },
  };
}

/** The order in which a handoff's ends were written down. */
async function order(packageId: string): Promise<string[]> {
  const rows = await database.sql<{ kind: string }[]>`
    select kind from audit where package_id = ${packageId} order by seq`;
  return rows.map(({ kind }) => kind);
}

test(
  `64 readers in two processes, ${ROUNDS} times: one gets it, the others are told so`,
  { timeout: 300_000 },
  async () => {
    const all = await prepareWaiting(world, ROUNDS);
    for (const one of all) {
      const endings = await racers.race([collectors(one, READERS), collectors(one, READERS)]);
      expect(won(endings).map(({ secret }) => secret)).toEqual([one.secret]);
      expect(endings).toHaveLength(2 * READERS);
      const losers = endings.filter(({ how }) => how !== 'won').map(({ how }) => how);
      expect(losers.filter((how) => how !== 'being_collected' && how !== 'already_collected')).toEqual([]);
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
  { timeout: 300_000 },
  async () => {
    const all = await prepareWaiting(world, ROUNDS);
    const seen = tally();
    for (const one of all) {
      const again: Act = { kind: 'generate_again', ...one, afterMs: Math.random() * SPREAD_MS };
      const endings = await racers.race([collectors(one, 4, SPREAD_MS), [...collectors(one, 4, SPREAD_MS), again]]);
      seen.of(endings);
      expect(errors(endings)).toEqual([]);
      const events = await order(one.packageId);
      expect(codesOf(endings, 'generate_again')).toEqual(['done']);
      const [row] = await database.sql`
        select status, sealed, lease_id, collected_at is not null as was_collected
        from handoff where id = ${one.handoffId}`;
      const isWon = won(endings).length === 1;
      expect(row).toEqual({ status: 'revoked', sealed: null, lease_id: null, was_collected: isWon });
      expect(events).toEqual(isWon ? ['secret_collected', 'generation_voided'] : ['generation_voided']);
    }
    expect(Object.keys(seen.seen).sort()).toEqual([
      'collect already_collected',
      'collect being_collected',
      'collect link_not_usable',
      'collect won',
      'generate_again done',
    ]);
  },
);

test(
  `collecting against a link minted again, ${ROUNDS} times: the old link or the new one, never both`,
  { timeout: 300_000 },
  async () => {
    const all = await prepareWaiting(world, ROUNDS);
    const seen = tally();
    for (const one of all) {
      const mint: Act = { kind: 'mint', handoffId: one.handoffId, afterMs: Math.random() * SPREAD_MS };
      const endings = await racers.race([collectors(one, 4, SPREAD_MS), [...collectors(one, 4, SPREAD_MS), mint]]);
      seen.of(endings);
      expect(errors(endings)).toEqual([]);
      const isWon = won(endings).length > 0;
      expect(await order(one.packageId)).toEqual(
        isWon ? ['secret_collected', 'link_minted'] : ['link_minted'],
      );
      const [row] = await database.sql`
        select status, lease_id from handoff where id = ${one.handoffId}`;
      expect(row).toEqual({ status: isWon ? 'collected' : 'sealed', lease_id: null });
    }
    expect(Object.keys(seen.seen).sort()).toEqual([
      'collect already_collected',
      'collect being_collected',
      'collect link_not_usable',
      'collect won',
      'mint done',
    ]);
  },
);

test(`collecting while the link expires, ${ROUNDS} times: never after it`, { timeout: 300_000 }, async () => {
  const all = await prepareWaiting(world, ROUNDS);
  const seen = tally();
  const ends = world.deps.clock.now().plus({ hours: world.deps.linkHours });
  const clocks = (to: string): [Act[], Act[]] => [[{ kind: 'set_clock', to }], [{ kind: 'set_clock', to }]];
  for (const one of all) {
    await racers.race(clocks(ends.minus({ milliseconds: 1 }).toISO()));
    const expire: Act = { kind: 'set_clock', to: ends.toISO(), afterMs: Math.random() * SPREAD_MS };
    const endings = await racers.race([
      [...collectors(one, 4, SPREAD_MS), expire],
      [...collectors(one, 4, SPREAD_MS), expire],
    ]);
    seen.of(endings);
    const [row] = await database.sql`
        select status, collected_at < ${ends.toISO()} as was_in_time from handoff where id = ${one.handoffId}`;
    const isWon = won(endings).length > 0;
    expect(row).toEqual({ status: isWon ? 'collected' : 'sealed', was_in_time: isWon ? true : null });
  }
  await racers.race(clocks(START));
  expect(Object.keys(seen.seen).sort()).toEqual([
    'collect already_collected',
    'collect being_collected',
    'collect link_not_usable',
    'collect won',
    'set_clock done',
  ]);
});

test('every session of ours waits for the disk', async () => {
  const sessions = await Promise.all(
    Array.from({ length: 8 }, () => world.deps.db.execute('show synchronous_commit')),
  );
  for (const [row] of sessions) expect(row).toEqual({ synchronous_commit: 'on' });
});
