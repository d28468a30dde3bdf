import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Command } from '../../src/domain/command.ts';
import { decide } from '../../src/domain/decide.ts';
import type { RotationEvent } from '../../src/domain/event.ts';
import type { FreezeWindow } from '../../src/domain/package.ts';
import { reportIn, type Handoff, type Rotation } from '../../src/domain/rotation.ts';
import {
  ADA,
  after,
  circumstance,
  confirmationOf,
  GENERATED_AT,
  generating,
  generationOf,
  mailContact,
  participantOf,
} from '../support/rotations.ts';

// Promise R2: random moves of admins, vendors and the clock, held against a second and smaller telling of the rules,
// which shares no code with src/domain and counts in milliseconds.

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const VENDORS = ['acme', 'birch', 'cedar'] as const;

interface Side {
  state: 'none' | 'sealed' | 'collected' | 'confirmed' | 'waived';
  problem: 'lost' | 'rejected' | 'unreadable' | null;
  isTold: boolean;
  /** Somebody of theirs has seen it. */
  isHeld: boolean;
}
interface Model {
  now: number;
  freeze: readonly FreezeWindow[];
  phase: 'waiting' | 'staged' | 'activated' | 'done' | 'cancelled';
  /** The last deposited one, of this rotation or an earlier. */
  generation: number;
  generatedAt: number;
  taking: string[];
  sides: Map<string, Side>;
  plannedAt: number;
  isDateRead: boolean;
  /** The voided one of this rotation, until somebody says it was activated all the same. */
  shelved: number | null;
}

/** One random move. `back` names an older generation: a stale button. */
interface Ask {
  readonly type: Exclude<Command['type'], 'ask_to_activate' | 'agree' | 'decline'> | 'collect' | 'start';
  readonly vendor: (typeof VENDORS)[number];
  readonly back: number;
  readonly wait: number;
  readonly lag: number;
  readonly problem: 'lost' | 'rejected';
  readonly isSweptFirst: boolean;
}

const isLive = (m: Model) => m.phase === 'staged' || m.phase === 'activated';
const liveFrom = (m: Model) => m.generatedAt + 5 * MINUTE;
const deadFrom = (generatedAt: number) => (Math.floor(generatedAt / DAY) + 180) * DAY;
const isSettled = (side: Side | undefined) =>
  side !== undefined && side.problem === null && (side.state === 'confirmed' || side.state === 'waived');
const isFrozen = ({ now, freeze }: Model) =>
  freeze.some(({ fromOn, toOn }) => now >= Date.parse(fromOn) && now < Date.parse(toOn) + DAY);
const isGateOpen = (m: Model) =>
  m.phase === 'staged' &&
  m.now >= liveFrom(m) &&
  m.now < deadFrom(m.generatedAt) &&
  m.now >= m.plannedAt &&
  !isFrozen(m) &&
  m.taking.every((vendor) => isSettled(m.sides.get(vendor)));

function stepOf(m: Model): Rotation['step'] {
  if (m.phase === 'waiting') return 'generating';
  if (m.phase !== 'staged') return m.phase;
  return m.now < liveFrom(m) ? 'cooling' : isGateOpen(m) ? 'ready' : 'sharing';
}

const NEW_SIDE: Side = { state: 'none', problem: null, isTold: false, isHeld: false };

const drop = (m: Model) => Object.assign(m, { phase: 'waiting', sides: new Map(), shelved: m.generation });

/** What happens by itself once a move was accepted, or when the sweep looks. */
function settle(m: Model): void {
  if (m.phase === 'staged' && m.now >= deadFrom(m.generatedAt)) drop(m);
  const isComplete = m.isDateRead && m.taking.every((vendor) => isSettled(m.sides.get(vendor)));
  if (m.phase === 'activated' && isComplete) m.phase = 'done';
}

