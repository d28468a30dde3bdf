import { daysAfter, daysBetween, mondayOf, type Day } from '../../domain/schedule.ts';

const WEEKS_BEFORE = 8;
const WEEKS_AFTER = 28;

/** The days a timeline shows, from a Monday two months back to half a year ahead. */
export interface TimeAxis {
  readonly today: Day;
  readonly fromOn: Day;
  /** The first day beyond it. */
  readonly endOn: Day;
  /** Months that begin on it: their first days. */
  readonly months: readonly Day[];
}

export function timeAxis(today: Day): TimeAxis {
  const fromOn = daysAfter(mondayOf(today), -7 * WEEKS_BEFORE);
  const endOn = daysAfter(mondayOf(today), 7 * WEEKS_AFTER);
  return { today, fromOn, endOn, months: firstDays(fromOn, endOn) };
}

/** Where on the axis a day begins, in percent of its width; kept inside it. */
export function percentOf({ fromOn, endOn }: TimeAxis, day: Day): number {
  const part = daysBetween(fromOn, day) / daysBetween(fromOn, endOn);
  return round(100 * Math.min(1, Math.max(0, part)));
}

/** A tenth of a pixel on any screen. */
export const round = (percent: number): number => Math.round(percent * 100) / 100;

function firstDays(fromOn: Day, endOn: Day): Day[] {
  const days: Day[] = [];
  for (let day = nextFirst(fromOn); day < endOn; day = nextFirst(day)) days.push(day);
  return days;
}

/** The first of the month after this day: no month is longer than the days that are added. */
const nextFirst = (day: Day): Day => `${daysAfter(`${day.slice(0, 7)}-01`, 31).slice(0, 7)}-01`;
