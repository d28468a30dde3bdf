import { startBenchPostgres } from '../bench/postgres.ts';
import { printOutcome } from './print.ts';
import { runChaos } from './run.ts';

// The whole takes some half an hour: 230 packages, of which people leave about one in twelve alone, so that there are at
// least 200 rotations. `npm run chaos -- 20 7` plays so many packages for so many days, `-- 20 7 3` with that seed.
// Ends with 1 when the promise does not hold.

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const [packages = 230, days = 31, seed = 1] = process.argv.slice(2).map(Number);
const postgres = await startBenchPostgres();
try {
  const databaseUrl = await postgres.create('chaos');
  const tell = (words: string) => void process.stderr.write(`${words}\n`);
  const stepHours = [5, 7, 9, 11, 13, 17] as const;
  const outcome = await runChaos({ databaseUrl, packages, days, seed, rate: 20, stepHours, calmMs: 0, tell });
  process.stdout.write(printOutcome(outcome));
  if (outcome.problems.length > 0) process.exitCode = 1;
} finally {
  await postgres.stop();
}
