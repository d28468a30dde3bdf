import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { RULES } from '../../src/domain/rules.ts';
import {
  computedExpiryOn,
  dayAfter,
  dayOf,
  daysAfter,
  daysBetween,
  daysLeft,
  dueOn,
  guessWindow,
  hardStopOn,
  isDay,
  isExpired,
  liveAt,
  startOfDay,
} from '../../src/domain/schedule.ts';
import { moment } from '../support/rotations.ts';

/** Any day of two centuries around the fixed expiry date. */
const someDay = fc
  .date({ min: new Date('1970-01-01T00:00:00Z'), max: new Date('2170-01-01T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

it('days are counted as a calendar library counts them, centuries ahead and back', () => {
  const isCounted = fc.property(someDay, fc.integer({ min: -100_000, max: 100_000 }), (day, days) => {
    const other = DateTime.fromISO(day, { zone: 'utc' }).plus({ days });
    expect(daysAfter(day, days)).toBe(other.toISODate());
    expect(daysBetween(day, daysAfter(day, days))).toBe(days);
  });
  fc.assert(isCounted);
  for (const day of ['2000-02-28', '2100-02-28', '0001-01-01', '9999-12-31', '2027-03-28', '2026-10-25'])
    for (const days of [-1, 1, 2])
      expect(daysAfter(day, days)).toBe(DateTime.fromISO(day, { zone: 'utc' }).plus({ days }).toISODate());
});

describe('a day', () => {
  it.each(['2026-09-30', '2028-02-29', '2000-02-29', '2026-12-31', '2027-01-01', '0001-01-01', '9999-12-31'])(
    '%s is one',
    (text) => expect(isDay(text)).toBe(true),
  );

  it.each([
    ['', 'nothing'],
    ['0000-01-01', 'a year that Postgres does not know'],
    ['2027-02-29', 'no leap year'],
    ['2100-02-29', 'a century that is none'],
    ['2026-04-31', 'a month of thirty days'],
    ['2026-13-01', 'no such month'],
    ['2026-00-10', 'no such month'],
    ['2026-01-00', 'no such day'],
    ['03/04/2027', 'nobody knows which is the month'],
    ['2027-3-4', 'not padded'],
    ['20270304', 'without dashes'],
    ['2027-03-04T00:00:00Z', 'a moment'],
    ['2027-03-04\n', 'a line'],
    [' 2027-03-04', 'a blank before it'],
    ['2027-W09-4', 'a week date'],
    ['2027-063', 'an ordinal date'],
    ['٢٠٢٧-٠٣-٠٤', 'other digits'],
  ])('%j is not: %s', (text) => expect(isDay(text)).toBe(false));

  it('is counted in UTC', () => {
    expect(dayOf(moment('2026-12-31T23:59:59.999Z'))).toBe('2026-12-31');
    expect(dayOf(moment('2026-12-31T23:30:00.000-02:00'))).toBe('2027-01-01');
    expect(startOfDay('2027-01-01').toISO()).toBe('2027-01-01T00:00:00.000Z');
  });

  it.each([
    ['2026-12-31', '2027-01-01'],
    ['2027-02-28', '2027-03-01'],
    ['2028-02-28', '2028-02-29'],
    ['2028-02-29', '2028-03-01'],
    ['2027-03-27', '2027-03-28'], // Europe's clocks go forward; UTC's do not
  ])('after %s comes %s', (day, next) => {
    expect(dayAfter(day)).toBe(next);
    expect(daysBetween(day, next)).toBe(1);
    expect(daysBetween(next, day)).toBe(-1);
  });
});

describe('the hard stop', () => {
  it.each([
    // printed, hard stop, seven days before it
    ['2026-09-30', '2026-09-29', '2026-09-22'],
    ['2027-03-29', '2027-03-28', '2027-03-21'],
    ['2027-01-01', '2026-12-31', '2026-12-24'],
    ['2027-01-05', '2027-01-04', '2026-12-28'],
    ['2028-03-01', '2028-02-29', '2028-02-22'],
    ['2027-03-01', '2027-02-28', '2027-02-21'],
    ['2028-02-29', '2028-02-28', '2028-02-21'],
  ])('%s printed: %s, due on %s', (expiresOn, hardStop, due) => {
    expect(hardStopOn(expiresOn)).toBe(hardStop);
    expect(dueOn(expiresOn, RULES.leadDays)).toBe(due);
    expect(daysLeft(expiresOn, due)).toBe(RULES.leadDays);
  });

  it.each([
    ['2027-03-26', 2, false],
    ['2027-03-27', 1, false],
    ['2027-03-28', 0, false],
    ['2027-03-29', -1, true], // the printed day itself counts as expired
    ['2027-03-30', -2, true],
  ])('on %s, of 2027-03-29: %i days left, expired %s', (today, left, expired) => {
    expect(daysLeft('2027-03-29', today)).toBe(left);
    expect(isExpired('2027-03-29', today)).toBe(expired);
  });

  it('with no lead days is due on the hard stop itself', () => {
    expect(dueOn('2027-03-29', 0)).toBe('2027-03-28');
  });
});

describe('rule 5 and rule 2', () => {
  it.each([
    ['2026-11-02T10:00:00Z', '2027-05-01'],
    ['2026-10-01T00:00:00Z', '2027-03-30'],
    ['2026-03-26T23:59:59Z', '2026-09-22'],
    ['2027-09-02T12:00:00Z', '2028-02-29'], // onto a leap day
    ['2028-02-29T12:00:00Z', '2028-08-27'], // from a leap day
    ['2026-07-05T12:00:00Z', '2027-01-01'], // over a year's end
  ])('generated %s: expires %s', (iso, expiresOn) => {
    expect(computedExpiryOn(moment(iso))).toBe(expiresOn);
    expect(daysBetween(dayOf(moment(iso)), expiresOn)).toBe(180);
  });

  it('counts from the UTC day of Generate, whatever zone it is told in', () => {
    expect(computedExpiryOn(moment('2026-11-02T23:30:00-05:00'))).toBe('2027-05-02');
  });

  it('live after five minutes, over midnight and a year too', () => {
    expect(liveAt(moment('2026-12-31T23:57:30.500Z')).toISO()).toBe('2027-01-01T00:02:30.500Z');
  });
});

describe('for any day', () => {
  it('the counts agree with each other, and stay whole days written ISO', () => {
    fc.assert(
      fc.property(someDay, someDay, fc.nat(400), (expiresOn, today, leadDays) => {
        expect(daysLeft(expiresOn, hardStopOn(expiresOn))).toBe(0);
        expect(daysLeft(expiresOn, dueOn(expiresOn, leadDays))).toBe(leadDays);
        expect(Number.isInteger(daysLeft(expiresOn, today))).toBe(true);
        expect(isExpired(expiresOn, today)).toBe(today >= expiresOn);
        expect(daysLeft(expiresOn, dayAfter(today))).toBe(daysLeft(expiresOn, today) - 1);
        for (const day of [hardStopOn(expiresOn), dueOn(expiresOn, leadDays), dayAfter(today)]) {
          expect(isDay(day)).toBe(true);
        }
      }),
    );
  });
});

describe('a window for guesses', () => {
  const minutes = RULES.guessWindowMinutes;

  it.each([
    ['2027-03-15T09:00:00.000Z', '2027-03-15T09:00:00.000Z'],
    ['2027-03-15T09:14:59.999Z', '2027-03-15T09:00:00.000Z'],
    ['2027-03-15T23:59:59.999Z', '2027-03-15T23:45:00.000Z'],
  ])('of %s begins at %s', (at, startsAt) => {
    expect(guessWindow(moment(at)).startsAt.toISO()).toBe(startsAt);
  });

  it('holds its moment, is never longer than it should be, and follows upon another', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 6e12 }), (ms) => {
        const at = moment(new Date(ms).toISOString());
        const { startsAt, endsAt } = guessWindow(at);
        expect(startsAt <= at && at < endsAt).toBe(true);
        expect(endsAt.diff(startsAt, 'minutes').minutes).toBe(minutes);
        expect(guessWindow(endsAt).startsAt.toMillis()).toBe(endsAt.toMillis());
      }),
    );
  });
});
