import { describe, expect, test } from 'vitest';
import { boardState, type Standing } from '../../src/domain/board.ts';

const TODAY = '2027-03-19';
/** A Friday: what is due on Sunday is asked for today. */
const DAYS = { today: TODAY, askedUntil: '2027-03-21' };

const standing = (facts: Partial<Standing>): Standing => ({
  ...{ isRetired: false, hasSecret: true, isRotating: false, isDormant: false },
  ...{ endsOn: '2027-06-01', startOn: '2027-05-24', plannedStartOn: null },
  ...facts,
});

describe('how a package stands', () => {
  test.each<[string, Partial<Standing>]>([
    ['retired', { isRetired: true, isRotating: true }],
    ['in_progress', { isRotating: true }],
    ['in_progress', { isRotating: true, endsOn: '2027-03-01', isDormant: true }],
    ['later', { hasSecret: false, endsOn: null, startOn: null }],
    ['overdue', { endsOn: TODAY, startOn: '2027-03-11' }],
    ['overdue', { endsOn: TODAY, startOn: '2027-03-11', isDormant: true }],
    ['due', { endsOn: '2027-03-20', startOn: '2027-03-12' }],
    ['due', { endsOn: '2027-03-27', startOn: TODAY }],
    ['due', { startOn: '2027-03-21' }],
    ['later', { startOn: '2027-03-22' }],
    ['due', { startOn: '2027-03-21', plannedStartOn: '2027-03-21' }],
    ['planned', { startOn: '2027-03-22', plannedStartOn: '2027-03-22' }],
    ['unknown', { endsOn: null, startOn: null }],
    ['due', { endsOn: null, startOn: null, isDormant: true }],
    ['later', {}],
  ])('%s: %o', (state, facts) => {
    expect(boardState(standing(facts), DAYS)).toBe(state);
  });
});
