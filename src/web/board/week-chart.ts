import type { Day } from '../../domain/schedule.ts';
import { html, type Html } from '../html.ts';
import { counted } from './counted.ts';
import { round } from './time-axis.ts';
import { ABOVE, FILLED, labelled } from './week-labels.ts';

/** One kind of bar; what comes later in a list stands on top of what comes before. */
export interface Layer {
  /** A class of the style sheet. */
  readonly name: string;
  /** A pattern to fill it with; null for plain colour. */
  readonly pattern: string | null;
}

/** One column: a week, or what lies before or after all of them. */
export interface Column {
  /** The Monday of its week; null for those at the ends. */
  readonly mondayOn: Day | null;
  /** How many in each layer. */
  readonly counts: readonly number[];
  /** Said under columns that are no week. */
  readonly label?: string;
}

export interface WeekChart {
  /** Unique on the page. */
  readonly id: string;
  readonly title: string;
  /** What is to be seen, in a sentence. */
  readonly desc: string;
  readonly layers: readonly Layer[];
  readonly columns: readonly Column[];
  /** A line across: more than this is too much. */
  readonly limit: number | null;
}

const TOP = 22;
const PLOT = 118;
const FLOOR = TOP + PLOT;
const HEIGHT = FLOOR + 34;

const heightOf = ({ counts }: Column): number => counts.reduce((sum, count) => sum + count, 0);

/** Bars by week. Widths are percents and heights pixels, so that letters keep their size on every screen. */
export function weekChart(chart: WeekChart): Html {
  const { id, title, desc, columns, limit } = chart;
  const totals = columns.map(heightOf);
  const most = Math.max(1, limit ?? 0, ...totals);
  const pixels = (count: number) => round((count / most) * PLOT);
  const bars = totals.map((total) => ({ height: pixels(total), label: counted(total) }));
  const [always, roomy] = [labelled(bars, 'narrow'), labelled(bars, 'wide')];
  const width = 100 / columns.length;
  return html`<svg
    class="chart"
    width="100%"
    height="${HEIGHT}"
    role="img"
    aria-labelledby="${id}-title ${id}-desc"
  >
    <title id="${id}-title">${title}</title>
    <desc id="${id}-desc">${desc}</desc>
    <line class="floor" x1="0" x2="100%" y1="${FLOOR + 0.5}" y2="${FLOOR + 0.5}" />
    ${columns.map((column, n) => [
      stack(chart, column, { x: n * width, width, pixels }),
      roomy.has(n) && number(bars[n]!, { x: (n + 0.5) * width, isMinor: !always.has(n) }),
      under(columns, n, { x: n * width, width }),
    ])}
    ${limit !== null && limitLine(limit, FLOOR - pixels(limit))}
  </svg>`;
}

interface Place {
  readonly x: number;
  readonly width: number;
  readonly pixels: (count: number) => number;
}

function stack({ layers }: WeekChart, { counts }: Column, { x, width, pixels }: Place): Html[] {
  let below = 0;
  return layers.flatMap(({ name, pattern }, n) => {
    const count = counts[n] ?? 0;
    if (count === 0) return [];
    const [left, wide] = [round(x + (width * (1 - FILLED)) / 2), round(width * FILLED)];
    below += count;
    return [
      html`<rect
        class="bar ${name}"
        x="${left}%"
        y="${round(FLOOR - pixels(below))}"
        width="${wide}%"
        height="${pixels(count)}"
        ${pattern && html` fill="url(#${pattern})"`}
      />`,
    ];
  });
}

const number = (
  { height, label }: { height: number; label: string },
  { x, isMinor }: { x: number; isMinor: boolean },
): Html =>
  html`<text
    class="count${isMinor && html` minor`}"
    text-anchor="middle"
    x="${round(x)}%"
    y="${round(FLOOR - height - ABOVE)}"
    >${label}</text
  >`;

/** The month under the first week that begins in it; words under the ends. */
function under(
  columns: readonly Column[],
  n: number,
  { x, width }: { x: number; width: number },
): Html | null {
  const { mondayOn, label } = columns[n]!;
  if (mondayOn === null) {
    const isLast = n === columns.length - 1;
    const at = isLast ? html`text-anchor="end" x="100%"` : html`x="0"`;
    return html`<text class="end" ${at} y="${FLOOR + 30}">${label}</text>`;
  }
  const month = mondayOn.slice(0, 7);
  if (columns[n - 1]?.mondayOn?.slice(0, 7) === month) return null;
  const left = `${round(x + (width * (1 - FILLED)) / 2)}%`;
  // A month of which little is shown before the next begins would write into it.
  const isWhole = columns.slice(n, n + 4).every((one) => one.mondayOn?.slice(0, 7) === month);
  return html`<line class="month" x1="${left}" x2="${left}" y1="${FLOOR}" y2="${FLOOR + 5}" />${
      isWhole &&
      html`<text
        class="month-name${Number(month.slice(5)) % 2 === 1 && html` minor`}"
        x="${left}"
        y="${FLOOR + 16}"
        >${month}</text
      >`
    }`;
}

const limitLine = (limit: number, y: number): Html =>
  html`<line class="limit" x1="0" x2="100%" y1="${y}" y2="${y}" /><text
      class="limit-word"
      text-anchor="end"
      x="100%"
      y="${round(y - 5)}"
      >${counted(limit)} a week</text
    >`;