/** Plays the move in the model; false when it must be refused. */
function play(m: Model, ask: Ask): boolean {
  const { type, vendor, back, problem } = ask;
  const side = isLive(m) ? m.sides.get(vendor) : undefined;
  const own = back === 0 ? side : undefined;
  const set = (...facts: Partial<Side>[]) => side !== undefined && Boolean(Object.assign(side, ...facts));
  const isAhead = m.phase === 'staged' && m.now < deadFrom(m.generatedAt);
  const needsCopy =
    own &&
    (own.state === 'none' ||
      (own.state === 'sealed' && own.problem === 'unreadable') ||
      (/collected|confirmed/.test(own.state) && own.problem === 'lost'));
  switch (type) {
    case 'deposit':
      if (m.phase !== 'waiting' || m.now >= deadFrom(m.now - ask.lag)) return false;
      Object.assign(m, {
        phase: 'staged',
        shelved: null,
        generation: m.generation + 1,
        generatedAt: m.now - ask.lag,
      });
      for (const one of m.taking) m.sides.set(one, { ...NEW_SIDE, state: 'sealed' });
      return true;
    case 'deposit_again':
      return (
        Boolean(needsCopy && (isAhead || m.phase === 'activated')) &&
        set({ state: 'sealed', problem: null, isTold: false })
      );
    case 'disown_deposit':
    case 'expose':
    case 'generate_again':
      return m.phase === 'staged' && back === 0 && Boolean(drop(m));
    case 'tell':
      return own !== undefined && !own.isTold && set({ isTold: true });
    case 'pass_on':
      return (
        side !== undefined && !/none|waived/.test(side.state) && m.now >= liveFrom(m) && set({ isTold: true })
      );
    case 'collect':
      return (
        own?.state === 'sealed' &&
        m.now >= liveFrom(m) &&
        set({ state: 'collected', isHeld: true }, own.problem === 'unreadable' ? { problem: null } : {})
      );
    case 'confirm': {
      const isOpen = own?.state === 'collected' || (own?.state === 'confirmed' && own.problem !== null);
      return isOpen && set({ state: 'confirmed', problem: null });
    }
    case 'report_problem':
      if (own?.state === 'sealed' && problem === 'lost') return false;
      return (
        own !== undefined &&
        own.state !== 'waived' &&
        set({ problem: own.problem === 'lost' || own.problem === 'unreadable' ? own.problem : problem })
      );
    case 'note_unreadable':
      return own?.state === 'sealed' && own.problem !== 'unreadable' && set({ problem: 'unreadable' });
    case 'resolve_problem':
      if (!side || side.problem === null) return false;
      return set({ problem: null }, side.state === 'confirmed' ? { state: 'collected' } : {});
    case 'waive':
      return side !== undefined && !isSettled(side) && set({ state: 'waived', problem: null });
    case 'take_back_waiver':
      if (side?.state !== 'waived' || m.phase === 'activated') return false;
      return set(side.isHeld ? { state: 'collected' } : { state: 'none', isTold: false });
    case 'add_vendor':
      if (m.taking.includes(vendor) || m.phase === 'done' || m.phase === 'cancelled') return false;
      m.taking.push(vendor);
      if (isLive(m)) m.sides.set(vendor, { ...NEW_SIDE });
      return true;
    case 'change_contact':
      if (!m.taking.includes(vendor)) return false;
      if (m.phase === 'waiting') return true;
      if (m.phase === 'activated' && isSettled(side)) return false;
      return (
        side !== undefined && side.state !== 'waived' && set({ state: 'none', problem: null, isTold: false })
      );
    case 'plan_activate':
      if (m.phase !== 'waiting' && m.phase !== 'staged') return false;
      m.plannedAt = ask.lag === 0 ? 0 : m.now + ask.lag;
      return true;
    case 'activate':
    case 'report_early_activate': {
      if (m.phase === 'waiting') {
        const isKnown = m.shelved === m.generation - back;
        return isKnown && Boolean(Object.assign(m, { shelved: null }));
      }
      const isRight = type === 'activate' ? isGateOpen(m) : isAhead && m.now >= liveFrom(m) && !isGateOpen(m);
      if (!isRight || back !== 0) return false;
      m.phase = 'activated';
      return true;
    }
    case 'record_expiry':
      if (m.phase !== 'activated' || m.isDateRead) return false;
      return (m.isDateRead = true);
    case 'cancel':
    case 'retire':
      if (m.phase !== 'waiting' && m.phase !== 'staged') return false;
      return Boolean(Object.assign(drop(m), { phase: 'cancelled' }));
    case 'let_time_pass':
    case 'start':
      return false;
  }
}

