import { dutiesOf, endOf, type Duty, type DutyFacts, type DutyKind } from './duties.ts';
import { HEADS_UP_DAYS, startDays, startLeadDays } from './planned-start.ts';
import { dayOf, daysBetween, startOfDay, type Day, type Moment } from './schedule.ts';
import {
  slotAfter,
  slotOn,
  slotOnTheDay,
  slotsFrom,
  workingMoment,
  type WorkingTime,
} from './working-time.ts';

/** Who hears of a rung. */
const AUDIENCES = ['vendor', 'owner', 'backup', 'channel', 'escalation'] as const;
export type Audience = (typeof AUDIENCES)[number];

/** Everything the ladder is counted from. */
export interface LadderFacts extends DutyFacts {
  /** When this audience may be written to; for vendors, the contact's own time. */
  readonly timeOf: (audience: Audience, vendorId: string | null) => WorkingTime;
  readonly snoozedUntil: Moment | null;
}

/** A reminder that is owed now: the most urgent rung that has been reached, for one audience. */
export interface Due {
  readonly duty: Duty;
  readonly audience: Audience;
  /** Its own name within duty and audience, for ever. */
  readonly rung: string;
  /** When it was due. */
  readonly slot: Moment;
  readonly daysLeft: number | null;
  /** A word ahead of time: nothing is owed yet. */
  readonly isHeadsUp: boolean;
}

/** What comes next if nothing is done. */
export interface NextRung {
  readonly at: Moment;
  readonly audiences: readonly Audience[];
}

interface Rung {
  readonly id: string;
  readonly audiences: readonly Audience[];
  readonly slotFor: (time: WorkingTime) => Moment;
  /** Days before the end of the deadline; null for rungs that count how long something has waited. */
  readonly daysLeft: number | null;
}

/** The days before the hard stop on which a package is spoken of, beside its own lead days. */
const DAY_RUNGS = [HEADS_UP_DAYS, 14, 7, 3, 1, 0] as const;
const LAST_RUNGS = [3, 1, 0] as const;
/** From here on nothing is put off any more: neither by a snooze nor by asking one person only. */
export const SNOOZE_ENDS_DAYS = 3;
/** So many reminders ahead of now are counted, to know which is the next one for whom. */
const RUNGS_AHEAD = 6;

/** Hours before the first reminder of what somebody owes, and between the later ones. */
const WAIT_HOURS: Record<Exclude<DutyKind, 'start'>, number> = {
  ...{ deposit: 24, deposit_again: 24, hand_over: 24, answer: 24, activate: 24, record_date: 24 },
  second_person: 24,
  ...{ collect: 24, confirm: 48 },
};
const FIRST_HOURS = 4;
/** The rung that the escalation contact hears of, once. */
const LAST_TO_HEAR = 6;
const EVERY_DAY = { weekdays: [1, 2, 3, 4, 5, 6, 7], holidays: [] };

/** As the day comes near more people hear of it, up to everybody there is. */
function audiencesByDay(daysLeft: number, leadDays: number): Audience[] {
  if (daysLeft > SNOOZE_ENDS_DAYS) return daysLeft > leadDays ? ['owner'] : ['owner', 'channel'];
  return daysLeft > 1 ? ['owner', 'backup', 'channel'] : ['owner', 'backup', 'channel', 'escalation'];
}

const everybody = (isVendors: boolean): Audience[] => [
  ...(isVendors ? (['vendor'] as const) : []),
  ...(['owner', 'backup', 'channel', 'escalation'] as const),
];

/**
 * As silence goes on likewise, rung by rung: whoever owes it every time; of a vendor's the owner from the second; the backup
 * with the second; backup and channel with the third and then once in five; the escalation contact once. A date not read yet is
 * never worth an escalation.
 */
function audiencesByWait(n: number, { isVendors, isDown, kind }: Duty): Audience[] {
  if (isDown) return everybody(isVendors);
  const isWide = n % 5 === 3;
  return [
    ...(isVendors ? (['vendor'] as const) : (['owner'] as const)),
    ...(isVendors && n >= 2 ? (['owner'] as const) : []),
    ...(n === 2 || n === LAST_TO_HEAR || isWide ? (['backup'] as const) : []),
    ...(isWide ? (['channel'] as const) : []),
    ...(n === LAST_TO_HEAR && kind !== 'record_date' ? (['escalation'] as const) : []),
  ];
}

