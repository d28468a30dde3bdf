import { describe, expect, it } from 'vitest';
import type { Command } from '../../src/domain/command.ts';
import { decide } from '../../src/domain/decide.ts';
import { RIGHTS } from '../../src/domain/rights-table.ts';
import type { Action } from '../../src/domain/roles.ts';
import type { RotationRefusal } from '../../src/domain/refusal.ts';
import type { Rotation, Step } from '../../src/domain/rotation.ts';
import type { Moment } from '../../src/domain/schedule.ts';
import {
  activatedEarly,
  after,
  circumstance,
  confirmationOf,
  generationOf,
  handoffIdOf,
  mailContact,
  participantOf,
  rotationAt,
} from '../support/rotations.ts';

type Outcome = `→ ${Step}` | RotationRefusal['code'];

// The columns: every step, and a second look at `activated` for an Activate that was pressed early.
// prettier-ignore
const COLUMNS = ['generating', 'cooling', 'sharing', 'ready', 'activated', 'early', 'done', 'cancelled'] as const;
type Column = (typeof COLUMNS)[number];
type RowOf<Columns extends readonly unknown[]> = { readonly [K in keyof Columns]: Outcome };
type Row = RowOf<typeof COLUMNS>;

/** One minute into cooling; everywhere else a day later, when time alone moves nothing. */
const SHOWN: Record<Column, { rotation: Rotation; at: Moment }> = {
  generating: { rotation: rotationAt.generating(), at: after({ days: 1 }) },
  cooling: { rotation: rotationAt.cooling(), at: after({ minutes: 1 }) },
  sharing: { rotation: rotationAt.sharing(), at: after({ days: 1 }) },
  ready: { rotation: rotationAt.ready(), at: after({ days: 1 }) },
  activated: { rotation: rotationAt.activated(), at: after({ days: 1 }) },
  early: { rotation: activatedEarly(), at: after({ days: 1 }) },
  done: { rotation: rotationAt.done(), at: after({ days: 1 }) },
  cancelled: { rotation: rotationAt.cancelled(), at: after({ days: 1 }) },
};

const generationId = 'generation-1';
const handoffId = handoffIdOf('acme');
const seeds = ['acme', 'birch'].map((vendorId) => ({ id: handoffIdOf(vendorId), vendorId, hasCopy: true }));

// What is asked, always about Acme: sealed in cooling, collected in sharing and early, confirmed in ready and activated.
const COMMANDS: { readonly [T in Command['type']]: Extract<Command, { type: T }> } = {
  deposit: { type: 'deposit', generation: generationOf(1, after({ days: 1 })), handoffs: seeds },
  deposit_again: { type: 'deposit_again', handoffs: seeds },
  disown_deposit: { type: 'disown_deposit', generationId },
  expose: { type: 'expose', generationId },
  generate_again: { type: 'generate_again', generationId },
  let_time_pass: { type: 'let_time_pass' },
  tell: { type: 'tell', handoffId },
  pass_on: { type: 'pass_on', vendorId: 'acme', isAgain: false, mailedTo: null },
  confirm: { type: 'confirm', handoffId, confirmation: confirmationOf() },
  report_problem: { type: 'report_problem', handoffId, kind: 'rejected', note: null },
  note_unreadable: { type: 'note_unreadable', handoffId, reference: 'R3F0NE' },
  resolve_problem: { type: 'resolve_problem', vendorId: 'acme', reason: 'it was the subdomain' },
  waive: { type: 'waive', vendorId: 'acme', reason: 'no answer for a week' },
  take_back_waiver: { type: 'take_back_waiver', vendorId: 'acme' },
  add_vendor: { type: 'add_vendor', participant: participantOf('cedar'), handoffId: 'handoff-cedar' },
  change_contact: { type: 'change_contact', vendorId: 'acme', contact: mailContact('new@acme.example') },
  plan_activate: { type: 'plan_activate', plannedActivateAt: after({ days: 3 }) },
  ask_to_activate: { type: 'ask_to_activate', generationId },
  agree: { type: 'agree', request: 1 },
  decline: { type: 'decline', request: 1, reason: 'one of them is on holiday' },
  activate: { type: 'activate', generationId },
  report_early_activate: { type: 'report_early_activate', generationId },
  record_expiry: { type: 'record_expiry', expiresOn: '2027-05-01', explanation: null },
  cancel: { type: 'cancel', reason: 'another week' },
  retire: { type: 'retire', reason: 'nobody uses it' },
};

