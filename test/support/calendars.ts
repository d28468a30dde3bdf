import ICAL from 'ical.js';
import { Duration } from 'luxon';
import nodeIcal, { type VEvent } from 'node-ical';
import { expect } from 'vitest';
import type { CalendarEvent, CalendarPackage, CalendarRotation } from '../../src/domain/calendar.ts';
import { dayAfter } from '../../src/domain/schedule.ts';

/** An event as a calendar program understands it: a day as `YYYY-MM-DD`, a moment as ISO in UTC, alarms in minutes. */
export interface ReadEvent {
  readonly uid: string;
  readonly sequence: number;
  readonly stamp: string;
  readonly start: string;
  readonly end: string;
  readonly summary: string;
  readonly description: string;
  readonly status: string;
  readonly transparency: string;
  readonly alarms: readonly number[];
}

export interface ReadCalendar {
  readonly name: string;
  readonly method: string;
  readonly events: readonly ReadEvent[];
}

/**
 * What two independent parsers make of a calendar: they must agree on everything. (node-ical takes an escaped
 * backslash before an n for a line break: such a name is for ical.js alone.)
 */
export function readByBoth(text: string): ReadCalendar {
  const [one, other] = [readByIcalJs(text), readByNodeIcal(text)];
  expect(one).toEqual(other);
  return one;
}

/** The same event as it should be read. */
export const asRead = (event: CalendarEvent, stamp: string): ReadEvent => ({
  ...{ uid: event.uid, sequence: event.sequence, stamp },
  ...(event.onDay === null
    ? { start: iso(event.startsAt.toJSDate()), end: iso(event.endsAt.toJSDate()), transparency: 'OPAQUE' }
    : { start: event.onDay, end: dayAfter(event.onDay), transparency: 'TRANSPARENT' }),
  ...{ summary: event.summary, description: event.description, alarms: event.alarms },
  status: event.isCancelled ? 'CANCELLED' : 'CONFIRMED',
});

const iso = (at: Date): string => `${at.toISOString().slice(0, 19)}Z`;

export function readByIcalJs(text: string): ReadCalendar {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const valueOf = (of: ICAL.Component, name: string) => String(of.getFirstPropertyValue(name));
  const events = calendar.getAllSubcomponents('vevent').map((of): ReadEvent => {
    const event = new ICAL.Event(of);
    return {
      ...{ uid: event.uid, sequence: event.sequence, summary: event.summary, description: event.description },
      stamp: valueOf(of, 'dtstamp'),
      start: event.startDate.toString(),
      end: event.endDate.toString(),
      status: valueOf(of, 'status'),
      transparency: valueOf(of, 'transp'),
      alarms: of
        .getAllSubcomponents('valarm')
        .map((alarm) => (alarm.getFirstPropertyValue('trigger') as ICAL.Duration).toSeconds() / 60),
    };
  });
  const name = valueOf(calendar, 'x-wr-calname').replaceAll(/\\(.)/g, '$1');
  expect(valueOf(calendar, 'name').replaceAll(/\\(.)/g, '$1')).toBe(name);
  return { name, method: valueOf(calendar, 'method'), events };
}

function readByNodeIcal(text: string) {
  const read = nodeIcal.sync.parseICS(text);
  const events = Object.values(read).filter((one): one is VEvent => one?.type === 'VEVENT');
  const calendar = read.vcalendar as unknown as Record<string, string>;
  // A day comes as midnight of the reader's own zone.
  const day = (at: Date) =>
    [at.getFullYear(), at.getMonth() + 1, at.getDate()].map((n) => String(n).padStart(2, '0'));
  const time = (at: Date & { dateOnly?: boolean }) => (at.dateOnly ? day(at).join('-') : iso(at));
  return {
    name: calendar['WR-CALNAME'],
    method: calendar['method'],
    events: events.map((event) => ({
      ...{ uid: event.uid, sequence: Number(event.sequence), status: event.status },
      ...{ summary: event.summary, description: event.description, transparency: event.transparency },
      ...{ stamp: iso(event.dtstamp), start: time(event.start), end: time(event.end as Date) },
      alarms: ((event.alarms ?? []) as { trigger: string }[]).map(({ trigger }) =>
        Duration.fromISO(trigger).as('minutes'),
      ),
    })),
  };
}

export const calendarRotation = (facts: Partial<CalendarRotation> = {}): CalendarRotation => ({
  ...{ number: 1, cycle: 0, oldExpiresOn: '2027-03-29', plan: null, plannedActivateAt: null, dropped: null },
  ...{ activatedAt: null, cancelledAt: null },
  ...facts,
});

/** Due 2027-03-21, hard stop 2027-03-28, printed 2027-03-29. */
export const calendarPackage = (facts: Partial<CalendarPackage> = {}): CalendarPackage => ({
  ...{ id: 'p1', name: 'ESP Production', expiresOn: '2027-03-29', leadDays: 7, retiredAt: null },
  ...{ plannedStartOn: null, plan: null },
  ...{ revision: 3, cycle: 0, rotations: [] },
  ...facts,
});
