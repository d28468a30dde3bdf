import type { Circumstance, Command } from './command.ts';
import { accept, activatedAlready, refuse, type Decision } from './decision.ts';
import { hasRunOut } from './gate.ts';
import {
  factsOf,
  handoffFacts,
  newHandoff,
  isLive,
  type Generating,
  type Handoff,
  type LiveRotation,
  type Rotation,
} from './rotation.ts';

type Of<T extends Command['type']> = Extract<Command, { type: T }>;

/** A first deposit of a generation: only while one is waited for. Another generation is announced first (rule 4). */
export function decideDeposit(
  rotation: Rotation,
  { generation, handoffs }: Of<'deposit'>,
  { at }: Circumstance,
): Decision {
  if (rotation.step !== 'generating') return refuse({ code: 'already_deposited' });
  if (hasRunOut(generation, at)) return refuse({ code: 'generated_too_long_ago' });
  const { again: _again, shelved: _shelved, ...facts } = rotation;
  const sealed = handoffs.map((seed): Handoff =>
    seed.hasCopy
      ? { ...newHandoff(seed), status: 'sealed' }
      : { ...newHandoff(seed), status: 'missing', why: 'late' },
  );
  return accept(
    { ...facts, step: 'cooling', generation, handoffs: sealed },
    {
      kind: 'secret_deposited',
      generation: generation.number,
      generatedAt: generation.generatedAt.toISO(),
      liveAt: generation.liveAt.toISO(),
      expiresOn: generation.expiresOn,
    },
  );
}

/** The handoffs a second deposit of the same generation would serve: late ones, those who lost the secret, unreadable copies. */
export function needsCopy({ status, problem }: Handoff): boolean {
  switch (status) {
    case 'missing':
      return true;
    case 'sealed':
      return problem?.kind === 'unreadable';
    case 'collected':
    case 'confirmed':
      return problem?.kind === 'lost';
    case 'waived':
      return false;
  }
}

/** The same secret again: those who need a copy get one; whoever was confirmed must confirm again. */
export function decideDepositAgain(
  rotation: Rotation,
  { handoffs }: Of<'deposit_again'>,
  { at }: Circumstance,
): Decision {
  if (!isLive(rotation)) return refuse({ code: 'nothing_staged' });
  if (rotation.step !== 'activated' && hasRunOut(rotation.generation, at)) {
    return refuse({ code: 'nothing_staged' });
  }
  const served = new Set(handoffs.map((seed) => seed.id));
  const wanted = rotation.handoffs.filter((handoff) => served.has(handoff.id) && needsCopy(handoff));
  if (wanted.length === 0) return refuse({ code: 'no_copy_needed' });
  const next = rotation.handoffs.map((handoff): Handoff =>
    wanted.includes(handoff)
      ? { ...handoffFacts(handoff), status: 'sealed', problem: null, solution: null, toldAt: null }
      : handoff,
  );
  return accept(
    { ...rotation, handoffs: next },
    {
      kind: 'secret_deposited_again',
      generation: rotation.generation.number,
      vendors: wanted.map((handoff) => nameOf(rotation, handoff.vendorId)),
    },
  );
}

/** The generation is no longer wanted: its links, copies and confirmations are void, and Generate must be pressed (again). */
export function decideVoid(
  rotation: Rotation,
  generationId: string,
  why: 'generated_again' | 'disowned' | 'exposed',
): Decision {
  if (!isLive(rotation)) return refuse({ code: 'nothing_staged' });
  const { generation } = rotation;
  if (generation.id !== generationId) return refuse({ code: 'stale_generation', current: generation.number });
  if (rotation.step === 'activated') {
    return refuse(activatedAlready(rotation));
  }
  return accept(backToGenerating(rotation, why), {
    kind: 'generation_voided',
    generation: generation.number,
    why,
    collectedBy: collectors(rotation),
  });
}

/** Without a generation, waiting for Generate. */
export const backToGenerating = (
  rotation: LiveRotation,
  again: NonNullable<Generating['again']>,
): Generating => {
  const { id, number, expiresOn } = rotation.generation;
  return { ...factsOf(rotation), step: 'generating', again, shelved: { id, number, expiresOn } };
};

/** Who had already collected: they run on, or hold, a secret that is no longer wanted. */
export const collectors = (rotation: LiveRotation): string[] =>
  rotation.handoffs
    .filter((handoff) => handoff.collectedAt !== null)
    .map((handoff) => nameOf(rotation, handoff.vendorId));

/** A participant's name, for events; the vendor id when it is not among them. */
export const nameOf = (rotation: Rotation, vendorId: string): string =>
  rotation.participants.find((p) => p.vendorId === vendorId)?.name ?? vendorId;
