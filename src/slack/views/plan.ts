import type { KnownBlock } from '@slack/types';
import type { PlanFacts, ShownPlan } from '../../usecases/read-plan.ts';
import { barChart, plainBars, type Bars } from './bar-chart.ts';
import { actions, button, context, header, message, note, section, type Message } from './blocks.ts';
import { beginningButtons } from './first-steps.ts';
import { expiryBars, startBars } from './plan-charts.ts';
import { forecastWords, startsWords, unplannedWords } from './plan-words.ts';
import { count } from './text.ts';

const NOTHING_WRITTEN =
  'Nothing is planned before you accept it. Reminders then follow the planned days, and never come later than without a plan.';

/** `/rekey plan`: when secrets end, what is proposed for it, and what can't be had. */
export function plan(facts: ShownPlan, command: string): Message {
  const { packages, terms, changes, starts } = facts;
  if (packages.length === 0) {
    return note(
      'There is nothing to plan yet: no package has a secret to rotate. Bring them in first.',
      ...beginningButtons(),
    );
  }
  const capacity = terms.weeklyCapacity;
  if (capacity === null) return withoutCapacity(facts, command);
  const title =
    changes.length === 0
      ? 'The plan stands'
      : `Plan: ${count(starts.length, 'rotation')}, ${capacity} a week`;
  const charts = [expiryBars(facts), startBars(facts)];
  return drawn(title, charts, [
    section(startsWords(facts)),
    ...unplanned(facts, command),
    ...forecast(facts),
    ...buttons(facts),
    context(
      changes.length === 0
        ? `Nothing would change. \`${command} settings\` has how many a week, and the freeze windows.`
        : NOTHING_WRITTEN,
    ),
  ]);
}

/** Charts are for messages only, and not for every Slack: the same without any is always at hand. */
function drawn(title: string, charts: readonly (Bars | null)[], blocks: readonly KnownBlock[]): Message {
  const first = header(title);
  const bars = charts.filter((one) => one !== null);
  return {
    ...message(title, [first, ...bars.map(barChart), ...blocks]),
    plain: message(title, [first, ...bars.map((one) => section(plainBars(one))), ...blocks]),
  };
}

const SAY_HOW_MANY = button(
  'Say how many…',
  'capacity',
  {},
  { style: 'primary', label: 'Say how many rotations a week' },
);

function withoutCapacity(facts: ShownPlan, command: string): Message {
  const charts = [expiryBars(facts)];
  return drawn('How many a week?', charts, [
    section(
      `This is when your secrets end; each has to be rotated before. *How many can you carry in a week?* ${facts.maySetCapacity ? `Say so here or in \`${command} settings\`` : `Ask an admin of this Slack workspace to say so, with \`${command} plan\` or \`${command} settings\``}; then rekey proposes a plan that spreads them.`,
    ),
    ...forecast(facts),
    ...(facts.maySetCapacity ? actions(SAY_HOW_MANY) : []),
  ]);
}

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
