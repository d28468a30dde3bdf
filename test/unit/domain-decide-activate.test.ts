import { describe, expect, it } from 'vitest';
import type { Command } from '../../src/domain/command.ts';
import type { Actor } from '../../src/domain/people.ts';
import { isLive, type Rotation } from '../../src/domain/rotation.ts';
import {
  activated,
  activatedEarly,
  ADA,
  after,
  circumstance,
  cooling,
  generating,
  handoffOf,
  moved,
  problemOf,
  ready,
  refusalOf,
  sharing,
} from '../support/rotations.ts';

const NOW = after({ days: 1 });
const at = circumstance(NOW);
const generationId = 'generation-1';
const activate: Command = { type: 'activate', generationId };
const early: Command = { type: 'report_early_activate', generationId };
const settled = [handoffOf('acme', 'confirmed'), handoffOf('birch', 'waived')];

describe('activate', () => {
  it('records who pressed it and when, with the computed date', () => {
    const { next, events } = moved(ready(), activate, at);
    expect(next).toEqual(activated({ activatedAt: NOW }));
    expect(events).toEqual([{ kind: 'activated', generation: 1, computedExpiresOn: '2027-05-01' }]);
  });

  it('is possible as soon as the gate is open, though no sweep has seen it yet', () => {
    const planned = { handoffs: settled, plannedActivateAt: NOW };
    expect(moved(sharing(planned), activate, at).next.step).toBe('activated');
    expect(moved(cooling({ handoffs: settled }), activate, at).next.step).toBe('activated');
  });

  it('is refused as soon as the gate is shut, though no sweep has seen it yet', () => {
    const freezeWindows = [{ fromOn: '2026-11-03', toOn: '2026-11-03' }];
    expect(refusalOf(ready(), activate, circumstance(NOW, { freezeWindows }))).toEqual({
      ...{ code: 'gate_shut', reasons: ['frozen'], pending: [] },
    });
  });

  it('is refused with every reason and every vendor that is waited for', () => {
    const before = sharing({
      handoffs: [handoffOf('acme', 'confirmed', { problem: problemOf() }), handoffOf('birch', 'collected')],
      plannedActivateAt: after({ days: 2 }),
    });
    expect(refusalOf(before, activate, at)).toEqual({
      code: 'gate_shut',
      reasons: ['problem_open', 'vendor_pending', 'planned_time_ahead'],
      pending: ['Acme', 'Birch'],
    });
  });

  it.each([activate, early])('$type: a stale button is answered with the generation in use', (command) => {
    const stale = { ...command, generationId: 'generation-0' } as Command;
    expect(refusalOf(ready(), stale, at)).toEqual({ code: 'stale_generation', current: 1 });
  });

  it.each([activate, early])('$type: a double click is answered with who and when', (command) => {
    const { next } = moved(ready(), activate, at);
    expect(refusalOf(next, command, circumstance(after({ days: 2 })))).toEqual({
      ...{ code: 'already_activated', at: '2026-11-03T10:00:00.000Z', by: 'U0ADA' },
    });
  });

  it.each([activate, early])('$type: a staged secret that has run out is nothing to activate', (command) => {
    const lastMoment = circumstance(after({ days: 179, hours: 13, minutes: 59 }));
    const printedDay = circumstance(after({ days: 179, hours: 14 }));
    for (const rotation of [ready(), sharing()]) {
      expect(refusalOf(rotation, command, printedDay)).toEqual({ code: 'nothing_staged' });
    }
    const gate = command === activate ? ready() : sharing();
    expect(moved(gate, command, lastMoment).next.step).toBe('activated');
  });
});

describe('an early activate', () => {
  it('is told truthfully: the vendors who had not confirmed are down', () => {
    const { next, events } = moved(sharing(), early, at);
    expect(next).toEqual(activatedEarly({ activatedAt: NOW }));
    expect(events).toEqual([
      {
        ...{ kind: 'activated_early', generation: 1, computedExpiresOn: '2027-05-01' },
        affected: ['Acme', 'Birch'],
      },
    ]);
  });

  it('affects nobody when only a freeze or the planned time held the gate', () => {
    const before = sharing({ handoffs: settled, plannedActivateAt: after({ days: 2 }) });
    const { next, events } = moved(before, early, at);
    expect(next).toMatchObject({ step: 'activated', isEarly: true });
    expect(events).toMatchObject([{ affected: [] }]);
  });

  it('cannot have happened before the secret was live', () => {
    const soon = circumstance(after({ minutes: 5, milliseconds: -1 }));
    expect(refusalOf(cooling(), early, soon)).toEqual({
      ...{ code: 'too_early_to_be_activated', liveAt: '2026-11-02T10:05:00.000Z' },
    });
    expect(moved(cooling(), early, circumstance(after({ minutes: 5 }))).next.step).toBe('activated');
  });

  it('is not early when the gate is open', () => {
    expect(refusalOf(ready(), early, at)).toEqual({ code: 'gate_open_no_early' });
  });
});

