import { describe, expect, it } from 'vitest';
import { decide } from '../../src/domain/decide.ts';
import { gateReasons, hasRunOut, type GateReason } from '../../src/domain/gate.ts';
import { turnGate } from '../../src/domain/gate-turn.ts';
import type { Handoff, LiveRotation } from '../../src/domain/rotation.ts';
import {
  activated,
  after,
  circumstance,
  generationOf,
  handoffOf,
  moment,
  participantOf,
  problemOf,
  sharing,
} from '../support/rotations.ts';

/** What promise R1 asks for, one bit each. */
const CONDITIONS = [
  'live',
  'acme is settled',
  'birch is settled',
  'no problem open',
  'no freeze',
  'planned time reached',
  'not activated',
] as const;
type Facts = Record<(typeof CONDITIONS)[number], boolean>;

const ROWS: Facts[] = Array.from(
  { length: 2 ** CONDITIONS.length },
  (_, bits) => Object.fromEntries(CONDITIONS.map((name, i) => [name, (bits & (1 << i)) !== 0])) as Facts,
);
const isTrueThroughout = (facts: Facts) => Object.values(facts).every(Boolean);

/** The rotation, the hour and the freeze that make the facts true. */
function stage(facts: Facts, settledBy: 'confirmed' | 'waived') {
  const generation = generationOf();
  const at = facts.live ? generation.liveAt : after({ minutes: 5, milliseconds: -1 });
  const problem = facts['no problem open'] ? null : problemOf();
  const acme = handoffOf('acme', facts['acme is settled'] ? settledBy : 'collected');
  const birch = handoffOf('birch', facts['birch is settled'] ? 'confirmed' : 'sealed', { problem });
  const held = {
    handoffs: [acme, birch] as Handoff[],
    plannedActivateAt: facts['planned time reached'] ? at : after({ minutes: 6 }),
  };
  const rotation: LiveRotation = facts['not activated'] ? sharing(held) : activated(held);
  const freezeWindows = facts['no freeze'] ? [] : [{ fromOn: '2026-11-02', toOn: '2026-11-02' }];
  return { rotation, at, freezeWindows };
}

/** The reasons the facts ask for: a vendor with an open problem is pending too. */
function expectedReasons(facts: Facts): GateReason[] {
  const isSettled = facts['acme is settled'] && facts['birch is settled'] && facts['no problem open'];
  const holds: [GateReason, boolean][] = [
    ['already_activated', !facts['not activated']],
    ['not_live_yet', !facts.live],
    ['problem_open', !facts['no problem open']],
    ['vendor_pending', !isSettled],
    ['frozen', !facts['no freeze']],
    ['planned_time_ahead', !facts['planned time reached']],
  ];
  return holds.filter(([, shut]) => shut).map(([reason]) => reason);
}

describe.each(['confirmed', 'waived'] as const)(
  'the truth table of R1, Acme settled by being %s',
  (settledBy) => {
    it('has exactly one row that opens the gate', () => {
      const open = ROWS.filter((facts) => {
        const { rotation, at, freezeWindows } = stage(facts, settledBy);
        return gateReasons(rotation, freezeWindows, at).length === 0;
      });
      expect(ROWS).toHaveLength(128);
      expect(open).toHaveLength(1);
      expect(open.every(isTrueThroughout)).toBe(true);
    });

    it('names every reason of every row, and no other', () => {
      for (const facts of ROWS) {
        const { rotation, at, freezeWindows } = stage(facts, settledBy);
        expect(gateReasons(rotation, freezeWindows, at), JSON.stringify(facts)).toEqual(
          expectedReasons(facts),
        );
      }
    });

    it('is obeyed by Activate and by the prompt: both on that row only', () => {
      for (const facts of ROWS) {
        const { rotation, at, freezeWindows } = stage(facts, settledBy);
        const given = circumstance(at, { freezeWindows });
        const asked = decide(rotation, { type: 'activate', generationId: rotation.generation.id }, given);
        expect(asked.ok, JSON.stringify(facts)).toBe(isTrueThroughout(facts));
        const prompted = turnGate(rotation, given).events.some((event) => event.kind === 'gate_opened');
        expect(prompted, JSON.stringify(facts)).toBe(isTrueThroughout(facts));
      }
    });
  },
);

describe('who counts as every vendor', () => {
  const at = after({ days: 1 });
  const confirmed = handoffOf('acme', 'confirmed');

  it('is each participant: one without a handoff is pending', () => {
    expect(gateReasons(sharing({ handoffs: [confirmed] }), [], at)).toEqual(['vendor_pending']);
  });

  it('is somebody: a rotation without vendors never opens', () => {
    expect(gateReasons(sharing({ participants: [], handoffs: [] }), [], at)).toEqual(['vendor_pending']);
  });

  it.each<[Handoff['status'], boolean]>([
    ['missing', false],
    ['sealed', false],
    ['collected', false],
    ['confirmed', true],
    ['waived', true],
  ])('%s opens: %s', (status, isOpen) => {
    const one = { participants: [participantOf('acme')], handoffs: [handoffOf('acme', status)] };
    expect(gateReasons(sharing(one), [], at).length === 0).toBe(isOpen);
  });
});

it('a staged secret has run out from the start of its printed day on', () => {
  expect(hasRunOut(generationOf(), moment('2027-04-30T23:59:59.999Z'))).toBe(false);
  expect(hasRunOut(generationOf(), moment('2027-05-01T00:00:00.000Z'))).toBe(true);
});