const handoffIdOf = (generation: number, vendor: string) => `g${generation}-${vendor}`;
const momentOf = (ms: number) => after({ milliseconds: ms - GENERATED_AT.toMillis() });

/** Naming the present contact again is no change, so each is another. */
let contacts = 0;

/** The move as a command of the domain. */
function commandOf(m: Model, rotation: Rotation, { type, vendor, back, lag, problem }: Ask): Command {
  const generationId = `generation-${m.generation - back}`;
  const handoffId = handoffIdOf(m.generation - back, vendor);
  const at = momentOf(m.now);
  switch (type) {
    case 'deposit': {
      const seeds = rotation.participants.map(({ vendorId }) => {
        return { id: handoffIdOf(m.generation + 1, vendorId), vendorId, hasCopy: true };
      });
      return { type, generation: generationOf(m.generation + 1, momentOf(m.now - lag)), handoffs: seeds };
    }
    case 'deposit_again':
      return { type, handoffs: [{ id: handoffId, vendorId: vendor, hasCopy: true }] };
    case 'disown_deposit':
    case 'expose':
    case 'generate_again':
    case 'activate':
    case 'report_early_activate':
      return { type, generationId };
    case 'tell':
      return { type, handoffId };
    case 'pass_on':
      return { type, vendorId: vendor, isAgain: false, mailedTo: null };
    case 'confirm':
      return { type, handoffId, confirmation: confirmationOf({ at }) };
    case 'report_problem':
      return { type, handoffId, kind: problem, note: null };
    case 'note_unreadable':
      return { type, handoffId, reference: 'R3F0NE' };
    case 'resolve_problem':
    case 'waive':
      return { type, vendorId: vendor, reason: 'a reason' };
    case 'take_back_waiver':
      return { type, vendorId: vendor };
    case 'add_vendor':
      return { type, participant: participantOf(vendor), handoffId: handoffIdOf(m.generation, vendor) };
    case 'change_contact':
      return { type, vendorId: vendor, contact: mailContact(`new-${(contacts += 1)}@vendor.example`) };
    case 'plan_activate':
      return { type, plannedActivateAt: lag === 0 ? null : momentOf(m.now + lag) };
    case 'record_expiry':
      return { type, expiresOn: at.plus({ days: 200 }).toISODate(), explanation: 'read twice' };
    case 'cancel':
    case 'retire':
      return { type, reason: 'a reason' };
    case 'let_time_pass':
    case 'collect':
    case 'start':
      return { type: 'let_time_pass' };
  }
}

const OF_ONE_VENDOR: readonly Ask['type'][] = [
  ...(['deposit_again', 'tell', 'pass_on', 'confirm', 'report_problem', 'note_unreadable'] as const),
  ...(['resolve_problem', 'waive', 'take_back_waiver', 'add_vendor', 'change_contact'] as const),
];
const handoffsOf = (rotation: Rotation): readonly Handoff[] =>
  'handoffs' in rotation ? rotation.handoffs : [];

/** One package under test: the rotation beside its model, and the ledger as the events alone tell it. */
class Run {
  rotation: Rotation = opened();
  staged: number | null = null;
  readonly model: Model;
  readonly seen: Set<string>;

