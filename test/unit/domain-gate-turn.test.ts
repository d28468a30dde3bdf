import { describe, expect, it } from 'vitest';
import { timeMovesAt, turnGate } from '../../src/domain/gate-turn.ts';
import type { FreezeWindow } from '../../src/domain/package.ts';
import type { Rotation } from '../../src/domain/rotation.ts';
import type { Moment } from '../../src/domain/schedule.ts';
import {
  activated,
  activatedEarly,
  ADA,
  after,
  cancelled,
  circumstance,
  cooling,
  done,
  generating,
  handoffOf,
  moment,
  ready,
  rotationAt,
  sharing,
} from '../support/rotations.ts';

const settled = [handoffOf('acme', 'confirmed'), handoffOf('birch', 'waived')];
const freeze: FreezeWindow[] = [{ fromOn: '2026-11-10', toOn: '2026-11-12' }];
const turned = (rotation: Rotation, at: Moment, freezeWindows: FreezeWindow[] = []) => {
  const { next, events } = turnGate(rotation, circumstance(at, { freezeWindows }));
  return { next, step: next.step, kinds: events.map((event) => event.kind), events };
};
const DAY_BEFORE_LAST = moment('2027-04-30T23:59:59.999Z');
const LAST_DAY = moment('2027-05-01T00:00:00.000Z');

describe('cooling', () => {
  it('ends five minutes after Generate, not a millisecond before', () => {
    const before = cooling();
    const soon = turned(before, after({ minutes: 5, milliseconds: -1 }));
    expect(soon.next).toBe(before);
    expect(soon.kinds).toEqual([]);
    const live = turned(before, after({ minutes: 5 }));
    expect(live.next).toEqual({ ...before, step: 'sharing' });
    expect(live.events).toEqual([{ kind: 'secret_live', generation: 1 }]);
  });

  it('goes straight to ready when everybody was waived meanwhile', () => {
    const live = turned(cooling({ handoffs: settled }), after({ minutes: 5 }));
    expect(live.next).toMatchObject({ step: 'ready', readyAt: after({ minutes: 5 }) });
    expect(live.kinds).toEqual(['secret_live', 'gate_opened']);
  });
});

describe('the gate', () => {
  it('opens when nothing holds it', () => {
    expect(turned(sharing({ handoffs: settled }), after({ days: 1 }))).toMatchObject({
      ...{ step: 'ready', kinds: ['gate_opened'] },
    });
  });

  it('stays as it is while a vendor is pending, and while it is open', () => {
    for (const rotation of [sharing(), ready()]) {
      expect(turned(rotation, after({ days: 1 })).next).toBe(rotation);
    }
  });

  it('opens at the planned time, not a millisecond before', () => {
    const planned = sharing({ handoffs: settled, plannedActivateAt: after({ days: 3 }) });
    expect(turned(planned, after({ days: 3, milliseconds: -1 })).kinds).toEqual([]);
    expect(turned(planned, after({ days: 3 })).kinds).toEqual(['gate_opened']);
  });

  it('shuts for the days of a freeze, both included, in UTC', () => {
    const open = ready();
    const steps = [
      ['2026-11-09T23:59:59.999Z', 'ready'],
      ['2026-11-10T00:00:00.000Z', 'sharing'],
      ['2026-11-12T23:59:59.999Z', 'sharing'],
      ['2026-11-13T00:00:00.000Z', 'ready'],
    ] as const;
    for (const [iso, step] of steps) expect(turned(open, moment(iso), freeze).step).toBe(step);
    const shut = turned(open, moment('2026-11-10T00:00:00.000Z'), freeze);
    expect(shut.events).toEqual([{ kind: 'gate_shut', reasons: ['frozen'] }]);
    expect(turned(shut.next, moment('2026-11-13T00:00:00.000Z'), freeze).kinds).toEqual(['gate_opened']);
  });
});

describe('a staged secret', () => {
  it.each([cooling(), sharing(), ready()])('$step: runs out on its printed day', (rotation) => {
    const { next, events } = turned(rotation, LAST_DAY);
    const { id, number, expiresOn } = rotation.generation;
    expect(next).toEqual(generating({ again: 'expired', shelved: { id, number, expiresOn } }));
    const collectedBy = rotation.step === 'cooling' ? [] : ['Acme'];
    expect(events).toEqual([{ kind: 'generation_voided', generation: 1, why: 'expired', collectedBy }]);
  });

  it('lives until the day before', () => {
    expect(turned(ready(), DAY_BEFORE_LAST).step).toBe('ready');
  });

  it('no longer runs out once it is activated', () => {
    expect(turned(activatedEarly(), LAST_DAY).step).toBe('activated');
  });
});

