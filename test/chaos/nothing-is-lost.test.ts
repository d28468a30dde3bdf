import { expect, test } from 'vitest';
import { cloneTemplate, urlOf } from '../support/database.ts';
import { printOutcome } from './print.ts';
import { runChaos } from './run.ts';

// `npm run chaos` in small: the whole, at least 200 rotations and a month, takes some half an hour.

test('two instances, killed again and again for five days: what must be said is said once, or is in doubt', async () => {
  const outcome = await runChaos({
    ...{ packages: 12, days: 5, seed: 7, rate: 20, stepHours: [13, 17, 23], calmMs: 1_500, tell: () => {} },
    databaseUrl: urlOf(await cloneTemplate()),
  });
  expect(outcome.problems, printOutcome(outcome)).toEqual([]);
  const { predicted, once, doubled, missing } = outcome.counts;
  expect(predicted).toBeGreaterThan(60);
  expect(once).toBeGreaterThan(predicted / 2);
  expect({ doubled, missing }).toEqual({ doubled: 0, missing: 0 });
  expect(outcome.rotations).toBe(12);
  expect(outcome.kills).toBeGreaterThan(3);
}, 240_000);
