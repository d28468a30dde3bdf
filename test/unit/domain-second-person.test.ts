import { describe, expect, it } from 'vitest';
import type { Command } from '../../src/domain/command.ts';
import { decide } from '../../src/domain/decide.ts';
import { gateReasons } from '../../src/domain/gate.ts';
import { timeMovesAt, turnGate } from '../../src/domain/gate-turn.ts';
import type { Actor } from '../../src/domain/people.ts';
import type { LiveRotation, Rotation, Sharing } from '../../src/domain/rotation.ts';
import { NOBODY_ASKED, type NeedsSecond } from '../../src/domain/second-person.ts';
import type { Moment } from '../../src/domain/schedule.ts';
import {
  after,
  circumstance,
  confirmationOf,
  handoffIdOf,
  handoffOf,
  rotationAt,
} from '../support/rotations.ts';

const ADA: Actor = { kind: 'slack', enterpriseId: null, teamId: 'T0HOME', userId: 'U0ADA' };
const BEN: Actor = { ...ADA, userId: 'U0BEN' };
const settled = [handoffOf('acme', 'confirmed'), handoffOf('birch', 'confirmed')];
const NOON = after({ days: 1 });
const wanting = (...what: NeedsSecond[]) => ({ ...NOBODY_ASKED, for: what });

/** Everybody settled, and the sweep has looked. */
function wanted(): Rotation {
  const before: Sharing = { ...rotationAt.sharing(), handoffs: settled, secondPerson: wanting('activate') };
  return turnGate(before, circumstance(NOON)).next;
}

const ask: Command = { type: 'ask_to_activate', generationId: 'generation-1' };
const agree: Command = { type: 'agree', request: 1 };
const waive: Command = { type: 'waive', vendorId: 'acme', reason: 'no answer for a week' };

const by = (who: Actor, at: Moment = NOON) => ({ ...circumstance(at), by: who });

/** The next rotation and what happened; throws when it was refused. */
function yes(rotation: Rotation, command: Command, who: Actor, at = NOON) {
  const decision = decide(rotation, command, by(who, at));
  if (!decision.ok) throw new Error(decision.refusal.code);
  return { next: decision.next, kinds: decision.events.map(({ kind }) => kind), events: decision.events };
}

function no(rotation: Rotation, command: Command, who: Actor, at = NOON): string {
  const decision = decide(rotation, command, by(who, at));
  return decision.ok ? `→ ${decision.next.step}` : decision.refusal.code;
}

const asked = () => yes(wanted(), ask, ADA).next;
const agreed = () => yes(asked(), agree, BEN).next;
const waiting = (): Rotation => ({ ...rotationAt.sharing(), secondPerson: wanting('waive') });

const NOW = (at: Moment = NOON) => ({ ...circumstance(at), admins: [BEN_ID] });
const BEN_ID = { enterpriseId: null, teamId: 'T0HOME', userId: 'U0BEN' };

describe('whoever asked is no admin any more', () => {
  it('ends what nobody has answered, so that somebody who is one can ask', () => {
    const turned = turnGate(asked(), NOW());
    expect(turned.events).toMatchObject([{ kind: 'second_person_ended', because: 'asker_left' }]);
    expect(decide(asked(), agree, { ...NOW(), by: BEN })).toEqual({
      ok: false,
      refusal: { code: 'request_ended' },
    });
    expect(decide(asked(), ask, { ...NOW(), by: BEN })).toMatchObject({ ok: true });
    const waiver = yes(waiting(), waive, ADA).next;
    expect(turnGate(waiver, NOW()).events).toMatchObject([{ because: 'asker_left' }]);
  });

  it('leaves what two of them had agreed on', () => {
    expect(turnGate(agreed(), NOW()).events).toEqual([]);
  });
});

