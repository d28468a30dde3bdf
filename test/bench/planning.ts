import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { sql } from 'drizzle-orm';
import { openDatabase, type Db } from '../../src/db/connection.ts';
import { migrateDatabase } from '../../src/db/migrate.ts';
import { ensureWorkspace } from '../../src/db/workspaces.ts';
import type { Person } from '../../src/domain/people.ts';
import { planStarts } from '../../src/domain/plan.ts';
import { acceptPlan } from '../../src/usecases/accept-plan.ts';
import type { Deps } from '../../src/usecases/deps.ts';
import { readPlan, type PlanFacts } from '../../src/usecases/read-plan.ts';
import { fillInventory } from '../support/inventory.ts';
import { median, ms } from './figures.ts';
import type { BenchPostgres } from './postgres.ts';
import { depsOf, NOW } from './reminding.ts';
import { sized, tell } from './run.ts';
import type { Section } from './section.ts';

const SIZES = [60, 1_000, 5_000];
const { repetitions: REPETITIONS } = sized({ repetitions: 10 });
const TARGET_MS = 1_000;

const TEAM = { enterpriseId: null, teamId: 'T0REKEY001' };
const ADA: Person = {
  ...{ ...TEAM, userId: 'U0ADA', name: 'Ada', standing: 'member', zone: null, isWorkspaceAdmin: true },
};

interface Planned {
  readonly packages: number;
  readonly starts: number;
  readonly perWeek: number;
  /** Milliseconds: the spreading alone; the proposal from question to answer; accepting it whole. */
  readonly spread: number;
  readonly read: number;
  readonly accept: number;
}

/** The plan of more and more packages, most of whose dates fall on a few days. */
export async function benchPlan(postgres: BenchPostgres): Promise<Section> {
  const planned: Planned[] = [];
  for (const packages of SIZES) planned.push(await planOf(postgres, packages));
  return sectionOf(planned);
}

async function planOf(postgres: BenchPostgres, packages: number): Promise<Planned> {
  const url = await postgres.create(`plan_${packages}`);
  const database = await openDatabase({ target: { url }, poolSize: 2 });
  try {
    await migrateDatabase(database.connect);
    const perWeek = Math.ceil(packages / 20);
    const deps = await workspaceOf(postgres, database.db, { packages, perWeek });
    const times: { spread: number; read: number; accept: number }[] = [];
    let starts = 0;
    for (let repetition = 0; repetition <= REPETITIONS; repetition++) {
      const [plan, read] = await timed(() => proposal(deps));
      const [, spread] = await timed(() => planStarts(plan.packages, plan.terms));
      const [, accept] = await timed(() => accepted(deps, plan));
      starts = plan.starts.length;
      if (repetition > 0) times.push({ spread, read, accept });
      await database.db.execute(sql`update package set planned_start_on = null`);
    }
    const of = (what: 'spread' | 'read' | 'accept') => median(times.map((one) => one[what]));
    tell(`${packages} packages: ${ms(of('read'))} ms`);
    return { packages, starts, perWeek, spread: of('spread'), read: of('read'), accept: of('accept') };
  } finally {
    await database.close();
  }
}

async function timed<T>(work: () => T | Promise<T>): Promise<[T, number]> {
  const from = performance.now();
  const done = await work();
  return [done, performance.now() - from];
}

async function workspaceOf(
  postgres: BenchPostgres,
  db: Db,
  { packages, perWeek }: { packages: number; perWeek: number },
): Promise<Deps> {
  const { id } = await ensureWorkspace(db, { id: randomUUID(), ...TEAM, name: 'Northwind' }, NOW);
  await fillInventory(db, {
    ...{ workspaceId: id, count: packages, at: NOW, gone: { ...TEAM, userId: 'U0DEX' } },
    ...{ owners: [ADA, { ...TEAM, userId: 'U0BEN' }], channelIds: ['C0MOPS0001'] },
  });
  await db.execute(sql`update package set planned_start_on = null`);
  await db.execute(sql`
    insert into policy (scope, workspace_id, weekly_capacity, changed_by, changed_at)
    values (${id}::uuid, ${id}::uuid, ${perWeek}::int, '{}', ${NOW.toISO()}::timestamptz)`);
  await db.execute(sql`vacuum analyze`);
  return depsOf(postgres, db, id);
}

async function proposal(deps: Deps): Promise<PlanFacts> {
  const read = await readPlan(deps, { person: ADA });
  if (!read.ok) throw new Error(`the plan was refused: ${read.refusal.code}`);
  return read.plan;
}

async function accepted(deps: Deps, plan: PlanFacts): Promise<void> {
  const answer = await acceptPlan(deps, { person: ADA, proposal: plan.proposal });
  if (!answer.ok) throw new Error(`the plan was not accepted: ${answer.refusal.code}`);
  if (answer.set.length !== plan.changes.length) throw new Error('the plan was not written whole');
}

function sectionOf(planned: readonly Planned[]): Section {
  const most = planned.at(-1);
  return {
    title: 'A plan',
    how: [
      '`readPlan`: every package in one query, spread, and compared with what is planned. Spread: the pure function alone. Accepted: proposed once more, compared with what was shown, written with an audit row each, in one transaction.',
      `An inventory whose dates fall on a few days mostly, one to three vendors a package, a twentieth of it a week; milliseconds from question to answer, the median of ${REPETITIONS}. Node and PostgreSQL share the cores.`,
    ],
    header: ['packages', 'a week', 'starts', 'spread, ms', 'proposed, ms', 'accepted, ms'],
    rows: planned.map(({ packages, perWeek, starts, spread, read, accept }) => [
      ...[packages, perWeek, starts].map((count) => count.toLocaleString('en')),
      ...[spread, read, accept].map(ms),
    ]),
    targets: [
      {
        words: `The plan of ${most?.packages.toLocaleString('en')} packages within ${TARGET_MS / 1000} s`,
        measured: `${ms(most?.read ?? Number.NaN)} ms`,
        isMet: (most?.read ?? Infinity) <= TARGET_MS,
      },
    ],
  };
}