  constructor(freeze: readonly FreezeWindow[], seen: Set<string>) {
    this.seen = seen;
    this.model = {
      ...NEW_ROTATION,
      now: GENERATED_AT.toMillis(),
      freeze,
      generation: 0,
      taking: ['acme', 'birch'],
      sides: new Map(),
    };
  }

  ask(ask: Ask): void {
    this.model.now += ask.wait;
    if (ask.isSweptFirst) this.sweep();
    if (ask.type === 'start') this.startAgain();
    else if (ask.type === 'collect') this.collect(ask);
    else if (ask.type === 'let_time_pass') this.sweep();
    else this.move(ask);
  }

  /** After the sweep the step is the model's, to the millisecond: the gate is open when the model says so, and only then. */
  private sweep(): void {
    settle(this.model);
    this.decided({ type: 'let_time_pass' });
    expect(this.rotation.step).toBe(stepOf(this.model));
  }

  private move(ask: Ask): void {
    const before = this.rotation;
    const wasOpen = isGateOpen(this.model);
    const command = commandOf(this.model, before, ask);
    const isExpected = play(this.model, ask);
    const events = this.decided(command);
    expect(events !== null, `${ask.type}, in ${before.step}`).toBe(isExpected);
    if (events === null) return;
    settle(this.model);
    this.seen.add(ask.type);
    expect(this.rotation.step, ask.type).toBe(stepOf(this.model));
    if (ask.type === 'activate' && before.step !== 'generating') expect(wasOpen).toBe(true);
    const hasActivated = before.step !== 'activated' && this.rotation.step === 'activated';
    if (hasActivated) expect(ask.type).toBe(wasOpen ? 'activate' : 'report_early_activate');
    for (const event of events) {
      if (event.kind === 'vendor_confirmed') expect(event.generation).toBe(this.model.generation - ask.back);
    }
    if (OF_ONE_VENDOR.includes(ask.type)) this.othersAreUntouched(before, ask.vendor);
  }

  /** Promise R3. */
  private othersAreUntouched(before: Rotation, vendor: string): void {
    if (handoffsOf(this.rotation).length === 0) return;
    const others = (rotation: Rotation) =>
      handoffsOf(rotation).filter((handoff) => handoff.vendorId !== vendor);
    const later = others(this.rotation);
    expect(later).toHaveLength(others(before).length);
    others(before).forEach((handoff, i) => expect(later[i]).toBe(handoff));
  }

  /** Decides, keeps the next rotation and checks what holds for every move; null when it was refused. */
  private decided(command: Command): readonly RotationEvent[] | null {
    const before = JSON.stringify(this.rotation);
    const given = circumstance(momentOf(this.model.now), { freezeWindows: this.model.freeze });
    const decision = decide(this.rotation, command, given);
    expect(JSON.stringify(this.rotation)).toBe(before);
    if (!decision.ok) return null;
    expect(decision.events).not.toHaveLength(0);
    this.rotation = decision.next;
    this.seen.add(decision.next.step);
    decision.events.forEach((event) => this.keepLedger(event));
    return decision.events;
  }

  /** Never two live generations: one is staged only when none is, and ends before the next. */
  private keepLedger(event: RotationEvent): void {
    this.seen.add(event.kind);
    if (event.kind === 'secret_deposited') {
      expect(this.staged).toBeNull();
      this.staged = event.generation;
    } else if (
      event.kind === 'generation_voided' ||
      event.kind === 'activated' ||
      event.kind === 'activated_early'
    ) {
      expect(event.generation).toBe(this.staged);
      this.staged = null;
    } else if (event.kind === 'rotation_cancelled' || event.kind === 'package_retired') this.staged = null;
  }

