import { needsCopy } from './decide-deposit.ts';
import { gateReasons } from './gate.ts';
import type { Package } from './package.ts';
import { isSettled, type Handoff, type LiveRotation, type Rotation } from './rotation.ts';
import { hardStopOn, startOfDay, type Day, type Moment } from './schedule.ts';

/** What somebody owes. These names are for ever: they are keys of reminders. */
export type DutyKind =
  /** A rotation of the package should be started. */
  | 'start'
  /** Generate and deposit. */
  | 'deposit'
  /** The same secret once more, for a vendor without a copy. */
  | 'deposit_again'
  /** Give a vendor without Slack their link and code. */
  | 'hand_over'
  /** Answer what a vendor reported. */
  | 'answer'
  | 'activate'
  /** Where two admins are wanted for Activate: ask, or answer. */
  | 'second_person'
  /** Read the new date in Setup. */
  | 'record_date'
  | 'collect'
  | 'confirm';

/** One thing that is owed for a package. */
export interface Duty {
  readonly kind: DutyKind;
  /** The package, the rotation or the handoff it is about: a uuid. */
  readonly subject: string;
  /** Whose handoff, for what a vendor owes or is waited for by. */
  readonly vendorId: string | null;
  /** The vendor reads Slack, so that it is theirs; otherwise it is the admins'. */
  readonly isVendors: boolean;
  /** Since when it has been owed; null for what depends on a date alone. */
  readonly since: Moment | null;
  /** The last sure day of the secret that ends first: whoever still runs on it then is down. Null: unknown, or over. */
  readonly deadlineOn: Day | null;
  /** Something is down already: nobody's evening or weekend is spared. */
  readonly isDown: boolean;
}

/** What the ladder is told of a package. */
export interface DutyFacts {
  readonly package: Pick<
    Package,
    | 'id'
    | 'expiresOn'
    | 'leadDays'
    | 'plannedStartOn'
    | 'integrationType'
    | 'isRetired'
    | 'createdAt'
    | 'freezeWindows'
  >;
  /** The open rotation, if there is one. */
  readonly rotation: Rotation | null;
  /** A secret that an earlier rotation left staged: it ends by itself, and with it whoever runs on it. */
  readonly stagedExpiresOn: Day | null;
  /** Vendors without Slack who have a link that still works. */
  readonly givenOut: ReadonlySet<string>;
}

const earlier = (a: Day | null, b: Day | null): Day | null => (a !== null && (b === null || a < b) ? a : b);

const lastSureDay = (expiresOn: Day | null): Day | null =>
  expiresOn === null ? null : hardStopOn(expiresOn);

/** Everything that is owed for a package now. Pure. */
export function dutiesOf(facts: DutyFacts, now: Moment): Duty[] {
  const { package: pkg, rotation, stagedExpiresOn } = facts;
  if (pkg.isRetired || pkg.integrationType === 'public_app') return [];
  const none = { vendorId: null, isVendors: false, isDown: rotation?.isOutage === true };
  if (!rotation || rotation.step === 'done' || rotation.step === 'cancelled') {
    const deadlineOn = lastSureDay(earlier(pkg.expiresOn, stagedExpiresOn));
    return deadlineOn === null ? [] : [{ kind: 'start', subject: pkg.id, ...none, since: null, deadlineOn }];
  }
  if (rotation.step === 'generating') {
    const deadlineOn = lastSureDay(rotation.oldExpiresOn);
    return [
      {
        kind: 'deposit',
        subject: rotation.id,
        ...none,
        since: downSince(rotation, rotation.startedAt, now),
        deadlineOn,
      },
    ];
  }
  return dutiesOfLive(rotation, facts, now);
}

function dutiesOfLive(rotation: LiveRotation, facts: DutyFacts, now: Moment): Duty[] {
  if (rotation.step === 'cooling') return [];
  const isOver = rotation.step === 'activated' || rotation.isOutage;
  const deadlineOn = isOver
    ? null
    : lastSureDay(earlier(rotation.oldExpiresOn, rotation.generation.expiresOn));
  const duties = rotation.handoffs.flatMap((handoff) =>
    dutyOfHandoff(rotation, handoff, facts, { deadlineOn, now }),
  );
  const own = { subject: rotation.id, vendorId: null, isVendors: false, isDown: rotation.isOutage };
  if (rotation.step === 'ready') {
    // Nobody is reminded of Activate before the time it was planned for.
    const { plannedActivateAt: planned, readyAt } = rotation;
    const since = planned !== null && planned > readyAt ? planned : readyAt;
    duties.push({ kind: 'activate', ...own, since, deadlineOn });
  }
  const { wantedAt } = rotation.secondPerson;
  const shut = gateReasons(rotation, facts.package.freezeWindows, now);
  if (wantedAt !== null && shut.length === 1 && shut[0] === 'second_person_missing') {
    duties.push({ kind: 'second_person', ...own, since: wantedAt, deadlineOn });
  }
  if (rotation.step === 'activated' && rotation.dateRead === null) {
    duties.push({ kind: 'record_date', ...own, since: rotation.activatedAt, deadlineOn: null });
  }
  return duties;
}

function dutyOfHandoff(
  rotation: LiveRotation,
  handoff: Handoff,
  { givenOut }: DutyFacts,
  { deadlineOn, now }: { deadlineOn: Day | null; now: Moment },
): Duty[] {
  const { id: subject, vendorId, problem } = handoff;
  const participant = rotation.participants.find((one) => one.vendorId === vendorId);
  if (!participant) return [];
  const isDown = rotation.step === 'activated' || rotation.isOutage;
  const { liveAt } = rotation.generation;
  const duty = (kind: DutyKind, isVendors: boolean, since: Moment): Duty[] => [
    { kind, subject, vendorId, deadlineOn, isDown, isVendors, since: downSince(rotation, since, now) },
  ];
  if (needsCopy(handoff)) return duty('deposit_again', false, problem?.reportedAt ?? liveAt);
  if (problem) return duty('answer', false, problem.reportedAt);
  if (isSettled(handoff)) return [];
  const isVendors = participant.contact.kind === 'slack';
  if (handoff.status === 'sealed') {
    const isHanded = isVendors || givenOut.has(vendorId);
    return duty(isHanded ? 'collect' : 'hand_over', isVendors, handoff.toldAt ?? liveAt);
  }
  return handoff.status === 'collected' ? duty('confirm', isVendors, handoff.collectedAt) : [];
}

/** Once something is down, waiting is counted from then: what was owed before was owed in peace. */
function downSince(rotation: Rotation, since: Moment, now: Moment): Moment {
  if (rotation.step === 'activated') return later(since, rotation.activatedAt);
  const { isOutage, oldExpiresOn } = rotation;
  const ended = isOutage && oldExpiresOn !== null ? startOfDay(oldExpiresOn) : null;
  // Down before its date: a void secret was activated, or nothing worked from the start.
  return ended !== null && ended <= now ? later(since, ended) : since;
}

const later = (a: Moment, b: Moment): Moment => (a > b ? a : b);

/** The moment after the last sure day. */
export const endOf = (deadlineOn: Day): Moment => startOfDay(deadlineOn).plus({ days: 1 });
