import type { KnownBlock } from '@slack/types';
import { cut, oneLine } from './text.ts';

interface Series {
  readonly name: string;
  /** One number for each label. */
  readonly values: readonly number[];
}

/** Bars beside each other for each label. Slack takes 20 labels, 6 series. */
export interface Bars {
  readonly title: string;
  readonly labels: readonly string[];
  readonly series: readonly Series[];
  readonly xLabel: string;
  readonly yLabel: string;
}

export const MOST_LABELS = 20;

/**
 * Slack's own chart, for messages alone; documented since June 2026, and not in @slack/types yet. A client that does not know it
 * refuses the message, so whoever sends one has `plainBars` at hand.
 */
export function barChart({ title, labels, series, xLabel, yLabel }: Bars): KnownBlock {
  const categories = labels.map((label) => oneLine(label, 20));
  const block = {
    type: 'data_visualization',
    title: oneLine(title, 50),
    chart: {
      type: 'bar',
      series: series.map(({ name, values }) => ({
        name: oneLine(name, 20),
        data: categories.map((label, n) => ({ label, value: values[n] ?? 0 })),
      })),
      axis_config: { categories, x_label: oneLine(xLabel, 50), y_label: oneLine(yLabel, 50) },
    },
  };
  return block as unknown as KnownBlock;
}

const WIDTH = 14;

/** The same as lines of text, each bar with its number. */
export function plainBars({ title, labels, series }: Bars): string {
  const most = Math.max(1, ...series.flatMap(({ values }) => values));
  const wide = Math.max(...labels.map(({ length }) => length));
  const cell = (value: number): string =>
    `${String(value).padStart(4)} ${'█'.repeat(Math.ceil((value / most) * WIDTH))}`.padEnd(WIDTH + 6);
  const lines = [
    [
      '',
      ...series.map(({ name }) =>
        name.padStart(4 + name.length - Math.min(4, name.length)).padEnd(WIDTH + 6),
      ),
    ],
    ...labels.map((label, n) => [label, ...series.map(({ values }) => cell(values[n] ?? 0))]),
  ].map(([label = '', ...cells]) => [label.padEnd(wide), ...cells].join('  ').trimEnd());
  return cut(`*${title}*\n\`\`\`\n${lines.join('\n')}\n\`\`\``, 2900);
}
