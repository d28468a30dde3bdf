import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../adapters/log.ts';

/** One round of work: returns how many things it did. */
export interface Round {
  readonly name: string;
  readonly run: () => Promise<number>;
}

export interface Rounds {
  /** Runs every round until none finds anything to do. For tests and for a last flush. */
  settle(): Promise<void>;
  /** Runs rounds for ever: at once after `wake`, else every `everyMs`. Timers hold nothing: what is due is in the database. */
  start(everyMs: number): void;
  /** Something may be due now. */
  wake(): void;
  /** Lets the running round finish, then stops. */
  stop(): Promise<void>;
}

/**
 * Runs the sweeps and the outbox. The rounds of a loop run one after the other, loops side by side, so that what is slow in
 * one holds up no other. A round that fails is logged and tried again next time.
 */
export function createRounds(each: readonly (readonly Round[])[], log: Log): Rounds {
  const loops = each.map((rounds) => createLoop(rounds, log));
  const settle = async (): Promise<void> => {
    const done: number[] = [];
    for (const loop of loops) done.push(await loop.settle());
    // What the later loops did may be work for those before them.
    if (done.slice(1).some((count) => count > 0)) await settle();
  };
  return {
    settle,
    start: (everyMs) => loops.forEach((loop) => loop.start(everyMs)),
    wake: () => loops.forEach((loop) => loop.wake()),
    async stop() {
      await Promise.all(loops.map((loop) => loop.stop()));
    },
  };
}

interface Loop extends Omit<Rounds, 'settle'> {
  /** Returns how much there was to do. */
  settle(): Promise<number>;
}

function createLoop(rounds: readonly Round[], log: Log): Loop {
  let loop: Promise<void> | null = null;
  let stopping = new AbortController();
  let nudge = new AbortController();
  let last: Promise<unknown> = Promise.resolve();
  const all = async () => {
    let done = 0;
    for (const round of rounds) done += await attempt(round, log);
    return done;
  };
  /** Never two at once in one process: whoever settles also waits for what the loop is doing. */
  const once = () => {
    const turn = last.then(all);
    last = turn;
    return turn;
  };
  const forever = async (everyMs: number) => {
    while (!stopping.signal.aborted) {
      nudge = new AbortController();
      if ((await once()) > 0) continue;
      const signal = AbortSignal.any([stopping.signal, nudge.signal]);
      await sleep(everyMs, undefined, { signal }).catch(() => undefined);
    }
  };
  return {
    async settle() {
      let done = 0;
      for (let now = await once(); now > 0; now = await once()) done += now;
      return done;
    },
    start(everyMs) {
      stopping = new AbortController();
      loop ??= forever(everyMs);
    },
    // With a reason of ours: without one each call would make an error with its stack, for nobody to read.
    wake: () => nudge.abort('wake'),
    async stop() {
      stopping.abort();
      await loop;
      loop = null;
    },
  };
}

async function attempt(round: Round, log: Log): Promise<number> {
  try {
    return await round.run();
  } catch (error) {
    log.error('a round failed', { kind: round.name }, error);
    return 0;
  }
}
