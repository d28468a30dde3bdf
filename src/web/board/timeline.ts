import { RULES } from '../../domain/rules.ts';
import { dayAfter, daysAfter, hardStopOn, type Day } from '../../domain/schedule.ts';
import type { BoardRow } from '../../usecases/board-facts.ts';
import { html, type Html } from '../html.ts';
import { percentOf, round, type TimeAxis } from './time-axis.ts';

/** One stretch of a secret's life, both days included. */
interface Stretch {
  readonly kind: 'valid' | 'expired' | 'overlap' | 'next' | 'left';
  readonly fromOn: Day;
  readonly toOn: Day;
}

type Lives = Pick<
  BoardRow,
  'secretGeneratedOn' | 'expiresOn' | 'leftStagedOn' | 'dueOn' | 'plannedStartOn' | 'state' | 'hasSecret'
> & { readonly rotation: Pick<NonNullable<BoardRow['rotation']>, 'stagedExpiresOn'> | null };

const bornOn = (expiresOn: Day): Day => daysAfter(expiresOn, -RULES.secretLifeDays);

/** The life of a package's secrets as stretches, in the order in which they are drawn. */
export function stretchesOf(
  { secretGeneratedOn, expiresOn, leftStagedOn, rotation }: Lives,
  today: Day,
): Stretch[] {
  const stretches: Stretch[] = [];
  const stopOn = expiresOn && hardStopOn(expiresOn);
  if (expiresOn && stopOn) {
    stretches.push({ kind: 'valid', fromOn: secretGeneratedOn ?? bornOn(expiresOn), toOn: stopOn });
    if (stopOn < today) stretches.push({ kind: 'expired', fromOn: dayAfter(stopOn), toOn: today });
  }
  const next = rotation?.stagedExpiresOn ?? null;
  if (next) {
    stretches.push({ kind: 'next', fromOn: bornOn(next), toOn: hardStopOn(next) });
    const bothUntil = stopOn && stopOn < hardStopOn(next) ? stopOn : hardStopOn(next);
    if (stopOn && bornOn(next) <= bothUntil)
      stretches.push({ kind: 'overlap', fromOn: bornOn(next), toOn: bothUntil });
  } else if (leftStagedOn) {
    stretches.push({ kind: 'left', fromOn: bornOn(leftStagedOn), toOn: hardStopOn(leftStagedOn) });
  }
  return stretches;
}

const FILLS: Readonly<Record<Stretch['kind'], string | null>> = {
  valid: null,
  expired: 'url(#p-expired)',
  overlap: 'url(#p-overlap)',
  next: null,
  left: 'url(#p-open)',
};
/** Top, from the middle of the line, and height of each, in pixels: what comes next lies below what is in force. */
const LANES: Readonly<Record<Stretch['kind'], readonly [number, number]>> = {
  valid: [-6, 10],
  expired: [-6, 10],
  overlap: [-6, 10],
  next: [6, 7],
  left: [6, 7],
};

function bar(axis: TimeAxis, { kind, fromOn, toOn }: Stretch): Html | null {
  const [x, end] = [percentOf(axis, fromOn), percentOf(axis, dayAfter(toOn))];
  if (end <= x) return null;
  const [y, height] = LANES[kind];
  const fill = FILLS[kind];
  return html`<rect
    class="${kind}"
    x="${x}%"
    y="${y}"
    width="${round(end - x)}%"
    height="${height}"
    ${fill && html` fill="${fill}"`}
  />`;
}

/** A mark at the beginning of a day, where the axis shows it; `d` is drawn around it. */
function markAt(axis: TimeAxis, day: Day | null, { name, d }: { name: string; d: string }): Html | null {
  if (day === null || day < axis.fromOn || day >= axis.endOn) return null;
  return html`<svg class="${name}" x="${percentOf(axis, day)}%" overflow="visible"><path d="${d}" /></svg>`;
}

const STOP = { name: 'stop', d: 'M0-10v18' };
const DUE = { name: 'due-mark', d: 'M-4.5-14.5h9L0-7.5Z' };
const PLANNED = { name: 'planned-mark', d: 'M0-16.5 4.8-11.7 0-6.9-4.8-11.7Z' };

/** One package's line: nothing is said here that the words beside it don't say too. */
export function timelineRow(axis: TimeAxis, row: Lives): Html {
  const { expiresOn, dueOn, plannedStartOn } = row;
  const stopsOn = expiresOn && dayAfter(hardStopOn(expiresOn));
  const isStarted = row.state === 'in_progress';
  return html`<svg
    class="life"
    width="100%"
    height="36"
    role="img"
    aria-label="${timelineWords(row, axis.today)}"
  >
    <use href="#days" />
    <svg y="50%" overflow="visible">
      ${stretchesOf(row, axis.today).map((one) => bar(axis, one))}${!expiresOn && unknownDate(axis, row)}${markAt(
        axis,
        stopsOn,
        STOP,
      )}${!isStarted && (plannedStartOn ? markAt(axis, plannedStartOn, PLANNED) : markAt(axis, dueOn, DUE))}
    </svg>
  </svg>`;
}

