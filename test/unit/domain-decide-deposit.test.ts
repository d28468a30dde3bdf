import { describe, expect, it } from 'vitest';
import type { Command } from '../../src/domain/command.ts';
import { needsCopy } from '../../src/domain/decide-deposit.ts';
import type { Handoff } from '../../src/domain/rotation.ts';
import {
  activated,
  ADA,
  after,
  circumstance,
  cooling,
  generating,
  generationOf,
  handoffIdOf,
  handoffIn,
  handoffOf,
  moved,
  participantOf,
  problemOf,
  ready,
  refusalOf,
  sharing,
} from '../support/rotations.ts';

const seed = (vendorId: string, hasCopy = true) => ({ id: handoffIdOf(vendorId), vendorId, hasCopy });
const deposit = (facts: Partial<Extract<Command, { type: 'deposit' }>> = {}): Command => ({
  ...{ type: 'deposit', generation: generationOf(), handoffs: [seed('acme'), seed('birch')] },
  ...facts,
});
const again = (...vendorIds: string[]): Command => ({
  type: 'deposit_again',
  handoffs: vendorIds.map((vendorId) => seed(vendorId)),
});

describe('a deposit', () => {
  it('seals one copy per vendor and cools', () => {
    const { next, events } = moved(generating(), deposit(), circumstance(after({ minutes: 1 })));
    expect(next).toEqual(cooling());
    expect(events).toEqual([
      {
        kind: 'secret_deposited',
        generation: 1,
        generatedAt: '2026-11-02T10:00:00.000Z',
        liveAt: '2026-11-02T10:05:00.000Z',
        expiresOn: '2027-05-01',
      },
    ]);
  });

  it('forgets why another Generate was needed', () => {
    const { next } = moved(generating({ again: 'exposed' }), deposit(), circumstance(after({ minutes: 1 })));
    expect(next).not.toHaveProperty('again');
  });

  it('of a secret generated five minutes ago is live at once', () => {
    const { next, events } = moved(generating(), deposit(), circumstance(after({ minutes: 5 })));
    expect(next.step).toBe('sharing');
    expect(events.map((event) => event.kind)).toEqual(['secret_deposited', 'secret_live']);
  });

  it('has no copy for a vendor who came while it was being sealed', () => {
    const handoffs = [seed('acme'), seed('birch', false)];
    const { next } = moved(generating(), deposit({ handoffs }), circumstance(after({ hours: 1 })));
    expect(handoffIn(next, 'acme').status).toBe('sealed');
    expect(handoffIn(next, 'birch')).toMatchObject({ status: 'missing', why: 'late' });
  });

  it('of a secret that has expired meanwhile is refused, and leaves no trace', () => {
    expect(refusalOf(generating(), deposit(), circumstance(after({ days: 180 })))).toEqual({
      code: 'generated_too_long_ago',
    });
    const lastMoment = circumstance(after({ days: 179, hours: 13, minutes: 59 }));
    expect(moved(generating(), deposit(), lastMoment).next.step).toBe('sharing');
  });

  it('is refused while another generation is staged', () => {
    const code = 'already_deposited';
    expect(refusalOf(sharing(), deposit(), circumstance(after({ days: 1 })))).toEqual({ code });
  });
});

// In order: no problem open, the secret was lost, another problem, no key opens the copy.
const NEEDS_COPY: Record<Handoff['status'], readonly [boolean, boolean, boolean, boolean]> = {
  missing: [true, true, true, true],
  sealed: [false, false, false, true],
  collected: [false, true, false, false],
  confirmed: [false, true, false, false],
  waived: [false, false, false, false],
};

it.each(Object.keys(NEEDS_COPY) as Handoff['status'][])('who needs a copy: %s', (status) => {
  const problems = [null, problemOf('lost'), problemOf('rejected'), problemOf('unreadable')];
  const needs = problems.map((problem) => needsCopy(handoffOf('acme', status, { problem })));
  expect(needs).toEqual(NEEDS_COPY[status]);
});

