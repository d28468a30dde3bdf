import { describe, expect, it } from 'vitest';
import type { Command } from '../../src/domain/command.ts';
import {
  newHandoff,
  type Handoff,
  type LiveRotation,
  type Problem,
  type ProblemKind,
} from '../../src/domain/rotation.ts';
import {
  activated,
  activatedEarly,
  ADA,
  after,
  circumstance,
  confirmationOf,
  cooling,
  generating,
  handoffIdOf,
  handoffIn,
  handoffOf,
  mailContact,
  moved,
  participantOf,
  problemOf,
  ready,
  refusalOf,
  sharing,
  slackContact,
} from '../support/rotations.ts';

const NOW = after({ days: 1 });
const at = circumstance(NOW);
const STATUSES = ['missing', 'sealed', 'collected', 'confirmed', 'waived'] as const;

/** Sharing, with Acme's handoff in this status and Birch still to collect. */
const withAcme = (status: Handoff['status'], problem: Problem | null = null) =>
  sharing({ handoffs: [handoffOf('acme', status, { problem }), handoffOf('birch', 'sealed')] });

const handoffId = handoffIdOf('acme');
const confirm = (systems = ['middleware']): Command => ({
  ...{ type: 'confirm', handoffId },
  confirmation: confirmationOf({ systems, at: NOW }),
});
const report = (kind: ProblemKind = 'rejected', note: string | null = null): Command => ({
  ...{ type: 'report_problem', handoffId, kind, note },
});
const waive: Command = { type: 'waive', vendorId: 'acme', reason: 'no answer for a week' };
const resolve: Command = { type: 'resolve_problem', vendorId: 'acme', reason: 'it was the subdomain' };

describe('a copy that no key opens', () => {
  const unreadable: Command = { type: 'note_unreadable', handoffId, reference: 'R3F0NE' };

  it('stays, waits for a second deposit, and is told once', () => {
    const { next, events } = moved(
      withAcme('sealed', { ...problemOf('other'), note: 'it says no' }),
      unreadable,
      at,
    );
    const problem = { kind: 'unreadable', note: 'it says no', reportedAt: NOW };
    expect(handoffIn(next, 'acme')).toEqual({ ...handoffOf('acme', 'sealed'), problem });
    expect(events).toEqual([{ kind: 'copy_unreadable', vendor: 'Acme', reference: 'R3F0NE' }]);
    expect(refusalOf(next, unreadable, at)).toEqual({ code: 'nothing_to_do' });
  });

  it('is not forgotten over what the vendor reports', () => {
    const { next } = moved(withAcme('sealed', problemOf('unreadable')), report('rejected', 'no'), at);
    expect(handoffIn(next, 'acme').problem).toEqual({ kind: 'unreadable', note: 'no', reportedAt: NOW });
  });

  it.each(['missing', 'collected', 'confirmed', 'waived'] as const)(
    'is none for a vendor who is %s',
    (status) => {
      expect(refusalOf(withAcme(status), unreadable, at)).toEqual({ code: 'nothing_to_do' });
    },
  );
});

describe('told', () => {
  const tell: Command = { type: 'tell', handoffId };

  it('is noted once', () => {
    const { next, events } = moved(withAcme('sealed'), tell, at);
    expect(handoffIn(next, 'acme').toldAt).toBe(NOW);
    expect(events).toEqual([{ kind: 'vendor_told', vendor: 'Acme' }]);
    expect(refusalOf(next, tell, circumstance(after({ days: 2 })))).toEqual({ code: 'nothing_to_do' });
  });

  it('of a handoff that is no longer there is answered, not obeyed', () => {
    expect(refusalOf(sharing(), { type: 'tell', handoffId: 'handoff-of-old' }, at)).toEqual({
      code: 'handoff_closed',
    });
  });
});

