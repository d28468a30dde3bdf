import { appendAudit, type AuditRow } from '../db/audit.ts';
import type { Db } from '../db/connection.ts';
import { enqueue } from '../db/outbox.ts';
import { hasten, lockStates, placeAnew, sendAfterAll } from '../db/outbox-carriers.ts';
import { lookAgain } from '../db/packages.ts';
import { lockPackagesToLookAt, setNextLooks } from '../db/reminder-sweep.ts';
import { insertReminders, type NewReminder } from '../db/reminders.ts';
import { ladder, type Due } from '../domain/ladder.ts';
import { leavesAt, leavingFor } from '../domain/leaving.ts';
import type { Contact } from '../domain/people.ts';
import { recipientOf } from '../domain/recipients.ts';
import type { Moment } from '../domain/schedule.ts';
import { localDayOf, type WorkingTime } from '../domain/working-time.ts';
import type { Deps } from './deps.ts';
import { readLadderFacts, type Reminded } from './ladder-facts.ts';
import { digestWish, nudgeWish, reminderWish, toMessage, TODAYS_PRIORITY, type Wish } from './messages.ts';

/** Packages of one transaction: few enough that it is short, however much each of them owes. */
const BATCH = 25;
const AT_MOST = 2_000;
const HOURS_PUT_OFF = 1;

/**
 * Walks the ladder of every package that is due to be looked at: who must hear of what today. One row per duty, rung and
 * recipient, however many instances sweep; people get one message a day, whatever it holds. Returns how many were looked at.
 */
export async function remindPackages(deps: Deps): Promise<number> {
  // One moment for all: who is hurried about several packages has one message.
  const now = deps.clock.now();
  let looked = 0;
  for (let found = BATCH; found === BATCH && looked < AT_MOST; looked += found)
    found = await sweep(deps, now);
  if (looked > 0) deps.wake();
  return looked;
}

/** One batch. If it fails its packages are looked at one by one: one that can't be counted silences no other. */
async function sweep(deps: Deps, now: Moment): Promise<number> {
  try {
    return await look(deps, { now, limit: BATCH });
  } catch (error) {
    deps.log.error('a batch of packages could not be looked at', {}, error);
  }
  let found = 0;
  for (let one = 1; one === 1 && found < BATCH; found += one) one = await lookAtOne(deps, now);
  return found;
}

async function lookAtOne(deps: Deps, now: Moment): Promise<number> {
  const ids: string[] = [];
  try {
    return await look(deps, { now, limit: 1 }, ids);
  } catch (error) {
    const [packageId] = ids;
    if (packageId === undefined) throw error;
    deps.log.error('the reminders of a package could not be counted', { packageId }, error);
    await lookAgain(deps.db, packageId, now.plus({ hours: HOURS_PUT_OFF }));
    return 1;
  }
}

/** `ids` are those it has taken, for whoever wants to know even if it fails. */
async function look(
  deps: Deps,
  { now, limit }: { now: Moment; limit: number },
  ids: string[] = [],
): Promise<number> {
  const { workspaceId } = deps;
  return deps.db.transaction(async (tx) => {
    ids.push(...(await lockPackagesToLookAt(tx, { workspaceId, now, limit })));
    if (ids.length === 0) return 0;
    const owed: Owed[] = [];
    const looks = new Map<string, Moment | null>(ids.map((id) => [id, null]));
    for (const reminded of await readLadderFacts(tx, { workspaceId, ids, now })) {
      const { due, nextLookAt } = ladder(reminded.facts, now);
      looks.set(reminded.package.id, nextLookAt);
      owed.push(...due.flatMap((one) => owedFor(deps, reminded, one, now)));
    }
    const at = [...looks].map(([id, nextLookAt]) => ({ id, at: nextLookAt }));
    await setNextLooks(tx, at);
    await send(deps, tx, owed, now);
    return ids.length;
  });
}

/** A message that may carry a reminder, and when it leaves. */
interface Carrier {
  readonly wish: Wish;
  readonly leavesAt: Moment;
  /** By itself, since it waits for no message of the day. */
  readonly isHurried: boolean;
}

/** A reminder that is owed, and the messages that may carry it, in the order to be tried. */
interface Owed {
  readonly row: Omit<NewReminder, 'digest'>;
  readonly due: Due;
  readonly rotationId: string | null;
  readonly today: Carrier | null;
  readonly otherwise: Carrier;
}

