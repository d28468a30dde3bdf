import { describe, expect, test } from 'vitest';
import { checkMessage } from '../../sandbox/slack/block-kit-limits.ts';
import { buttons, textOf, type Shown } from '../../sandbox/slack/reading.ts';
import { nextDatesOf, type CalendarEvent } from '../../src/domain/calendar.ts';
import {
  addToCalendar,
  calendarAddress,
  calendarSwitchedOff,
  nothingAhead,
} from '../../src/slack/views/calendar.ts';
import { googleLink, outlookLink } from '../../src/slack/views/calendar-links.ts';
import type { Message } from '../../src/slack/views/blocks.ts';
import type { CalendarFeedFacts } from '../../src/usecases/facts.ts';
import { calendarPackage } from '../support/calendars.ts';
import { moment } from '../support/rotations.ts';
import { NASTY, uuid } from './slack-fixtures.ts';

const URL_ = `https://rekey.example.com/calendar/${'t'.repeat(43)}.ics`;
const AT = moment('2027-03-01T09:00:00Z');
const address = { url: URL_, isLocalOnly: false };
const feed = (facts: Partial<CalendarFeedFacts> = {}): CalendarFeedFacts => ({
  ...{ packageId: uuid(1), packageName: 'ESP Production', address, isReplacing: false, madeAt: AT },
  ...facts,
});
const ofWorkspace = { packageId: null, packageName: null };

function shows(view: Message): void {
  expect(checkMessage(view)).toEqual([]);
  // Nothing that opens anything is in the notification's text.
  expect(view.text).not.toContain('http');
  const shown = view as unknown as Shown;
  expect(`${textOf(shown)}\n${JSON.stringify(buttons(shown), null, 1)}`).toMatchSnapshot();
}

describe('the address of a calendar', () => {
  test.each<[string, Partial<CalendarFeedFacts>]>([
    ['of a package, for the first time', {}],
    ['of the workspace', ofWorkspace],
    ['in place of another, of a package with a nasty name', { isReplacing: true, packageName: NASTY }],
    ['there already', { address: null }],
    ['of the workspace, there already', { ...ofWorkspace, address: null }],
  ])('%s', (_, facts) => shows(calendarAddress(feed(facts), '/rekey')));

  test('on loopback says who can’t reach it', () => {
    const local = calendarAddress(feed({ address: { ...address, isLocalOnly: true } }), '/rekey');
    expect(checkMessage(local)).toEqual([]);
    expect(JSON.stringify(local)).toContain('calendar services on the internet can’t reach it');
    expect(JSON.stringify(calendarAddress(feed(), '/rekey'))).not.toContain('can’t reach');
  });

  test('switched off', () => shows(calendarSwitchedOff()));
});

describe('add to calendar', () => {
  const file = (name: string, leadDays = 7) => {
    const events = nextDatesOf(calendarPackage({ id: uuid(1), name, leadDays }), '/rekey', AT);
    return addToCalendar({ packageName: name, events, address }, '/rekey');
  };
  test('both days', () => shows(file('ESP Production')));
  test('the due day has passed', () => shows(file('ESP Production', 60)));
  test.each([NASTY, '秘'.repeat(100), '👩‍👩‍👧'.repeat(40), 'x'.repeat(4000)])('holds %j', (name) => {
    expect(checkMessage(file(name))).toEqual([]);
  });
  test('nothing ahead', () => shows(nothingAhead()));
});

describe('links that fill in an entry hold its name and dates, and no address of ours', () => {
  const [due] = nextDatesOf(calendarPackage({ name: 'A & B + C?' }), '/rekey', AT) as [CalendarEvent];
  const fields = (link: string | null) => Object.fromEntries(new URL(link ?? '').searchParams);

  test('Google Calendar: a day ends where the next begins', () => {
    expect(googleLink(due)).toMatch(/^https:\/\/calendar\.google\.com\/calendar\/render\?action=TEMPLATE&/);
    expect(fields(googleLink(due))).toEqual({
      ...{ action: 'TEMPLATE', text: 'Rotate A & B + C? (7 days left)', crm: 'AVAILABLE' },
      ...{ dates: '20270321/20270322', details: due.description },
    });
  });

  test('Outlook: blanks as %20', () => {
    expect(outlookLink(due)).toContain('subject=Rotate%20A%20%26%20B%20%2B%20C%3F%20(7%20days%20left)');
    expect(fields(outlookLink(due))).toEqual({
      ...{ path: '/calendar/action/compose', rru: 'addevent', allday: 'true' },
      ...{ startdt: '2027-03-21', enddt: '2027-03-22', subject: due.summary, body: due.description },
    });
  });

  test('none for what is no day', () => {
    const timed: CalendarEvent = { ...due, onDay: null, startsAt: AT, endsAt: AT };
    expect([googleLink(timed), outlookLink(timed)]).toEqual([null, null]);
  });
});
