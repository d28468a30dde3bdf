import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Act, Ending, RacerSetup } from '../../support/children/racer.ts';

const RACER = new URL('../../support/children/racer.ts', import.meta.url);

/** Two processes that race each other. */
export interface Racers {
  /** Gives each its acts at the same moment and waits for both. */
  race(acts: readonly [Act[], Act[]]): Promise<Ending[]>;
  stop(): Promise<void>;
}

export async function startRacers(setup: RacerSetup): Promise<Racers> {
  const children = [startOne(setup), startOne(setup)];
  for (const child of children) await once(child, 'message');
  return {
    async race(acts) {
      const answers = children.map((child) => once(child, 'message'));
      children.forEach((child, index) => child.send(acts[index] ?? []));
      return (await Promise.all(answers)).flatMap(([endings]) => endings as Ending[]);
    },
    async stop() {
      const ends = children.map((child) => once(child, 'exit'));
      for (const child of children) child.send('stop');
      await Promise.all(ends);
    },
  };
}

const startOne = (setup: RacerSetup): ChildProcess =>
  fork(RACER, [JSON.stringify(setup)], { execArgv: ['--import', './src/boot.ts'], stdio: 'inherit' });
