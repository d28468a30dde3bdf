import type { BoardPictures, WeekCounts } from '../../usecases/board-pictures.ts';
import { html, type Html } from '../html.ts';
import { counted } from './counted.ts';
import { withDays } from './with-days.ts';
import { weekChart, type Column, type Layer, type WeekChart } from './week-chart.ts';

/** The two pictures of all that matches: when secrets end, and when rotations are to be started. */
export const pictures = (facts: BoardPictures, command: string): Html =>
  html`<div class="pictures">${cliff(facts)}${capacity(facts, command)}</div>`;

const CLIFF_LAYERS: readonly Layer[] = [
  { name: 'ends', pattern: null },
  { name: 'ended', pattern: 'p-expired' },
];
const START_LAYERS: readonly Layer[] = [
  { name: 'planned-starts', pattern: null },
  { name: 'open-starts', pattern: 'p-open' },
];

function cliff({ hardStops }: BoardPictures): Html {
  const columns: Column[] = [
    ends([0, hardStops.past], 'ended'),
    ...hardStops.weeks.map(({ mondayOn, count }) => ({ mondayOn, counts: [count, 0] })),
    ends([hardStops.later, 0], 'later'),
  ];
  return figure({
    chart: {
      id: 'cliff',
      title: 'When secrets end',
      desc: cliffWords(hardStops),
      columns,
      layers: CLIFF_LAYERS,
      limit: null,
    },
    heads: ['end', 'ended'],
  });
}

function capacity(
  { plannedStarts, unplannedStarts, capacity: limit, isPart }: BoardPictures,
  command: string,
): Html {
  const pair = (n: number) => [plannedStarts.weeks[n]?.count ?? 0, unplannedStarts.weeks[n]?.count ?? 0];
  const columns: Column[] = [
    ends([plannedStarts.past, unplannedStarts.past], 'before'),
    ...plannedStarts.weeks.map(({ mondayOn }, n) => ({ mondayOn, counts: pair(n) })),
    ends([plannedStarts.later, unplannedStarts.later], 'later'),
  ];
  return figure({
    chart: {
      ...{ id: 'starts', title: 'What to start, by week', layers: START_LAYERS, columns, limit },
      desc: capacityWords({ columns, limit, isPart, command }),
    },
    heads: ['planned', 'due, not planned'],
    key: html`<ul class="key">
      <li>
        <svg width="16" height="16" aria-hidden="true">
          <rect class="bar planned-starts" width="16" height="16" />
        </svg>
        planned
      </li>
      <li>
        <svg width="16" height="16" aria-hidden="true">
          <rect class="bar open-starts" fill="url(#p-open)" width="16" height="16" />
        </svg>
        due then, not planned
      </li>
    </ul>`,
  });
}

const ends = (counts: readonly number[], label: string): Column => ({ mondayOn: null, counts, label });

const sumOf = ({ weeks }: WeekCounts): number => weeks.reduce((sum, { count }) => sum + count, 0);

/** What is to be seen, for everybody. */
export function cliffWords(counts: WeekCounts): string {
  const within = sumOf(counts);
  const most = counts.weeks.reduce<{ mondayOn: string; count: number } | null>(
    (best, week) => (week.count > (best?.count ?? 0) ? week : best),
    null,
  );
  const parts = [
    within === 0
      ? 'None ends within half a year.'
      : `${counted(within)} ${within === 1 ? 'ends' : 'end'} within half a year.`,
    most && most.count > 1 && `Most in one week: ${counted(most.count)}, in the week of ${most.mondayOn}.`,
    counts.past > 0 && `${counted(counts.past)} ${counts.past === 1 ? 'has' : 'have'} ended already.`,
    counts.unknown > 0 && `Of ${counted(counts.unknown)} nobody knows when.`,
  ];
  return parts.filter(Boolean).join(' ');
}

interface Capacity extends Pick<WeekChart, 'columns' | 'limit'> {
  readonly isPart: boolean;
  readonly command: string;
}

export function capacityWords(shown: Capacity): string {
  const more = shown.isPart && shown.limit !== null ? ' What is not shown here takes its share too.' : '';
  return `${weeksOver(shown)}${more}`;
}

function weeksOver({ columns, limit, command }: Capacity): string {
  const weeks = columns.flatMap(({ mondayOn, counts }) =>
    mondayOn === null ? [] : [{ mondayOn, count: counts.reduce((sum, one) => sum + one, 0) }],
  );
  if (limit === null)
    return `Nobody has said yet how many rotations can be started in a week. A Slack workspace admin does, in Slack: ${command} plan or ${command} settings.`;
  const [first, ...more] = weeks.filter(({ count }) => count > limit);
  if (!first) return `No week holds more than the ${counted(limit)} that can be started in it.`;
  return more.length === 0
    ? `The week of ${first.mondayOn} holds ${counted(first.count)}, more than the ${counted(limit)} that can be started in it.`
    : `${more.length + 1} weeks hold more than the ${counted(limit)} that can be started in one. The first is that of ${first.mondayOn}, with ${counted(first.count)}.`;
}

function figure({ chart, heads, key }: { chart: WeekChart; heads: readonly string[]; key?: Html }): Html {
  return html`<figure class="panel picture">
    <figcaption>
      <h2>${chart.title}</h2>
      <p>${withDays(chart.desc)}</p>
    </figcaption>
    ${weekChart(chart)} ${key}
    <details>
      <summary>As a table</summary>
      <table class="numbers">
        <thead>
          <tr>
            <th scope="col">Week of</th>
            ${heads.map((head) => html`<th scope="col">${head}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${chart.columns
            .filter(({ counts }) => counts.some((count) => count > 0))
            .map(
              ({ mondayOn, label, counts }) =>
                html`<tr>
                  <th scope="row">${mondayOn ?? label}</th>
                  ${counts.map((count) => html`<td>${counted(count)}</td>`)}
                </tr>`,
            )}
        </tbody>
      </table>
    </details>
  </figure>`;
}
