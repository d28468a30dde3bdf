import { dutiesOf, type DutyFacts, type DutyKind } from './duties.ts';
import { gateReasons } from './gate.ts';
import type { FreezeWindow } from './package.ts';
import { isLive, type LiveRotation, type Rotation } from './rotation.ts';
import { dayAfter, dayOf, startOfDay, type Moment } from './schedule.ts';

/** What a rotation waits for: somebody, or a moment. */
export type HoldUp =
  /** Vendors by name, where it is about them. Whether they owe it themselves or the admins do, the duty says. */
  | { readonly kind: 'duty'; readonly duty: Exclude<DutyKind, 'start'>; readonly vendors: readonly string[] }
  /** Nobody owes anything before then. */
  | { readonly kind: 'time'; readonly why: 'cooling' | 'frozen' | 'planned'; readonly until: Moment };

/** Where several things are owed: first what the others wait for. */
const IN_ORDER = [
  ...['deposit', 'answer', 'deposit_again', 'hand_over'],
  ...['collect', 'confirm', 'second_person', 'activate', 'record_date'],
] as const;

type Facts = DutyFacts & { readonly rotation: Rotation; readonly freezeWindows: readonly FreezeWindow[] };

/** Who or what holds a rotation up now; null when nobody does: it has ended, or goes on with the next look at it. */
export function holdUpOf(facts: Facts, now: Moment): HoldUp | null {
  const { rotation, freezeWindows } = facts;
  const duties = dutiesOf(facts, now).filter(({ kind }) => kind !== 'start');
  const duty = IN_ORDER.find((kind) => duties.some((one) => one.kind === kind));
  if (duty) {
    const whose = duties.filter(({ kind }) => kind === duty).map(({ vendorId }) => vendorId);
    const vendors = rotation.participants.filter(({ vendorId }) => whose.includes(vendorId));
    return { kind: 'duty', duty, vendors: vendors.map(({ name }) => name) };
  }
  return isLive(rotation) ? waitingForTime(rotation, freezeWindows, now) : null;
}

function waitingForTime(
  rotation: LiveRotation,
  freezeWindows: readonly FreezeWindow[],
  now: Moment,
): HoldUp | null {
  const { generation, plannedActivateAt } = rotation;
  const reasons = gateReasons(rotation, freezeWindows, now);
  const today = dayOf(now);
  const frozen = freezeWindows.filter(({ fromOn, toOn }) => fromOn <= today && today <= toOn);
  const lastOn = frozen
    .map(({ toOn }) => toOn)
    .toSorted()
    .at(-1);
  if (reasons.includes('not_live_yet')) return { kind: 'time', why: 'cooling', until: generation.liveAt };
  if (lastOn) return { kind: 'time', why: 'frozen', until: startOfDay(dayAfter(lastOn)) };
  const isAhead = plannedActivateAt !== null && reasons.includes('planned_time_ahead');
  return isAhead ? { kind: 'time', why: 'planned', until: plannedActivateAt } : null;
}
