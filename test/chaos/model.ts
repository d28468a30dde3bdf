import { dutiesOf } from '../../src/domain/duties.ts';
import { ladder, type Due } from '../../src/domain/ladder.ts';
import { leavesAt, leavingFor } from '../../src/domain/leaving.ts';
import type { Package } from '../../src/domain/package.ts';
import { recipientOf } from '../../src/domain/recipients.ts';
import { isLive, type Rotation } from '../../src/domain/rotation.ts';
import type { Moment } from '../../src/domain/schedule.ts';
import { localDayOf } from '../../src/domain/working-time.ts';
import type { Reminded } from '../../src/usecases/ladder-facts.ts';
import { digestWish, nudgeWish, reminderWish, vendorWish } from '../../src/usecases/messages.ts';

// What is compared, and why that suffices. A sweep looks at a package when `next_look_at` says, somewhen between two states
// of the clock, so when a row is made is chance, and so is what an instance that was killed had begun. But what a look says
// is a pure function of the facts and the moment: `ladder`. So the model asks the ladder with the facts at both ends of each
// station (just before the clock was moved, and when everything was quiet), and after each act. A row that both ends call for
// must be there afterwards; one that any of them calls for may be. Rows are compared by what makes them unique (package,
// duty, subject, rung, recipient), not by when they were made. The facts are packages, rotations and people as the database
// has them; the tables that are judged (reminder, outbox) are never asked.

/** A reminder that the ladder calls for, and what it was called for by. */
export interface Called {
  readonly id: string;
  readonly due: Due;
  readonly reminded: Reminded;
  /** Null: the channel. */
  readonly recipient: string | null;
}

/** A package as it was seen, and when. */
export interface Sight {
  readonly reminded: Reminded;
  readonly at: Moment;
}

/** A row by what makes it unique. */
export const rowId = (of: {
  packageId: string;
  duty: string;
  subject: string;
  rung: string;
  recipient: string;
}): string => [of.packageId, of.duty, of.subject, of.rung, of.recipient].join(' ');

/** Everything the ladder calls for at that moment. Pure. */
export function calledFor({ reminded, at }: Sight): Called[] {
  const { facts, roster, contactOf, package: pkg } = reminded;
  return ladder(facts, at).due.flatMap((due): Called[] => {
    const { duty, audience, rung } = due;
    const who = recipientOf(roster, audience, contactOf(duty.vendorId));
    if (who === null && audience !== 'channel') return [];
    const recipient = who?.userId ?? 'channel';
    const of = { packageId: pkg.id, duty: duty.kind, subject: duty.subject, rung, recipient };
    return [{ id: rowId(of), due, reminded, recipient: who?.userId ?? null }];
  });
}

/** Under which keys the outbox may carry a reminder whose row was made at that moment: today's message, or that of the next working day. */
export function carriersOf({ due, reminded, recipient }: Called, madeAt: Moment): string[] {
  const { package: pkg, rotation, roster, contactOf, timeOf } = reminded;
  const contact = contactOf(due.duty.vendorId);
  const who = recipientOf(roster, due.audience, contact);
  const time = timeOf(who);
  if (recipient === null) {
    const leaves = leavesAt(due, time, madeAt);
    return [rotation ? nudgeWish(rotation.id, leaves).key : reminderWish(pkg, due).key];
  }
  const channelId = due.audience === 'vendor' && contact?.kind === 'slack' ? contact.channelId : null;
  const whose = { workspaceId: pkg.workspaceId, userId: recipient };
  const { today, next, alone } = leavingFor(due, time, madeAt);
  const keyOf = (at: Moment, hurry: Moment | null) =>
    digestWish(whose, { day: localDayOf(at, time), channelId, hurry }).key;
  return [...(today ? [keyOf(today, null)] : []), next ? keyOf(next, null) : keyOf(alone, alone)];
}

/** What the facts that a look reads are, as one text: two that are alike call for the same. */
const textOf = ({ facts, roster }: Reminded): string =>
  JSON.stringify([
    facts.rotation,
    facts.package,
    facts.stagedExpiresOn,
    [...facts.givenOut].toSorted(),
    roster.people,
  ]);