describe('link and code to pass on', () => {
  const passOn = { type: 'pass_on', vendorId: 'acme', isAgain: true, mailedTo: null } satisfies Command;

  it('counts as told, and says whether it is a repeat', () => {
    const { next, events } = moved(withAcme('sealed'), passOn, at);
    expect(handoffIn(next, 'acme').toldAt).toBe(NOW);
    expect(events).toEqual([{ kind: 'link_passed_on', vendor: 'Acme', isAgain: true }]);
    const again = moved(next, passOn, circumstance(after({ days: 2 })));
    expect(handoffIn(again.next, 'acme').toldAt).toBe(NOW);
  });

  it('mailed: the same move under another name, with the address', () => {
    const { next, events } = moved(withAcme('sealed'), { ...passOn, mailedTo: 'vera@acme.example' }, at);
    expect(handoffIn(next, 'acme').toldAt).toBe(NOW);
    expect(events).toEqual([{ kind: 'link_mailed', vendor: 'Acme', isAgain: true, to: 'vera@acme.example' }]);
  });

  it.each([
    ['missing', 'waiting_for_deposit'],
    ['waived', 'already_waived'],
  ] as const)('%s: %s', (status, code) => {
    expect(refusalOf(withAcme(status), passOn, at)).toEqual({ code });
  });

  it('waits until the secret is live, to the millisecond', () => {
    const early = circumstance(after({ minutes: 5, milliseconds: -1 }));
    expect(refusalOf(cooling(), passOn, early)).toEqual({
      ...{ code: 'not_live_yet', liveAt: '2026-11-02T10:05:00.000Z' },
    });
    expect(moved(cooling(), passOn, circumstance(after({ minutes: 5 }))).next.step).toBe('sharing');
  });

  it('of nobody we know is refused', () => {
    expect(refusalOf(sharing(), { ...passOn, vendorId: 'dune' }, at)).toEqual({ code: 'handoff_closed' });
  });
});

describe('a confirmation', () => {
  it.each([
    ['missing', 'not_collected_yet'],
    ['sealed', 'not_collected_yet'],
    ['waived', 'already_waived'],
    ['confirmed', 'already_confirmed'],
  ] as const)('%s: %s', (status, code) => {
    expect(refusalOf(withAcme(status), confirm(), at).code).toBe(code);
  });

  it('says who, how, when, for which generation and which systems', () => {
    const { next, events } = moved(withAcme('collected'), confirm(), at);
    expect(handoffIn(next, 'acme')).toMatchObject({ status: 'confirmed', confirmation: { at: NOW } });
    expect(events).toEqual([
      {
        ...{ kind: 'vendor_confirmed', vendor: 'Acme', generation: 1 },
        ...{ way: 'slack', systems: ['middleware'], proof: 'fresh_token' },
      },
    ]);
  });

  it('covers every system of the vendor, and records no other', () => {
    const before = sharing({
      participants: [
        participantOf('acme', { systems: ['middleware', 'nightly job'] }),
        participantOf('birch'),
      ],
    });
    expect(refusalOf(before, confirm(['middleware']), at)).toEqual({
      ...{ code: 'systems_missing', missing: ['nightly job'] },
    });
    expect(refusalOf(before, confirm([]), at)).toMatchObject({ missing: ['middleware', 'nightly job'] });
    const { next, events } = moved(before, confirm(['typed by hand', 'nightly job', 'middleware']), at);
    const systems = ['middleware', 'nightly job'];
    expect(handoffIn(next, 'acme')).toMatchObject({ confirmation: { systems } });
    expect(events).toMatchObject([{ systems }]);
  });

  it('needs no tick where no system is known', () => {
    const participants = [participantOf('acme', { systems: [] }), participantOf('birch')];
    const { next } = moved(sharing({ participants }), confirm([]), at);
    expect(handoffIn(next, 'acme').status).toBe('confirmed');
  });

  it('after a report resolves the report', () => {
    for (const status of ['collected', 'confirmed'] as const) {
      const { next } = moved(withAcme(status, problemOf()), confirm(), at);
      expect(handoffIn(next, 'acme')).toMatchObject({ status: 'confirmed', problem: null });
    }
  });

  it('by a link names no Slack user when it is repeated', () => {
    const by = { kind: 'vendor_link', handoffId, passedOnBy: 'U0ADA' } as const;
    const handoff = { ...handoffOf('acme', 'confirmed'), confirmation: confirmationOf({ by }) } as Handoff;
    const before = sharing({ handoffs: [handoff, handoffOf('birch', 'sealed')] });
    expect(refusalOf(before, confirm(), at)).toEqual({
      ...{ code: 'already_confirmed', at: '2026-11-02T12:00:00.000Z', by: 'vendor_link' },
    });
  });

  it('of the last vendor opens the gate in the same move', () => {
    const handoffs = [handoffOf('acme', 'collected'), handoffOf('birch', 'waived')];
    const { next, events } = moved(sharing({ handoffs }), confirm(), at);
    expect(next).toMatchObject({ step: 'ready', readyAt: NOW });
    expect(events.map((event) => event.kind)).toEqual(['vendor_confirmed', 'gate_opened']);
  });
});