const unknownDate = (axis: TimeAxis, { hasSecret }: Lives): Html =>
  hasSecret
    ? html`<rect class="nobody-knows" x="0.3%" y="-6" width="99.4%" height="10" rx="2" /><text
          class="said"
          x="${percentOf(axis, axis.today)}%"
          dx="8"
          y="3"
          >nobody knows when</text
        >`
    : html`<text class="said" x="${percentOf(axis, axis.today)}%" dx="8" y="4">has no secret</text>`;

/** The same as words, for whoever can't see it. */
export function timelineWords(row: Lives, today: Day): string {
  const { expiresOn, dueOn, plannedStartOn, rotation, hasSecret, leftStagedOn } = row;
  if (!hasSecret) return 'No secret';
  const stop = expiresOn && hardStopOn(expiresOn);
  const parts = [
    stop === null
      ? 'Nobody knows when it ends'
      : stop < today
        ? `Ended, last day ${stop}`
        : `Valid to ${stop}`,
    rotation?.stagedExpiresOn && `new secret to ${hardStopOn(rotation.stagedExpiresOn)}`,
    leftStagedOn && `a secret left staged ends ${hardStopOn(leftStagedOn)}`,
    row.state !== 'in_progress' && plannedStartOn && `start planned ${plannedStartOn}`,
    row.state !== 'in_progress' && !plannedStartOn && dueOn && `start due ${dueOn}`,
  ];
  return parts.filter(Boolean).join('; ');
}

/** The lines of months and of today behind every package's: drawn once on a page. */
export const timelineDays = (axis: TimeAxis): Html => {
  const line = (name: string, day: Day) =>
    html`<line
      class="${name}"
      x1="${percentOf(axis, day)}%"
      x2="${percentOf(axis, day)}%"
      y1="0"
      y2="100%"
    />`;
  return html`<svg class="defs" width="0" height="0" aria-hidden="true" focusable="false">
    <symbol id="days" width="100%" height="100%" overflow="visible">
      ${axis.months.map((day) => line('month', day))}${line('today', axis.today)}
    </symbol>
  </svg>`;
};

/** The months above all lines. */
export const timelineHead = (axis: TimeAxis): Html =>
  html`<svg class="months" width="100%" height="30" aria-hidden="true" focusable="false">
    ${axis.months.map((day, n) => monthName(axis, day, n))}
    <svg x="${percentOf(axis, axis.today)}%" overflow="visible">
      <text class="today-word" text-anchor="middle" y="26">today</text>
    </svg>
  </svg>`;

/** Near the end of the axis there is no room for one. */
const monthName = (axis: TimeAxis, day: Day, n: number): Html | null =>
  percentOf(axis, day) > 90
    ? null
    : html`<text class="${n % 2 === 1 ? 'minor' : 'major'}" x="${percentOf(axis, day)}%" dx="3" y="11"
        >${day.slice(0, 7)}</text
      >`;

const sample = (inside: Html, width = 30): Html =>
  html`<svg width="${width}" height="18" aria-hidden="true" focusable="false">${inside}</svg>`;

/** What the marks mean. */
export const timelineKey: Html = html`<ul class="key" aria-label="What the lines show">
  <li>${sample(html`<rect class="valid" y="4" width="30" height="10" />`)} works</li>
  <li>
    ${sample(html`<rect class="overlap" fill="url(#p-overlap)" y="4" width="30" height="10" />`)} old and new
    both work
  </li>
  <li>${sample(html`<rect class="next" x="0.5" y="4.5" width="29" height="9" />`)} new secret</li>
  <li>
    ${sample(html`<rect class="expired" fill="url(#p-expired)" y="4" width="30" height="10" />`)} expired
  </li>
  <li>
    ${sample(html`<svg class="stop" x="7" y="10" overflow="visible"><path d="${STOP.d}" /></svg>`, 14)} hard
    stop
  </li>
  <li>
    ${sample(html`<svg class="due-mark" x="7" y="20" overflow="visible"><path d="${DUE.d}" /></svg>`, 14)}
    start due
  </li>
  <li>
    ${sample(html`<svg class="planned-mark" x="7" y="20.5" overflow="visible"><path d="${PLANNED.d}" /></svg>`, 14)}
    start planned
  </li>
</ul>`;