describe('a second deposit of the same secret', () => {
  const at = circumstance(after({ days: 1 }));

  it('serves the vendor who lost it and leaves the other alone', () => {
    const before = sharing({
      handoffs: [
        handoffOf('acme', 'confirmed', { problem: problemOf('lost') }),
        handoffOf('birch', 'confirmed'),
      ],
    });
    const { next, events } = moved(before, again('acme', 'birch'), at);
    const { collectedAt } = handoffIn(before, 'acme');
    expect(handoffIn(next, 'acme')).toEqual({ ...handoffOf('acme', 'sealed'), collectedAt });
    expect(handoffIn(next, 'birch')).toBe(handoffIn(before, 'birch'));
    expect(events).toEqual([{ kind: 'secret_deposited_again', generation: 1, vendors: ['Acme'] }]);
  });

  it('serves a vendor found late, and the gate stays shut until they confirm', () => {
    const handoffs = [handoffOf('acme', 'confirmed'), handoffOf('birch', 'missing')];
    const { next } = moved(sharing({ handoffs }), again('birch'), at);
    expect(next.step).toBe('sharing');
    expect(handoffIn(next, 'birch').status).toBe('sealed');
  });

  it('serves only those it names', () => {
    const handoffs = [handoffOf('acme', 'missing'), handoffOf('birch', 'missing')];
    const { next } = moved(sharing({ handoffs }), again('birch'), at);
    expect(handoffIn(next, 'acme').status).toBe('missing');
  });

  it('is refused when nobody named needs it', () => {
    expect(refusalOf(sharing(), again('acme', 'birch'), at)).toEqual({ code: 'no_copy_needed' });
    expect(refusalOf(sharing(), again(), at)).toEqual({ code: 'no_copy_needed' });
  });

  it('is possible after an early Activate, however old the secret', () => {
    const handoffs = [handoffOf('acme', 'missing'), handoffOf('birch', 'confirmed')];
    const { next } = moved(activated({ handoffs }), again('acme'), circumstance(after({ days: 200 })));
    expect(handoffIn(next, 'acme').status).toBe('sealed');
  });

  it('is refused once the staged secret has run out, whether the sweep saw it or not', () => {
    const handoffs = [handoffOf('acme', 'missing'), handoffOf('birch', 'missing')];
    const late = circumstance(after({ days: 180 }));
    expect(refusalOf(sharing({ handoffs }), again('acme'), late)).toEqual({ code: 'nothing_staged' });
  });
});

describe('a generation that is no longer wanted', () => {
  const at = circumstance(after({ days: 1 }));
  const WAYS = [
    ['disown_deposit', 'disowned'],
    ['expose', 'exposed'],
    ['generate_again', 'generated_again'],
  ] as const;

  it.each(WAYS)('%s: goes back to generating, with nothing of it left', (type, why) => {
    const { next, events } = moved(ready(), { type, generationId: 'generation-1' }, at);
    const { id, number, expiresOn } = generationOf();
    expect(next).toEqual(generating({ again: why, shelved: { id, number, expiresOn } }));
    expect(events).toEqual([{ kind: 'generation_voided', generation: 1, why, collectedBy: ['Acme'] }]);
  });

  it.each(WAYS)('%s: refused for another generation than the staged one', (type) => {
    const stale = { type, generationId: 'generation-0' } as const;
    expect(refusalOf(cooling(), stale, at)).toEqual({ code: 'stale_generation', current: 1 });
  });

  it.each(WAYS)('%s: refused once activated, saying when and by whom', (type) => {
    expect(refusalOf(activated(), { type, generationId: 'generation-1' }, at)).toEqual({
      ...{ code: 'already_activated', at: '2026-11-02T16:00:00.000Z', by: 'U0ADA' },
    });
  });

  it('names everybody who had collected, by name', () => {
    const before = sharing({
      participants: [participantOf('acme'), participantOf('birch', { name: 'Birch & Söhne' })],
      handoffs: [handoffOf('acme', 'collected'), handoffOf('birch', 'confirmed')],
    });
    const { events } = moved(before, { type: 'expose', generationId: 'generation-1' }, at);
    expect(events).toMatchObject([{ collectedBy: ['Acme', 'Birch & Söhne'] }]);
  });

  it('keeps the vendors and the planned time', () => {
    const planned = { plannedActivateAt: after({ days: 3 }), participants: [participantOf('acme')] };
    const { next } = moved(cooling(planned), { type: 'generate_again', generationId: 'generation-1' }, at);
    expect(next).toMatchObject(planned);
    expect(next.startedBy).toEqual(ADA);
  });
});