describe('a report', () => {
  it.each(STATUSES.filter((status) => status !== 'waived'))('%s: shuts the gate', (status) => {
    const { next, events } = moved(withAcme(status), report('no_access', 'app user inactive'), at);
    const problem = { kind: 'no_access', note: 'app user inactive', reportedAt: NOW };
    expect(handoffIn(next, 'acme')).toMatchObject({ status, problem });
    expect(events).toEqual([
      { kind: 'problem_reported', vendor: 'Acme', problem: 'no_access', note: 'app user inactive' },
    ]);
  });

  it('of a waived vendor is refused: the gate is not theirs any more', () => {
    expect(refusalOf(withAcme('waived'), report(), at)).toEqual({ code: 'already_waived' });
  });

  it('after the gate opened shuts it again, with the reasons', () => {
    const { next, events } = moved(ready(), report(), at);
    expect(next.step).toBe('sharing');
    expect(next).not.toHaveProperty('readyAt');
    expect(events[1]).toEqual({ kind: 'gate_shut', reasons: ['problem_open', 'vendor_pending'] });
  });

  it('after Activate holds the rotation open until it is settled', () => {
    const { next: reported } = moved(activated(), report(), at);
    const date: Command = { type: 'record_expiry', expiresOn: '2027-05-01', explanation: null };
    const { next } = moved(reported, date, at);
    expect(next.step).toBe('activated');
    expect(moved(next, confirm(), at).next.step).toBe('done');
  });
});

describe('a settled report', () => {
  const solution = { reason: 'it was the subdomain', by: ADA, at: NOW };

  it.each(['missing', 'sealed', 'collected'] as const)('%s: the vendor goes on where they were', (status) => {
    const { next, events } = moved(withAcme(status, problemOf()), resolve, at);
    expect(handoffIn(next, 'acme')).toEqual({ ...handoffOf('acme', status), solution });
    expect(events).toEqual([{ kind: 'problem_resolved', vendor: 'Acme', reason: 'it was the subdomain' }]);
  });

  it('does not confirm for a vendor who had confirmed before reporting: they confirm again', () => {
    const handoffs = [handoffOf('acme', 'confirmed', { problem: problemOf() }), handoffOf('birch', 'waived')];
    const { next } = moved(sharing({ handoffs }), resolve, at);
    expect(next.step).toBe('sharing');
    expect(handoffIn(next, 'acme')).toEqual({ ...handoffOf('acme', 'collected'), solution });
    const confirmed = moved(next, confirm(), at).next;
    expect(confirmed.step).toBe('ready');
    expect(handoffIn(confirmed, 'acme')).toMatchObject({ status: 'confirmed', solution: null });
  });

  it('is forgotten when the vendor reports again', () => {
    const answered = moved(withAcme('collected', problemOf()), resolve, at).next;
    const next = moved(answered, report(), at).next;
    expect(handoffIn(next, 'acme')).toMatchObject({ problem: { kind: 'rejected' }, solution: null });
  });

  it('is refused where none is open, or nobody is known', () => {
    expect(refusalOf(sharing(), resolve, at)).toEqual({ code: 'no_problem_open' });
    expect(refusalOf(sharing(), { ...resolve, vendorId: 'dune' }, at)).toEqual({ code: 'handoff_closed' });
  });
});

