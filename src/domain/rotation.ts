import type { Actor, Contact } from './people.ts';
import type { Day, Moment } from './schedule.ts';
import type { SecondPerson } from './second-person.ts';

/** The steps of a rotation. These names are for ever: they are in the database, the audit trail and ARCHITECTURE.md. */
export type Step = 'generating' | 'cooling' | 'sharing' | 'ready' | 'activated' | 'done' | 'cancelled';

/** One pressing of Generate: numbered per package, live five minutes later. */
export interface Generation {
  readonly id: string;
  readonly number: number;
  readonly generatedAt: Moment;
  readonly liveAt: Moment;
  /** Computed: generatedAt + 180 days (rule 5). */
  readonly expiresOn: Day;
  readonly depositedAt: Moment;
  readonly depositedBy: Actor;
}

/** Why a staged generation is no longer wanted. */
export type VoidReason = 'generated_again' | 'disowned' | 'exposed' | 'expired';

/** How a generation stands. At most one per package is `staged` (promise R2). */
export type GenerationState = 'staged' | 'activated' | 'superseded' | 'void' | 'abandoned';

/** A vendor who takes part in this rotation, with contact and systems as they are now. */
export interface Participant {
  readonly vendorId: string;
  readonly name: string;
  readonly contact: Contact;
  readonly systems: readonly string[];
  readonly isLate: boolean;
}

/** Guided causes of a failure (rule 13), and `lost`: the vendor no longer has the secret. */
export type ProblemKind = 'rejected' | 'lost' | 'wrong_package' | 'no_access' | 'other';

export interface Problem {
  /** `unreadable`: no report of the vendor's. rekey found that no key opens the sealed copy. */
  readonly kind: ProblemKind | 'unreadable';
  readonly note: string | null;
  readonly reportedAt: Moment;
}

/** What a vendor has reported, without what rekey found by itself. */
export type Report = Problem & { readonly kind: ProblemKind };

/** The report in it, if it is one. */
export const reportIn = (problem: Problem | null): Report | null =>
  problem === null || problem.kind === 'unreadable' ? null : { ...problem, kind: problem.kind };

/** An admin's answer to a reported problem: the vendor reads it, and has still to confirm. */
export interface Solution {
  readonly reason: string;
  readonly by: Actor;
  readonly at: Moment;
}

/** How a vendor made sure (rule 12). */
export type Proof = 'fresh_token' | 'test_connection' | 'production_traffic';

/** Over which way a vendor acted. */
export type Way = 'slack' | 'own_mail' | 'passed_on';

interface HandoffFacts {
  readonly id: string;
  readonly vendorId: string;
  /** An open report: the gate stays shut until it is resolved. */
  readonly problem: Problem | null;
  /** The answer to the last report, until the vendor confirms or reports again. */
  readonly solution: Solution | null;
  readonly toldAt: Moment | null;
  /** When a copy was last revealed. It stays when the handoff goes on: whoever collected holds the secret. */
  readonly collectedAt: Moment | null;
}

/** Why a vendor has no sealed copy to collect. */
export type MissingReason = 'late' | 'contact_changed' | 'waiver_taken_back';

/** One vendor of one generation. */
export type Handoff = HandoffFacts &
  (
    | { readonly status: 'missing'; readonly why: MissingReason }
    | { readonly status: 'sealed' }
    | { readonly status: 'collected'; readonly collectedAt: Moment }
    | { readonly status: 'confirmed'; readonly collectedAt: Moment; readonly confirmation: Confirmation }
    | {
        readonly status: 'waived';
        readonly waivedAt: Moment;
        readonly waivedBy: Actor;
        /** Who agreed, where the workspace wants two. */
        readonly secondedBy: Actor | null;
        readonly reason: string;
      }
  );

/** A handoff to which nothing has happened yet. */
export const newHandoff = ({ id, vendorId }: { id: string; vendorId: string }): HandoffFacts => ({
  ...{ id, vendorId, problem: null, solution: null, toldAt: null, collectedAt: null },
});

/** The facts every handoff has, without those of its status. */
export const handoffFacts = (handoff: Handoff): HandoffFacts => {
  const { id, vendorId, problem, solution, toldAt, collectedAt } = handoff;
  return { id, vendorId, problem, solution, toldAt, collectedAt };
};

