import { DateTime } from 'luxon';
import { NOBODY_ASKED } from '../../src/domain/second-person.ts';
import type { Circumstance, Command } from '../../src/domain/command.ts';
import { decide } from '../../src/domain/decide.ts';
import type { RotationEvent } from '../../src/domain/event.ts';
import type { Actor, Contact, Person } from '../../src/domain/people.ts';
import type { RotationRefusal } from '../../src/domain/refusal.ts';
import type {
  Activated,
  Cancelled,
  Confirmation,
  Cooling,
  Done,
  Generating,
  Generation,
  Handoff,
  MissingReason,
  Participant,
  Problem,
  Ready,
  Rotation,
  Sharing,
  Step,
} from '../../src/domain/rotation.ts';
import { newHandoff } from '../../src/domain/rotation.ts';
import { computedExpiryOn, liveAt, type Moment } from '../../src/domain/schedule.ts';

// Builders of domain fixtures: one package of one admin (Ada) with two vendors, Acme and Birch.

/** A moment in UTC, from an ISO string. */
export const moment = (iso: string): Moment => DateTime.fromISO(iso, { zone: 'utc' }) as Moment;

/** When Generate was pressed in every fixture. */
export const GENERATED_AT = moment('2026-11-02T10:00:00.000Z');

/** A moment some time after (or before) Generate was pressed. */
export const after = (duration: {
  days?: number;
  hours?: number;
  minutes?: number;
  milliseconds?: number;
}): Moment => GENERATED_AT.plus(duration);

export const WORKSPACE = { enterpriseId: null, teamId: 'T0HOME' } as const;

export const ADA: Actor = { kind: 'slack', ...WORKSPACE, userId: 'U0ADA' };

/** Somebody in Slack: a plain member of the home workspace unless the facts say otherwise. */
export const personOf = (userId: string, facts: Partial<Person> = {}): Person => ({
  ...WORKSPACE,
  userId,
  name: userId,
  standing: 'member',
  zone: null,
  isWorkspaceAdmin: false,
  ...facts,
});

/** A vendor's contact: somebody of another workspace, over Slack Connect. */
export const slackContact = (userId: string): Contact => ({
  ...{ kind: 'slack', enterpriseId: null, teamId: 'T0VENDOR', channelId: null },
  userId,
  name: userId,
});

export const mailContact = (email: string): Contact => ({ kind: 'email', name: email, email });

/** A vendor who takes part. Ids follow from the name: `acme` gives `acme` and its handoff `handoff-acme`. */
export const participantOf = (vendorId: string, facts: Partial<Participant> = {}): Participant => ({
  vendorId,
  name: vendorId[0]?.toUpperCase() + vendorId.slice(1),
  contact: slackContact(`U0${vendorId.toUpperCase()}`),
  systems: ['middleware'],
  isLate: false,
  ...facts,
});

export const handoffIdOf = (vendorId: string): string => `handoff-${vendorId}`;

export const problemOf = (kind: Problem['kind'] = 'rejected'): Problem => ({
  kind,
  note: null,
  reportedAt: after({ hours: 3 }),
});

export const confirmationOf = (facts: Partial<Confirmation> = {}): Confirmation => ({
  at: after({ hours: 2 }),
  by: { kind: 'slack', enterpriseId: null, teamId: 'T0VENDOR', userId: 'U0ACME' },
  way: 'slack',
  systems: ['middleware'],
  proof: 'fresh_token',
  ...facts,
});

/** One vendor's handoff in a status, with an open problem if one is given. */
export function handoffOf(
  vendorId: string,
  status: Handoff['status'],
  facts: { problem?: Problem | null; why?: MissingReason; toldAt?: Moment | null } = {},
): Handoff {
  const { problem = null, why = 'late', toldAt = null } = facts;
  const collectedAt = after({ hours: 1 });
  const of = { ...newHandoff({ id: handoffIdOf(vendorId), vendorId }), problem, toldAt };
  switch (status) {
    case 'missing':
      return { ...of, status, why };
    case 'sealed':
      return { ...of, status };
    case 'collected':
      return { ...of, status, collectedAt };
    case 'confirmed':
      return { ...of, status, collectedAt, confirmation: confirmationOf() };
    case 'waived':
      return {
        ...of,
        status,
        waivedAt: after({ hours: 2 }),
        waivedBy: ADA,
        secondedBy: null,
        reason: 'they left us in October',
      };
  }
}

export const generationOf = (number = 1, generatedAt: Moment = GENERATED_AT): Generation => ({
  id: `generation-${number}`,
  number,
  generatedAt,
  liveAt: liveAt(generatedAt),
  expiresOn: computedExpiryOn(generatedAt),
  depositedAt: generatedAt,
  depositedBy: ADA,
});