describe('a waiver', () => {
  it.each([
    ['missing', null],
    ['sealed', null],
    ['collected', after({ hours: 1 })],
  ] as const)('%s: settles the vendor, for a reason', (status, collectedAt) => {
    const { next, events } = moved(withAcme(status, problemOf()), waive, at);
    expect(handoffIn(next, 'acme')).toEqual({
      ...{ ...newHandoff({ id: handoffId, vendorId: 'acme' }), status: 'waived', collectedAt },
      ...{ waivedAt: NOW, waivedBy: ADA, secondedBy: null, reason: 'no answer for a week' },
    });
    expect(events).toEqual([{ kind: 'vendor_waived', vendor: 'Acme', reason: 'no answer for a week' }]);
  });

  it('of a confirmed vendor is needed only when they reported a problem since', () => {
    expect(refusalOf(withAcme('confirmed'), waive, at)).toEqual({
      ...{ code: 'already_confirmed', at: '2026-11-02T12:00:00.000Z', by: 'U0ACME' },
    });
    const { next } = moved(withAcme('confirmed', problemOf()), waive, at);
    expect(handoffIn(next, 'acme').status).toBe('waived');
  });

  it.each([
    ['missing', { status: 'missing', why: 'waiver_taken_back', toldAt: null }, true],
    ['sealed', { status: 'missing', why: 'waiver_taken_back', toldAt: null }, true],
    ['collected', { status: 'collected', collectedAt: after({ hours: 1 }) }, false],
  ] as const)('can be taken back: %s before it', (status, stands, needsDeposit) => {
    const waived = moved(withAcme(status), waive, at).next;
    const { next, events } = moved(waived, { type: 'take_back_waiver', vendorId: 'acme' }, at);
    expect(next.step).toBe('sharing');
    expect(handoffIn(next, 'acme')).toMatchObject({ ...stands, problem: null });
    expect(events[0]).toEqual({ kind: 'waiver_taken_back', vendor: 'Acme', needsDeposit });
  });

  it('taken back shuts the gate', () => {
    const handoffs = [handoffOf('acme', 'waived'), handoffOf('birch', 'confirmed')];
    const { next, events } = moved(ready({ handoffs }), { type: 'take_back_waiver', vendorId: 'acme' }, at);
    expect(next.step).toBe('sharing');
    expect(events.map(({ kind }) => kind)).toEqual(['waiver_taken_back', 'gate_shut']);
  });

  it('of whoever collected does not make them forgotten: they hold a void secret too', () => {
    const waived = moved(withAcme('collected'), waive, at).next;
    const { events } = moved(waived, { type: 'generate_again', generationId: 'generation-1' }, at);
    expect(events[0]).toMatchObject({ kind: 'generation_voided', collectedBy: ['Acme'] });
  });

  it('is not taken back after Activate', () => {
    const rotation = activated({
      handoffs: [handoffOf('acme', 'waived'), handoffOf('birch', 'confirmed')],
    });
    expect(refusalOf(rotation, { type: 'take_back_waiver', vendorId: 'acme' }, at)).toMatchObject({
      code: 'already_activated',
    });
  });

  it('happens once', () => {
    expect(refusalOf(withAcme('waived'), waive, at)).toEqual({ code: 'already_waived' });
  });

  it('is of a vendor who takes part', () => {
    expect(refusalOf(sharing(), { ...waive, vendorId: 'dune' }, at)).toEqual({ code: 'unknown_vendor' });
  });

  it('of the last vendor after an early Activate completes the rotation, the date being read', () => {
    const dateRead = { expiresOn: '2027-05-01', by: ADA, at: after({ hours: 7 }), explanation: null };
    const handoffs = [handoffOf('acme', 'collected'), handoffOf('birch', 'confirmed')];
    const { next, events } = moved(activatedEarly({ handoffs, dateRead }), waive, at);
    expect(next).toMatchObject({ step: 'done', doneAt: NOW, isEarly: true });
    expect(events[1]).toEqual({ kind: 'rotation_done', expiresOn: '2027-05-01', nextDueOn: '2027-04-23' });
  });
});

