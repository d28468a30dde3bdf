import { describe, expect, it } from 'vitest';
import {
  calendarOf,
  nextDatesOf,
  type CalendarEvent,
  type CalendarPackage,
} from '../../src/domain/calendar.ts';
import { nameInCalendar } from '../../src/domain/calendar-words.ts';
import { calendarPackage as pack, calendarRotation as rotation } from '../support/calendars.ts';
import { moment } from '../support/rotations.ts';

const events = (pkg: CalendarPackage, now = '2027-03-01T09:00:00Z') =>
  calendarOf([pkg], '/rekey', moment(now));
const time = (event: CalendarEvent) => event.onDay ?? event.startsAt.toISO();
/** `uid time`, with `x` before what was cancelled. */
const lines = (pkg: CalendarPackage, now?: string) =>
  events(pkg, now).map((event) => `${event.isCancelled ? 'x ' : ''}${event.uid} ${time(event)}`);

const DUE = 'due-p1-0@rekey 2027-03-21';
const EXPIRY = 'expiry-p1-0@rekey 2027-03-28';

describe('the dates of a package', () => {
  it('are the due day and the hard stop, with words for a tile, and alarms', () => {
    expect(events(pack())).toMatchInlineSnapshot(`
      [
        {
          "alarms": [
            -900,
          ],
          "description": "The client secret of ESP Production is due for rotation. Count on it until 2027-03-28 at the latest: its printed date is 2027-03-29.
      In Slack: /rekey start ESP Production",
          "isCancelled": false,
          "onDay": "2027-03-21",
          "sequence": 3,
          "summary": "Rotate ESP Production (7 days left)",
          "uid": "due-p1-0@rekey",
        },
        {
          "alarms": [
            -9540,
            -900,
          ],
          "description": "Today is the last day on which the client secret of ESP Production surely works: its printed date is 2027-03-29. Whoever has not switched by then is down.
      In Slack: /rekey status ESP Production",
          "isCancelled": false,
          "onDay": "2027-03-28",
          "sequence": 3,
          "summary": "ESP Production: secret expires today",
          "uid": "expiry-p1-0@rekey",
        },
      ]
    `);
  });

  it('are none while its date is unknown', () => {
    expect(events(pack({ expiresOn: null }))).toEqual([]);
  });

  it.each([
    ['2027-04-20T23:59:59Z', [DUE, EXPIRY]],
    ['2027-04-21T00:00:00Z', [DUE, EXPIRY]],
    ['2027-04-21T00:00:01Z', [EXPIRY]],
    ['2027-04-28T00:00:00Z', [EXPIRY]],
    ['2027-04-28T00:00:01Z', []],
  ])('leave the calendar thirty days after they have passed: at %s', (now, left) => {
    expect(lines(pack(), now)).toEqual(left);
  });

  it('move under the same uid', () => {
    const moved = events(pack({ expiresOn: '2027-04-29', leadDays: 14, revision: 4 }));
    expect(moved.map((event) => [event.uid, time(event), event.sequence])).toEqual([
      ['due-p1-0@rekey', '2027-04-14', 4],
      ['expiry-p1-0@rekey', '2027-04-28', 4],
    ]);
    expect(moved[0]?.summary).toBe('Rotate ESP Production (14 days left)');
    expect(events(pack({ leadDays: 1 }))[0]?.summary).toBe('Rotate ESP Production (1 day left)');
  });

  describe('with a plan', () => {
    const plan = { startOn: '2027-03-09', droppedAt: null };
    const planned = (of: Parameters<typeof pack>[0] = {}) =>
      pack({ plannedStartOn: '2027-03-09', plan, ...of });
    const START = 'start-p1-0@rekey 2027-03-09';

    it('are three: when it is to be started comes before the day it is due', () => {
      expect(lines(planned())).toEqual([DUE, START, EXPIRY]);
      const [, start] = events(planned());
      expect(start).toMatchObject({ summary: 'Rotate ESP Production (planned)', alarms: [-900] });
      expect(start?.description).toBe(
        'By the plan, the rotation of ESP Production is to be started today. It is due on 2027-03-21; count on its client secret until 2027-03-28 at the latest: its printed date is 2027-03-29.\nIn Slack: /rekey start ESP Production',
      );
    });

    it('taken out of it again: cancelled, if it was still ahead', () => {
      const dropped = (at: string) =>
        planned({ plannedStartOn: null, plan: { ...plan, droppedAt: moment(at) } });
      expect(lines(dropped('2027-03-05T09:00:00Z'))).toEqual([DUE, `x ${START}`, EXPIRY]);
      expect(events(dropped('2027-03-05T09:00:00Z'))[1]?.description).toContain(
        'it was taken out of the plan',
      );
      expect(lines(dropped('2027-03-12T09:00:00Z'))).toEqual([DUE, START, EXPIRY]);
    });

    it('that ended with its date, or leaves too few days: as if nothing were planned', () => {
      expect(lines(planned({ plannedStartOn: null }))).toEqual([DUE, EXPIRY]);
      expect(
        lines(planned({ plannedStartOn: '2027-03-22', plan: { ...plan, startOn: '2027-03-22' } })),
      ).toEqual([DUE, EXPIRY]);
    });

    it('rotated before that day: cancelled like the others; after it: it has passed', () => {
      const rotated = (activatedAt: string) =>
        pack({
          ...{ expiresOn: '2027-09-20', cycle: 1 },
          rotations: [rotation({ plan, activatedAt: moment(activatedAt) })],
        });
      expect(lines(rotated('2027-03-05T09:00:00Z')).slice(2)).toEqual([
        `x ${DUE}`,
        `x ${START}`,
        `x ${EXPIRY}`,
      ]);
      expect(lines(rotated('2027-03-12T09:00:00Z')).slice(2)).toEqual([`x ${DUE}`, START, `x ${EXPIRY}`]);
    });

    it('retired: what was ahead is cancelled', () => {
      const retired = planned({ plannedStartOn: null, retiredAt: moment('2027-03-05T09:00:00Z') });
      expect(lines(retired)).toEqual([`x ${DUE}`, `x ${START}`, `x ${EXPIRY}`]);
    });
  });

  it('stay as they are while it is rotated', () => {
    expect(lines(pack({ rotations: [rotation()] }))).toEqual([DUE, EXPIRY]);
  });
});

