import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forecast, type Pace } from '../../src/domain/forecast.ts';
import { planStarts } from '../../src/domain/plan.ts';
import { daysAfter } from '../../src/domain/schedule.ts';
import { plannable, terms } from '../support/plans.ts';

const today = '2026-07-01';
const at = (perWeek: number, startedThisWeek = 0): Pace => ({
  ...{ basis: 'capacity', perWeek, startedThisWeek },
});
const cliff = (count: number, expiresOn: string) => Array.from({ length: count }, () => expiresOn);

describe('the forecast', () => {
  it('counts weeks up to that of the last sure day, this one included', () => {
    // A Wednesday. The last sure day, the one before the printed, is the Sunday of this week, then the Monday after.
    expect(forecast(cliff(10, '2026-07-06'), at(4), today)).toMatchObject({
      total: 10,
      misses: 6,
      expired: 0,
    });
    expect(forecast(cliff(10, '2026-07-07'), at(4), today)).toMatchObject({ misses: 2 });
    expect(forecast(cliff(10, '2026-07-14'), at(4), today)).toMatchObject({ misses: 0 });
  });

  it('takes part of a package for none, and no pace for no hope', () => {
    expect(forecast(cliff(3, '2026-07-06'), at(0.9), today).misses).toBe(3);
    expect(forecast(cliff(3, '2026-07-13'), at(0.5), today).misses).toBe(2);
    expect(forecast(cliff(3, '2026-12-15'), at(0), today).misses).toBe(3);
  });

  it('says apart what has expired already; it is missed at any pace', () => {
    expect(forecast(['2026-07-01', '2026-06-01', '2026-08-01'], at(100), today)).toMatchObject({
      ...{ total: 3, misses: 2, expired: 2 },
    });
  });

  it('gives up the one that can’t be reached, not those after it', () => {
    expect(forecast(['2026-07-02', '2026-07-03', '2026-07-09', '2026-07-16'], at(1), today).misses).toBe(1);
  });

  it('counts what was started this week as a plan does, never twice over', () => {
    for (const started of [0, 3, 8, 10, 14]) {
      for (const expiresOn of ['2026-07-04', '2026-07-10']) {
        const packages = cliff(15, expiresOn).map((day, n) => plannable(`${n}`, { expiresOn: day }));
        const plan = planStarts(packages, terms({ today, startedThisWeek: started }));
        const { misses } = forecast(cliff(15, expiresOn), at(10, started), today);
        expect(misses, `${started} started, ${expiresOn}`).toBe(plan.unplanned.length);
      }
    }
  });

  it('of nothing misses nothing', () => {
    expect(forecast([], at(5), today)).toEqual({ ...at(5), total: 0, misses: 0, expired: 0 });
  });

  it('never gets worse with a better pace, nor with fewer packages', () => {
    const day = fc.integer({ min: -10, max: 120 }).map((n) => daysAfter(today, n));
    fc.assert(
      fc.property(
        fc.array(day, { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 0, max: 20 }),
        (days, pace) => {
          const { misses, total } = forecast(days, at(pace), today);
          expect(misses).toBeLessThanOrEqual(total);
          expect(forecast(days, at(pace + 1), today).misses).toBeLessThanOrEqual(misses);
          expect(forecast(days.slice(1), at(pace), today).misses).toBeLessThanOrEqual(misses);
        },
      ),
    );
  });
});
