import type { Moment } from '../../src/domain/schedule.ts';
import type { Reminded } from '../../src/usecases/ladder-facts.ts';
import { isOwed } from './model.ts';
import type { OutboxRow, Records, ReminderRow } from './records.ts';
import type { Take } from './slack.ts';

/** The facts of all packages at one moment, by package. */
export interface Picture {
  readonly at: Moment;
  readonly packages: ReadonlyMap<string, Reminded>;
}

/** What became of what a digest in doubt should have said. */
export interface Carried {
  byTheNext: number;
  /** It was done before the next message left. */
  doneMeanwhile: number;
  /** No later message of that person was due before the end. */
  openAtTheEnd: number;
  readonly problems: string[];
}

const MOST_LINES = / more: see the App Home/;

/**
 * Whether the next digest that surely reached the same person in the same place names what each digest in doubt was made
 * for, where that was still owed: at the station before the next one left and at the one after.
 */
export function carriedByTheNext(
  records: Records,
  takes: readonly Take[],
  pictures: readonly Picture[],
): Carried {
  const carried: Carried = { byTheNext: 0, doneMeanwhile: 0, openAtTheEnd: 0, problems: [] };
  const rows = [...records.outbox.values()].filter(({ kind }) => kind === 'digest');
  const taken = new Map(takes.map((take) => [take.clientMsgId, take]));
  for (const lost of rows.filter(({ state }) => state === 'in_doubt')) {
    const sent = rows.flatMap((row) => {
      const take = taken.get(row.id);
      return row.state === 'sent' && isSamePlace(row, lost) && take && take.at > lost.dueAt ? [take] : [];
    });
    const next = sent.toSorted((a, b) => a.at.toMillis() - b.at.toMillis())[0];
    for (const reminder of records.reminders.values()) {
      if (reminder.digest === lost.key) note(carried, reminder, { next, pictures });
    }
  }
  return carried;
}

const isSamePlace = (one: OutboxRow, other: OutboxRow): boolean =>
  one.userId === other.userId && one.channelId === other.channelId && one.id !== other.id;

function note(
  carried: Carried,
  reminder: ReminderRow,
  { next, pictures }: { next: Take | undefined; pictures: readonly Picture[] },
): void {
  const { packageId, duty: kind, subject, recipient } = reminder;
  const isOwedIn = (picture: Picture | undefined) => {
    const reminded = picture?.packages.get(packageId);
    return picture && reminded ? isOwed({ reminded, at: picture.at }, { kind, subject }, recipient) : false;
  };
  if (!next) {
    if (isOwedIn(pictures.at(-1))) carried.openAtTheEnd += 1;
    else carried.doneMeanwhile += 1;
    return;
  }
  const name = pictures[0]?.packages.get(packageId)?.package.name ?? '?';
  if (next.body.includes(name) || MOST_LINES.test(next.body)) {
    carried.byTheNext += 1;
    return;
  }
  const earlier = pictures.findLast(({ at }) => at <= next.at);
  const later = pictures.find(({ at }) => at > next.at);
  if (!isOwedIn(earlier) || (later && !isOwedIn(later))) carried.doneMeanwhile += 1;
  else
    carried.problems.push(
      `not carried: ${kind} of ${name} to ${recipient} by the digest of ${next.at.toISO()}`,
    );
}

/** The clock goes back by an hour once, and one instance's is a minute ahead. */
const CLOCKS_DIFFER = { minutes: 62 };

/** Reminders on record as carried by a message that had left before they were called for. */
export function leftBefore({ reminders, outbox }: Records, takes: readonly Take[]): string[] {
  const leftAt = new Map(takes.map(({ clientMsgId, at }) => [clientMsgId, at]));
  return [...reminders].flatMap(([id, { digest, createdAt }]) => {
    const row = digest === null ? undefined : outbox.get(digest);
    const at = row && leftAt.get(row.id);
    return at && at < createdAt.minus(CLOCKS_DIFFER) ? [`left before: ${id} by ${digest}`] : [];
  });
}

/** Rotations with messages in doubt whose card does not say so. */
export function silentCards({ outbox }: Records, takes: readonly Take[]): string[] {
  const rows = [...outbox.values()];
  const doubtful = rows.filter(
    ({ kind, state, rotationId }) =>
      state === 'in_doubt' && rotationId !== null && kind !== 'card' && kind !== 'home',
  );
  return [...new Set(doubtful.map(({ rotationId }) => rotationId ?? ''))].flatMap((rotationId) => {
    const card = outbox.get(`card:${rotationId}`);
    const places = new Set(takes.filter((take) => take.clientMsgId === card?.id).map(({ ts }) => ts));
    const last = takes.findLast(({ ts }) => places.has(ts));
    return last?.body.includes('may not have arrived')
      ? []
      : [`silent: the card of ${rotationId} tells of no doubt`];
  });
}