describe('rotated', () => {
  const rotated = (activatedAt: string) =>
    pack({
      ...{ expiresOn: '2027-09-20', cycle: 1 },
      rotations: [rotation({ activatedAt: moment(activatedAt) })],
    });
  const NEXT = ['due-p1-1@rekey 2027-09-12', 'expiry-p1-1@rekey 2027-09-19'];

  it.each([
    ['before it was due: both are cancelled', '2027-03-02T09:00:00Z', [`x ${DUE}`, `x ${EXPIRY}`]],
    ['on the due day: that day is not over', '2027-03-21T09:00:00Z', [`x ${DUE}`, `x ${EXPIRY}`]],
    ['in between: what has passed has passed', '2027-03-25T09:00:00Z', [DUE, `x ${EXPIRY}`]],
    ['on the last day: the secret expires no more', '2027-03-28T23:59:00Z', [DUE, `x ${EXPIRY}`]],
    ['too late', '2027-03-29T00:00:00Z', [DUE, EXPIRY]],
  ])('%s', (_, activatedAt, earlier) => {
    expect(lines(rotated(activatedAt), activatedAt)).toEqual([...NEXT, ...earlier]);
  });

  it('says why, warns nobody, and leaves thirty days after it was cancelled', () => {
    const [, , due] = events(rotated('2027-03-02T09:00:00Z'), '2027-03-02T09:00:00Z');
    expect(due).toMatchObject({
      summary: 'Cancelled: Rotate ESP Production (7 days left)',
      description: 'Nothing to do here: the secret was replaced (2027-03-02).',
      alarms: [],
    });
    expect(lines(rotated('2027-03-02T09:00:00Z'), '2027-04-01T09:00:00Z')).toHaveLength(4);
    expect(lines(rotated('2027-03-02T09:00:00Z'), '2027-04-01T09:00:01Z')).toEqual(NEXT);
  });

  it('from a date that nobody knew, there is nothing to cancel', () => {
    const unknown = rotation({ oldExpiresOn: null, activatedAt: moment('2027-03-02T09:00:00Z') });
    expect(lines({ ...rotated('2027-03-02T09:00:00Z'), rotations: [unknown] })).toEqual(NEXT);
  });
});

it('retired: what was ahead is cancelled', () => {
  const retired = pack({ retiredAt: moment('2027-03-25T09:00:00Z') });
  expect(lines(retired, '2027-03-25T09:00:00Z')).toEqual([DUE, `x ${EXPIRY}`]);
  expect(events(retired, '2027-03-25T09:00:00Z')[1]?.description).toContain('the package was retired');
  expect(lines(retired, '2027-04-24T09:00:01Z')).toEqual([]);
});

