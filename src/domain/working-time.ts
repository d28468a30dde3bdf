import { DateTime, IANAZone } from 'luxon';
import { dayAfter, dayOf, type Day, type Moment } from './schedule.ts';

/** When somebody, or a channel, may be written to. Minutes are those of the local day. */
export interface WorkingTime {
  /** IANA name, such as `Europe/Berlin`. */
  readonly zone: string;
  readonly fromMinute: number;
  readonly toMinute: number;
  /** When the day's one message goes out. */
  readonly digestMinute: number;
  /** ISO: 1 is Monday. Never empty. */
  readonly weekdays: readonly number[];
  readonly holidays: readonly Day[];
}

/** True for a zone that the runtime knows by an IANA name; offsets such as `+02:00` keep no summer time and are none. */
export const isZone = (text: string): boolean =>
  /^(?:UTC|[A-Za-z]+(?:\/[A-Za-z0-9_+-]+)+)$/.test(text) && IANAZone.isValidZone(text);

const MOST_DAYS_LOOKED_AT = 60;

const localDay = (at: Moment, { zone }: WorkingTime): DateTime<true> =>
  at.setZone(zone).startOf('day') as DateTime<true>;

/** The start of a calendar day where somebody is. */
export const startOfLocalDay = (day: Day, zone: string): Moment =>
  (DateTime.fromISO(day, { zone }).startOf('day') as DateTime<true>).toUTC();

/** A minute of a local day, as a moment; one that summer time skips comes an hour later. */
const minuteOf = (local: DateTime<true>, minute: number): Moment =>
  local.set({ hour: Math.floor(minute / 60), minute: minute % 60 }).toUTC();

const isWorkingDay = (local: DateTime<true>, { weekdays, holidays }: WorkingTime): boolean =>
  weekdays.includes(local.weekday) && !holidays.includes(local.toISODate());

/** The days from `local` on, in steps of one day, that are worked on; bounded, so that no calendar can hang a sweep. */
function* workingDays(local: DateTime<true>, step: 1 | -1, time: WorkingTime): Generator<DateTime<true>> {
  for (let n = 0; n <= MOST_DAYS_LOOKED_AT; n += 1) {
    const day = local.plus({ days: n * step });
    if (isWorkingDay(day, time)) yield day;
  }
}

/**
 * When a message that belongs to a calendar day goes out: at the digest's time of that day, or of the last working day before.
 * Never on a later day than that, not even in UTC, in which hard stops are counted.
 */
export function slotOn(day: Day, time: WorkingTime): Moment {
  const local = DateTime.fromISO(day, { zone: time.zone }).startOf('day') as DateTime<true>;
  for (const worked of workingDays(local, -1, time)) {
    const slot = minuteOf(worked, time.digestMinute);
    if (dayOf(slot) <= day) return slot;
  }
  return minuteOf(local.minus({ days: 1 }), time.digestMinute);
}

/** The last day whose message has gone out by the end of this one: on a Friday, Sunday. Never before today. */
export function spokenOfUntil(today: Day, time: WorkingTime): Day {
  let until = today;
  for (let n = 0; n < MOST_DAYS_LOOKED_AT; n += 1) {
    const next = dayAfter(until);
    if (dayOf(slotOn(next, time)) > today) break;
    until = next;
  }
  return until;
}

/** The same for a day on which it can't wait for a working one: the last day, and every day after it. */
export function slotOnTheDay(day: Day, time: WorkingTime): Moment {
  const local = DateTime.fromISO(day, { zone: time.zone }).startOf('day') as DateTime<true>;
  const slot = minuteOf(local, time.digestMinute);
  return dayOf(slot) <= day ? slot : minuteOf(local.minus({ days: 1 }), time.digestMinute);
}

/**
 * The digest's time for something that has waited since a moment: the last one before the wait is over, if at least half of
 * it has passed by then; else the first one after.
 */
export function slotAfter(since: Moment, waitHours: number, time: WorkingTime): Moment {
  const end = since.plus({ hours: waitHours });
  const half = since.plus({ hours: waitHours / 2 });
  for (const worked of workingDays(localDay(end, time), -1, time)) {
    const slot = minuteOf(worked, time.digestMinute);
    if (slot < half) break;
    if (slot <= end) return slot;
  }
  for (const worked of workingDays(localDay(end, time), 1, time)) {
    const slot = minuteOf(worked, time.digestMinute);
    if (slot > end) return slot;
  }
  return end;
}

/**
 * The digests from a first one on, each so many working days after the one before, up to some that lie beyond `until`. Days on
 * which nobody works do not count: a weekend is not silence.
 */
export function slotsFrom(
  first: Moment,
  everyDays: number,
  { until, beyond }: { until: Moment; beyond: number },
  time: WorkingTime,
): Moment[] {
  const slots = [first];
  const start = localDay(first, time);
  const most = Math.ceil(until.diff(first, 'days').days) + MOST_DAYS_LOOKED_AT;
  let worked = 0;
  let ahead = first > until ? 1 : 0;
  for (let n = 1; n <= most && ahead < beyond; n += 1) {
    const day = start.plus({ days: n });
    if (!isWorkingDay(day, time)) continue;
    worked += 1;
    if (worked % everyDays !== 0) continue;
    const slot = minuteOf(day, time.digestMinute);
    slots.push(slot);
    if (slot > until) ahead += 1;
  }
  return slots;
}

/** The digest of the same local day, if it is still to come; else that moment itself. */
export function digestFrom(at: Moment, time: WorkingTime): Moment {
  const digest = minuteOf(localDay(at, time), time.digestMinute);
  return digest > at ? digest : at;
}

/** That moment, if it lies in working hours; else the first moment after it that does. */
export function workingMoment(at: Moment, time: WorkingTime): Moment {
  for (const worked of workingDays(localDay(at, time), 1, time)) {
    const from = minuteOf(worked, time.fromMinute);
    if (at <= from) return from;
    if (at < minuteOf(worked, time.toMinute)) return at;
  }
  return at;
}

/** The person's own calendar day. */
export const localDayOf = (at: Moment, { zone }: WorkingTime): Day =>
  (at.setZone(zone) as DateTime<true>).toISODate();