describe('a second person for Activate', () => {
  it('is wanted, and said once, when nothing else keeps the gate shut', () => {
    const before: Sharing = { ...rotationAt.sharing(), handoffs: settled, secondPerson: wanting('activate') };
    const turned = turnGate(before, circumstance(NOON));
    expect(turned.events).toEqual([{ kind: 'second_person_wanted' }]);
    expect(turned.next).toMatchObject({ step: 'sharing', secondPerson: { wantedAt: NOON } });
    expect(turnGate(turned.next, circumstance(after({ days: 2 }))).events).toEqual([]);
    expect(gateReasons(turned.next as LiveRotation, [], NOON)).toEqual(['second_person_missing']);
  });

  it('one asks, another agrees: only then the gate opens, and Activate is recorded', () => {
    expect(no(wanted(), { type: 'activate', generationId: 'generation-1' }, ADA)).toBe('gate_shut');
    const first = yes(wanted(), ask, ADA);
    expect([first.next.step, first.kinds]).toEqual(['sharing', ['second_person_asked']]);
    const second = yes(first.next, agree, BEN);
    expect([second.next.step, second.kinds]).toEqual(['ready', ['second_person_agreed', 'gate_opened']]);
    const pressed = yes(second.next, { type: 'activate', generationId: 'generation-1' }, ADA);
    expect(pressed.next).toMatchObject({ step: 'activated', isEarly: false, secondPerson: { requests: [] } });
  });

  it('nobody agrees with themselves, nobody asks twice', () => {
    expect(no(asked(), agree, ADA)).toBe('own_request');
    expect(no(asked(), ask, ADA)).toBe('already_asked');
    expect(no(asked(), ask, BEN)).toBe('already_asked');
    expect(no(agreed(), agree, BEN)).toBe('nothing_to_do');
  });

  it('somebody of the same user id in another workspace is another person', () => {
    expect(no(asked(), agree, { ...ADA, teamId: 'T0OTHER' })).toBe('→ ready');
  });

  it('is not asked while anything else keeps the gate shut, nor where nobody wants it', () => {
    const open = { ...rotationAt.sharing(), secondPerson: wanting('activate') };
    expect(no(open, ask, ADA)).toBe('gate_shut');
    expect(no(rotationAt.ready(), ask, ADA)).toBe('no_second_person_needed');
    expect(no(agreed(), ask, BEN)).toBe('no_second_person_needed');
  });

  const changes: [string, Command, string][] = [
    [
      'a vendor reports a problem',
      { type: 'report_problem', handoffId: handoffIdOf('acme'), kind: 'rejected', note: null },
      'sharing',
    ],
    [
      'the time is planned for later',
      { type: 'plan_activate', plannedActivateAt: after({ days: 9 }) },
      'sharing',
    ],
    ['Generate was pressed again', { type: 'generate_again', generationId: 'generation-1' }, 'generating'],
    ['the secret is exposed', { type: 'expose', generationId: 'generation-1' }, 'generating'],
    ['the rotation is cancelled', { type: 'cancel', reason: 'later' }, 'cancelled'],
  ];
  it.each(changes)('a request, agreed to or not, ends when %s', (_, command, step) => {
    for (const before of [asked(), agreed()]) {
      const moved = yes(before, command, ADA);
      expect(moved.next.step).toBe(step);
      expect(moved.next.secondPerson.requests).toEqual([]);
      expect(moved.events).toContainEqual(
        expect.objectContaining({ kind: 'second_person_ended', because: 'changed', askedBy: 'U0ADA' }),
      );
      expect(no(moved.next, agree, BEN)).toBe(step === 'cancelled' ? 'rotation_ended' : 'request_ended');
    }
  });

  it('a day without an answer ends it; the sweep knows when to look', () => {
    const before = asked();
    const end = NOON.plus({ hours: 24 });
    expect(timeMovesAt(before, [], NOON)).toEqual(end);
    expect(no(before, agree, BEN, end.minus({ milliseconds: 1 }))).toBe('→ ready');
    expect(no(before, agree, BEN, end)).toBe('request_ended');
    const swept = yes(before, { type: 'let_time_pass' }, ADA, end);
    expect(swept.events).toEqual([expect.objectContaining({ kind: 'second_person_ended', because: 'time' })]);
    expect(no(swept.next, ask, BEN, end)).toBe('→ sharing');
  });

  it('an agreement holds a day from when it was given; then the gate shuts', () => {
    const at = NOON.plus({ hours: 23 });
    const before = yes(asked(), agree, BEN, at).next;
    const end = at.plus({ hours: 24 });
    expect(
      no(before, { type: 'activate', generationId: 'generation-1' }, ADA, end.minus({ milliseconds: 1 })),
    ).toBe('→ activated');
    expect(no(before, { type: 'activate', generationId: 'generation-1' }, ADA, end)).toBe('gate_shut');
    const swept = yes(before, { type: 'let_time_pass' }, ADA, end);
    expect([swept.next.step, swept.kinds]).toEqual(['sharing', ['second_person_ended', 'gate_shut']]);
    expect(swept.events[1]).toMatchObject({ reasons: ['second_person_missing'] });
  });

  it('declined with a reason, or taken back by whoever asked; also after it was agreed to', () => {
    const decline: Command = { type: 'decline', request: 1, reason: 'Acme is on holiday' };
    const declined = yes(asked(), decline, BEN);
    expect(declined.events).toEqual([
      expect.objectContaining({
        kind: 'second_person_declined',
        why: 'Acme is on holiday',
        isWithdrawn: false,
      }),
    ]);
    expect(yes(asked(), decline, ADA).events[0]).toMatchObject({ isWithdrawn: true });
    const shut = yes(agreed(), decline, BEN);
    expect([shut.next.step, shut.kinds]).toEqual(['sharing', ['second_person_declined', 'gate_shut']]);
    // The next request has a number of its own: the old button answers nothing.
    const again = yes(declined.next, ask, BEN).next;
    expect(no(again, agree, ADA)).toBe('request_ended');
    expect(no(again, { type: 'agree', request: 2 }, ADA)).toBe('→ ready');
  });

  it('the truth is never blocked: pressed without a second person, it is reported as it is', () => {
    for (const before of [wanted(), asked()]) {
      const told = yes(before, { type: 'report_early_activate', generationId: 'generation-1' }, ADA);
      expect(told.next).toMatchObject({ step: 'activated', isEarly: true, secondPerson: { requests: [] } });
      expect(told.events[0]).toMatchObject({ kind: 'activated_early', affected: [] });
    }
  });

  it('switched on under an open gate, it shuts; switched off, it opens', () => {
    const on: Rotation = { ...rotationAt.ready(), secondPerson: wanting('activate') };
    const shut = yes(on, { type: 'let_time_pass' }, ADA);
    expect([shut.next.step, shut.kinds]).toEqual(['sharing', ['gate_shut']]);
    const open = yes(shut.next, ask, ADA).next;
    const off: Rotation = { ...open, secondPerson: { ...open.secondPerson, for: [] } };
    const opened = yes(off, { type: 'let_time_pass' }, ADA);
    expect([opened.next.step, opened.kinds]).toEqual(['ready', ['second_person_ended', 'gate_opened']]);
  });
});