describe('the date read in Setup', () => {
  const read = (expiresOn: string, explanation: string | null = null): Command => ({
    ...{ type: 'record_expiry', expiresOn, explanation },
  });

  it('completes the rotation and says when the next one is due', () => {
    const { next, events } = moved(activated(), read('2027-05-01'), circumstance(NOW, { leadDays: 14 }));
    expect(next).toMatchObject({
      ...{ step: 'done', doneAt: NOW },
      dateRead: { expiresOn: '2027-05-01', by: ADA, at: NOW, explanation: null },
    });
    expect(events).toEqual([
      {
        ...{ kind: 'expiry_recorded', expiresOn: '2027-05-01' },
        ...{ computedExpiresOn: '2027-05-01', explanation: null },
      },
      { kind: 'rotation_done', expiresOn: '2027-05-01', nextDueOn: '2027-04-16' },
    ]);
  });

  it.each([
    ['2027-04-29', -2],
    ['2027-05-03', 2],
    ['2028-05-01', 366],
  ])('%s needs an explanation: %i days off', (expiresOn, days) => {
    expect(refusalOf(activated(), read(expiresOn), at)).toEqual({
      ...{ code: 'date_needs_explanation', computedExpiresOn: '2027-05-01', days },
    });
    expect(moved(activated(), read(expiresOn, 'Setup says so'), at).next).toMatchObject({
      ...{ step: 'done', dateRead: { explanation: 'Setup says so' } },
    });
  });

  it.each(['2027-04-30', '2027-05-01', '2027-05-02'])('%s is near enough', (expiresOn) => {
    expect(moved(activated(), read(expiresOn), at).next.step).toBe('done');
  });

  it.each(['2026-11-01', '2026-11-02'])(
    '%s was over when Activate was pressed, whatever is said of it',
    (expiresOn) => {
      expect(refusalOf(activated(), read(expiresOn, 'really'), at)).toEqual({ code: 'date_in_the_past' });
    },
  );

  it('waits, after an early Activate, for the vendors who are down', () => {
    const { next, events } = moved(activatedEarly(), read('2027-05-01'), at);
    expect(next.step).toBe('activated');
    expect(events.map((event) => event.kind)).toEqual(['expiry_recorded']);
    expect(refusalOf(next, read('2027-05-02'), at)).toEqual({
      ...{ code: 'date_already_recorded', expiresOn: '2027-05-01' },
    });
  });
});

describe('the planned time', () => {
  const plan = (plannedActivateAt: Rotation['plannedActivateAt']): Command => ({
    ...{ type: 'plan_activate', plannedActivateAt },
  });

  it('moves, shutting the gate, or is dropped, opening it', () => {
    const shut = moved(ready(), plan(after({ days: 2 })), at);
    expect(shut.next.step).toBe('sharing');
    expect(shut.events).toEqual([
      { kind: 'activate_planned', plannedActivateAt: '2026-11-04T10:00:00.000Z', insteadOf: null },
      { kind: 'gate_shut', reasons: ['planned_time_ahead'] },
    ]);
    const open = moved(shut.next, plan(null), at);
    expect(open.next.step).toBe('ready');
    expect(open.events[0]).toEqual({
      ...{ kind: 'activate_planned', plannedActivateAt: null, insteadOf: '2026-11-04T10:00:00.000Z' },
    });
  });

  it('is no longer planned once activated', () => {
    expect(refusalOf(activated(), plan(null), at)).toEqual({
      ...{ code: 'already_activated', at: '2026-11-02T16:00:00.000Z', by: 'U0ADA' },
    });
  });

  it('names the kind of actor when nobody in Slack pressed Activate', () => {
    const activatedBy: Actor = { kind: 'job', job: 'import' };
    expect(refusalOf(activated({ activatedBy }), plan(null), at)).toMatchObject({ by: 'job' });
  });
});

describe('the end without a new key', () => {
  const reason = 'the vendor asked for another week';

  it.each([
    [generating(), []],
    [cooling(), []],
    [sharing(), ['Acme']],
    [ready(), ['Acme']], // Birch was waived before they collected
  ])('cancel tells what stays staged, and who has it: %#', (before, collectedBy) => {
    const { next, events } = moved(before, { type: 'cancel', reason }, at);
    expect(next).toMatchObject({
      ...{ step: 'cancelled', cancelledAt: NOW, cancelledBy: ADA, reason },
      isRetired: false,
    });
    expect(next).not.toHaveProperty('handoffs');
    const stagedGeneration = isLive(before) ? 1 : null;
    expect(events).toEqual([{ kind: 'rotation_cancelled', reason, stagedGeneration, collectedBy }]);
  });

  it('a retired package is marked as such', () => {
    const { next, events } = moved(sharing(), { type: 'retire', reason }, at);
    expect(next).toMatchObject({ step: 'cancelled', isRetired: true });
    expect(events).toEqual([{ kind: 'package_retired', reason, stagedGeneration: 1, collectedBy: ['Acme'] }]);
  });
});

describe('a void secret that was activated all the same', () => {
  const shelved = { id: 'generation-1', number: 1, expiresOn: '2027-05-01' };
  const waiting = generating({ again: 'exposed', shelved });

  it.each(['activate', 'report_early_activate'] as const)('%s: told as the outage it is', (type) => {
    const { next, events } = moved(waiting, { type, generationId: 'generation-1' }, at);
    expect(next).toEqual({ ...waiting, isOutage: true, shelved: null });
    expect(events).toEqual([{ kind: 'void_secret_activated', generation: 1, expiresOn: '2027-05-01' }]);
  });

  it('is not believed of another, nor when there is none', () => {
    const other = { type: 'activate', generationId: 'generation-0' } as const;
    expect(refusalOf(waiting, other, at)).toEqual({ code: 'nothing_staged' });
    const any = { type: 'activate', generationId: 'generation-1' } as const;
    expect(refusalOf(generating(), any, at)).toEqual({ code: 'nothing_staged' });
  });
});
