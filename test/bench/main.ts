import { benchPages } from './pages.ts';
import { startBenchPostgres } from './postgres.ts';

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const postgres = await startBenchPostgres();
try {
  const s = await benchPages(postgres);
  console.table(s.rows);
  console.log(s.targets);
} finally {
  await postgres.stop();
}
