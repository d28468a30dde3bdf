import { anotherId } from '../../src/slack/deliver/send.ts';
import type { Predicted } from './predicted.ts';
import type { OutboxRow, Records } from './records.ts';
import type { Take } from './slack.ts';

/** How often what was to be said ended how. */
export interface Counts {
  predicted: number;
  once: number;
  inDoubt: number;
  /** Nothing was left to say when it was to leave. */
  gone: number;
  /** It leaves after the end. */
  notYetDue: number;
  missing: number;
  doubled: number;
  /** A card, or a vendor's message, whose first post nobody knew of: again under the same id (slack.md §5). */
  repeatedUnderItsId: number;
}

export interface Verdict {
  readonly counts: Readonly<Counts>;
  readonly problems: readonly string[];
}

/** What Slack took, and who was killed when. */
export interface Witness {
  readonly takes: readonly Take[];
  readonly kills: ReadonlyMap<string, number>;
}

/** A post whose sender died so soon after it, or was cut off, may not have been noted. */
const UNNOTED_MS = 15_000;
/** They are one message each, to be found and edited: nobody may be left without. */
const LIVING = ['card', 'vendor_message'];
/** After these a vendor's message is posted anew, so that it pings. */
const NEWS = [
  ...['problem_resolved', 'vendor_waived', 'rotation_cancelled', 'generation_voided', 'activated_early'],
  ...['old_secret_expired', 'void_secret_activated'],
];

/** Compares what was predicted with the outbox and with what Slack took. */
export function judge(predicted: Predicted, records: Records, witness: Witness): Verdict {
  const problems = [...predicted.problems];
  const counts: Counts = {
    ...{ predicted: predicted.keys.size, once: 0, inDoubt: 0, gone: 0, notYetDue: 0 },
    ...{ missing: predicted.problems.length, doubled: 0, repeatedUnderItsId: 0 },
  };
  const posts = postsByRow(records, witness);
  for (const key of predicted.keys) {
    const row = records.outbox.get(key);
    const fault = row ? faultOf(row, posts.get(row.id)?.length ?? 0, counts) : 'there is no such message';
    if (fault === null) continue;
    counts.missing += 1;
    problems.push(`missing: ${key}: ${fault}`);
  }
  for (const row of records.outbox.values()) {
    const doubles = doublesOf(row, posts.get(row.id) ?? [], { records, witness, counts });
    counts.doubled += doubles.length;
    problems.push(...doubles);
    const isSaid = row.state !== 'gone' || posts.has(row.id);
    if (!predicted.keys.has(row.key) && !mayComeOfMay(row) && isSaid)
      problems.push(`unexpected: ${row.key}, ${row.state}`);
  }
  const known = [...posts.values()].flat().length;
  const strays = witness.takes.filter(({ method }) => method === 'chat.postMessage').length - known;
  if (strays > 0) problems.push(`${strays} posts belong to no message`);
  return { counts, problems };
}

/** Carried a reminder that may be there: whether it may is judged by the reminders' rows. */
const mayComeOfMay = ({ kind }: OutboxRow): boolean => ['reminder', 'nudge', 'digest'].includes(kind);

/** What Slack took of each row, in order. A living message posted anew bears an id made of its own and of the place it leaves. */
function postsByRow({ outbox }: Records, { takes }: Witness): Map<string, Take[]> {
  const rowOf = new Map([...outbox.values()].map(({ id }) => [id, id]));
  const posts = new Map<string, Take[]>();
  for (const take of takes) {
    if (take.method !== 'chat.postMessage') continue;
    const rowId = rowOf.get(take.clientMsgId ?? '');
    if (rowId === undefined) continue;
    rowOf.set(anotherId(rowId, take.ts), rowId);
    posts.set(rowId, [...(posts.get(rowId) ?? []), take]);
  }
  return posts;
}

/** Counts how a predicted message ended; what is wrong with that, or null. */
function faultOf({ state, dueAt, kind }: OutboxRow, posted: number, counts: Counts): string | null {
  switch (state) {
    case 'sent':
      if (posted === 0) return 'sent, and Slack never took it';
      counts.once += 1;
      return null;
    case 'in_doubt':
      counts.inDoubt += 1;
      return null;
    case 'gone':
      if (posted > 0 && !LIVING.includes(kind)) return 'gone, and yet Slack took it';
      counts.gone += 1;
      return null;
    case 'ready':
      counts.notYetDue += 1;
      return null;
    case 'sending':
    case 'refused':
      return `it is ${state} since ${dueAt.toISO()}`;
  }
}

/** More posts than there may be of one row. */
function doublesOf(
  { key, kind, rotationId }: OutboxRow,
  posts: readonly Take[],
  { records, witness, counts }: { records: Records; witness: Witness; counts: Counts },
): string[] {
  if (!LIVING.includes(kind)) return posts.length > 1 ? [`doubled: ${key}: ${posts.length} posts`] : [];
  const byId = [...Map.groupBy(posts, ({ clientMsgId }) => clientMsgId).values()];
  const repeats = byId.flatMap((same) =>
    same
      .slice(1)
      .map((_, n) => same[n])
      .filter((one) => one !== undefined),
  );
  const noted = repeats.filter((earlier) => !mayBeUnnoted(earlier, witness));
  counts.repeatedUnderItsId += repeats.length - noted.length;
  const news = records.audits.filter((row) => row.rotationId === rotationId && NEWS.includes(row.event.kind));
  const most = kind === 'card' ? 1 : 1 + news.length;
  return [
    ...noted.map(() => `doubled: ${key}: posted again under an id that was answered`),
    ...(byId.length > most ? [`doubled: ${key}: ${byId.length} ids, and ${most} are called for`] : []),
  ];
}

const mayBeUnnoted = ({ isAnswered, sender, realMs }: Take, { kills }: Witness): boolean =>
  !isAnswered || (kills.get(sender) ?? Infinity) - realMs < UNNOTED_MS;
