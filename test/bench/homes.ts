import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { sql } from 'drizzle-orm';
import { openDatabase, type Db } from '../../src/db/connection.ts';
import { migrateDatabase } from '../../src/db/migrate.ts';
import { ensureWorkspace } from '../../src/db/workspaces.ts';
import { EVERYTHING } from '../../src/domain/board.ts';
import type { Person } from '../../src/domain/people.ts';
import { home } from '../../src/slack/views/home.ts';
import type { Deps } from '../../src/usecases/deps.ts';
import { readHome, type HomeCause } from '../../src/usecases/read-home.ts';
import { fillInventory } from '../support/inventory.ts';
import { ms, quantile } from './figures.ts';
import type { BenchPostgres } from './postgres.ts';
import { depsOf, NOW } from './reminding.ts';
import { sized, tell } from './run.ts';
import type { Section } from './section.ts';
import { serverClock } from './server-clock.ts';

const PACKAGES = 5_000;
const TARGET_MS = 300;
const { repetitions: REPETITIONS, counted: COUNTED } = sized({ repetitions: 300, counted: 50 });

const TEAM = { enterpriseId: null, teamId: 'T0REKEY001' };
const ADA: Person = {
  ...{ ...TEAM, userId: 'U0ADA', name: 'Ada', standing: 'member', zone: null, isWorkspaceAdmin: true },
};

const page = (of: Partial<typeof EVERYTHING>, nth = 0): HomeCause => ({
  kind: 'look',
  look: { filter: { ...EVERYTHING, ...of }, page: nth },
});
/** What somebody does on their App Home, each of which draws it whole. */
const DRAWN: Readonly<Record<string, HomeCause>> = {
  'opened: the board as a whole': { kind: 'visit' },
  'all packages, a page in the middle': page({}, 80),
  'a search in names of packages, accounts, units and vendors': page({ text: 'nordic' }),
};

interface Times {
  readonly what: string;
  /** Milliseconds of each: from the wish to the view as it is sent; of it the drawing alone; PostgreSQL’s own time. */
  readonly whole: readonly number[];
  readonly drawing: readonly number[];
  readonly database: readonly number[];
}

/** The App Home of an admin of half of the packages. */
export async function benchHomes(postgres: BenchPostgres): Promise<Section> {
  const url = await postgres.create('homes');
  const [pool, single] = await Promise.all(
    [5, 1].map((poolSize) => openDatabase({ target: { url }, poolSize })),
  );
  if (!pool || !single) throw new Error('no database');
  try {
    await migrateDatabase(pool.connect);
    const workspaceId = await fill(pool.db);
    const [deps, alone] = [pool.db, single.db].map((db) => depsOf(postgres, db, workspaceId));
    if (!deps || !alone) throw new Error('no deps');
    const clockOf = await serverClock(postgres, single.db);
    const times: Times[] = [];
    for (const [what, cause] of Object.entries(DRAWN)) {
      const one = { ...(await drawn(deps, cause)), what };
      const database: number[] = [];
      for (let n = 0; n < COUNTED; n++)
        database.push(await clockOf(async () => void (await readHome(alone, { person: ADA, cause }))));
      times.push({ ...one, database });
      tell(`${what}: p99 ${ms(quantile(one.whole, 0.99))} ms`);
    }
    return sectionOf(times);
  } finally {
    await Promise.all([pool.close(), single.close()]);
  }
}

async function fill(db: Db): Promise<string> {
  const { id: workspaceId } = await ensureWorkspace(
    db,
    { id: randomUUID(), ...TEAM, name: 'Northwind' },
    NOW,
  );
  await fillInventory(db, {
    ...{ workspaceId, count: PACKAGES, at: NOW, gone: { ...TEAM, userId: 'U0DEX' } },
    ...{ owners: [ADA, { ...TEAM, userId: 'U0BEN' }], channelIds: ['C0MOPS0001'] },
  });
  await db.execute(sql`vacuum analyze`);
  return workspaceId;
}

/** The first ones warm up. */
const WARMING_UP = 20;

async function drawn(deps: Deps, cause: HomeCause): Promise<Pick<Times, 'whole' | 'drawing'>> {
  const whole: number[] = [];
  const drawing: number[] = [];
  for (let n = 0; n < REPETITIONS + WARMING_UP; n++) {
    const startedMs = performance.now();
    const facts = await readHome(deps, { person: ADA, cause });
    const readMs = performance.now();
    const sent = JSON.stringify(home(facts));
    const endedMs = performance.now();
    if (!sent.includes('Packages') && !sent.includes('packages'))
      throw new Error('an App Home without its board');
    if (n < WARMING_UP) continue;
    whole.push(endedMs - startedMs);
    drawing.push(endedMs - readMs);
  }
  return { whole, drawing };
}

function sectionOf(times: readonly Times[]): Section {
  const worst = Math.max(...times.map(({ whole }) => quantile(whole, 0.99)));
  return {
    title: `An App Home with ${PACKAGES.toLocaleString('en')} packages`,
    how: [
      `\`readHome\` and \`home\` one after the other, ${REPETITIONS} times after ${WARMING_UP} to warm up, with a pool of 5: from the wish to the view as it is sent to Slack. Drawing is the pure function that makes it, and its JSON. PostgreSQL is its own time (\`log_duration\`), on one connection, ${COUNTED} times.`,
      'An inventory whose dates fall on a few days mostly, of which one package in ten is being rotated. Who looks owns half of it and is the backup of the rest. Node and PostgreSQL share the cores.',
    ],
    header: ['', 'p50 ms', 'p99 ms', 'drawing p99 ms', 'PostgreSQL p50 ms', 'PostgreSQL p99 ms'],
    rows: times.map(({ what, whole, drawing, database }) => [
      what,
      ...[quantile(whole, 0.5), quantile(whole, 0.99), quantile(drawing, 0.99)].map(ms),
      ...[quantile(database, 0.5), quantile(database, 0.99)].map(ms),
    ]),
    targets: [
      {
        words: `Ready to be published within ${TARGET_MS} ms, at p99`,
        measured: `${ms(worst)} ms`,
        isMet: worst <= TARGET_MS,
      },
    ],
  };
}
