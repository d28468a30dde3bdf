import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dutiesOf, type DutyFacts } from '../../src/domain/duties.ts';
import { ladder, latestSnooze, nextRung, type LadderFacts } from '../../src/domain/ladder.ts';
import { leavesAt } from '../../src/domain/leaving.ts';
import { startDays } from '../../src/domain/planned-start.ts';
import { dayOf, hardStopOn, startOfDay, type Moment } from '../../src/domain/schedule.ts';
import type { WorkingTime } from '../../src/domain/working-time.ts';
import { plus } from '../support/plans.ts';
import {
  activated,
  cooling,
  generating,
  handoffOf,
  mailContact,
  moment,
  participantOf,
  problemOf,
  ready,
  sharing,
} from '../support/rotations.ts';

const UTC: WorkingTime = {
  ...{ zone: 'UTC', fromMinute: 540, toMinute: 1020, digestMinute: 540 },
  ...{ weekdays: [1, 2, 3, 4, 5], holidays: [] },
};
const ALL_DAYS = { ...UTC, weekdays: [1, 2, 3, 4, 5, 6, 7] };
/** A Monday; its hard stop is the Sunday before. */
const EXPIRES_ON = '2027-03-29';

const facts = (
  of: Partial<Omit<LadderFacts, 'package'>> & {
    leadDays?: number;
    expiresOn?: string | null;
    plannedStartOn?: string | null;
  } = {},
) => {
  const { leadDays = 7, expiresOn = EXPIRES_ON, plannedStartOn = null, ...rest } = of;
  const base: LadderFacts = {
    package: {
      ...{ id: 'pkg', expiresOn, leadDays, plannedStartOn, isRetired: false },
      createdAt: moment('2026-01-01T00:00:00Z'),
      integrationType: 'server_to_server',
      freezeWindows: [],
    },
    ...{ rotation: null, stagedExpiresOn: null, givenOut: new Set(), snoozedUntil: null },
    timeOf: () => UTC,
  };
  return { ...base, ...rest };
};

/** What is said over a span of time by a sweep that looks when the ladder tells it to, each rung once. */
function said(of: LadderFacts, from: string, to: string): string[] {
  const lines: string[] = [];
  const known = new Set<string>();
  for (let now: Moment | null = moment(from); now && now <= moment(to);) {
    const look: ReturnType<typeof ladder> = ladder(of, now);
    const fresh = look.due.filter(({ duty, rung, audience }) => {
      const key = `${duty.kind}/${duty.subject}/${rung}/${audience}`;
      return !known.has(key) && known.add(key);
    });
    const byDuty = new Map<string, string[]>();
    for (const { duty, audience, daysLeft } of fresh) {
      const name = `${duty.kind}${duty.vendorId ? ` ${duty.vendorId}` : ''} ${daysLeft ?? '-'}`;
      byDuty.set(name, [...(byDuty.get(name) ?? []), audience]);
    }
    for (const [name, audiences] of byDuty) {
      lines.push(`${now.toFormat('ccc yyyy-MM-dd HH:mm')} ${name}: ${audiences.join(' ')}`);
    }
    now = look.nextLookAt;
  }
  return lines;
}

