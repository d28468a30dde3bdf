import type { ClaimedPage } from '../db/claims.ts';
import type { GivenOut } from '../db/links.ts';
import type { EscalationGone, Trouble } from '../db/troubles.ts';
import type { CalendarEvent } from '../domain/calendar.ts';
import type { Duty } from '../domain/duties.ts';
import type { RotationEvent } from '../domain/event.ts';
import type { GateReason } from '../domain/gate.ts';
import type { Audience } from '../domain/ladder.ts';
import type { Package, Vendor } from '../domain/package.ts';
import type { Actor } from '../domain/people.ts';
import type { Handoff, Participant, ProblemKind, Proof, Rotation, Way } from '../domain/rotation.ts';
import type { Day, Moment } from '../domain/schedule.ts';
import type { Secret } from '../domain/secret.ts';

export type { GivenOut, Trouble };

// What the edges render from: read whole from the database, so that a lost message is healed by rendering again.

/** Everything the rotation's card shows. */
export interface CardFacts {
  readonly workspaceName: string;
  readonly package: Package;
  readonly rotation: Rotation;
  /** Reasons that hold the gate shut now; empty unless the rotation is live. */
  readonly gate: readonly GateReason[];
  /** Per vendor: when a page was last opened with a link of theirs, perhaps by a scanner. */
  readonly pageOpenedAt: ReadonlyMap<string, Moment>;
  /** Per vendor without Slack: the last link that was passed on or mailed, and how often there was one. */
  readonly givenOut: ReadonlyMap<string, GivenOut>;
  /** Per vendor: the mail with their link that did not leave, or may not have. */
  readonly unmailed: ReadonlyMap<string, Unmailed>;
  /** rekey can mail links itself. */
  readonly hasMail: boolean;
  /** Alarms without a code that wait for an admin's answer. */
  readonly alarms: readonly OpenAlarm[];
  /** Messages of this rotation that may or may not have arrived, and those Slack refused (with its error). */
  readonly inDoubt: number;
  readonly undelivered: readonly string[];
  /** Whoever was to hear of it last, if they have left Slack. */
  readonly escalationGone: EscalationGone | null;
  readonly at: Moment;
}

/** A mail that failed: `fault` as the mail server's no, or null when rekey was stopped in the middle. */
export interface Unmailed {
  readonly fault: string | null;
  readonly at: Moment;
}

/** Somebody with a vendor's link, but not its code, says that a secret they expected is gone (promise H13). */
export interface OpenAlarm {
  readonly vendor: string;
  readonly vendorId: string;
  readonly generationId: string;
  readonly at: Moment;
}

/** One line of the card's thread. */
export interface ThreadFacts {
  readonly event: RotationEvent;
  readonly at: Moment;
  readonly by: Actor;
  readonly package: Package;
  readonly rotation: Rotation;
}

/** The vendor's message: one per handoff, edited in place. `handoff` is null once the generation or rotation has ended. */
export interface VendorMessageFacts {
  readonly workspaceName: string;
  readonly package: Package;
  readonly rotation: Rotation;
  readonly generationNumber: number;
  readonly participant: Participant;
  readonly handoffId: string;
  readonly handoff: Handoff | null;
  readonly at: Moment;
}

/** One package in a list: its rotation under way, if any, and the days to its hard stop. */
export interface PackageLine {
  readonly package: Package;
  readonly vendors: readonly Vendor[];
  readonly rotation: Rotation | null;
  readonly daysLeft: number | null;
  readonly dueOn: Day | null;
  /** What keeps its people from hearing of it. */
  readonly troubles: readonly Trouble[];
}

/** What the start modal needs to know of a package. */
export interface StartFacts {
  readonly package: Package;
  readonly vendors: readonly Vendor[];
  /** Rule 4: staged by an earlier rotation and never activated. */
  readonly staged: { readonly generation: number; readonly collectedBy: readonly string[] } | null;
  readonly daysLeft: number | null;
}

/** What comes next if nothing is done: who hears of it, and when. */
export interface NextReminder {
  readonly at: Moment;
  /** Only those where there is somebody. */
  readonly audiences: readonly Audience[];
}

