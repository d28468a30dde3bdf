import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { DateTime } from 'luxon';
import type { Clock } from '../../src/adapters/clock.ts';
import { systemClock } from '../../src/adapters/clock.ts';
import type { Moment } from '../../src/domain/schedule.ts';
import type { TestClock } from '../integration/world/in-memory.ts';

interface Hands {
  /** The machine's time at which it was `fakeMs`. */
  readonly realMs: number;
  readonly fakeMs: number;
  /** So many times faster than the machine's: what waits for seconds need not be waited for. */
  readonly rate: number;
}

const momentOf = ({ realMs, fakeMs, rate }: Hands, skewMs: number): Moment => {
  const goneMs = (systemClock.now().toMillis() - realMs) * rate;
  return DateTime.fromMillis(Math.round(fakeMs + goneMs + skewMs), { zone: 'utc' }) as Moment;
};

/** The clock of one instance: looks at the file each time it is asked, and is always so much ahead of it. */
export const readingClock = (file: string, skewMs: number): Clock => ({
  now: () => momentOf(JSON.parse(readFileSync(file, 'utf8')) as Hands, skewMs),
});

/** The clock in the file, for whoever moves it: in jumps, and on by itself. */
export function movingClock(file: string, { startAt, rate }: { startAt: string; rate: number }): TestClock {
  let hands: Hands;
  const set = (at: Moment) => {
    hands = { realMs: systemClock.now().toMillis(), fakeMs: at.toMillis(), rate };
    writeFileSync(`${file}.new`, JSON.stringify(hands));
    renameSync(`${file}.new`, file);
  };
  const now = () => momentOf(hands, 0);
  const moment = (iso: string) => DateTime.fromISO(iso, { zone: 'utc' }) as Moment;
  set(moment(startAt));
  return { now, move: (by) => set(now().plus(by)), set: (iso) => set(moment(iso)) };
}
