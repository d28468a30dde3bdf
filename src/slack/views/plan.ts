import type { KnownBlock } from '@slack/types';
import { isPlanned } from '../../domain/planned-start.ts';
import { dueOn, hardStopOn, type Day } from '../../domain/schedule.ts';
import { byWeek } from '../../domain/weeks.ts';
import type { PlanFacts, PlanPackage } from '../../usecases/read-plan.ts';
import { barChart, MOST_LABELS, plainBars, type Bars } from './bar-chart.ts';
import { actions, button, context, header, message, note, section, type Message } from './blocks.ts';
import { forecastWords, startsWords, unplannedWords } from './plan-words.ts';
import { count } from './text.ts';

/** When a package starts as things stand: as planned, else when it is due; today if that has passed. */
function startNow(pkg: PlanPackage, today: Day): Day | null {
  if (pkg.expiresOn === null || pkg.isUnderWay) return null;
  const day = isPlanned(pkg, hardStopOn(pkg.expiresOn))
    ? pkg.plannedStartOn
    : dueOn(pkg.expiresOn, pkg.leadDays);
  return day < today ? today : day;
}

const WEEKS_LOOKED_AT = 27;

/** The starts of each week, now and as proposed, from the first week that has any to the last. */
function cliff({ packages, starts, terms }: PlanFacts, isProposal: boolean): Bars | null {
  const { today } = terms;
  const span = { today, weeks: WEEKS_LOOKED_AT };
  const now = byWeek(packages, (pkg) => startNow(pkg, today), span);
  const proposed = byWeek(starts, ({ startOn }) => startOn, span);
  const weeks = now.weeks.map(({ mondayOn, items }, n) => ({
    mondayOn,
    now: items.length,
    proposed: proposed.weeks[n]?.items.length ?? 0,
  }));
  const isBusy = (week: (typeof weeks)[number]): boolean => week.now + (isProposal ? week.proposed : 0) > 0;
  const drawn = weeks.slice(weeks.findIndex(isBusy), weeks.findLastIndex(isBusy) + 1).slice(0, MOST_LABELS);
  if (drawn.length === 0) return null;
  return {
    title: 'Rotations to start, by week',
    labels: drawn.map(({ mondayOn }) => mondayOn),
    series: [
      { name: 'Now', values: drawn.map((week) => week.now) },
      ...(isProposal ? [{ name: 'As proposed', values: drawn.map((week) => week.proposed) }] : []),
    ],
    xLabel: 'Week of',
    yLabel: 'Rotations',
  };
}

const NOTHING_WRITTEN =
  'Nothing is planned before you accept it. Reminders then follow the planned days, and never come later than without a plan.';

/** `/rekey plan`: the cliff as it stands, what is proposed instead, and what can't be had. */
export function plan(facts: PlanFacts, command: string): Message {
  const { packages, terms, changes, starts } = facts;
  if (packages.length === 0) {
    const add = actions(
      button('Add a package…', 'add', {}, { style: 'primary', label: 'Add the first package' }),
    );
    return note(
      'There is nothing to plan yet: no package has a secret to rotate. Add the first one.',
      ...add,
    );
  }
  const capacity = terms.weeklyCapacity;
  if (capacity === null) return withoutCapacity(facts, command);
  const title =
    changes.length === 0
      ? 'The plan stands'
      : `Plan: ${count(starts.length, 'rotation')}, ${capacity} a week`;
  return drawn(title, cliff(facts, changes.length > 0), [
    section(startsWords(facts)),
    ...forecast(facts),
    ...unplanned(facts, command),
    ...buttons(facts),
    context(
      changes.length === 0
        ? `Nothing would change. \`${command} settings\` has how many a week, and the freeze windows.`
        : NOTHING_WRITTEN,
    ),
  ]);
}

/** Charts are for messages only, and not for every Slack: the same without one is always at hand. */
function drawn(title: string, bars: Bars | null, blocks: readonly KnownBlock[]): Message {
  const first = header(title);
  const chart = bars ? [barChart(bars)] : [];
  const lines = bars ? [section(plainBars(bars))] : [];
  return {
    ...message(title, [first, ...chart, ...blocks]),
    plain: message(title, [first, ...lines, ...blocks]),
  };
}

const withoutCapacity = (facts: PlanFacts, command: string): Message =>
  drawn('How many a week?', cliff(facts, false), [
    section(
      `This is when your rotations would start without a plan. *How many can you carry in a week?* A Slack workspace admin says so, here or in \`${command} settings\`; then rekey proposes a plan that spreads them.`,
    ),
    ...forecast(facts),
    ...actions(
      button('Say how many…', 'capacity', {}, { style: 'primary', label: 'Say how many rotations a week' }),
    ),
  ]);

const forecast = (facts: PlanFacts): KnownBlock[] => {
  const words = forecastWords(facts);
  return words === null ? [] : [section(words)];
};

const unplanned = (facts: PlanFacts, command: string): KnownBlock[] => {
  const words = unplannedWords(facts, command);
  return words === null ? [] : [section(words)];
};

function buttons({ changes, proposal, starts }: PlanFacts): KnownBlock[] {
  const accept = button(
    'Accept the plan',
    'accept_plan',
    { proposal },
    {
      ...{ style: 'primary', label: 'Accept the whole plan' },
      asks: [`${count(changes.length, 'package')} get another planned start. Reminders follow it.`, 'Accept'],
    },
  );
  const oneByOne = button(
    'One by one…',
    'plan_page',
    { page: '0' },
    { label: 'Go through the plan package by package' },
  );
  return actions(...(changes.length > 0 ? [accept] : []), ...(starts.length > 0 ? [oneByOne] : []));
}
