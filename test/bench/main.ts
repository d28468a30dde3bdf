import { benchBoard } from './board.ts';
import { benchCommands } from './commands.ts';
import { benchCrashes } from './crashes.ts';
import { benchFootprint } from './footprint.ts';
import { benchImport } from './importing.ts';
import { benchHomes } from './homes.ts';
import { benchPages } from './pages.ts';
import { benchPlan } from './planning.ts';
import { startBenchPostgres } from './postgres.ts';
import { benchRace } from './race.ts';
import { printReport, writeReport } from './report.ts';
import { isShort, isWanted, tell } from './run.ts';
import type { Section } from './section.ts';
import { benchSenders } from './senders.ts';
import { benchSweep } from './sweep.ts';

// The whole takes some minutes and wants the machine for itself. `npm run bench -- sweep` runs one part, `-- --short` all
// of them smaller; neither writes docs/benchmarks.md.

const PARTS = {
  pages: benchPages,
  commands: benchCommands,
  homes: benchHomes,
  board: benchBoard,
  sweep: benchSweep,
  plan: benchPlan,
  senders: benchSenders,
  import: benchImport,
  footprint: benchFootprint,
  race: benchRace,
  crashes: benchCrashes,
};

// So that whoever interrupts the bench leaves no server behind.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const postgres = await startBenchPostgres();
try {
  const sections: Section[] = [];
  for (const [name, bench] of Object.entries(PARTS)) {
    if (!isWanted(name)) continue;
    tell(name);
    sections.push(await bench(postgres));
  }
  printReport(sections, postgres.version);
  const isWhole = !isShort && sections.length === Object.keys(PARTS).length;
  if (isWhole) await writeReport(sections, postgres.version);
} finally {
  await postgres.stop();
}
