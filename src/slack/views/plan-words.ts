import type { Forecast } from '../../domain/forecast.ts';
import type { NoRoom, Standing } from '../../domain/plan.ts';
import { mondayOf } from '../../domain/schedule.ts';
import type { PlanFacts, PlanPackage } from '../../usecases/read-plan.ts';
import { bold, count, listed } from './text.ts';

const FIRST = 3;

const names = (packages: readonly PlanPackage[]): string => listed(packages.map(({ name }) => name));

/** What the proposal comes to: how full its weeks are, who is in time, who is first. */
export function startsWords({ starts, changes }: PlanFacts): string {
  const [first] = starts;
  const last = starts.at(-1);
  if (!first || !last) return 'Nothing can be planned.';
  const weeks = Map.groupBy(starts, ({ startOn }) => mondayOf(startOn));
  const most = Math.max(...[...weeks.values()].map(({ length }) => length));
  const same = starts.length - changes.filter(({ startOn }) => startOn !== null).length;
  const of = (standing: Standing) =>
    starts.flatMap((one) => (one.standing === standing ? [one.package] : []));
  const [inTime, tight, expired] = [of('in_time'), of('tight'), of('expired')];
  return [
    `From ${first.startOn} to ${last.startOn}, in ${count(weeks.size, 'week')}, *never more than ${most} in one*. First: ${starts
      .slice(0, FIRST)
      .map((one) => `${bold(one.package.name, 60)} (${one.startOn})`)
      .join(', ')}.`,
    ...(inTime.length > 0 ? [`:white_check_mark: ${inTime.length} in time, with all their lead days.`] : []),
    ...(tight.length > 0
      ? [`:warning: ${tight.length} before their date, but with fewer than their lead days: ${names(tight)}.`]
      : []),
    ...(expired.length > 0
      ? [
          `:rotating_light: ${expired.length} expired already, so as soon as there is room: ${names(expired)}.`,
        ]
      : []),
    ...(same > 0 && changes.length > 0 ? [`${same} planned already, and left as they are.`] : []),
  ].join('\n');
}

const rounded = (pace: number): string => String(Math.round(pace * 10) / 10);

function forecastLine({ basis, perWeek, total, misses, expired }: Forecast): string {
  const pace =
    basis === 'capacity'
      ? `At ${rounded(perWeek)} a week, as the settings say`
      : `At ${rounded(perWeek)} a week, as many as were done in the last eight`;
  const already = expired > 0 ? ` (${expired} ${expired === 1 ? 'has' : 'have'} already)` : '';
  const missed = `${misses} of ${total} ${misses === 1 ? 'misses its' : 'miss their'} date${already}`;
  const outcome = misses === 0 ? `none of ${total} misses its date` : missed;
  return `${pace}: *${outcome}*.`;
}

/** What becomes of it at the pace that was set, and at the real one, with what is assumed. Null when there is nothing to count. */
export function forecastWords({ forecasts }: Pick<PlanFacts, 'forecasts'>): string | null {
  const lines = forecasts.filter(({ total }) => total > 0).map(forecastLine);
  if (lines.length === 0) return null;
  return `*Forecast.* ${lines.join(' ')} Assumed: soonest date first, from today, each done in the week it starts, this week as a whole one, less what was started in it; freeze windows and what is under way are not in it.`;
}

const WHYS: {
  readonly [W in Exclude<NoRoom, 'no_capacity'>]: (
    all: readonly PlanPackage[],
    command: string,
    capacity: number,
  ) => string;
} = {
  no_room: (all, command, capacity) =>
    `:rotating_light: ${count(all.length, 'package')} with no room left before the date, at ${capacity} a week: ${names(all)}. Start some today, or raise the number in \`${command} settings\`.`,
  frozen: (all, command) =>
    `:warning: ${count(all.length, 'package')} frozen from today to the end: ${names(all)}. Activate can’t be pressed in time: change the freeze window in \`${command} settings\` or on the package.`,
  unknown_date: (all) =>
    `:grey_question: ${count(all.length, 'package')} without a date: ${names(all)}. Read it in Setup and record it; then they can be planned.`,
  far_off: (all) =>
    `${count(all.length, 'package')} due in more than half a year: ${names(all)}. Is the date right? Nothing to plan yet.`,
  under_way: (all) => `${count(all.length, 'package')} under way already: ${names(all)}.`,
};

/** What can't be planned, why, and what helps; null when everything can. */
export function unplannedWords({ unplanned, terms }: PlanFacts, command: string): string | null {
  const lines = (['no_room', 'frozen', 'unknown_date', 'far_off', 'under_way'] as const).flatMap((why) => {
    const all = unplanned.flatMap((one) => (one.why === why ? [one.package] : []));
    return all.length > 0 ? [WHYS[why](all, command, terms.weeklyCapacity ?? 0)] : [];
  });
  return lines.length > 0 ? lines.join('\n') : null;
}

/** What was written. */
export const acceptedWords = (set: readonly { readonly startOn: string | null }[]): string => {
  const days = set.flatMap(({ startOn }) => startOn ?? []).toSorted();
  const out = set.length - days.length;
  const planned =
    days.length > 0 ? [`*${count(days.length, 'package')} planned*, the first for ${days[0]}.`] : [];
  return [
    ...planned,
    ...(out > 0 ? [`${count(out, 'package')} taken out of the plan.`] : []),
    'Their owners are reminded on the planned day.',
  ].join(' ');
};
