import { describe, expect, test } from 'vitest';
import { ladder, type LadderFacts } from '../../src/domain/ladder.ts';
import { slotAfter, slotOn, type WorkingTime } from '../../src/domain/working-time.ts';
import { plus } from '../support/plans.ts';
import { moment } from '../support/rotations.ts';

interface Change {
  readonly zone: string;
  readonly what: string;
  /** The last working day before the change and the first one after it, with nine o'clock there as UTC has it. */
  readonly days: readonly (readonly [day: string, nineThere: string])[];
}

const change = (zone: string, what: string, before: string, after: string): Change => ({
  ...{ zone, what },
  days: [before, after].map((one) => {
    const [day = '', nineThere = ''] = one.split(' ');
    return [day, nineThere] as const;
  }),
});

/** Both changes of six zones, half and quarter hours among them; then +13 and −11, where the clocks never change. */
const CHANGES: readonly Change[] = [
  change('Europe/Berlin', 'back', '2026-10-23 2026-10-23T07:00', '2026-10-26 2026-10-26T08:00'),
  change('Europe/Berlin', 'forward', '2027-03-26 2027-03-26T08:00', '2027-03-29 2027-03-29T07:00'),
  change('America/New_York', 'back', '2026-10-30 2026-10-30T13:00', '2026-11-02 2026-11-02T14:00'),
  change('America/New_York', 'forward', '2027-03-12 2027-03-12T14:00', '2027-03-15 2027-03-15T13:00'),
  change('America/St_Johns', 'back', '2026-10-30 2026-10-30T11:30', '2026-11-02 2026-11-02T12:30'),
  change('America/St_Johns', 'forward', '2027-03-12 2027-03-12T12:30', '2027-03-15 2027-03-15T11:30'),
  change('Australia/Lord_Howe', 'forward', '2026-10-02 2026-10-01T22:30', '2026-10-05 2026-10-04T22:00'),
  change('Australia/Lord_Howe', 'back', '2027-04-02 2027-04-01T22:00', '2027-04-05 2027-04-04T22:30'),
  change('Pacific/Auckland', 'forward', '2026-09-25 2026-09-24T21:00', '2026-09-28 2026-09-27T20:00'),
  change('Pacific/Auckland', 'back', '2027-04-02 2027-04-01T20:00', '2027-04-05 2027-04-04T21:00'),
  change('Pacific/Chatham', 'forward', '2026-09-25 2026-09-24T20:15', '2026-09-28 2026-09-27T19:15'),
  change('Pacific/Chatham', 'back', '2027-04-02 2027-04-01T19:15', '2027-04-05 2027-04-04T20:15'),
  change('Pacific/Tongatapu', 'never (+13)', '2027-03-26 2027-03-25T20:00', '2027-03-29 2027-03-28T20:00'),
  change('Pacific/Pago_Pago', 'never (−11)', '2027-03-26 2027-03-26T20:00', '2027-03-29 2027-03-29T20:00'),
];

const timeIn = (zone: string): WorkingTime => ({
  ...{ zone, fromMinute: 540, toMinute: 1020, digestMinute: 540 },
  ...{ weekdays: [1, 2, 3, 4, 5], holidays: [] },
});

/** A package that is due, seven days before its hard stop, on that day. */
const dueOn = (day: string, zone: string): LadderFacts => ({
  package: {
    ...{ id: 'pkg', expiresOn: plus(day, 8), leadDays: 7, plannedStartOn: null, isRetired: false },
    ...{ createdAt: moment('2026-01-01T00:00:00Z'), integrationType: 'server_to_server', freezeWindows: [] },
  },
  ...{ rotation: null, stagedExpiresOn: null, givenOut: new Set(), snoozedUntil: null },
  timeOf: () => timeIn(zone),
});

describe.each(CHANGES)('$zone, where the clocks go $what', ({ zone, days }) => {
  test.each(days)('on %s the day’s message is at nine there: %s UTC', (day, nineThere) => {
    expect(slotOn(day, timeIn(zone))).toEqual(moment(`${nineThere}:00Z`));
  });

  test.each(days)('due on %s, the ladder speaks at nine there: %s UTC', (day, nineThere) => {
    const slot = moment(`${nineThere}:00Z`);
    const facts = dueOn(day, zone);
    const rungs = (of: ReturnType<typeof ladder>) => of.due.map(({ rung }) => rung);
    const before = ladder(facts, slot.minus({ minutes: 1 }));
    expect(before.nextLookAt).toEqual(slot);
    const rung = `${plus(day, 7)}:7`;
    expect(rungs(before)).not.toContain(rung);
    expect(rungs(ladder(facts, slot))).toEqual([rung, rung]);
  });

  test('what began to wait an hour before the last message before it is asked for in the first one after it', () => {
    const [[, before] = ['', ''], [, after] = ['', '']] = days;
    const since = moment(`${before}:00Z`).minus({ hours: 1 });
    expect(slotAfter(since, 48, timeIn(zone))).toEqual(moment(`${after}:00Z`));
  });
});
