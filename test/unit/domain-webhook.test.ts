import { describe, expect, it } from 'vitest';
import { dateEvent, pauseAfter } from '../../src/domain/webhook.ts';
import { moment } from '../support/rotations.ts';

describe('what a day makes of a package', () => {
  // Expires on the 29th: the last sure day is the 28th, seven days before that the 21st.
  it.each([
    ['2027-03-20T23:59:59Z', null, null],
    ['2027-03-21T00:00:00Z', 'due', null],
    ['2027-03-28T23:59:59Z', 'due', null],
    ['2027-03-29T00:00:00Z', 'overdue', 'overdue'],
    ['2027-06-01T00:00:00Z', 'overdue', 'overdue'],
  ] as const)('%s: %s; while it is rotated: %s', (at, idle, rotating) => {
    const of = { expiresOn: '2027-03-29', leadDays: 7 };
    expect(dateEvent({ ...of, isRotating: false }, moment(at))).toBe(idle);
    expect(dateEvent({ ...of, isRotating: true }, moment(at))).toBe(rotating);
  });

  it('the lead days are the package’s own', () => {
    const of = { expiresOn: '2027-03-29', isRotating: false };
    expect(dateEvent({ ...of, leadDays: 14 }, moment('2027-03-14T00:00:00Z'))).toBe('due');
    expect(dateEvent({ ...of, leadDays: 13 }, moment('2027-03-14T00:00:00Z'))).toBeNull();
  });
});

describe('the pauses between tries', () => {
  const pauses = Array.from({ length: 12 }, (_, n) => pauseAfter(n + 1, null));

  it('grow, and the twelfth try is the last, after three days', () => {
    const waited = pauses.filter((one) => one !== null);
    expect(pauses.indexOf(null)).toBe(11);
    expect(waited).toEqual([...waited].sort((a, b) => a - b));
    const days = waited.reduce((sum, one) => sum + one, 0) / 86_400;
    expect(days).toBeGreaterThan(3);
    expect(days).toBeLessThan(3.1);
  });

  it('are longer where the target asks for it, within a day, and never shorter', () => {
    expect(pauseAfter(1, 120)).toBe(120);
    expect(pauseAfter(5, 1)).toBe(3600);
    expect(pauseAfter(1, 10 ** 9)).toBe(86_400);
    expect(pauseAfter(12, 120)).toBeNull();
  });
});
