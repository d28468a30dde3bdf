import { expect, test } from 'vitest';
import { createRounds, type Round } from '../../src/jobs/rounds.ts';
import { collectingLog } from '../integration/world/in-memory.ts';

/** A round with this much to do, that says when it did some. */
function work(
  name: string,
  count: number,
  done: string[],
  each: () => Promise<void> = async () => undefined,
) {
  const left = { count };
  const run = async () => {
    if (left.count === 0) return 0;
    left.count -= 1;
    await each();
    done.push(name);
    return 1;
  };
  return { round: { name, run } satisfies Round, left };
}

test('a lane that hangs holds up its own rounds only', async () => {
  const done: string[] = [];
  let release = () => {};
  const slow = work('slow', 1, done, () => new Promise((resolve) => (release = resolve)));
  const quick = work('quick', 5, done);
  const rounds = createRounds([[quick.round], [slow.round]], collectingLog());
  rounds.start(5);
  await expect.poll(() => done.length).toBe(5);
  quick.left.count = 3;
  rounds.wake();
  await expect.poll(() => done.length).toBe(8);
  expect(done).not.toContain('slow');
  const stopped = rounds.stop();
  release();
  await stopped;
  expect(done.at(-1)).toBe('slow');
});

test('settled is what no lane has anything to do for, also where one makes work for another', async () => {
  const done: string[] = [];
  const first = work('first', 2, done);
  const second = work('second', 2, done, async () => void (first.left.count += 1));
  const failing: Round = { name: 'failing', run: () => Promise.reject(new Error('no')) };
  const log = collectingLog();
  await createRounds([[first.round], [failing, second.round]], log).settle();
  expect(done).toEqual(['first', 'first', 'second', 'second', 'first', 'first']);
  expect(log.lines[0]).toContain('a round failed');
});
