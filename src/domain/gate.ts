import type { FreezeWindow } from './package.ts';
import { isSettled, type Generation, type LiveRotation } from './rotation.ts';
import { dayOf, startOfDay, type Moment } from './schedule.ts';

/** Why Activate may not be prompted yet. */
export type GateReason =
  | 'not_live_yet'
  | 'vendor_pending'
  | 'problem_open'
  | 'frozen'
  | 'planned_time_ahead'
  | 'already_activated'
  /** The workspace wants two admins for Activate, and only one has spoken. */
  | 'second_person_missing';

/**
 * Promise R1: the reasons that hold the gate shut; none means open. There is no override: only a waiver opens it for a vendor.
 * A generation somebody cried foul over is void, so it never comes here.
 */
export function gateReasons(
  rotation: LiveRotation,
  freezeWindows: readonly FreezeWindow[],
  at: Moment,
): GateReason[] {
  const today = dayOf(at);
  const served = rotation.participants.map((p) => rotation.handoffs.find((h) => h.vendorId === p.vendorId));
  const held: [GateReason, boolean][] = [
    ['already_activated', rotation.step === 'activated'],
    ['not_live_yet', at < rotation.generation.liveAt],
    ['problem_open', rotation.handoffs.some((handoff) => handoff.problem !== null)],
    ['vendor_pending', served.length === 0 || served.some((handoff) => !handoff || !isSettled(handoff))],
    ['frozen', freezeWindows.some((w) => w.fromOn <= today && today <= w.toOn)],
    ['planned_time_ahead', rotation.plannedActivateAt !== null && at < rotation.plannedActivateAt],
    ['second_person_missing', isSecondMissing(rotation, at)],
  ];
  return held.filter(([, holds]) => holds).map(([reason]) => reason);
}

function isSecondMissing(
  { secondPerson: { for: wants, requests }, step }: LiveRotation,
  at: Moment,
): boolean {
  const hasAgreed = requests.some((one) => one.what === 'activate' && one.agreed !== null && at < one.endsAt);
  return step !== 'activated' && wants.includes('activate') && !hasAgreed;
}

/** What else holds it shut, beside a second person: while there is anything, nobody is asked. */
export const shutWithoutSecond = (
  rotation: LiveRotation,
  freezeWindows: readonly FreezeWindow[],
  at: Moment,
): GateReason[] =>
  gateReasons(rotation, freezeWindows, at).filter((reason) => reason !== 'second_person_missing');

/** Rule 5: time spent staged is lost; from its printed day on the staged secret is dead, whether a sweep saw it or not. */
export const hasRunOut = ({ expiresOn }: Generation, at: Moment): boolean => at >= startOfDay(expiresOn);
