import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../src/db/connection.ts';
import type { Moment } from '../../src/domain/schedule.ts';
import { readLadderFacts } from '../../src/usecases/ladder-facts.ts';
import type { TestClock, World } from '../support/world.ts';
import type { Picture } from './carried.ts';
import { isDue, playNext, type Played } from './cast.ts';
import type { Instances } from './instances.ts';
import { Model, type Sight } from './model.ts';
import type { UnwellSlack } from './slack.ts';

interface StageParts {
  readonly world: World;
  readonly database: Pick<Database, 'sql'>;
  readonly clock: TestClock;
  readonly slack: UnwellSlack;
  readonly instances: Instances;
  readonly played: readonly Played[];
  readonly startAt: Moment;
  readonly tell: (words: string) => void;
}

/** Where the script is played. */
export interface Stage extends StageParts {
  readonly model: Model;
  /** What there was at each station. */
  readonly pictures: Picture[];
  /** The clock is put to that moment; what has become due is done; then people do what the script says, and so once more. */
  station(at: Moment): Promise<void>;
  /** Until nothing that is due is left undone: as far as that can be while instances die and Slack is unwell. */
  quiet(): Promise<void>;
}

const ASK_EVERY_MS = 120;
/** What waits for a lane, or for a Slack that is down, is waited for at a later station. */
const PATIENCE_MS = 90_000;
/** The model rests on every look being taken, however often those who look are killed. */
const PATIENCE_FOR_LOOKS_MS = 600_000;
/** The instance that is ahead. */
const AHEAD = { minutes: 1 };

/** Everything is seen through the use cases' own eyes, and all that is seen the model hears of. */
export function createStage(parts: StageParts): Stage {
  const { world, clock, played, database } = parts;
  const model = new Model();
  const pictures: Picture[] = [];
  const all = played.map(({ pkg }) => pkg.id);
  const see = (ids: readonly string[], at: Moment) => sightsOf(world, ids, at);
  const picture = (sights: readonly Sight[]) =>
    pictures.push({
      at: clock.now(),
      packages: new Map(sights.map(({ reminded }) => [reminded.package.id, reminded])),
    });
  const quiet = () => untilQuiet(database, clock);
  const station = async (at: Moment) => {
    // The clock goes on while we look: the sweeps set out at that moment or a little later.
    const before = await see(all, at);
    clock.set(at.toISO());
    await quiet();
    const after = await see(all, clock.now().plus(AHEAD));
    model.station(before, after);
    picture(after);
    const touched = await act(parts, model);
    if (touched.size === 0) return;
    const acted = await see([...touched], clock.now());
    await quiet();
    const settled = await see([...touched], clock.now().plus(AHEAD));
    model.station(acted, settled, touched);
    picture([...after.filter(({ reminded }) => !touched.has(reminded.package.id)), ...settled]);
  };
  return { ...parts, model, pictures, station, quiet };
}

async function sightsOf({ deps }: World, ids: readonly string[], at: Moment): Promise<Sight[]> {
  const { db, workspaceId } = deps;
  const found = await readLadderFacts(db, { workspaceId, ids: [...ids], now: at });
  const byId = new Map(found.map((reminded) => [reminded.package.id, reminded]));
  return ids.flatMap((id) => {
    const reminded = byId.get(id);
    return reminded ? [{ reminded, at }] : [];
  });
}

/** What people do, each act seen by itself. Returns whose packages it touched. */
async function act({ world, clock, played, startAt }: StageParts, model: Model): Promise<Set<string>> {
  const hours = clock.now().diff(startAt, 'hours').hours;
  const touched = new Set<string>();
  for (const one of played) {
    while (isDue(one, hours) && (await playNext(world, one))) {
      touched.add(one.pkg.id);
      model.glance(await sightsOf(world, [one.pkg.id], clock.now()));
    }
  }
  return touched;
}

interface Left extends Record<string, unknown> {
  readonly looks: number;
  readonly messages: number;
}

async function untilQuiet({ sql }: Pick<Database, 'sql'>, clock: TestClock): Promise<void> {
  const startMs = performance.now();
  for (;;) {
    const now = clock.now().toISO();
    const [left] = await sql<Left[]>`
      select (select count(*) from package where next_look_at <= ${now})::int
        + (select count(*) from rotation where next_look_at <= ${now})::int as looks,
        (select count(*) from outbox where state = 'sending' or (state = 'ready' and due_at <= ${now}))::int as messages`;
    const goneMs = performance.now() - startMs;
    if (left?.looks === 0 && (left.messages === 0 || goneMs > PATIENCE_MS)) return;
    if (goneMs > PATIENCE_FOR_LOOKS_MS) throw new Error(`${left?.looks} looks are not taken`);
    await sleep(ASK_EVERY_MS);
  }
}