describe('a package that nobody rotates', () => {
  it('is spoken of ever more urgently, on working days, and daily once it is down', () => {
    expect(said(facts(), '2027-01-01T00:00:00Z', '2027-03-31T23:00:00Z')).toEqual([
      'Fri 2027-02-26 09:00 start 30: owner',
      'Fri 2027-03-12 09:00 start 16: owner',
      'Fri 2027-03-19 09:00 start 9: owner channel',
      'Thu 2027-03-25 09:00 start 3: owner backup channel',
      'Fri 2027-03-26 09:00 start 2: owner backup channel escalation',
      'Sun 2027-03-28 09:00 start 0: owner backup channel escalation',
      'Mon 2027-03-29 09:00 start -1: owner backup channel escalation',
      'Tue 2027-03-30 09:00 start -2: owner backup channel escalation',
      'Wed 2027-03-31 09:00 start -3: owner backup channel escalation',
    ]);
  });

  it.each([
    [30, ['30: owner channel', '14: owner channel', '7: owner channel', '3: owner backup channel']],
    [10, ['30: owner', '14: owner', '10: owner channel', '7: owner channel', '3: owner backup channel']],
    [2, ['30: owner', '14: owner', '7: owner', '3: owner backup channel', '2: owner backup channel']],
    [
      90,
      [
        '90: owner channel',
        '30: owner channel',
        '14: owner channel',
        '7: owner channel',
        '3: owner backup channel',
      ],
    ],
  ])('with %i lead days', (leadDays, expected) => {
    const lines = said(
      facts({ leadDays, timeOf: () => ALL_DAYS }),
      '2026-10-01T00:00:00Z',
      '2027-03-26T23:00:00Z',
    );
    expect(lines.map((line) => line.split(' start ')[1])).toEqual(expected);
  });

  it('is spoken of from the day it is planned for, without a word ahead, then weekly, then as ever', () => {
    expect(
      said(facts({ plannedStartOn: '2027-02-02' }), '2026-12-01T00:00:00Z', '2027-03-26T23:00:00Z'),
    ).toEqual([
      'Tue 2027-02-02 09:00 start 54: owner channel',
      'Tue 2027-02-09 09:00 start 47: owner channel',
      'Tue 2027-02-16 09:00 start 40: owner channel',
      'Tue 2027-02-23 09:00 start 33: owner channel',
      'Tue 2027-03-02 09:00 start 26: owner channel',
      'Tue 2027-03-09 09:00 start 19: owner channel',
      'Tue 2027-03-16 09:00 start 12: owner channel',
      'Fri 2027-03-19 09:00 start 9: owner channel',
      'Thu 2027-03-25 09:00 start 3: owner backup channel',
      'Fri 2027-03-26 09:00 start 2: owner backup channel escalation',
    ]);
  });

  it.each([
    ['after its lead day', '2027-03-24'],
    ['for after its end', '2027-06-01'],
  ])('is spoken of as ever when it is planned %s', (_, plannedStartOn) => {
    const span = ['2026-12-01T00:00:00Z', '2027-03-31T23:00:00Z'] as const;
    expect(said(facts({ plannedStartOn }), ...span)).toEqual(said(facts(), ...span));
  });

  it('has no heads-up where a start is planned: somebody has it in mind', () => {
    expect(
      said(facts({ plannedStartOn: '2027-03-08' }), '2027-01-01T00:00:00Z', '2027-03-25T23:00:00Z'),
    ).toEqual([
      'Mon 2027-03-08 09:00 start 20: owner channel',
      'Mon 2027-03-15 09:00 start 13: owner channel',
      'Fri 2027-03-19 09:00 start 9: owner channel',
      'Thu 2027-03-25 09:00 start 3: owner backup channel',
    ]);
  });

  it('planned for the very day it is due is spoken of as ever, but for the heads-up', () => {
    const span = ['2026-12-01T00:00:00Z', '2027-03-31T23:00:00Z'] as const;
    const [headsUp, ...others] = said(facts(), ...span);
    expect(headsUp).toContain('start 30: owner');
    expect(said(facts({ plannedStartOn: '2027-03-21' }), ...span)).toEqual(others);
  });

  it('hears no word later than it would without a plan, whatever the day; the heads-up alone is dropped', () => {
    const usual = [30, 14, 7, 3, 1, 0];
    const latestFirst = (days: readonly number[]) => days.toSorted((a, b) => b - a);
    for (const leadDays of [0, 2, 7, 10, 21, 45]) {
      const unplanned = latestFirst(startDays({ leadDays, plannedStartOn: null }, '2027-03-28', usual));
      for (let ahead = leadDays; ahead <= 120; ahead += 1) {
        const planned = { leadDays, plannedStartOn: plus('2027-03-28', -ahead) };
        const words = latestFirst(startDays(planned, '2027-03-28', usual));
        expect(words, `${leadDays}, ${ahead}`).toContain(ahead);
        const isDropped = (day: number) => day === 30 && day > ahead;
        expect(words.some(isDropped), `${leadDays}, ${ahead}`).toBe(false);
        const without = unplanned.filter((day) => !isDropped(day));
        without.forEach((day, n) => expect(words[n], `${leadDays}, ${ahead}`).toBeGreaterThanOrEqual(day));
      }
    }
  });

  it('after ten days down hears one message, the most urgent, whoever it is', () => {
    const { due } = ladder(facts(), moment('2027-03-27T12:00:00Z'));
    expect(due.map(({ audience, rung }) => `${audience} ${rung}`)).toEqual([
      ...['owner 2027-03-28:1', 'backup 2027-03-28:1', 'channel 2027-03-28:1', 'escalation 2027-03-28:1'],
    ]);
  });

  it('counts to the earlier of the secret in force and the one left staged', () => {
    const lines = said(
      facts({ stagedExpiresOn: '2027-03-15' }),
      '2027-03-01T00:00:00Z',
      '2027-03-08T23:00:00Z',
    );
    expect(lines).toEqual([
      'Mon 2027-03-01 00:00 start 13: owner',
      'Fri 2027-03-05 09:00 start 9: owner channel',
    ]);
  });

  it('is quiet when its date is unknown, it is retired, or it has no secret', () => {
    for (const of of [{ expiresOn: null }, { isRetired: true }, { integrationType: 'public_app' as const }]) {
      const silent = facts();
      const look = ladder(
        { ...silent, package: { ...silent.package, ...of } },
        moment('2027-03-27T12:00:00Z'),
      );
      expect(look).toEqual({ due: [], nextLookAt: null });
    }
  });

  it('renewed, is silent for half a year', () => {
    expect(said(facts({ expiresOn: '2027-09-25' }), '2027-03-29T00:00:00Z', '2027-08-24T23:00:00Z')).toEqual(
      [],
    );
  });
});