/** What a confirmation says (promise R4). */
export interface Confirmation {
  readonly at: Moment;
  readonly by: Actor;
  readonly way: Way;
  readonly systems: readonly string[];
  readonly proof: Proof;
}

interface RotationFacts {
  readonly id: string;
  readonly workspaceId: string;
  readonly packageId: string;
  /** Counts the rotations of its package from 1. */
  readonly number: number;
  readonly startedAt: Moment;
  readonly startedBy: Actor;
  /** The date of the secret being replaced; null when nobody knows it. */
  readonly oldExpiresOn: Day | null;
  /** Expired or dormant at the start: no overlap, shown as the outage it is. */
  readonly isOutage: boolean;
  readonly plannedActivateAt: Moment | null;
  readonly participants: readonly Participant[];
  readonly secondPerson: SecondPerson;
}

/** The facts every step has, without those of the step. */
export const factsOf = (rotation: Rotation): RotationFacts => {
  const { id, workspaceId, packageId, number, startedAt, startedBy } = rotation;
  const { oldExpiresOn, isOutage, plannedActivateAt, participants, secondPerson } = rotation;
  return {
    ...{ id, workspaceId, packageId, number, startedAt, startedBy },
    ...{ oldExpiresOn, isOutage, plannedActivateAt, participants, secondPerson },
  };
};

interface WithGeneration extends RotationFacts {
  readonly generation: Generation;
  readonly handoffs: readonly Handoff[];
}

/** A date somebody read in Setup after Activate. */
export interface DateRead {
  readonly expiresOn: Day;
  readonly by: Actor;
  readonly at: Moment;
  /** Asked for when it differs from the computed one by more than a day. */
  readonly explanation: string | null;
}

/** A generation that is no longer wanted, or that an earlier rotation left behind. */
export interface Shelved {
  readonly id: string;
  readonly number: number;
  readonly expiresOn: Day;
}

export interface Generating extends RotationFacts {
  readonly step: 'generating';
  /** Why another Generate is needed; null the first time. */
  readonly again: VoidReason | null;
  /** The package's last secret, if it was never activated as far as we know: in Setup it may still be staged, or worse. */
  readonly shelved: Shelved | null;
}
export interface Cooling extends WithGeneration {
  readonly step: 'cooling';
}
export interface Sharing extends WithGeneration {
  readonly step: 'sharing';
}
export interface Ready extends WithGeneration {
  readonly step: 'ready';
  readonly readyAt: Moment;
}
export interface Activated extends WithGeneration {
  readonly step: 'activated';
  readonly activatedAt: Moment;
  readonly activatedBy: Actor;
  /** Pressed before the gate was open: vendors who had not confirmed are down. */
  readonly isEarly: boolean;
  readonly dateRead: DateRead | null;
}
export interface Done extends WithGeneration {
  readonly step: 'done';
  readonly activatedAt: Moment;
  readonly activatedBy: Actor;
  readonly isEarly: boolean;
  readonly dateRead: DateRead;
  readonly doneAt: Moment;
}
export interface Cancelled extends RotationFacts {
  readonly step: 'cancelled';
  readonly cancelledAt: Moment;
  readonly cancelledBy: Actor;
  readonly reason: string;
  readonly isRetired: boolean;
}

/** A rotation: each step holds exactly the facts that exist by then. */
export type Rotation = Generating | Cooling | Sharing | Ready | Activated | Done | Cancelled;
export type LiveRotation = Cooling | Sharing | Ready | Activated;

/** True while vendors' handoffs are alive. */
export const isLive = (rotation: Rotation): rotation is LiveRotation =>
  rotation.step === 'cooling' ||
  rotation.step === 'sharing' ||
  rotation.step === 'ready' ||
  rotation.step === 'activated';

export const hasEnded = (rotation: Rotation): rotation is Done | Cancelled =>
  rotation.step === 'done' || rotation.step === 'cancelled';

/** Confirmed, or waived with a reason: this vendor no longer holds the rotation up. */
export const isSettled = (handoff: Handoff): boolean =>
  handoff.problem === null && (handoff.status === 'confirmed' || handoff.status === 'waived');

/** The participants who are not settled yet, in order. */
export const pendingParticipants = (rotation: LiveRotation): Participant[] =>
  rotation.participants.filter(
    (p) => !rotation.handoffs.some((handoff) => handoff.vendorId === p.vendorId && isSettled(handoff)),
  );