// `early` has Acme collected and Birch sealed, so it stays `activated` until both are settled.
// prettier-ignore
const TABLE: Record<Command['type'], Row> = {
  //                       generating             cooling                      sharing                  ready                    activated                        early                            done              cancelled
  deposit:               ['→ cooling',           'already_deposited',         'already_deposited',     'already_deposited',     'already_deposited',             'already_deposited',             'rotation_ended', 'rotation_ended'],
  deposit_again:         ['nothing_staged',      'no_copy_needed',            'no_copy_needed',        'no_copy_needed',        'no_copy_needed',                'no_copy_needed',                'rotation_ended', 'rotation_ended'],
  disown_deposit:        ['nothing_staged',      '→ generating',              '→ generating',          '→ generating',          'already_activated',             'already_activated',             'rotation_ended', 'rotation_ended'],
  expose:                ['nothing_staged',      '→ generating',              '→ generating',          '→ generating',          'already_activated',             'already_activated',             'rotation_ended', 'rotation_ended'],
  generate_again:        ['nothing_staged',      '→ generating',              '→ generating',          '→ generating',          'already_activated',             'already_activated',             'rotation_ended', 'rotation_ended'],
  let_time_pass:         ['nothing_to_do',       'nothing_to_do',             'nothing_to_do',         'nothing_to_do',         'nothing_to_do',                 'nothing_to_do',                 'rotation_ended', 'rotation_ended'],
  tell:                  ['handoff_closed',      '→ cooling',                 '→ sharing',             '→ ready',               '→ activated',                   '→ activated',                   'rotation_ended', 'rotation_ended'],
  pass_on:               ['handoff_closed',      'not_live_yet',              '→ sharing',             '→ ready',               '→ activated',                   '→ activated',                   'rotation_ended', 'rotation_ended'],
  confirm:               ['handoff_closed',      'not_collected_yet',         '→ sharing',             'already_confirmed',     'already_confirmed',             '→ activated',                   'rotation_ended', 'rotation_ended'],
  report_problem:        ['handoff_closed',      '→ cooling',                 '→ sharing',             '→ sharing',             '→ activated',                   '→ activated',                   'rotation_ended', 'rotation_ended'],
  note_unreadable:       ['handoff_closed',      '→ cooling',                 'nothing_to_do',         'nothing_to_do',         'nothing_to_do',                 'nothing_to_do',                 'rotation_ended', 'rotation_ended'],
  resolve_problem:       ['handoff_closed',      'no_problem_open',           'no_problem_open',       'no_problem_open',       'no_problem_open',               'no_problem_open',               'rotation_ended', 'rotation_ended'],
  waive:                 ['nothing_staged',      '→ cooling',                 '→ sharing',             'already_confirmed',     'already_confirmed',             '→ activated',                   'rotation_ended', 'rotation_ended'],
  take_back_waiver:      ['not_waived',          'not_waived',                'not_waived',            'not_waived',            'not_waived',                    'not_waived',                    'rotation_ended', 'rotation_ended'],
  add_vendor:            ['→ generating',        '→ cooling',                 '→ sharing',             '→ sharing',             '→ activated',                   '→ activated',                   'rotation_ended', 'rotation_ended'],
  change_contact:        ['→ generating',        '→ cooling',                 '→ sharing',             '→ sharing',             'already_activated',             '→ activated',                   'rotation_ended', 'rotation_ended'],
  plan_activate:         ['→ generating',        '→ cooling',                 '→ sharing',             '→ sharing',             'already_activated',             'already_activated',             'rotation_ended', 'rotation_ended'],
  ask_to_activate:       ['nothing_staged',      'gate_shut',                 'gate_shut',             'no_second_person_needed', 'already_activated',             'already_activated',             'rotation_ended', 'rotation_ended'],
  agree:                 ['request_ended',       'request_ended',             'request_ended',         'request_ended',         'request_ended',                 'request_ended',                 'rotation_ended', 'rotation_ended'],
  decline:               ['request_ended',       'request_ended',             'request_ended',         'request_ended',         'request_ended',                 'request_ended',                 'rotation_ended', 'rotation_ended'],
  activate:              ['nothing_staged',      'gate_shut',                 'gate_shut',             '→ activated',           'already_activated',             'already_activated',             'rotation_ended', 'rotation_ended'],
  report_early_activate: ['nothing_staged',      'too_early_to_be_activated', '→ activated',           'gate_open_no_early',    'already_activated',             'already_activated',             'rotation_ended', 'rotation_ended'],
  record_expiry:         ['not_activated_yet',   'not_activated_yet',         'not_activated_yet',     'not_activated_yet',     '→ done',                        '→ activated',                   'rotation_ended', 'rotation_ended'],
  cancel:                ['→ cancelled',         '→ cancelled',               '→ cancelled',           '→ cancelled',           'activated_cannot_be_cancelled', 'activated_cannot_be_cancelled', 'rotation_ended', 'rotation_ended'],
  retire:                ['→ cancelled',         '→ cancelled',               '→ cancelled',           '→ cancelled',           'activated_cannot_be_cancelled', 'activated_cannot_be_cancelled', 'rotation_ended', 'rotation_ended'],
};