function owedFor(deps: Deps, reminded: Reminded, due: Due, now: Moment): Owed[] {
  const { package: pkg, rotation, roster, contactOf, timeOf } = reminded;
  const { duty, audience, rung, slot } = due;
  const contact = contactOf(duty.vendorId);
  const who = recipientOf(roster, audience, contact);
  if (who === null && audience !== 'channel') return [];
  const row = {
    ...{ id: deps.ids.id(), workspaceId: pkg.workspaceId, packageId: pkg.id },
    ...{ duty: duty.kind, subject: duty.subject, rung, audience, slot, createdAt: now },
    recipient: who?.userId ?? 'channel',
  };
  const carriers = who
    ? digestsFor({ workspaceId: pkg.workspaceId, userId: who.userId }, due, {
        time: timeOf(who),
        contact,
        now,
      })
    : { today: null, otherwise: lineFor(reminded, due, leavesAt(due, timeOf(null), now)) };
  return [{ row, due, rotationId: rotation?.id ?? null, ...carriers }];
}

/** To the channel: in the thread of the card, or a reminder while there is none. */
const lineFor = ({ package: pkg, rotation }: Reminded, due: Due, at: Moment): Carrier => ({
  wish: rotation ? nudgeWish(rotation.id, at) : reminderWish(pkg, due),
  leavesAt: at,
  isHurried: false,
});

/** To a person: in their one message of the day, unless it can't wait. */
function digestsFor(
  whose: { workspaceId: string; userId: string },
  due: Due,
  { time, contact, now }: { time: WorkingTime; contact: Contact | null; now: Moment },
): Pick<Owed, 'today' | 'otherwise'> {
  const { today, next, alone } = leavingFor(due, time, now);
  const channelId = due.audience === 'vendor' && contact?.kind === 'slack' ? contact.channelId : null;
  const digest = (at: Moment, hurry: Moment | null): Carrier => ({
    wish: digestWish(whose, { day: localDayOf(at, time), channelId, hurry }),
    leavesAt: at,
    isHurried: hurry !== null,
  });
  return { today: today && digest(today, null), otherwise: next ? digest(next, null) : digest(alone, alone) };
}

/** Those that were not said yet: their messages, each when it may leave, and the record. */
async function send(deps: Deps, tx: Db, all: readonly Owed[], now: Moment): Promise<void> {
  const states = await lockStates(tx, keysOf(all.flatMap(({ today }) => today ?? [])));
  const owed = all.map((one) => {
    const { today, otherwise } = one;
    const hasLeft = today !== null && !JOINABLE.includes(states.get(today.wish.key) ?? 'none');
    return { ...one, carrier: today && !hasLeft ? today : otherwise };
  });
  const made = new Set(
    await insertReminders(
      tx,
      owed.map(({ row, carrier: { wish } }) => ({
        ...row,
        digest: wish.subject.kind === 'digest' ? wish.key : null,
      })),
    ),
  );
  const fresh = owed.filter(({ row }) => made.has(row.id));
  // In one order for all, so that no two sweeps wait for each other.
  const inOrder = fresh.toSorted((a, b) => (a.carrier.wish.key < b.carrier.wish.key ? -1 : 1));
  await enqueue(
    tx,
    inOrder.map(({ carrier: { wish, leavesAt: dueAt }, rotationId }) => {
      // A digest belongs to a person, not to one rotation.
      const of = wish.subject.kind === 'digest' ? null : rotationId;
      const row = { id: deps.ids.id(), workspaceId: deps.workspaceId, rotationId: of };
      return { ...toMessage(wish, row), dueAt };
    }),
    now,
  );
  const joined = keysOf(fresh.map(({ carrier }) => carrier));
  const again = joined.filter((key) => states.get(key) === 'gone');
  await sendAfterAll(tx, again, now);
  await placeAnew(tx, joined);
  const first = fresh.filter(({ due, carrier }) => carrier.isHurried || isOfToday(due));
  await hasten(tx, keysOf(first.map(({ carrier }) => carrier)), TODAYS_PRIORITY);
  await appendAudit(
    tx,
    fresh.map(({ row, due, rotationId }) => auditOf(deps, row, { due, rotationId, now })),
  );
}

/** What can't wait until tomorrow goes before what can. */
const isOfToday = ({ duty, daysLeft }: Due): boolean => duty.isDown || (daysLeft !== null && daysLeft <= 0);

/** A message that still waits, that nobody has wished for yet, or that had nothing to say. */
const JOINABLE = ['none', 'ready', 'gone'];

const keysOf = (carriers: readonly Carrier[]): string[] => [...new Set(carriers.map(({ wish }) => wish.key))];

function auditOf(
  deps: Deps,
  { workspaceId, packageId, duty, rung, recipient: to }: Owed['row'],
  { due, rotationId, now }: { due: Due; rotationId: string | null; now: Moment },
): AuditRow {
  const place = { workspaceId, packageId, rotationId, handoffId: null };
  const by = { kind: 'job', job: 'remind_packages' } as const;
  return {
    ...{ id: deps.ids.id(), at: now, by, ...place },
    event: { kind: 'reminded', duty, rung, to, daysLeft: due.daysLeft },
  };
}