describe('a snooze', () => {
  const until = moment('2027-03-23T09:00:00Z');
  it('is silent until its end, where it speaks once, and never covers the last three days', () => {
    const lines = said(
      facts({ snoozedUntil: until, timeOf: () => ALL_DAYS }),
      '2027-03-20T00:00:00Z',
      '2027-03-26T00:00:00Z',
    );
    expect(lines).toEqual([
      'Tue 2027-03-23 09:00 start 5: owner',
      'Thu 2027-03-25 09:00 start 3: owner backup channel',
    ]);
    const tooLong = facts({ snoozedUntil: moment('2027-04-30T00:00:00Z'), timeOf: () => ALL_DAYS });
    expect(said(tooLong, '2027-03-24T00:00:00Z', '2027-03-25T23:00:00Z')).toEqual([
      'Thu 2027-03-25 09:00 start 3: owner backup channel',
    ]);
  });
  it('may last until three days before the end', () => {
    expect(latestSnooze('2027-03-28')?.toISO()).toBe('2027-03-25T00:00:00.000Z');
    expect(latestSnooze(null)).toBeNull();
  });
  it('silences no vendor', () => {
    const of = facts({
      rotation: sharing({ handoffs: [handoffOf('acme', 'sealed')] }),
      snoozedUntil: moment('2027-12-01T00:00:00Z'),
    });
    const all = ladder(of, moment('2026-11-20T12:00:00Z')).due.map(({ audience }) => audience);
    expect(all).toContain('vendor');
  });
});

