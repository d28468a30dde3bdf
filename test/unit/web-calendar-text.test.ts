import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { calendarOf, type CalendarPackage, type CalendarRotation } from '../../src/domain/calendar.ts';
import { nameInCalendar } from '../../src/domain/calendar-words.ts';
import { calendarText } from '../../src/web/calendar-text.ts';
import { asRead, calendarPackage, calendarRotation, readByBoth, readByIcalJs } from '../support/calendars.ts';
import { moment } from '../support/rotations.ts';

const AT = moment('2027-03-01T09:00:00Z');
const textOf = (packages: readonly CalendarPackage[], name = 'Northwind', at = AT) => {
  const events = calendarOf(packages, '/rekey', at);
  return { events, text: calendarText({ name, events, isFile: false, at }) };
};

/** RFC 5545 §3.1 and §3.6.1, as far as a parser forgives what is wrong. */
function isWellWritten(text: string): void {
  expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true);
  const lines = text.split('\r\n').slice(0, -1);
  for (const line of lines) {
    expect(Buffer.byteLength(line), line).toBeLessThanOrEqual(75);
    expect(line).not.toMatch(/\p{Cc}/u);
    expect(line.isWellFormed(), line).toBe(true);
  }
  // Within an event, properties first, then alarms.
  for (const [event] of text.matchAll(/BEGIN:VEVENT\r\n[^]*?END:VEVENT/g))
    expect(event).toMatch(
      /^BEGIN:VEVENT\r\n(?:(?!BEGIN|END)[^]*?\r\n)(?:BEGIN:VALARM\r\n[^]*?END:VALARM\r\n)*END:VEVENT$/,
    );
}

test('a calendar to the letter', () => {
  const rotations = [
    calendarRotation({ plannedActivateAt: moment('2027-03-24T20:00:00Z') }),
    calendarRotation({ number: 2, cycle: 0, activatedAt: moment('2027-03-01T08:00:00Z') }),
  ];
  const { text } = textOf(
    [calendarPackage({ name: 'ESP, “Production”; \\o/ 👩‍👩‍👧', cycle: 1, expiresOn: '2027-08-28', rotations })],
    'North, wind',
  );
  isWellWritten(text);
  expect(text.replaceAll('\r\n', '\n')).toMatchSnapshot();
});

test('an empty calendar is one', () => {
  const { text } = textOf([]);
  isWellWritten(text);
  expect(readByBoth(text)).toEqual({ name: 'rekey: Northwind', method: 'PUBLISH', events: [] });
});

describe('whatever there is, two parsers read what was meant', () => {
  const day = fc
    .date({ min: new Date('2026-11-01'), max: new Date('2027-12-31'), noInvalidDate: true })
    .map((at) => at.toISOString().slice(0, 10));
  const at = fc
    .date({ min: new Date('2026-11-01'), max: new Date('2027-12-31'), noInvalidDate: true })
    .map((date) => moment(`${date.toISOString().slice(0, 19)}Z`));
  const nothing = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: null });
  const names = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 120 }),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 120 }),
    fc.stringMatching(/^(?:[a-z,;:\\\r\n"א-ת\u{1f44d}\u{202e}\u{2028}]|\u{200d}){1,120}$/u),
    fc.constantFrom('BEGIN:VEVENT\r\nUID:x', 'END:VCALENDAR', '\\n', '\\', ';;', '\u0000', ' '),
  );
  const rotation: fc.Arbitrary<Omit<CalendarRotation, 'number'>> = fc.record({
    cycle: fc.nat({ max: 3 }),
    oldExpiresOn: nothing(day),
    plan: nothing(fc.record({ startOn: day, droppedAt: nothing(at) })),
    plannedActivateAt: nothing(at),
    dropped: nothing(fc.record({ activateAt: at, at })),
    activatedAt: nothing(at),
    cancelledAt: nothing(at),
  });
  const pkg: fc.Arbitrary<CalendarPackage> = fc.record({
    id: fc.uuid(),
    name: names,
    expiresOn: nothing(day),
    plannedStartOn: nothing(day),
    plan: nothing(fc.record({ startOn: day, droppedAt: nothing(at) })),
    leadDays: fc.constantFrom(1, 3, 7, 14, 30, 60),
    retiredAt: nothing(at),
    revision: fc.nat(),
    cycle: fc.constant(4),
    rotations: fc
      .uniqueArray(rotation, { maxLength: 4, selector: ({ cycle }) => cycle })
      .map((all) => all.map((one, n) => ({ ...one, number: n + 1 }))),
  });

  const packages = fc.uniqueArray(pkg, { maxLength: 4, selector: ({ id }) => id });
  const hasBackslash = ({ name }: { name: string }) => name.includes('\\');

  test('uid, times, sequence, status, words and alarms', () => {
    const isReadAsMeant = fc.property(packages, names, at, (all, name, now) => {
      const { events, text } = textOf(all, name, now);
      isWellWritten(text);
      const read = [...all, { name }].some(hasBackslash) ? readByIcalJs(text) : readByBoth(text);
      const stamp = `${now.toISO().slice(0, 19)}Z`;
      const meant = events.map((event) => asRead(event, stamp));
      const title = `rekey: ${nameInCalendar(name)}`;
      expect(read).toEqual({ name: title, method: 'PUBLISH', events: meant });
      expect(new Set(events.map(({ uid }) => uid)).size).toBe(events.length);
    });
    fc.assert(isReadAsMeant, { numRuns: 300 });
  }, 30_000);
});
