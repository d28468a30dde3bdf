import { packagesOfPerson } from '../db/known-people.ts';
import { ownersAsked, rowsOfDigest } from '../db/reminder-sweep.ts';
import { findRotation } from '../db/rotations.ts';
import { workspaceName } from '../db/workspaces.ts';
import { dutiesOf, type Duty } from '../domain/duties.ts';
import { ladder, latestSnooze, nextRung, type Audience, type Due } from '../domain/ladder.ts';
import { backupOf, ownerOf, recipientOf } from '../domain/recipients.ts';
import { dayOf, daysBetween, hardStopOn, type Day, type Moment } from '../domain/schedule.ts';
import type { Deps } from './deps.ts';
import type { DigestFacts, DigestItem, NextReminder, NudgeFacts, ReminderFacts } from './facts.ts';
import { readLadderFacts, type Reminded } from './ladder-facts.ts';
import { packageLines } from './package-lines.ts';

/** Sooner than that nobody is said not to have answered. */
const HOURS_TO_ANSWER = 4;
/** Longer ago it was about another secret. */
const DAYS_REMEMBERED = 40;

// What reminders say, read when they leave: whatever was done meanwhile is not asked for.

/** A package's reminder in its channel; null once somebody has started, or the date has moved. */
export async function readReminder(
  deps: Deps,
  { packageId, deadlineOn }: { packageId: string; deadlineOn: Day },
): Promise<ReminderFacts | null> {
  const now = deps.clock.now();
  const reminded = await readOne(deps, packageId, now);
  const duty = reminded && dutiesOf(reminded.facts, now).find(({ kind }) => kind === 'start');
  if (!reminded || duty?.deadlineOn !== deadlineOn) return null;
  const [line] = await packageLines(deps.db, [reminded.package], now);
  if (!line) return null;
  const daysLeft = daysBetween(dayOf(now), deadlineOn);
  const { due } = ladder(reminded.facts, now);
  const loud = due.filter((one) => one.audience === 'channel' && one.duty.kind === 'start');
  return {
    line,
    ...{ deadlineOn, daysLeft },
    isStagedFirst: reminded.package.expiresOn === null || hardStopOn(reminded.package.expiresOn) > deadlineOn,
    asked: askedAbout(reminded, due, loud),
    next: nextOf(reminded, duty, now),
    maySnooze: (latestSnooze(deadlineOn) ?? now) > now,
    at: now,
  };
}

/** What waits in a rotation and has been said to its thread; null when nothing does. */
export async function readNudge(
  deps: Deps,
  { rotationId }: { rotationId: string },
): Promise<NudgeFacts | null> {
  const now = deps.clock.now();
  const rotation = await findRotation(deps.db, deps.workspaceId, rotationId);
  const reminded = rotation && (await readOne(deps, rotation.packageId, now));
  if (reminded?.rotation?.id !== rotationId) return null;
  const { due } = ladder(reminded.facts, now);
  const loud = due.filter(({ audience }) => audience === 'channel');
  if (loud.length === 0) return null;
  return {
    package: reminded.package,
    rotation: reminded.rotation,
    items: loud.map((one) => itemOf(reminded, one, now)),
    asked: askedAbout(reminded, due, loud),
    isOverdue: loud.some(({ duty, daysLeft: left }) => duty.isDown || (left !== null && left < 0)),
    at: now,
  };
}

