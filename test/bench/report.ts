import { writeFileSync } from 'node:fs';
import { arch, availableParallelism, cpus, platform, totalmem } from 'node:os';
import { format, resolveConfig } from 'prettier';
import { systemClock } from '../../src/adapters/clock.ts';
import type { Section, Target } from './section.ts';

const DOCUMENT = new URL('../../docs/benchmarks.md', import.meta.url);
const BYTES_PER_GB = 1024 ** 3;

/** What it ran on, without a name or path of the machine. */
const machineOf = (postgresVersion: string): string =>
  [
    `Node ${process.versions.node}`,
    `PostgreSQL ${postgresVersion} (embedded, durable)`,
    `${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? arch()})`,
    `${(totalmem() / BYTES_PER_GB).toFixed(0)} GB of memory`,
    platform(),
  ].join(', ');

const verdict = ({ words, measured, isMet }: Target) => `${words}: ${measured}, ${isMet ? 'met' : 'not met'}`;

/** The tables as text, columns aligned. */
export function printReport(sections: readonly Section[], postgresVersion: string): void {
  const lines = [`${systemClock.now().toISODate()}, ${machineOf(postgresVersion)}`];
  for (const { title, header, rows, targets } of sections) {
    lines.push(
      '',
      title,
      ...aligned([header, ...rows]),
      ...targets.map((target) => `  → ${verdict(target)}`),
    );
  }
  process.stdout.write(`${lines.join('\n')}\n`);
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const cell = (text: string, column: number) =>
    column === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[column] ?? 0);
  return rows.map((row) => `  ${row.map(cell).join('   ')}`);
}

/** `docs/benchmarks.md`, whole. */
export async function writeReport(sections: readonly Section[], postgresVersion: string): Promise<void> {
  const text = [
    '# Benchmarks',
    `Written by \`npm run bench\` on ${systemClock.now().toISODate()}: ${machineOf(postgresVersion)}.`,
    'Everything a figure is held against ran in the same run on the same machine: believe the ratios, not the rates. Targets are aims, not gates: the command exits 0 whether or not they are met.',
    ...sections.flatMap(asMarkdown),
  ].join('\n\n');
  const options = { ...(await resolveConfig(DOCUMENT)), parser: 'markdown' };
  writeFileSync(DOCUMENT, await format(text, options));
}

const asMarkdown = ({ title, how, header, rows, targets }: Section): string[] => [
  `## ${title}`,
  [header, header.map((_, column) => (column === 0 ? ':--' : '--:')), ...rows]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n'),
  targets.map((target) => `- ${verdict(target)}`).join('\n'),
  ...how,
];
