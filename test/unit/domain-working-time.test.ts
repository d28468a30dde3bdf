import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayOf, startOfDay } from '../../src/domain/schedule.ts';
import {
  isZone,
  localDayOf,
  slotAfter,
  slotOn,
  slotOnTheDay,
  workingMoment,
  type WorkingTime,
} from '../../src/domain/working-time.ts';
import { moment } from '../support/rotations.ts';

/** Half and quarter hours, both ends of the world, both hemispheres' summer times. */
const ZONES = [
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Auckland',
  'Pacific/Tongatapu',
  'Pacific/Pago_Pago',
  'America/Sao_Paulo',
  'UTC',
];

const time = (zone: string, of: Partial<WorkingTime> = {}): WorkingTime => ({
  ...{ zone, fromMinute: 9 * 60, toMinute: 17 * 60, digestMinute: 9 * 60 },
  ...{ weekdays: [1, 2, 3, 4, 5], holidays: [] },
  ...of,
});

describe('a slot on a day', () => {
  it.each([
    ['Europe/Berlin, in winter', 'Europe/Berlin', '2027-03-25', '2027-03-25T08:00:00.000Z'],
    [
      'Europe/Berlin, the Monday after the clocks went forward',
      'Europe/Berlin',
      '2027-03-29',
      '2027-03-29T07:00:00.000Z',
    ],
    [
      'America/New_York, the Monday after theirs went back',
      'America/New_York',
      '2026-11-02',
      '2026-11-02T14:00:00.000Z',
    ],
    ['Asia/Kathmandu: three quarters of an hour', 'Asia/Kathmandu', '2027-03-25', '2027-03-25T03:15:00.000Z'],
    [
      'Pacific/Tongatapu: thirteen hours ahead',
      'Pacific/Tongatapu',
      '2027-03-25',
      '2027-03-24T20:00:00.000Z',
    ],
    ['Pacific/Pago_Pago: eleven hours behind', 'Pacific/Pago_Pago', '2027-03-25', '2027-03-25T20:00:00.000Z'],
    ['a Sunday: the Friday before', 'UTC', '2027-03-28', '2027-03-26T09:00:00.000Z'],
    ['29 February', 'UTC', '2028-02-29', '2028-02-29T09:00:00.000Z'],
  ])('%s', (_, zone, day, expected) => expect(slotOn(day, time(zone)).toISO()).toBe(expected));

  it('moves before holidays that touch a weekend, earlier and never later', () => {
    const easter = time('Europe/Berlin', { holidays: ['2027-03-26', '2027-03-29'] });
    expect(slotOn('2027-03-29', easter).toISO()).toBe('2027-03-25T08:00:00.000Z');
  });

  it('is never after its day, not even in UTC, where a late digest in the west would be', () => {
    const late = time('Pacific/Pago_Pago', { digestMinute: 16 * 60 });
    expect(slotOn('2027-03-25', late).toISO()).toBe('2027-03-25T03:00:00.000Z');
    expect(slotOnTheDay('2027-03-25', late).toISO()).toBe('2027-03-25T03:00:00.000Z');
  });

  it('an hour that summer time skips comes an hour later', () => {
    const night = time('Europe/Berlin', { digestMinute: 2 * 60 + 30, weekdays: [7] });
    expect(slotOn('2027-03-28', night).toISO()).toBe('2027-03-28T01:30:00.000Z');
  });

  it('for any zone, day, digest and calendar: not later than its day, on a working one, within two months', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        fc.nat(800),
        fc.integer({ min: 0, max: 1439 }),
        fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
        (zone, n, digestMinute, weekdays) => {
          const day = dayOf(startOfDay('2026-09-30').plus({ days: n }));
          const slot = slotOn(day, time(zone, { digestMinute, weekdays }));
          expect(dayOf(slot) <= day).toBe(true);
          expect(weekdays).toContain(slot.setZone(zone).weekday);
          expect(startOfDay(day).diff(slot, 'days').days).toBeLessThan(9);
        },
      ),
    );
  });
});

describe('something that has waited', () => {
  const utc = time('UTC');
  it.each([
    ['since Monday noon, a day: Tuesday’s digest', '2027-03-15T12:00:00Z', 24, '2027-03-16T09:00:00.000Z'],
    [
      'since Monday early, a day: Tuesday’s digest, not Monday’s',
      '2027-03-15T08:00:00Z',
      24,
      '2027-03-16T09:00:00.000Z',
    ],
    [
      'since Friday noon, a day: not on Saturday, and not before it has waited',
      '2027-03-19T12:00:00Z',
      24,
      '2027-03-22T09:00:00.000Z',
    ],
    [
      'since Thursday noon, two days: Friday, not Monday',
      '2027-03-18T08:00:00Z',
      48,
      '2027-03-19T09:00:00.000Z',
    ],
  ])('%s', (_, since, hours, expected) =>
    expect(slotAfter(moment(since), hours, utc).toISO()).toBe(expected),
  );
});

describe('working hours', () => {
  it.each([
    ['within them: now', '2027-03-15T10:30:00Z', '2027-03-15T10:30:00.000Z'],
    ['before them: when they begin', '2027-03-15T03:00:00Z', '2027-03-15T09:00:00.000Z'],
    ['at their end: the next day', '2027-03-15T17:00:00Z', '2027-03-16T09:00:00.000Z'],
    ['on a Saturday: Monday', '2027-03-20T10:00:00Z', '2027-03-22T09:00:00.000Z'],
  ])('%s', (_, at, expected) => expect(workingMoment(moment(at), time('UTC')).toISO()).toBe(expected));
});

describe('zones', () => {
  it.each(['Europe/Berlin', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5', 'UTC'])('%s is one', (zone) =>
    expect(isZone(zone)).toBe(true),
  );
  it.each([
    'Europe/Bonn',
    '+02:00',
    'UTC+2',
    'local',
    'system',
    '',
    'a'.repeat(6000),
    '__proto__',
    'Mars/Phobos',
  ])('%s is none', (zone) => expect(isZone(zone)).toBe(false));
  it('tell their own day', () => {
    const at = moment('2027-03-15T23:30:00Z');
    expect(
      ['UTC', 'Pacific/Tongatapu', 'Pacific/Pago_Pago'].map((zone) => localDayOf(at, time(zone))),
    ).toEqual([...['2027-03-15', '2027-03-16', '2027-03-15']]);
  });
});