/** A package's reminder in its channel. */
export interface ReminderFacts {
  readonly line: PackageLine;
  /** The last sure day that is counted to, and the days to it. */
  readonly deadlineOn: Day;
  readonly daysLeft: number;
  /** It is the secret left staged that ends first, not the one in force. */
  readonly isStagedFirst: boolean;
  /** Slack user ids of those who are mentioned. */
  readonly asked: readonly string[];
  readonly next: NextReminder | null;
  readonly maySnooze: boolean;
  readonly at: Moment;
}

/** One thing that is owed, as a reminder says it. */
export interface DigestItem {
  readonly package: Package;
  readonly rotation: Rotation | null;
  readonly duty: Duty;
  /** As whom they are told. */
  readonly audience: Audience;
  readonly daysLeft: number | null;
  readonly isHeadsUp: boolean;
  readonly vendor: Participant | null;
  readonly ownerId: string | null;
  readonly backupId: string | null;
  /** The owner was asked before, some hours ago or more. */
  readonly isOwnerSilent: boolean;
  readonly next: NextReminder | null;
}

/** What has waited too long in one rotation, for its thread. */
export interface NudgeFacts {
  readonly package: Package;
  readonly rotation: Rotation;
  readonly items: readonly DigestItem[];
  /** Slack user ids of those who are mentioned. */
  readonly asked: readonly string[];
  readonly isOverdue: boolean;
  readonly at: Moment;
}

/** One person's message of the day. */
export interface DigestFacts {
  readonly workspaceName: string;
  readonly userId: string;
  /** The most urgent first. */
  readonly items: readonly DigestItem[];
  readonly at: Moment;
}

/** A link and its code, for one person's eyes. Never stored, never logged. */
export interface MintedLink {
  readonly url: string;
  readonly code: string;
  readonly expiresAt: Moment;
}

/** Where a calendar can be fetched, for one person's eyes. Never stored, never logged. */
export interface CalendarAddress {
  readonly url: string;
  /** On this machine only: no calendar service on the internet can ask there. */
  readonly isLocalOnly: boolean;
}

/** One person's feed: of one package, or (null) of the workspace. */
export interface CalendarFeedFacts {
  readonly packageId: string | null;
  readonly packageName: string | null;
  /** Told once, when it is made; null for one that was there already. */
  readonly address: CalendarAddress | null;
  readonly isReplacing: boolean;
  readonly madeAt: Moment;
}

/** A package's next dates, to be put into a calendar by hand. There is at least one. */
export interface CalendarFileFacts {
  readonly packageName: string;
  readonly events: readonly CalendarEvent[];
  readonly address: CalendarAddress;
}

/** What a calendar program is given. */
export interface CalendarFacts {
  readonly name: string;
  readonly isFile: boolean;
  readonly events: readonly CalendarEvent[];
  readonly at: Moment;
}

/** What the deposit page shows once the code was right. */
export interface DepositPageFacts {
  readonly workspaceName: string;
  readonly packageName: string;
  readonly generationNumber: number;
  /** A second deposit of the same generation, for the vendors named. */
  readonly isAgain: boolean;
  readonly vendors: readonly string[];
  readonly at: Moment;
}

/** What the deposit page shows after an accepted deposit. */
export interface DepositReceipt {
  readonly packageName: string;
  readonly generationNumber: number;
  readonly liveAt: Moment;
  readonly expiresOn: Day;
  readonly vendors: readonly string[];
}

/** The secret on its way to its reader: sealed to their key; in the clear only for a program, whose own key has just opened it. */
export interface Collected {
  readonly sealed: string;
  readonly secret: Secret | null;
  readonly facts: HandoffPageFacts;
}

/** What the vendor's page shows once the code was right. */
export interface HandoffPageFacts extends Omit<ClaimedPage, 'problem'> {
  readonly status: 'collectable' | 'cooling' | 'missing' | 'collected' | 'confirmed' | 'waived';
  readonly problem: { readonly kind: ProblemKind; readonly note: string | null } | null;
  /** What an admin answered to the last report, until the vendor confirms or reports again. */
  readonly answer: string | null;
  readonly collectedAt: Moment | null;
  /** Until when whoever collected can fetch the same answer again (promise H5); null when nobody can. */
  readonly againUntil: Moment | null;
  readonly confirmedAt: Moment | null;
  readonly proof: Proof | null;
  /** Over which way it was confirmed, and by whom where that is known: the contact, in Slack (promise R4). */
  readonly confirmedBy: { readonly way: Way; readonly isLink: boolean; readonly name: string | null } | null;
  readonly at: Moment;
}