describe('a planned Activate', () => {
  const at = moment('2027-03-10T20:00:00Z');
  const planned = (facts: Parameters<typeof rotation>[0]) =>
    pack({ rotations: [rotation({ number: 4, plannedActivateAt: at, ...facts })] });
  const PLAN = 'activate-p1-4@rekey 2027-03-10T20:00:00.000Z';
  const plans = (pkg: CalendarPackage, now?: string) =>
    lines(pkg, now).filter((line) => line.includes('activate-'));

  it('is an hour, with an alarm an hour before', () => {
    expect(events(planned({})).at(-1)).toMatchInlineSnapshot(`
      {
        "alarms": [
          -60,
        ],
        "description": "The earliest time for Activate in rotation 4 of ESP Production. Press it only when rekey’s card says so: it switches the old secret off, for good.
      In Slack: /rekey status ESP Production",
        "endsAt": "2027-03-10T21:00:00.000Z",
        "isCancelled": false,
        "onDay": null,
        "sequence": 3,
        "startsAt": "2027-03-10T20:00:00.000Z",
        "summary": "ESP Production: Activate is planned",
        "uid": "activate-p1-4@rekey",
      }
    `);
  });

  it.each([
    ['rotation cancelled before it', { cancelledAt: at.minus({ days: 1 }) }, [`x ${PLAN}`]],
    ['rotation cancelled in it', { cancelledAt: at.plus({ minutes: 5 }) }, [PLAN]],
    ['pressed too early', { activatedAt: at.minus({ minutes: 1 }), oldExpiresOn: null }, [`x ${PLAN}`]],
    ['pressed on time', { activatedAt: at, oldExpiresOn: null }, [PLAN]],
    [
      'given up',
      { plannedActivateAt: null, dropped: { activateAt: at, at: at.minus({ days: 2 }) } },
      [`x ${PLAN}`],
    ],
    [
      'given up when it had begun',
      { plannedActivateAt: null, dropped: { activateAt: at, at: at.plus({ minutes: 1 }) } },
      [PLAN],
    ],
    ['never planned', { plannedActivateAt: null }, []],
  ])('%s', (_, facts, left) => {
    expect(plans(planned(facts))).toEqual(left);
  });

  it('leaves thirty days after its end', () => {
    expect(plans(planned({}), '2027-04-09T21:00:00Z')).toEqual([PLAN]);
    expect(plans(planned({}), '2027-04-09T21:00:01Z')).toEqual([]);
  });

  it('of two rotations of one secret are two', () => {
    const again = planned({ cancelledAt: at.minus({ days: 3 }) });
    const both = {
      ...again,
      rotations: [...again.rotations, rotation({ number: 5, plannedActivateAt: at })],
    };
    expect(plans(both)).toEqual([`x ${PLAN}`, PLAN.replace('p1-4', 'p1-5')]);
  });
});

describe('the next dates, for a file', () => {
  const next = (pkg: CalendarPackage, now: string) =>
    nextDatesOf(pkg, '/rekey', moment(now)).map(({ uid }) => uid);
  it('are those still ahead, of the secret in force', () => {
    const rotations = [rotation({ plannedActivateAt: moment('2027-03-10T20:00:00Z') })];
    expect(next(pack({ rotations }), '2027-03-01T09:00:00Z')).toEqual([
      'due-p1-0@rekey',
      'expiry-p1-0@rekey',
    ]);
    expect(next(pack(), '2027-03-21T23:00:00Z')).toEqual(['due-p1-0@rekey', 'expiry-p1-0@rekey']);
    expect(next(pack(), '2027-03-22T00:00:00Z')).toEqual(['expiry-p1-0@rekey']);
    expect(next(pack(), '2027-03-29T00:00:00Z')).toEqual([]);
    expect(next(pack({ expiresOn: null }), '2027-03-01T09:00:00Z')).toEqual([]);
    const retiredAt = moment('2027-03-02T00:00:00Z');
    expect(next(pack({ retiredAt }), '2027-03-05T00:00:00Z')).toEqual([]);
  });
});

describe('a name in a calendar', () => {
  it.each([
    ['ESP,  Production; \\ 1', 'ESP, Production; \\ 1'],
    ['two\r\nlines\tand\u2028more', 'two lines and more'],
    ['\u202eesrever\u202c \u2066isolated\u2069', 'esrever isolated'],
    ['שלום 👩‍👩‍👧', 'שלום 👩‍👩‍👧'],
    ['half \ud83d', 'half \ufffd'],
    ['x'.repeat(81), `${'x'.repeat(79)}…`],
    [`${'x'.repeat(78)}👍👍`, `${'x'.repeat(78)}…`],
  ])('%j', (name, shown) => {
    expect(nameInCalendar(name)).toBe(shown);
  });
});