/** Everything one person owes now, in their one message of the day; null when nothing of it is left. */
export async function readDigest(
  deps: Deps,
  { userId, channelId, digest }: { userId: string; channelId: string | null; digest: string },
): Promise<DigestFacts | null> {
  const { db, workspaceId } = deps;
  const now = deps.clock.now();
  const rows = await rowsOfDigest(db, workspaceId, digest);
  const own = await packagesOfPerson(db, workspaceId, userId);
  const ids = [...new Set([...rows.map(({ packageId }) => packageId), ...own])];
  const all = await readLadderFacts(db, { workspaceId, ids, now });
  const silent = await ownersAsked(db, ids, {
    since: now.minus({ days: DAYS_REMEMBERED }),
    before: now.minus({ hours: HOURS_TO_ANSWER }),
  });
  const items = all.flatMap((reminded) =>
    ladder(reminded.facts, now)
      .due.filter((one) => isFor(reminded, one, { userId, channelId }))
      .map((one) => itemOf(reminded, one, now))
      .map((item) => ({ ...item, isOwnerSilent: silent.has(`${item.duty.kind} ${item.duty.subject}`) })),
  );
  const isStillOwed = items.some(({ duty }) =>
    rows.some((row) => row.duty === duty.kind && row.subject === duty.subject),
  );
  if (!isStillOwed) return null;
  const soonest = items.toSorted((a, b) => (a.daysLeft ?? Infinity) - (b.daysLeft ?? Infinity));
  return { workspaceName: await workspaceName(db, workspaceId), userId, items: once(soonest), at: now };
}

/** One line per duty: whoever is asked as the owner is not told once more as somebody's backup. */
function once(items: readonly DigestItem[]): DigestItem[] {
  const seen = new Set<string>();
  return items.filter(({ duty }) => {
    const key = `${duty.kind} ${duty.subject}`;
    return !seen.has(key) && seen.add(key);
  });
}

function isFor(
  { roster, contactOf }: Reminded,
  { audience, duty }: Due,
  { userId, channelId }: { userId: string; channelId: string | null },
): boolean {
  if (audience === 'channel') return false;
  const contact = contactOf(duty.vendorId);
  if (recipientOf(roster, audience, contact)?.userId !== userId) return false;
  const place = audience === 'vendor' && contact?.kind === 'slack' ? contact.channelId : null;
  return place === channelId;
}

async function readOne(deps: Deps, packageId: string, now: Moment): Promise<Reminded | null> {
  const { db, workspaceId } = deps;
  const [found] = await readLadderFacts(db, { workspaceId, ids: [packageId], now });
  return found ?? null;
}

/**
 * Who is mentioned where the whole channel hears of it: whoever the ladder asks about the same by now; the escalation contact
 * only by the rung that is theirs.
 */
function askedAbout(
  { roster, contactOf }: Reminded,
  due: readonly Due[],
  loud: readonly Due[],
): readonly string[] {
  const isSame = (a: Due, b: Due) => a.duty.kind === b.duty.kind && a.duty.subject === b.duty.subject;
  const isAsked = (one: Due, line: Due) =>
    one.audience === 'owner' ||
    one.audience === 'backup' ||
    (one.audience === 'escalation' && one.rung === line.rung);
  const asked = due.filter((one) => loud.some((line) => isSame(one, line) && isAsked(one, line)));
  const who = asked.map(
    ({ audience, duty }) => recipientOf(roster, audience, contactOf(duty.vendorId))?.userId,
  );
  return [...new Set(who.filter((one) => one !== undefined))];
}

function nextOf(reminded: Reminded, duty: Duty, now: Moment): NextReminder | null {
  const next = nextRung(duty, reminded.facts, now);
  if (!next) return null;
  const { roster, contactOf } = reminded;
  const isSomebody = (audience: Audience) =>
    audience === 'channel' || recipientOf(roster, audience, contactOf(duty.vendorId)) !== null;
  return { at: next.at, audiences: next.audiences.filter(isSomebody) };
}

function itemOf(reminded: Reminded, { duty, audience, daysLeft, isHeadsUp }: Due, now: Moment): DigestItem {
  const { package: pkg, rotation, roster } = reminded;
  const vendor = rotation?.participants.find(({ vendorId }) => vendorId === duty.vendorId) ?? null;
  return {
    ...{ package: pkg, rotation, duty, audience, daysLeft, isHeadsUp, vendor },
    ownerId: ownerOf(roster)?.userId ?? null,
    backupId: backupOf(roster)?.userId ?? null,
    next: nextOf(reminded, duty, now),
    isOwnerSilent: false,
  };
}