  /** The database's own move (promise H4), not one of `decide`. */
  private collect(ask: Ask): void {
    if (!play(this.model, ask) || !('handoffs' in this.rotation)) return;
    const collected = { status: 'collected', collectedAt: momentOf(this.model.now) } as const;
    const handoffs = this.rotation.handoffs.map((h) =>
      h.vendorId === ask.vendor ? { ...h, ...collected, problem: reportIn(h.problem) } : h,
    );
    this.rotation = { ...this.rotation, handoffs } as Rotation;
    this.seen.add('collect');
  }

  private startAgain(): void {
    if (this.model.phase !== 'done' && this.model.phase !== 'cancelled') return;
    expect(this.staged).toBeNull();
    Object.assign(this.model, { ...NEW_ROTATION, taking: ['acme', 'birch'], sides: new Map() });
    this.rotation = opened();
    this.seen.add('start');
  }
}

const NEW_ROTATION = {
  phase: 'waiting',
  generatedAt: 0,
  plannedAt: 0,
  isDateRead: false,
  shelved: null,
} as const;
const opened = () => generating({ startedBy: ADA, startedAt: GENERATED_AT });

const WEIGHTS: Record<Ask['type'], number> = {
  ...{ deposit: 30, collect: 60, confirm: 60, activate: 30, record_expiry: 20, start: 20, let_time_pass: 10 },
  ...{
    tell: 6,
    pass_on: 6,
    waive: 6,
    report_problem: 12,
    resolve_problem: 20,
    deposit_again: 12,
    note_unreadable: 8,
  },
  ...{ take_back_waiver: 4, add_vendor: 9, change_contact: 2, plan_activate: 3, report_early_activate: 2 },
  ...{ cancel: 2, retire: 2, disown_deposit: 2, expose: 2, generate_again: 2 },
};
const oneOf = <T>(...weighted: (readonly [number, T])[]) =>
  fc.oneof(...weighted.map(([weight, value]) => ({ weight, arbitrary: fc.constant(value) })));
const someWait = oneOf(
  ...([
    [40, 0],
    [4, 1],
    [8, 5 * MINUTE - 1],
    [8, 5 * MINUTE],
    [8, 47 * MINUTE],
    [4, DAY],
    [1, 100 * DAY],
  ] as const),
);
const someAsk: fc.Arbitrary<Ask> = fc.record({
  type: oneOf(...Object.entries(WEIGHTS).map(([type, weight]) => [weight, type as Ask['type']] as const)),
  vendor: oneOf<Ask['vendor']>([5, 'acme'], [5, 'birch'], [2, 'cedar']),
  back: oneOf([9, 0], [1, 1], [1, 2]),
  wait: someWait,
  lag: oneOf([5, 0], [2, 3 * MINUTE], [3, 5 * MINUTE], [1, 2 * DAY], [1, 181 * DAY]),
  problem: oneOf<Ask['problem']>([1, 'lost'], [1, 'rejected']),
  isSweptFirst: fc.boolean(),
});
const someFreeze: fc.Arbitrary<FreezeWindow> = fc
  .record({ from: fc.nat(90), days: fc.nat(4) })
  .map(({ from, days }) => ({
    fromOn: after({ days: from }).toISODate(),
    toOn: after({ days: from + days }).toISODate(),
  }));

it('no sequence of moves breaks the order', { timeout: 60_000 }, () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(
      fc.array(someFreeze, { maxLength: 2 }),
      fc.array(someAsk, { minLength: 40, maxLength: 80, size: 'max' }),
      (freeze, asks) => {
        const run = new Run(freeze, seen);
        for (const ask of asks) run.ask(ask);
      },
    ),
    { numRuns: 250 },
  );
  // Not vacuous: every command was accepted somewhere, and every step was reached.
  const steps = ['cooling', 'sharing', 'ready', 'activated', 'done', 'cancelled', 'generating'];
  const accepted = Object.keys(WEIGHTS).filter((type) => type !== 'let_time_pass');
  for (const name of [...steps, ...accepted, 'gate_opened', 'secret_live']) expect([...seen]).toContain(name);
});