const dayRung = (deadlineOn: Day, daysLeft: number, audiences: readonly Audience[]): Rung => {
  const day = dayOf(startOfDay(deadlineOn).minus({ days: daysLeft }));
  return {
    id: `${deadlineOn}:${daysLeft}`,
    audiences,
    slotFor: (time) => (daysLeft > 0 ? slotOn(day, time) : slotOnTheDay(day, time)),
    daysLeft,
  };
};

/** The days after the end that are near enough to matter at this moment. */
function overdueDays(deadlineOn: Day, now: Moment): number[] {
  const today = daysBetween(dayOf(now), deadlineOn);
  return Array.from({ length: 4 }, (_, n) => today + 1 - n).filter((days) => days < 0);
}

function rungsByDay({ kind, deadlineOn, isVendors }: Duty, pkg: LadderFacts['package'], now: Moment): Rung[] {
  if (deadlineOn === null) return [];
  const before = kind === 'start' ? startDays(pkg, deadlineOn, DAY_RUNGS) : LAST_RUNGS;
  const leadDays = kind === 'start' ? startLeadDays(pkg, deadlineOn) : pkg.leadDays;
  return [...before, ...overdueDays(deadlineOn, now)].map((days) => {
    const audiences = audiencesByDay(days, leadDays);
    return dayRung(deadlineOn, days, isVendors ? ['vendor', ...audiences] : audiences);
  });
}

/** How long is waited: less as the deadline comes near, so that there is time for more than one reminder. */
function waitHours({ kind, since, deadlineOn }: Duty): number {
  if (kind === 'start') throw new Error('a start waits for a day, not for hours');
  const usual = WAIT_HOURS[kind];
  if (deadlineOn === null || since === null) return usual;
  const share = endOf(deadlineOn).diff(since, 'hours').hours / 4;
  return Math.min(usual, Math.max(FIRST_HOURS, share));
}

/** The first hours of an outage, and of an open gate, are not let pass in silence. */
function earlyRung(since: Moment, { isDown, kind, isVendors }: Duty): Rung[] {
  const audiences: Audience[] = isDown
    ? everybody(isVendors)
    : kind === 'activate' || kind === 'second_person'
      ? ['channel']
      : [];
  const soon = since.plus({ hours: FIRST_HOURS });
  const slotFor = (time: WorkingTime) => (isDown ? soon : workingMoment(soon, time));
  return audiences.length > 0 ? [{ id: `${since.toISO()}:0`, audiences, slotFor, daysLeft: null }] : [];
}

/** The n-th reminder of a duty for each time there is: counted once for all rungs. */
function slotsByWait({ since, isDown }: Duty & { since: Moment }, hours: number, now: Moment) {
  const known = new Map<WorkingTime, readonly Moment[]>();
  return (given: WorkingTime, n: number): Moment => {
    const time = isDown ? { ...given, ...EVERY_DAY } : given;
    const first = slotAfter(since, hours, time);
    const everyDays = Math.max(1, Math.round(hours / 24));
    const slots = known.get(given) ?? slotsFrom(first, everyDays, { until: now, beyond: RUNGS_AHEAD }, time);
    known.set(given, slots);
    return slots[n - 1] ?? now.plus({ days: n });
  };
}

function rungsByWait(duty: Duty, now: Moment): Rung[] {
  const { since } = duty;
  if (since === null) return [];
  const hours = waitHours(duty);
  const slotOfNth = slotsByWait({ ...duty, since }, hours, now);
  const most = Math.max(0, Math.ceil(now.diff(since, 'days').days)) + RUNGS_AHEAD;
  const rungs = Array.from({ length: most }, (_, n) => n + 1).map((n) => ({
    id: `${since.toISO()}:${n}`,
    audiences: audiencesByWait(n, duty),
    slotFor: (time: WorkingTime) => slotOfNth(time, n),
    daysLeft: null,
  }));
  return [...earlyRung(since, duty), ...rungs];
}

interface Slot {
  readonly duty: Duty;
  readonly rung: Rung;
  readonly audience: Audience;
  readonly slot: Moment;
}

/** Every slot of a duty around now, without those that a snooze covers or that lie before it was owed. */
function slotsOf(duty: Duty, facts: LadderFacts, now: Moment): Slot[] {
  const rungs = [...rungsByDay(duty, facts.package, now), ...rungsByWait(duty, now)];
  const slots = rungs.flatMap((rung) => {
    // Mostly all of them keep the same hours, and zones are what takes time here.
    const known = new Map<WorkingTime, Moment>();
    return rung.audiences.map((audience): Slot => {
      const time = facts.timeOf(audience, duty.vendorId);
      const slot = known.get(time) ?? rung.slotFor(time);
      known.set(time, slot);
      return { duty, rung, audience, slot };
    });
  });
  const owed = slots.filter((one) => isOwed(one, facts));
  return snoozed(owed, duty, facts);
}

