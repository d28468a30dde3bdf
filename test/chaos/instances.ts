import { fork, type ChildProcess } from 'node:child_process';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../../src/adapters/clock.ts';
import type { Dice } from './dice.ts';
import type { InstanceSaid, InstanceSetup } from './instance.ts';

/** Two instances that are killed again and again. */
export interface Instances {
  /** When which start of which instance was killed, in the machine's time. */
  readonly kills: ReadonlyMap<string, number>;
  /** What the instances logged that is worse than information: each kind with its count, and where it came from once. */
  readonly faults: ReadonlyMap<string, { count: number; stack: string }>;
  /** From now on nobody is killed any more; returns when both are ready. */
  spare(): Promise<void>;
  stop(): Promise<void>;
}

interface InstancesParts {
  readonly dice: Dice;
  readonly clockFile: string;
  /** How far each one's clock is ahead. */
  readonly skewsMs: readonly [number, number];
  /** How long both are left alone after one that was killed has come back. */
  readonly calmMs: number;
  /** The environment of a start of that name. */
  readonly envOf: (sender: string) => Readonly<Record<string, string>>;
}

const FILE = fileURLToPath(new URL('./instance.ts', import.meta.url));
const BOOT = new URL('../../src/boot.ts', import.meta.url).href;
const LONGEST_LIFE_MS = 2_000;
const BEFORE_ANOTHER_TRY_MS = 250;

interface Running {
  readonly sender: string;
  readonly child: ChildProcess;
}

type Both = [Promise<Running | null>, Promise<Running | null>];

/** Starts both, and kills a random one 0 to 2 s after it said that it is ready, for ever. */
export function startInstances({ dice, clockFile, skewsMs, calmMs, envOf }: InstancesParts): Instances {
  const kills = new Map<string, number>();
  const faults = new Map<string, { count: number; stack: string }>();
  const cradle = createCradle(faults);
  let started = 0;
  /** While Slack is down nobody can start: tried until it works. */
  const bringUp = async (n: 0 | 1): Promise<Running | null> => {
    while (!cradle.isShut()) {
      const sender = `${n === 0 ? 'a' : 'b'}${++started}`;
      const running = await cradle.begin(sender, { env: envOf(sender), clockFile, skewMs: skewsMs[n] });
      if (running) return running;
      await sleep(BEFORE_ANOTHER_TRY_MS);
    }
    return null;
  };
  const both: Both = [bringUp(0), bringUp(1)];
  let isSparing = false;
  const reaper = (async () => {
    while (!isSparing) {
      const n = dice.isBelow(0.5) ? 0 : 1;
      const running = await both[n];
      await sleep(dice.between(0, LONGEST_LIFE_MS));
      if (isSparing || !running) break;
      kills.set(running.sender, systemClock.now().toMillis());
      running.child.kill('SIGKILL');
      both[n] = bringUp(n);
      if (calmMs > 0) await both[n].then(() => sleep(calmMs));
    }
  })();
  const spare = async () => {
    isSparing = true;
    await reaper.then(() => Promise.all(both));
  };
  const stop = async () => {
    isSparing = true;
    cradle.shut();
    await reaper;
  };
  return { kills, faults, spare, stop };
}

/** Where processes begin; shut, all that began there are killed and none begins any more. */
function createCradle(faults: Map<string, { count: number; stack: string }>) {
  const all = new Set<ChildProcess>();
  let isOver = false;
  const note = ({ line, stack }: { line: string; stack: string }) => {
    const known = faults.get(line);
    faults.set(line, { count: (known?.count ?? 0) + 1, stack: known?.stack ?? stack });
  };
  return {
    isShut: () => isOver,
    /** Null when it ended before it was ready. */
    begin(sender: string, setup: InstanceSetup): Promise<Running | null> {
      const child = fork(FILE, [JSON.stringify(setup)], {
        execArgv: ['--import', BOOT],
        env: { ...process.env, NODE_COMPILE_CACHE: join(dirname(setup.clockFile), 'compiled') },
      });
      all.add(child);
      return new Promise((resolve) => {
        child.once('exit', () => (all.delete(child), resolve(null)));
        child.on('message', (said: InstanceSaid) => {
          if (said.kind === 'ready') resolve({ sender, child });
          else note(said);
        });
      });
    },
    shut() {
      isOver = true;
      for (const child of all) child.kill('SIGKILL');
    },
  };
}