describe('a second person for a waiver', () => {
  it('the first one only asks; with another’s agreement it holds, with both names', () => {
    const first = yes(waiting(), waive, ADA);
    expect(first.kinds).toEqual(['second_person_asked']);
    expect(first.next).toMatchObject({ handoffs: [{ status: 'collected' }, {}] });
    expect(no(first.next, agree, ADA)).toBe('own_request');
    expect(no(first.next, waive, BEN)).toBe('already_asked');
    const second = yes(first.next, agree, BEN);
    expect(second.kinds).toEqual(['second_person_agreed', 'vendor_waived']);
    expect(second.next).toMatchObject({
      handoffs: [{ status: 'waived', waivedBy: ADA, secondedBy: BEN, reason: 'no answer for a week' }, {}],
      secondPerson: { requests: [] },
    });
  });

  it('without the setting one is enough', () => {
    const done = yes(rotationAt.sharing(), waive, ADA);
    expect(done.events).toEqual([{ kind: 'vendor_waived', vendor: 'Acme', reason: 'no answer for a week' }]);
  });

  it('the vendor acts: the request has ended, whoever moved the rotation', () => {
    const before = yes(waiting(), waive, ADA).next;
    const confirmed = yes(
      before,
      { type: 'confirm', handoffId: handoffIdOf('acme'), confirmation: confirmationOf() },
      BEN,
    );
    expect(confirmed.kinds).toContain('second_person_ended');
    expect(no(confirmed.next, agree, BEN)).toBe('request_ended');
    // A collection is no move of the rotation: the next look sees that the vendor is no longer where they were.
    const sealed: Rotation = {
      ...rotationAt.sharing(),
      handoffs: [handoffOf('acme', 'sealed'), handoffOf('birch', 'sealed')],
      secondPerson: wanting('waive'),
    };
    const asking = yes(sealed, waive, ADA).next as Sharing;
    const collected: Rotation = {
      ...asking,
      handoffs: [handoffOf('acme', 'collected'), handoffOf('birch', 'sealed')],
    };
    expect(no(collected, agree, BEN)).toBe('request_ended');
    expect(no(asking, agree, BEN)).toBe('→ sharing');
  });

  it('two vendors are two requests; each has its own answer', () => {
    const one = yes(waiting(), waive, ADA).next;
    const two = yes(one, { ...waive, vendorId: 'birch' }, ADA).next;
    const done = yes(two, { type: 'agree', request: 2 }, BEN).next;
    expect(done).toMatchObject({ handoffs: [{ status: 'collected' }, { status: 'waived' }] });
    expect(done.secondPerson.requests.map(({ number }) => number)).toEqual([1]);
  });
});
