import { DateTime } from 'luxon';
import { RULES } from './rules.ts';

/** A calendar day, `YYYY-MM-DD`, in UTC: the zone of expiry is not documented (rule 14). */
export type Day = string;

/** The moment from which every rule is counted; always UTC. */
export type Moment = DateTime<true>;

export const dayOf = (at: Moment): Day => at.toUTC().toISODate();

/** True for a real calendar day written `YYYY-MM-DD` (rule 14: never `03/04`), of year 1 or later: Postgres has no year 0. */
export const isDay = (text: string): boolean =>
  /^(?!0000)\d{4}-\d{2}-\d{2}$/.test(text) && DateTime.fromISO(text, { zone: 'utc' }).isValid;

const parse = (day: Day) => DateTime.fromISO(day, { zone: 'utc' }) as Moment;

const DAY_MS = 86_400_000;
/** A day in UTC is as long as any other. Boards and plans count thousands of them: this takes a tenth of what a calendar library does. */
const shift = (day: Day, days: number): Day =>
  new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, -'T00:00:00.000Z'.length);

/** Whole days from one day to another; negative when `to` is earlier. */
export const daysBetween = (from: Day, to: Day): number => (Date.parse(to) - Date.parse(from)) / DAY_MS;

/** The last day on which the secret surely works: the day before the printed one (rule 14). */
export const hardStopOn = (expiresOn: Day): Day => shift(expiresOn, -1);

/** Days from today to the hard stop: the only count that is ever shown. Negative once it has passed. */
export const daysLeft = (expiresOn: Day, today: Day): number => daysBetween(today, hardStopOn(expiresOn));

/** The printed date says expired, or will within the day: there is no overlap to work in. */
export const isExpired = (expiresOn: Day, today: Day): boolean => daysLeft(expiresOn, today) < 0;

/** Rule 5: counted from the moment Generate was pressed, not from Activate. */
export const computedExpiryOn = (generatedAt: Moment): Day => shift(dayOf(generatedAt), RULES.secretLifeDays);

/** Rule 2: from this moment the staged secret authenticates. */
export const liveAt = (generatedAt: Moment): Moment => generatedAt.plus({ minutes: RULES.coolingMinutes });

/** The day on which the next rotation is due: the lead days before the hard stop. */
export const dueOn = (expiresOn: Day, leadDays: number): Day => shift(hardStopOn(expiresOn), -leadDays);

export const dayAfter = (day: Day): Day => shift(day, 1);

/** The Monday of the week (ISO 8601) that a day lies in. */
export const mondayOf = (day: Day): Day => dayOf(parse(day).startOf('week'));

export const daysAfter = (day: Day, days: number): Day => shift(day, days);

/** The window of the clock in which wrong codes are counted, the same for every process (promise H11). */
export function guessWindow(at: Moment): { readonly startsAt: Moment; readonly endsAt: Moment } {
  const minute = at.minute - (at.minute % RULES.guessWindowMinutes);
  const startsAt = at.startOf('hour').set({ minute });
  return { startsAt, endsAt: startsAt.plus({ minutes: RULES.guessWindowMinutes }) };
}

/** The start of a day, for columns that a sweep compares with the clock. */
export const startOfDay = (day: Day): Moment => parse(day);
