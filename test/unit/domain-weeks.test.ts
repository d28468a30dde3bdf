import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mondayOf } from '../../src/domain/schedule.ts';
import { byWeek, expiriesByWeek } from '../../src/domain/weeks.ts';

const on = (...days: (string | null)[]) => days.map((expiresOn) => ({ expiresOn }));
// A Wednesday.
const today = '2026-09-16';
const span = { today, weeks: 3 };

describe('expiries by week', () => {
  it('counts to the last sure day, which is the day before the printed one', () => {
    const { weeks } = expiriesByWeek(on('2026-09-21', '2026-09-22', '2026-09-28'), span);
    expect(weeks.map(({ mondayOn, items }) => [mondayOn, items.length])).toEqual([
      ['2026-09-14', 1],
      ['2026-09-21', 2],
      ['2026-09-28', 0],
    ]);
  });

  it('keeps apart what has passed, what comes later, and what nobody knows', () => {
    const { past, later, unknown, weeks } = expiriesByWeek(
      on('2026-09-16', '2026-09-17', '2026-10-05', '2026-10-06', null),
      span,
    );
    expect(past).toEqual(on('2026-09-16'));
    expect(weeks.flatMap(({ items }) => items)).toEqual(on('2026-09-17', '2026-10-05'));
    expect(later).toEqual(on('2026-10-06'));
    expect(unknown).toEqual(on(null));
  });

  it('puts everything in one place, and in its own week', () => {
    const day = fc
      .integer({ min: 0, max: 200 })
      .map((n) => new Date(Date.UTC(2026, 6, 1 + n)).toISOString().slice(0, 10));
    fc.assert(
      fc.property(fc.array(day), day, fc.integer({ min: 1, max: 20 }), (days, from, weeks) => {
        const put = byWeek(days, (one) => one, { today: from, weeks });
        const all = [put.past, ...put.weeks.map(({ items }) => items), put.later].flat();
        expect(all.toSorted()).toEqual(days.toSorted());
        for (const { mondayOn, items } of put.weeks) {
          for (const one of items) expect(mondayOf(one)).toBe(mondayOn);
        }
        expect(put.past.every((one) => one < from)).toBe(true);
      }),
    );
  });
});