describe('a vendor found late', () => {
  const late: Command = {
    type: 'add_vendor',
    participant: participantOf('cedar', { isLate: true }),
    handoffId: 'c',
  };

  it('before the deposit simply takes part', () => {
    const { next, events } = moved(generating(), late, at);
    expect(next.participants.map((p) => p.vendorId)).toEqual(['acme', 'birch', 'cedar']);
    expect(events).toEqual([{ kind: 'vendor_added', vendor: 'Cedar', needsDeposit: false }]);
  });

  it('afterwards shuts the gate and waits for a second deposit', () => {
    const { next, events } = moved(ready(), late, at);
    expect(next.step).toBe('sharing');
    expect(handoffIn(next, 'cedar')).toMatchObject({ id: 'c', status: 'missing', why: 'late', toldAt: null });
    expect(events).toEqual([
      { kind: 'vendor_added', vendor: 'Cedar', needsDeposit: true },
      { kind: 'gate_shut', reasons: ['vendor_pending'] },
    ]);
  });

  it('is not added twice', () => {
    const { next } = moved(sharing(), late, at);
    expect(refusalOf(next, late, at)).toEqual({ code: 'vendor_already_in' });
  });
});

describe('another contact', () => {
  const contact = mailContact('new@acme.example');
  const change: Command = { type: 'change_contact', vendorId: 'acme', contact };

  it('before the deposit is only a name', () => {
    const { next, events } = moved(generating(), change, at);
    expect(next.participants.map((p) => p.contact)).toEqual([contact, slackContact('U0BIRCH')]);
    expect(events).toEqual([{ kind: 'contact_changed', vendor: 'Acme', contact }]);
  });

  it.each(STATUSES.filter((status) => status !== 'waived'))('%s: revokes the handoff', (status) => {
    const before = withAcme(status, problemOf());
    const { next } = moved(before, change, at);
    const { collectedAt } = handoffIn(before, 'acme'); // the former contact holds what they collected
    const revoked = handoffOf('acme', 'missing', { why: 'contact_changed' });
    expect(handoffIn(next, 'acme')).toEqual({ ...revoked, collectedAt });
    expect((next as LiveRotation).participants[0]?.contact).toEqual(contact);
  });

  it('shuts an open gate', () => {
    const { next, events } = moved(ready(), change, at);
    expect(next.step).toBe('sharing');
    expect(events.map((event) => event.kind)).toEqual(['contact_changed', 'gate_shut']);
  });

  it('that is the present one changes nothing; another channel for them is a change', () => {
    const [acme] = sharing().participants;
    if (acme?.contact.kind !== 'slack') throw new Error('Acme is in Slack');
    const same: Command = { ...change, contact: { ...acme.contact, name: 'Renamed' } };
    expect(refusalOf(sharing(), same, at)).toEqual({ code: 'nothing_to_do' });
    const elsewhere: Command = { ...change, contact: { ...acme.contact, channelId: 'C0OTHER' } };
    expect(handoffIn(moved(sharing(), elsewhere, at).next, 'acme').status).toBe('missing');
  });

  it('of a waived or unknown vendor is refused', () => {
    expect(refusalOf(withAcme('waived'), change, at)).toEqual({ code: 'already_waived' });
    expect(refusalOf(sharing(), { ...change, vendorId: 'dune' }, at)).toEqual({ code: 'unknown_vendor' });
  });
});
