import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextLookAt, rungDue, rungs } from '../../src/domain/reminders.ts';
import {
  dayAfter,
  dayOf,
  daysLeft,
  dueOn,
  startOfDay,
  type Day,
  type Moment,
} from '../../src/domain/schedule.ts';
import { moment } from '../support/rotations.ts';

const EXPIRES_ON = '2027-03-29';
const STARTED_ON = '2026-09-30';

/** Every day from one to another, both included. */
function days(from: Day, to: Day): Day[] {
  const all = [from];
  for (let day = from; day < to;) all.push((day = dayAfter(day)));
  return all;
}

/** What the daily sweep sends: one message per rung, however often it looks. */
function remindersSent(leadDays: number, looks: readonly Day[]): Record<Day, number> {
  const sent: Record<Day, number> = {};
  const known = new Set<number>();
  for (const today of looks) {
    const rung = rungDue(EXPIRES_ON, leadDays, today);
    if (rung !== null && !known.has(rung)) sent[today] = rung;
    if (rung !== null) known.add(rung);
  }
  return sent;
}

describe('the rungs', () => {
  it.each([
    [30, [30, 3, 1]],
    [7, [7, 3, 1]],
    [4, [4, 3, 1]],
    [3, [3, 1]],
    [2, [2, 1]],
    [1, [1]],
    [0, [0]],
  ])('%i lead days: %j', (leadDays, expected) => expect(rungs(leadDays)).toEqual(expected));
});

describe('day by day over half a year', () => {
  const looks = days(STARTED_ON, '2027-04-05');

  it.each<[number, Record<Day, number>]>([
    [30, { '2027-02-26': 30, '2027-03-25': 3, '2027-03-27': 1 }],
    [14, { '2027-03-14': 14, '2027-03-25': 3, '2027-03-27': 1 }],
    [7, { '2027-03-21': 7, '2027-03-25': 3, '2027-03-27': 1 }],
    [4, { '2027-03-24': 4, '2027-03-25': 3, '2027-03-27': 1 }],
    [3, { '2027-03-25': 3, '2027-03-27': 1 }],
    [2, { '2027-03-26': 2, '2027-03-27': 1 }],
    [1, { '2027-03-27': 1 }],
    [0, { '2027-03-28': 0 }],
  ])('%i lead days', (leadDays, expected) => expect(remindersSent(leadDays, looks)).toEqual(expected));
});

describe('after a long silence', () => {
  it.each<[string, Day, number | null]>([
    ['nothing is owed yet', '2027-03-20', null],
    ['the first day', '2027-03-21', 7],
    ['between the rungs', '2027-03-24', 7],
    ['the second rung', '2027-03-26', 3],
    ['the last day', '2027-03-28', 1],
    ['expired', '2027-03-29', 1],
    ['long expired', '2028-01-01', 1],
  ])('%s, on %s: one message, rung %s', (_, today, rung) => {
    expect(rungDue(EXPIRES_ON, 7, today)).toBe(rung);
  });

  it('of ten days over all rungs, one message goes out: the most urgent', () => {
    expect(remindersSent(7, ['2027-03-18', '2027-03-28', '2027-03-29'])).toEqual({ '2027-03-28': 1 });
  });
});

describe('the next look', () => {
  const look = (iso: string, leadDays = 7) => nextLookAt(EXPIRES_ON, leadDays, moment(iso))?.toISO() ?? null;

  it.each([
    ['2026-09-30T12:00:00Z', '2027-03-21T00:00:00.000Z'],
    ['2027-03-20T23:59:59.999Z', '2027-03-21T00:00:00.000Z'],
    ['2027-03-21T00:00:00.000Z', '2027-03-25T00:00:00.000Z'],
    ['2027-03-25T09:00:00Z', '2027-03-27T00:00:00.000Z'],
    ['2027-03-27T00:00:00Z', null],
    ['2027-06-01T00:00:00Z', null],
  ])('at %s: %s', (now, expected) => expect(look(now)).toBe(expected));

  it('is never for a package whose date nobody knows', () => {
    expect(nextLookAt(null, 7, moment('2027-03-20T00:00:00Z'))).toBeNull();
  });
});

describe('for any lead days and any moment', () => {
  const someDay = fc.nat(400).map((n) => dayOf(startOfDay(STARTED_ON).plus({ days: n })));
  const someLead = fc.nat(120);

  it('the rung owed is the most urgent one reached, and only that', () => {
    fc.assert(
      fc.property(someLead, someDay, (leadDays, today) => {
        const left = daysLeft(EXPIRES_ON, today);
        const reached = rungs(leadDays).filter((rung) => rung >= left);
        const owed = rungDue(EXPIRES_ON, leadDays, today);
        expect(owed).toBe(reached.length === 0 ? null : Math.min(...reached));
      }),
    );
  });

  it('a sweep that looks only when told sends what a daily one sends', () => {
    fc.assert(
      fc.property(someLead, someDay, (leadDays, firstLook) => {
        const daily = remindersSent(leadDays, days(firstLook, '2027-12-31'));
        const looks = [firstLook];
        for (let now: Moment | null = startOfDay(firstLook); now;) {
          const next: Moment | null = nextLookAt(EXPIRES_ON, leadDays, now);
          if (next) {
            expect(next > now).toBe(true);
            looks.push(dayOf(next));
          }
          now = next;
        }
        expect(remindersSent(leadDays, looks)).toEqual(daily);
      }),
      { numRuns: 60 },
    );
  });

  it('the next look is the start of a rung’s day, and null only when no rung is ahead', () => {
    fc.assert(
      fc.property(someLead, someDay, (leadDays, today) => {
        const ahead = rungs(leadDays).filter((rung) => dueOn(EXPIRES_ON, rung) > today);
        const next = nextLookAt(EXPIRES_ON, leadDays, startOfDay(today));
        expect(next === null).toBe(ahead.length === 0);
        if (next) expect(ahead.map((rung) => dueOn(EXPIRES_ON, rung)).toSorted()[0]).toBe(dayOf(next));
      }),
    );
  });
});