const TYPES = Object.keys(TABLE) as Command['type'][];
const CELLS = TYPES.flatMap((type) =>
  COLUMNS.map((column, i) => ({ type, column, outcome: TABLE[type][i] })),
);

/** By which right each is asked; what nobody asks by a right of their own is left out. */
const ACTION_OF: Partial<Record<Command['type'], Action>> = {
  ...{ deposit: 'deposit', deposit_again: 'deposit_again', disown_deposit: 'disown' },
  ...{ generate_again: 'generate_again', pass_on: 'pass_on', resolve_problem: 'resolve_problem' },
  ...{ waive: 'waive', take_back_waiver: 'take_back_waiver', add_vendor: 'add_late_vendor' },
  ...{ change_contact: 'change_contact', plan_activate: 'plan_activate', activate: 'activate' },
  ...{ ask_to_activate: 'ask_to_activate', agree: 'second', decline: 'second' },
  ...{ report_early_activate: 'report_early', record_expiry: 'record_date', cancel: 'cancel' },
};

/** Refused for something else than the step: with other facts it would have been accepted there. */
const FOR_OTHER_REASONS = /^(no_copy_needed|not_waived|no_problem_open|already_confirmed)$/;
const OTHERWISE: Partial<Record<Action, readonly Step[]>> = {
  // A secret left behind can be reported; and a second person is asked only where the workspace wants one.
  ...{ report_early: ['generating'], ask_to_activate: ['sharing'] },
  second: ['cooling', 'sharing', 'ready', 'activated'],
};

describe('the table of rights lists the steps', () => {
  it.each(Object.entries(ACTION_OF))('%s: as they are decided', (type, action) => {
    const cells = CELLS.filter((cell) => cell.type === type).map(({ column, outcome = '' }) => {
      return { step: SHOWN[column].rotation.step, outcome };
    });
    const accepted = cells.filter(({ outcome }) => outcome.startsWith('→')).map(({ step }) => step);
    const perhaps = cells.filter(({ outcome }) => FOR_OTHER_REASONS.test(outcome)).map(({ step }) => step);
    const listed = RIGHTS[action].steps ?? [];
    expect(listed).toEqual(expect.arrayContaining(accepted));
    expect([...accepted, ...perhaps, ...(OTHERWISE[action] ?? [])]).toEqual(
      expect.arrayContaining([...listed]),
    );
  });
});

describe('every step × every command', () => {
  it.each(CELLS)('$column, $type: $outcome', ({ type, column, outcome }) => {
    const { rotation, at } = SHOWN[column];
    const decision = decide(rotation, COMMANDS[type], circumstance(at));
    expect(decision.ok ? `→ ${decision.next.step}` : decision.refusal.code).toBe(outcome);
    if (decision.ok) expect(decision.events).not.toHaveLength(0);
  });

  it('has a row for every command and a column for every step', () => {
    // The compiler names a missing row; this names a missing column, for those who run the tests without it.
    const hasEveryStep: [Exclude<Step, Column>] extends [never] ? true : never = true;
    expect(hasEveryStep).toBe(true);
    expect(new Set(COLUMNS)).toEqual(new Set([...Object.keys(rotationAt), 'early']));
    expect(TYPES).toEqual(Object.keys(COMMANDS));
    for (const row of Object.values(TABLE)) expect(row).toHaveLength(COLUMNS.length);
  });

  it.each(CELLS)('$column, $type: leaves what it was given as it was', ({ type, column }) => {
    const { rotation, at } = SHOWN[column];
    const before = JSON.stringify(rotation);
    decide(rotation, COMMANDS[type], circumstance(at));
    expect(JSON.stringify(rotation)).toBe(before);
  });
});
