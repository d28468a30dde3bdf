import { expect, test } from 'vitest';
import { keptStart } from '../../src/domain/planned-start.ts';

const planned = { leadDays: 7, plannedStartOn: '2027-02-15', expiresOn: '2027-03-29' };

const after = (expiresOn: string | null) => keptStart(planned, { expiresOn, leadDays: 7 });

// Due seven days before the hard stop, which is the day before the date.
test.each<[expiresOn: string | null, startOn: string | null, why: string]>([
  ['2027-03-29', '2027-02-15', 'the same date'],
  ['2027-04-05', '2027-02-15', 'a week later'],
  ['2027-04-06', null, 'later by more than the lead days: another rotation'],
  ['2027-09-25', null, 'half a year later'],
  ['2027-02-23', '2027-02-15', 'earlier, and due on the planned day'],
  ['2027-02-22', null, 'due before the planned day'],
  [null, null, 'no date any more'],
])('planned for 15 February, with the date now %s: %s (%s)', (expiresOn, startOn) => {
  expect(after(expiresOn)).toBe(startOn);
});

test('a date where there was none keeps a plan that comes before it is due', () => {
  expect(keptStart({ ...planned, expiresOn: null }, { expiresOn: '2027-09-25', leadDays: 7 })).toBe(
    '2027-02-15',
  );
});

test('what was not planned is not planned now', () => {
  expect(
    keptStart({ ...planned, plannedStartOn: null }, { expiresOn: '2027-03-30', leadDays: 7 }),
  ).toBeNull();
});