describe('completion', () => {
  const dateRead = { expiresOn: '2027-05-01', by: ADA, at: after({ hours: 7 }), explanation: null };

  it.each([
    ['the date was not read', activated(), 'activated'],
    ['vendors are down', activatedEarly({ dateRead }), 'activated'],
    ['neither holds', activated({ dateRead }), 'done'],
    ['everybody is back after an early Activate', activatedEarly({ dateRead, handoffs: settled }), 'done'],
  ] as const)('%s', (_, rotation, step) => {
    expect(turned(rotation, after({ days: 1 })).step).toBe(step);
  });

  it('schedules the next rotation before it says done', () => {
    expect(turned(activated({ dateRead }), after({ days: 1 })).events).toEqual([
      { kind: 'rotation_done', expiresOn: '2027-05-01', nextDueOn: '2027-04-23' },
    ]);
  });

  it.each([generating(), done(), cancelled()])('$step: nothing turns', (rotation) => {
    const same = turned(rotation, LAST_DAY);
    expect(same.next).toBe(rotation);
    expect(same.kinds).toEqual([]);
  });
});

describe('when time moves a rotation on', () => {
  const at = after({ days: 1 });
  const iso = (rotation: Rotation, now: Moment, freezeWindows: FreezeWindow[] = []) =>
    timeMovesAt(rotation, freezeWindows, now)?.toISO() ?? null;

  it.each([
    ['cooling: the secret goes live', cooling(), [], '2026-11-02T10:05:00.000Z'],
    ['sharing: the staged secret dies', sharing(), [], '2027-05-01T00:00:00.000Z'],
    [
      'sharing: the planned time',
      sharing({ plannedActivateAt: after({ days: 3 }) }),
      [],
      '2026-11-05T10:00:00.000Z',
    ],
    ['sharing: a planned time gone by', sharing({ plannedActivateAt: at }), [], '2027-05-01T00:00:00.000Z'],
    ['ready: a freeze begins', ready(), freeze, '2026-11-10T00:00:00.000Z'],
    [
      'ready: the freeze before the planned time',
      ready({ plannedActivateAt: after({ days: 20 }) }),
      freeze,
      '2026-11-10T00:00:00.000Z',
    ],
    ['generating: the old secret dies', generating(), freeze, '2028-01-02T00:00:00.000Z'],
    ['generating, no date known: only people', generating({ oldExpiresOn: null }), freeze, null],
    ['activated: only people', activated(), freeze, null],
    ['done: nobody', done(), freeze, null],
    ['cancelled: nobody', cancelled(), freeze, null],
  ] as const)('%s', (_, rotation, windows, expected) => {
    expect(iso(rotation, at, [...windows])).toBe(expected);
  });

  it('inside a freeze it is the day after its last', () => {
    expect(iso(sharing(), moment('2026-11-10T00:00:00.000Z'), freeze)).toBe('2026-11-13T00:00:00.000Z');
  });

  it('of two freezes it is the nearer turn', () => {
    const windows = [{ fromOn: '2026-12-20', toOn: '2027-01-06' }, ...freeze];
    expect(iso(sharing(), moment('2026-11-13T00:00:00.000Z'), windows)).toBe('2026-12-20T00:00:00.000Z');
  });

  it('is never now or past, and between looks nothing turns by itself', () => {
    const rotations = [
      cooling(),
      sharing(),
      ready(),
      sharing({ handoffs: settled }),
      ready({ plannedActivateAt: at }),
    ];
    for (const start of rotations) {
      let rotation: Rotation = start;
      let now = after({ minutes: start.step === 'cooling' ? 1 : 60 });
      for (let looks = 0; looks < 20; looks++) {
        rotation = turnGate(rotation, circumstance(now, { freezeWindows: freeze })).next;
        const next = timeMovesAt(rotation, freeze, now);
        if (!next) break;
        expect(next > now).toBe(true);
        const justBefore = next.minus({ milliseconds: 1 });
        expect(turned(rotation, justBefore, freeze).kinds).toEqual([]);
        now = next;
      }
      expect(rotation.step).toBe('generating');
    }
  });

  it('has an answer for every step', () => {
    for (const build of Object.values(rotationAt))
      expect(() => timeMovesAt(build(), freeze, at)).not.toThrow();
  });
});

describe('the old secret', () => {
  const past = after({ days: 1 });
  const dated = { oldExpiresOn: '2026-11-02' };

  it.each([generating(dated), cooling(dated), sharing(dated), ready(dated)])(
    '$step: its date ends the overlap, once, and is told',
    (rotation) => {
      const { next, events } = turned(rotation, past);
      expect(next.isOutage).toBe(true);
      expect(events[0]).toEqual({ kind: 'old_secret_expired', expiresOn: '2026-11-02' });
      expect(turned(next, past).events.map((event) => event.kind)).not.toContain('old_secret_expired');
    },
  );

  it('still works on the day before its printed one', () => {
    const rotation = sharing({ oldExpiresOn: '2026-11-04' });
    expect(turned(rotation, past).next.isOutage).toBe(false);
  });

  it('is dead anyhow once the new one is activated', () => {
    expect(turned(activated(dated), past).events.map((event) => event.kind)).not.toContain(
      'old_secret_expired',
    );
  });
});