const FACTS = {
  id: 'rotation-1',
  workspaceId: 'workspace-1',
  packageId: 'package-1',
  number: 1,
  startedAt: after({ minutes: -30 }),
  startedBy: ADA,
  oldExpiresOn: '2028-01-02',
  isOutage: false,
  plannedActivateAt: null,
  secondPerson: NOBODY_ASKED,
  participants: [participantOf('acme'), participantOf('birch')],
};
const LIVE = { ...FACTS, generation: generationOf() };
const pair = (acme: Handoff['status'], birch: Handoff['status']): Handoff[] => [
  handoffOf('acme', acme),
  handoffOf('birch', birch),
];
const PRESSED = { activatedAt: after({ hours: 6 }), activatedBy: ADA, isEarly: false };

export const generating = (facts: Partial<Generating> = {}): Generating => ({
  ...FACTS,
  step: 'generating',
  again: null,
  shelved: null,
  ...facts,
});

export const cooling = (facts: Partial<Cooling> = {}): Cooling => ({
  ...LIVE,
  step: 'cooling',
  handoffs: pair('sealed', 'sealed'),
  ...facts,
});

/** Acme has collected, Birch has not. */
export const sharing = (facts: Partial<Sharing> = {}): Sharing => ({
  ...LIVE,
  step: 'sharing',
  handoffs: pair('collected', 'sealed'),
  ...facts,
});

/** Acme has confirmed, Birch was waived. */
export const ready = (facts: Partial<Ready> = {}): Ready => ({
  ...LIVE,
  step: 'ready',
  handoffs: pair('confirmed', 'waived'),
  readyAt: after({ hours: 5 }),
  ...facts,
});

/** Activated through an open gate, the date not yet read. */
export const activated = (facts: Partial<Activated> = {}): Activated => ({
  ...{ ...LIVE, ...PRESSED },
  step: 'activated',
  handoffs: pair('confirmed', 'waived'),
  dateRead: null,
  ...facts,
});

/** Activate was pressed before the gate opened: Acme has collected but not confirmed, Birch has not collected. */
export const activatedEarly = (facts: Partial<Activated> = {}): Activated =>
  activated({ isEarly: true, handoffs: pair('collected', 'sealed'), ...facts });

export const done = (facts: Partial<Done> = {}): Done => ({
  ...{ ...LIVE, ...PRESSED },
  step: 'done',
  handoffs: pair('confirmed', 'waived'),
  dateRead: { expiresOn: '2027-05-01', by: ADA, at: after({ hours: 7 }), explanation: null },
  doneAt: after({ hours: 7 }),
  ...facts,
});

export const cancelled = (facts: Partial<Cancelled> = {}): Cancelled => ({
  ...FACTS,
  step: 'cancelled',
  cancelledAt: after({ hours: 1 }),
  cancelledBy: ADA,
  reason: 'not this week',
  isRetired: false,
  ...facts,
});

/** One rotation for every step. A step without one does not compile. */
export const rotationAt: { readonly [S in Step]: () => Extract<Rotation, { step: S }> } = {
  generating,
  cooling,
  sharing,
  ready,
  activated,
  done,
  cancelled,
};

/** What advance knows beside the command: Ada, no freeze, seven lead days. */
export const circumstance = (at: Moment, facts: Partial<Circumstance> = {}): Circumstance => ({
  by: ADA,
  at,
  freezeWindows: [],
  leadDays: 7,
  admins: ['U0ADA', 'U0BEN'].map((userId) => ({ ...WORKSPACE, userId })),
  ...facts,
});

/** Decides, and fails the test when the move was refused. */
export function moved(
  rotation: Rotation,
  command: Command,
  given: Circumstance,
): { next: Rotation; events: readonly RotationEvent[] } {
  const decision = decide(rotation, command, given);
  if (!decision.ok) throw new Error(`refused: ${JSON.stringify(decision.refusal)}`);
  return decision;
}

/** Decides, and fails the test when the move was accepted. */
export function refusalOf(rotation: Rotation, command: Command, given: Circumstance): RotationRefusal {
  const decision = decide(rotation, command, given);
  if (decision.ok) throw new Error(`accepted, to ${decision.next.step}`);
  return decision.refusal;
}

/** The handoff of a vendor, which must be there. */
export function handoffIn(rotation: Rotation, vendorId: string): Handoff {
  const handoffs = 'handoffs' in rotation ? rotation.handoffs : [];
  const found = handoffs.find((handoff) => handoff.vendorId === vendorId);
  if (!found) throw new Error(`no handoff of ${vendorId} in ${rotation.step}`);
  return found;
}