// Generate was pressed on Monday 2026-11-02 at 10:00; see rotations.ts.
describe('a rotation under way', () => {
  const share = (of: Parameters<typeof sharing>[0] = {}) => facts({ rotation: sharing(of) });
  const kinds = (of: DutyFacts) =>
    dutiesOf(of, moment('2026-11-20T12:00:00Z')).map(
      ({ kind, vendorId, isVendors }) => `${kind} ${vendorId} ${isVendors}`,
    );

  it('owes by step', () => {
    expect(kinds(facts({ rotation: generating() }))).toEqual(['deposit null false']);
    expect(kinds(facts({ rotation: cooling() }))).toEqual([]);
    expect(kinds(facts({ rotation: ready() }))).toContain('activate null false');
    expect(kinds(facts({ rotation: activated() }))).toContain('record_date null false');
  });

  it('owes by vendor: to collect, to confirm; without Slack the admins owe the handing over, then the chase', () => {
    const handoffs = [handoffOf('acme', 'sealed'), handoffOf('birch', 'collected')];
    expect(kinds(share({ handoffs }))).toEqual(['collect acme true', 'confirm birch true']);
    const participants = [
      participantOf('acme', { contact: mailContact('a@acme.example') }),
      participantOf('birch'),
    ];
    expect(kinds(share({ handoffs, participants }))).toEqual(['hand_over acme false', 'confirm birch true']);
    const given = { ...share({ handoffs, participants }), givenOut: new Set(['acme']) };
    expect(kinds(given)).toEqual(['collect acme false', 'confirm birch true']);
    const reported = [{ ...handoffOf('acme', 'collected'), problem: problemOf('rejected') }];
    expect(kinds(share({ handoffs: reported }))).toEqual(['answer acme false']);
    const lost = [{ ...handoffOf('acme', 'collected'), problem: problemOf('lost') }];
    expect(kinds(share({ handoffs: lost }))).toEqual(['deposit_again acme false']);
    expect(
      kinds(share({ handoffs: [handoffOf('acme', 'confirmed'), handoffOf('birch', 'waived')] })),
    ).toEqual([]);
  });

  it('asks the vendor first, then the owner, then the thread, then whoever is named', () => {
    const of = facts({ rotation: sharing({ handoffs: [handoffOf('acme', 'sealed')] }) });
    expect(said(of, '2026-11-02T10:00:00Z', '2026-11-09T12:00:00Z')).toMatchInlineSnapshot(`
      [
        "Tue 2026-11-03 09:00 collect acme 178: vendor",
        "Wed 2026-11-04 09:00 collect acme 177: vendor owner backup",
        "Thu 2026-11-05 09:00 collect acme 176: vendor owner backup channel",
        "Fri 2026-11-06 09:00 collect acme 175: vendor owner",
        "Mon 2026-11-09 09:00 collect acme 172: vendor owner",
      ]
    `);
  });

  it('of an open gate speaks after four hours in the thread, then daily to ever more people', () => {
    expect(said(facts({ rotation: ready() }), '2026-11-02T10:00:00Z', '2026-11-13T12:00:00Z'))
      .toMatchInlineSnapshot(`
        [
          "Tue 2026-11-03 09:00 activate 178: owner channel",
          "Wed 2026-11-04 09:00 activate 177: owner backup",
          "Thu 2026-11-05 09:00 activate 176: owner backup channel",
          "Fri 2026-11-06 09:00 activate 175: owner",
          "Mon 2026-11-09 09:00 activate 172: owner",
          "Tue 2026-11-10 09:00 activate 171: owner backup escalation",
          "Wed 2026-11-11 09:00 activate 170: owner",
          "Thu 2026-11-12 09:00 activate 169: owner backup channel",
          "Fri 2026-11-13 09:00 activate 168: owner",
        ]
      `);
  });

  it('knows what comes next, and who hears of it', () => {
    const of = facts();
    const [duty] = dutiesOf(of, moment('2027-03-19T09:00:00Z'));
    expect(nextRung(duty!, of, moment('2027-03-19T09:00:00Z'))).toEqual({
      at: moment('2027-03-25T09:00:00Z'),
      audiences: ['owner', 'backup', 'channel'],
    });
  });
});

