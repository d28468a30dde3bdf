import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Clock } from '../src/adapters/clock.ts';
import { systemClock } from '../src/adapters/clock.ts';

/** How far to move: the parts are added up, a day is 24 hours. */
interface Span {
  minutes?: number;
  hours?: number;
  days?: number;
}

/** The machine's clock plus an offset that only grows. */
export interface MovableClock extends Clock {
  advance(by: Span): void;
  readonly offsetMs: number;
}

/** With a `stateFile` the offset outlives the process, so that a demo stopped and started again doesn't travel back in time. */
export function createMovableClock(options: { stateFile?: string } = {}): MovableClock {
  const { stateFile } = options;
  let offsetMs = stateFile ? readOffset(stateFile) : 0;
  return {
    now: () => systemClock.now().plus(offsetMs),
    get offsetMs() {
      return offsetMs;
    },
    advance({ minutes = 0, hours = 0, days = 0 }) {
      const ms = ((days * 24 + hours) * 60 + minutes) * 60_000;
      if (!Number.isFinite(ms) || ms < 0) throw new RangeError('a sandbox clock only moves forward');
      offsetMs += ms;
      if (stateFile) writeOffset(stateFile, offsetMs);
    },
  };
}

function readOffset(stateFile: string): number {
  let text: string;
  try {
    text = readFileSync(stateFile, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
  const { offsetMs } = JSON.parse(text) as { offsetMs?: unknown };
  if (typeof offsetMs !== 'number' || !Number.isFinite(offsetMs))
    throw new Error(`${stateFile} holds no offsetMs`);
  return offsetMs;
}

function writeOffset(stateFile: string, offsetMs: number): void {
  writeFileSync(`${stateFile}.new`, JSON.stringify({ offsetMs }));
  renameSync(`${stateFile}.new`, stateFile);
}