/** Between the sweep that makes a secret live and the message that says so to its vendors: a look may fall there. */
function untold(reminded: Reminded): Reminded {
  const { rotation: known } = reminded;
  if (!known || !isLive(known)) return reminded;
  const handoffs = known.handoffs.map((handoff) => ({ ...handoff, toldAt: null }));
  const rotation = { ...known, handoffs };
  return { ...reminded, rotation, facts: { ...reminded.facts, rotation } };
}

/** Gathers what must be there and what may be there, station by station. */
export class Model {
  readonly must = new Map<string, Called>();
  readonly may = new Map<string, Called>();
  /** Every rotation with its package, as they were when its secret was last live, or at all. */
  readonly rotations = new Map<string, { rotation: Rotation; package: Package }>();
  /** Vendors' messages. */
  readonly vendorKeys = new Set<string>();
  readonly #nextLooks = new Map<string, Moment | null>();

  /** What was there for a moment, such as between two acts. */
  glance(sights: readonly Sight[]): void {
    for (const sight of sights) {
      this.#note(sight.reminded);
      for (const called of calledFor(sight)) this.may.set(called.id, called);
    }
  }

  /**
   * A station: the facts from which its sweeps set out, those they ended with, and the moments of both. `touched`: whoever
   * acted on these packages asked for another look.
   */
  station(before: readonly Sight[], after: readonly Sight[], touched: ReadonlySet<string> = new Set()): void {
    for (const [n, last] of after.entries()) {
      const first = before[n];
      const { id } = last.reminded.package;
      if (first?.reminded.package.id !== id) throw new Error('a package was seen once only');
      this.#note(last.reminded);
      const isAlike = textOf(first.reminded) === textOf(last.reminded);
      const next = this.#nextLooks.get(id);
      const isLooked =
        !isAlike || touched.has(id) || next === undefined || (next !== null && next <= last.at);
      if (!isLooked) continue;
      // Facts that a sweep has changed are looked at again, with the new facts, before all is quiet.
      const early = { reminded: isAlike ? first.reminded : last.reminded, at: first.at };
      const called = calledFor(early);
      const ids = new Set(called.map((one) => one.id));
      for (const one of called) this.may.set(one.id, one);
      for (const one of calledFor(last)) {
        this.may.set(one.id, one);
        if (ids.has(one.id) && (touched.has(id) || !isAlike || isDueBy(next, first.at)))
          this.must.set(one.id, one);
      }
      if (!isAlike) {
        this.glance([first, ...[first.at, last.at].map((at) => ({ reminded: untold(last.reminded), at }))]);
      }
      this.#nextLooks.set(id, ladder(last.reminded.facts, first.at).nextLookAt);
    }
  }

  #note({ rotation, package: pkg }: Reminded): void {
    if (!rotation || (this.rotations.has(rotation.id) && !isLive(rotation))) return;
    this.rotations.set(rotation.id, { rotation, package: pkg });
    if (!isLive(rotation) || rotation.step === 'cooling') return;
    for (const { id, vendorId } of rotation.handoffs) {
      const contact = rotation.participants.find((one) => one.vendorId === vendorId)?.contact;
      if (contact?.kind === 'slack') this.vendorKeys.add(vendorWish(id).key);
    }
  }
}

const isDueBy = (next: Moment | null | undefined, at: Moment): boolean =>
  next === undefined || (next !== null && next <= at);

/** Whether somebody owes this at that moment, whatever the rung. */
export const isOwed = (
  { reminded, at }: Sight,
  duty: { kind: string; subject: string },
  recipient: string,
): boolean =>
  dutiesOf(reminded.facts, at).some((one) => one.kind === duty.kind && one.subject === duty.subject) &&
  calledFor({ reminded, at }).some(
    (one) =>
      one.recipient === recipient && one.due.duty.kind === duty.kind && one.due.duty.subject === duty.subject,
  );
