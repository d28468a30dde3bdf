import { appendAudit, type AuditRow } from '../db/audit.ts';
import type { Db } from '../db/connection.ts';
import { enqueue, statesOf } from '../db/outbox.ts';
import { lockPackagesToLookAt, setNextLooks } from '../db/reminder-sweep.ts';
import { insertReminders, type NewReminder } from '../db/reminders.ts';
import { ladder, leavesAt, type Due } from '../domain/ladder.ts';
import type { Contact } from '../domain/people.ts';
import { recipientOf } from '../domain/recipients.ts';
import type { Moment } from '../domain/schedule.ts';
import {
  digestFrom,
  localDayOf,
  slotAfter,
  workingMoment,
  type WorkingTime,
} from '../domain/working-time.ts';
import type { Deps } from './deps.ts';
import { readLadderFacts, type Reminded } from './ladder-facts.ts';
import { digestWish, nudgeWish, reminderWish, toMessage, type Wish } from './messages.ts';

const AT_MOST = 1_000;

/**
 * Walks the ladder of every package that is due to be looked at: who must hear of what today. One row per duty, rung and
 * recipient, however many instances sweep; people get one message a day, whatever it holds. Returns how many were looked at.
 */
export async function remindPackages(deps: Deps): Promise<number> {
  const { workspaceId } = deps;
  const now = deps.clock.now();
  const looked = await deps.db.transaction(async (tx) => {
    const ids = await lockPackagesToLookAt(tx, { workspaceId, now, limit: AT_MOST });
    if (ids.length === 0) return 0;
    const all = await readLadderFacts(tx, { workspaceId, ids, now });
    const owed: Owed[] = [];
    const looks = new Map<string, Moment | null>(ids.map((id) => [id, null]));
    for (const reminded of all) {
      const { due, nextLookAt } = ladder(reminded.facts, now);
      looks.set(reminded.package.id, nextLookAt);
      owed.push(...due.flatMap((one) => owedFor(deps, reminded, one, now)));
    }
    await setNextLooks(
      tx,
      [...looks].map(([id, at]) => ({ id, at })),
    );
    await send(deps, tx, owed, now);
    return ids.length;
  });
  if (looked > 0) deps.wake();
  return looked;
}

/** A reminder that is owed, and the message that carries it. */
interface Owed {
  readonly row: NewReminder;
  readonly due: Due;
  readonly wish: Wish;
  readonly rotationId: string | null;
  readonly leavesAt: Moment;
  /** For a person: the message of their next working day, if that of today has left already. */
  readonly tomorrow: { readonly wish: Wish; readonly leavesAt: Moment } | null;
}

function owedFor(deps: Deps, reminded: Reminded, due: Due, now: Moment): Owed[] {
  const { package: pkg, rotation, roster, contactOf, timeOf } = reminded;
  const { duty, audience, rung, slot } = due;
  const contact = contactOf(duty.vendorId);
  const who = recipientOf(roster, audience, contact);
  if (who === null && audience !== 'channel') return [];
  const carried = who
    ? digestFor({ workspaceId: pkg.workspaceId, userId: who.userId }, due, {
        time: timeOf(who),
        contact,
        now,
      })
    : carriedTo(reminded, due, leavesAt(due, timeOf(null), now));
  const row: NewReminder = {
    ...{ id: deps.ids.id(), workspaceId: pkg.workspaceId, packageId: pkg.id },
    ...{ duty: duty.kind, subject: duty.subject, rung, audience, slot, createdAt: now },
    recipient: who?.userId ?? 'channel',
    digest: who ? carried.wish.key : null,
  };
  return [{ row, due, rotationId: rotation?.id ?? null, ...carried }];
}

/** To the channel: in the thread of the card, or a reminder while there is none. */
const carriedTo = ({ package: pkg, rotation }: Reminded, due: Due, at: Moment) => ({
  wish: rotation ? nudgeWish(rotation.id, at) : reminderWish(pkg, due),
  leavesAt: at,
  tomorrow: null,
});

/** To a person: in their one message of the day, unless it can't wait. */
function digestFor(
  whose: { workspaceId: string; userId: string },
  due: Due,
  { time, contact, now }: { time: WorkingTime; contact: Contact | null; now: Moment },
) {
  const leaves = leavesAt(due, time, now);
  const isHurried = leaves < workingMoment(now, time);
  const at = isHurried ? leaves : digestFrom(leaves, time);
  const channelId = due.audience === 'vendor' && contact?.kind === 'slack' ? contact.channelId : null;
  const day = (of: Moment) => ({ day: localDayOf(of, time), channelId, hurry: null });
  if (isHurried) return { wish: digestWish(whose, { ...day(at), hurry: at }), leavesAt: at, tomorrow: null };
  const next = slotAfter(at, 0, time);
  return {
    wish: digestWish(whose, day(at)),
    leavesAt: at,
    tomorrow: { wish: digestWish(whose, day(next)), leavesAt: next },
  };
}

/** What would join a message that has left already joins that of the next working day. */
async function carryOver(tx: Db, owed: readonly Owed[]): Promise<Owed[]> {
  const states = await statesOf(
    tx,
    owed.flatMap(({ tomorrow, wish }) => (tomorrow ? [wish.key] : [])),
  );
  return owed.map((one) => {
    const state = states.get(one.wish.key);
    if (!one.tomorrow || state === undefined || state === 'ready') return one;
    return { ...one, ...one.tomorrow, row: { ...one.row, digest: one.tomorrow.wish.key } };
  });
}

/** Those that were not said yet: their messages, each when it may leave, and the record. */
async function send(deps: Deps, tx: Db, all: readonly Owed[], now: Moment): Promise<void> {
  const owed = await carryOver(tx, all);
  const made = new Set(
    await insertReminders(
      tx,
      owed.map(({ row }) => row),
    ),
  );
  const fresh = owed.filter(({ row }) => made.has(row.id));
  await enqueue(
    tx,
    fresh.map(({ wish, rotationId, leavesAt: dueAt }) => {
      // A digest belongs to a person, not to one rotation.
      const of = wish.subject.kind === 'digest' ? null : rotationId;
      const row = { id: deps.ids.id(), workspaceId: deps.workspaceId, rotationId: of };
      return { ...toMessage(wish, row), dueAt };
    }),
    now,
  );
  await appendAudit(
    tx,
    fresh.map(({ row, due, rotationId }) => auditOf(deps, row, { due, rotationId, now })),
  );
}

function auditOf(
  deps: Deps,
  { workspaceId, packageId, duty, rung, recipient: to }: NewReminder,
  { due, rotationId, now }: { due: Due; rotationId: string | null; now: Moment },
): AuditRow {
  const place = { workspaceId, packageId, rotationId, handoffId: null };
  const by = { kind: 'job', job: 'remind_packages' } as const;
  return {
    ...{ id: deps.ids.id(), at: now, by, ...place },
    event: { kind: 'reminded', duty, rung, to, daysLeft: due.daysLeft },
  };
}