describe('when a reminder leaves', () => {
  const dueAt = (now: string) => ladder(facts(), moment(now)).due[0]!;
  it.each([
    ['at night: in the morning', '2027-03-25T03:00:00Z', '2027-03-25T09:00:00.000Z'],
    [
      'on the last Saturday, as Monday is too late: at once',
      '2027-03-27T12:00:00Z',
      '2027-03-27T12:00:00.000Z',
    ],
    ['with less than a day left: at once', '2027-03-28T03:00:00Z', '2027-03-28T03:00:00.000Z'],
    ['when it is down: at once', '2027-04-03T03:00:00Z', '2027-04-03T03:00:00.000Z'],
  ])('%s', (_, now, expected) => expect(leavesAt(dueAt(now), UTC, moment(now)).toISO()).toBe(expected));
});

describe('for any package, calendar and moment', () => {
  const someZone = fc.constantFrom(
    'Europe/Berlin',
    'America/New_York',
    'Asia/Kathmandu',
    'Pacific/Auckland',
    'Pacific/Pago_Pago',
    'UTC',
  );
  const some = fc.record({
    zone: someZone,
    leadDays: fc.nat(120),
    n: fc.nat(260),
    hour: fc.nat(23),
    holidays: fc.uniqueArray(fc.nat(200).map((d) => dayOf(startOfDay('2026-10-01').plus({ days: d })))),
  });

  it('looking again when told misses nothing that looking every hour would have said', () => {
    fc.assert(
      fc.property(some, ({ zone, leadDays, holidays, n }) => {
        const of = facts({ leadDays, timeOf: () => ({ ...UTC, zone, holidays }) });
        const from = startOfDay('2026-09-20').plus({ days: n });
        const to = from.plus({ days: 3 });
        const hourly = new Set<string>();
        for (let now = from; now <= to; now = now.plus({ hours: 1 }))
          for (const { rung, audience } of ladder(of, now).due) hourly.add(`${rung} ${audience}`);
        const told = new Set<string>();
        for (let now: Moment | null = from; now && now <= to; now = ladder(of, now).nextLookAt)
          for (const { rung, audience } of ladder(of, now).due) told.add(`${rung} ${audience}`);
        expect(told).toEqual(hourly);
      }),
      { numRuns: 8 },
    );
  });

  it('no slot lies after the day it counts to, nothing due is in the future, and the next look is ahead', () => {
    fc.assert(
      fc.property(some, ({ zone, leadDays, holidays, n, hour }) => {
        const of = facts({ leadDays, timeOf: () => ({ ...UTC, zone, holidays }) });
        const now = startOfDay('2026-09-20').plus({ days: n, hours: hour });
        const { due, nextLookAt } = ladder(of, now);
        for (const { slot, rung } of due) {
          const [deadlineOn = '', days = ''] = rung.split(':');
          const day = dayOf(startOfDay(deadlineOn).minus({ days: Number(days) }));
          expect(dayOf(slot) <= day).toBe(true);
          expect(slot <= now).toBe(true);
        }
        expect(nextLookAt === null || nextLookAt > now).toBe(true);
        expect(hardStopOn(EXPIRES_ON)).toBe('2027-03-28');
      }),
    );
  });

  it('a clock that goes back finds nothing newer than what was due before it did', () => {
    fc.assert(
      fc.property(some, fc.integer({ min: 1, max: 72 }), ({ zone, leadDays, n }, back) => {
        const of = facts({ leadDays, timeOf: () => ({ ...UTC, zone }) });
        const now = startOfDay('2026-09-20').plus({ days: n });
        const later = new Map(ladder(of, now).due.map((one) => [one.audience, one]));
        for (const { audience, slot, rung } of ladder(of, now.minus({ hours: back })).due) {
          const known = later.get(audience);
          expect(known && slot <= known.slot, `${audience} ${rung}`).toBe(true);
          if (known && slot.equals(known.slot)) expect(rung).toBe(known.rung);
        }
      }),
    );
  });
});
