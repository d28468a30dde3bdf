import { sql } from 'drizzle-orm';
import { openDatabase, type Db } from '../../src/db/connection.ts';
import type { Deps } from '../../src/usecases/deps.ts';
import { remindPackages } from '../../src/usecases/remind-packages.ts';
import { median, ms } from './figures.ts';
import type { BenchPostgres } from './postgres.ts';
import { DUE, OWNERS, reminding } from './reminding.ts';
import { sized, tell } from './run.ts';
import type { Section } from './section.ts';
import { serverClock } from './server-clock.ts';

/** A thousand are due in each: the least has as many that owe nothing. */
const SIZES = [2_000, 10_000, 100_000] as const;
const { repetitions: REPETITIONS } = sized({ repetitions: 7 });

interface Swept {
  readonly packages: number;
  /** With the due ones, and right after it with none: milliseconds of PostgreSQL's own time. */
  readonly first: number;
  readonly second: number;
  /** Messages in the outbox after the first. */
  readonly waiting: number;
}

/** Part (c): the reminder sweep, with more and more packages that are not due. */
export async function benchSweep(postgres: BenchPostgres): Promise<Section> {
  const swept: Swept[] = [];
  for (const packages of SIZES) swept.push(await sweepOver(postgres, packages));
  return sectionOf(swept);
}

async function sweepOver(postgres: BenchPostgres, packages: number): Promise<Swept> {
  const url = await postgres.create(`sweep_${packages}`);
  const database = await openDatabase({ target: { url }, poolSize: 1 });
  try {
    const deps = await reminding(postgres, database, packages);
    const clockOf = await serverClock(postgres, database.db);
    const times: { first: number; second: number }[] = [];
    let waiting = 0;
    for (let repetition = 0; repetition <= REPETITIONS; repetition++) {
      const first = await clockOf(() => sweep(deps, DUE));
      waiting = await waitingIn(database.db);
      const second = await clockOf(() => sweep(deps, 0));
      if (repetition > 0) times.push({ first, second });
      await makeDueAgain(database.db);
    }
    const result = {
      ...{ packages, waiting },
      first: median(times.map((one) => one.first)),
      second: median(times.map((one) => one.second)),
    };
    tell(`${packages} packages: ${ms(result.first)} ms`);
    return result;
  } finally {
    await database.close();
  }
}

async function waitingIn(db: Db): Promise<number> {
  const [row] = await db.execute<{ n: number }>(
    sql`select count(*)::int as n from outbox where state = 'ready'`,
  );
  return row?.n ?? 0;
}

async function sweep(deps: Deps, expected: number): Promise<void> {
  const looked = await remindPackages(deps);
  if (looked !== expected) throw new Error(`the sweep looked at ${looked} packages instead of ${expected}`);
}

/** The same thousand reach the same rung once more; what their reminders left behind goes. */
async function makeDueAgain(db: Db): Promise<void> {
  await db.execute(sql`
    update package p set next_look_at = r.created_at - interval '1 hour' from reminder r where r.package_id = p.id`);
  await db.execute(sql`delete from reminder`);
  await db.execute(sql`delete from outbox`);
  await db.execute(sql`vacuum analyze package, reminder, outbox`);
}

/** "Flat", with room for noise. */
const MOST_GROWTH = 1.5;

const SPAN = { least: SIZES[0].toLocaleString('en'), most: SIZES[2].toLocaleString('en') };

function sectionOf(swept: readonly Swept[]): Section {
  const [least, most] = [swept[0]?.first ?? Number.NaN, swept.at(-1)?.first ?? Number.NaN];
  return {
    title: `A reminder sweep that finds ${DUE} packages due`,
    how: [
      `\`remindPackages\` on one connection: ${DUE} packages reach their day in one minute. ${DUE} reminders to channels, one message of the day for each of ${OWNERS} owners, ${2 * DUE} rungs on record with their audit rows, in transactions of 25 packages. Time is PostgreSQL’s own (\`log_duration\`: parse, bind, execute and commit), the median of ${REPETITIONS}.`,
      'The second sweep follows at once and finds nothing.',
    ],
    header: ['packages', `sweep with ${DUE} due, ms`, 'second sweep, ms'],
    rows: swept.map(({ packages, first, second }) => [packages.toLocaleString('en'), ms(first), ms(second)]),
    targets: [
      {
        words: `${DUE} rungs that fall due in one minute are in the outbox within one sweep`,
        measured: `${swept.map(({ waiting }) => waiting).join(', ')} messages wait after the first`,
        isMet: swept.every(({ waiting }) => waiting >= DUE),
      },
      {
        words: `Flat: ${SPAN.most} take at most ${MOST_GROWTH} × what ${SPAN.least} take`,
        measured: `${(most / least).toFixed(2)} ×`,
        isMet: most / least <= MOST_GROWTH,
      },
    ],
  };
}