/** By the rung's own day, not by the working day it was moved to. */
const isAhead = ({ daysLeft }: Rung, { deadlineOn }: Duty, { package: pkg }: LadderFacts): boolean =>
  daysLeft !== null && daysLeft > (deadlineOn === null ? pkg.leadDays : startLeadDays(pkg, deadlineOn));

/** Nobody owed it before; and whoever has just added a package needs no word that it is not due yet. */
function isOwed({ duty, rung, slot }: Slot, facts: LadderFacts): boolean {
  if (duty.since !== null) return slot > duty.since;
  return !isAhead(rung, duty, facts) || slot > facts.package.createdAt;
}

/** A snooze silences what an admin owes until its end, where it speaks once more. It never covers the last three days. */
function snoozed(slots: Slot[], duty: Duty, { snoozedUntil }: LadderFacts): Slot[] {
  if (snoozedUntil === null || duty.isDown) return slots;
  const isLate = ({ rung }: Slot) => rung.daysLeft !== null && rung.daysLeft <= SNOOZE_ENDS_DAYS;
  const left = slots.filter((one) => one.audience === 'vendor' || isLate(one) || one.slot >= snoozedUntil);
  if (left.length === slots.length) return slots;
  const rung: Rung = {
    id: `snooze:${snoozedUntil.toISO()}`,
    audiences: ['owner'],
    slotFor: () => snoozedUntil,
    daysLeft: null,
  };
  return [...left, { duty, rung, audience: 'owner', slot: snoozedUntil }];
}

/** Of what has been reached the most urgent, once for each audience: after days of silence it is one message, not five. */
function reached(slots: readonly Slot[], now: Moment): Slot[] {
  const latest = new Map<Audience, Slot>();
  for (const one of slots) {
    if (one.slot > now) continue;
    const known = latest.get(one.audience);
    if (!known || isMoreUrgent(one, known)) latest.set(one.audience, one);
  }
  return [...latest.values()];
}

const isMoreUrgent = (one: Slot, known: Slot): boolean =>
  one.slot > known.slot ||
  (one.slot.equals(known.slot) && (one.rung.daysLeft ?? Infinity) < (known.rung.daysLeft ?? Infinity));

/**
 * The whole ladder of one package: what is owed to be said now, to whom, and when to look again. Pure: the same facts at the
 * same moment give the same answer, however often and by whomever it is asked.
 */
export function ladder(
  facts: LadderFacts,
  now: Moment,
): { readonly due: readonly Due[]; readonly nextLookAt: Moment | null } {
  const all = dutiesOf(facts, now).map((duty) => slotsOf(duty, facts, now));
  const due = all.flatMap((slots) =>
    reached(slots, now)
      .toSorted((a, b) => AUDIENCES.indexOf(a.audience) - AUDIENCES.indexOf(b.audience))
      .map(({ duty, rung, audience, slot }): Due => {
        const { deadlineOn } = duty;
        const daysLeft = deadlineOn === null ? null : daysBetween(dayOf(now), deadlineOn);
        const isHeadsUp = isAhead(rung, duty, facts);
        return { duty, audience, rung: rung.id, slot, daysLeft, isHeadsUp };
      }),
  );
  const ahead = all.flat().flatMap(({ slot }) => (slot > now ? [slot] : []));
  return { due, nextLookAt: ahead.toSorted((a, b) => a.toMillis() - b.toMillis())[0] ?? null };
}

/** What will be said next about a duty, and to whom, if nothing is done. */
export function nextRung(duty: Duty, facts: LadderFacts, now: Moment): NextRung | null {
  const ahead = slotsOf(duty, facts, now).filter(({ slot }) => slot > now);
  const [first] = ahead.toSorted((a, b) => a.slot.toMillis() - b.slot.toMillis());
  if (!first) return null;
  const audiences = ahead.filter(({ rung }) => rung.id === first.rung.id).map(({ audience }) => audience);
  return { at: first.slot, audiences };
}

/** Until when a package may be snoozed at most: its last three days are never silent. Null: there is no date to count from. */
export const latestSnooze = (deadlineOn: Day | null): Moment | null =>
  deadlineOn === null ? null : startOfDay(deadlineOn).minus({ days: SNOOZE_ENDS_DAYS });
