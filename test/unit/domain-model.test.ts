import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { Command } from '../../src/domain/command.ts';
import { decide } from '../../src/domain/decide.ts';
import type { FreezeWindow } from '../../src/domain/package.ts';
import { hasEnded, type Handoff, type Rotation, type Step } from '../../src/domain/rotation.ts';
import type { Moment } from '../../src/domain/schedule.ts';
import {
  after,
  circumstance,
  confirmationOf,
  generating,
  generationOf,
  mailContact,
  participantOf,
} from '../support/rotations.ts';

// Promise R2: random moves of admins, vendors and the clock, against a second, smaller telling of the rules that
// shares no code with src/domain and counts in milliseconds.

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const VENDORS = ['acme', 'birch', 'cedar'];

interface Side {
  state: 'none' | 'sealed' | 'collected' | 'confirmed' | 'waived';
  problem: 'lost' | 'rejected' | null;
  isTold: boolean;
}
interface Model {
  phase: 'waiting' | 'staged' | 'activated' | 'over';
  generation: number;
  generatedAt: number;
  taking: string[];
  sides: Map<string, Side>;
  plannedAt: number;
  isDateRead: boolean;
}
interface World {
  now: number;
  model: Model;
  rotation: Rotation;
  freeze: FreezeWindow[];
  /** From the events alone: the generation that is staged, if one is. */
  stagedByEvents: number | null;
}

const liveFrom = (m: Model) => m.generatedAt + 5 * MINUTE;
const deadFrom = (m: Model) => (Math.floor(m.generatedAt / DAY) + 180) * DAY;
const isSettled = (s: Side | undefined) =>
  s !== undefined && s.problem === null && (s.state === 'confirmed' || s.state === 'waived');
const allSettled = (m: Model) => m.taking.every((vendor) => isSettled(m.sides.get(vendor)));
const isFrozen = (freeze: FreezeWindow[], now: number) =>
  freeze.some((w) => now >= Date.parse(w.fromOn) && now < Date.parse(w.toOn) + DAY);
const isGateOpen = ({ model: m, now, freeze }: World) =>
  m.phase === 'staged' &&
  ...[now >= liveFrom(m), now < deadFrom(m), now >= m.plannedAt, allSettled(m), !isFrozen(freeze, now)].every(Boolean);
