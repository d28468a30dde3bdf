import { lt, sql } from 'drizzle-orm';
import { RULES } from '../domain/rules.ts';
import type { Moment } from '../domain/schedule.ts';
import type { Db } from './connection.ts';
import { guess } from './schema.ts';
import { statement, value } from './statement.ts';

// Guessing is bounded by counting (promise H11): nobody's code is answered before it is on record.

/** What came of a code that somebody brought. At `too_many` nobody has looked at it. */
export type CodeVerdict = 'right' | 'wrong' | 'too_many';

/** Where and when a code is tried. */
export interface Trying {
  /** The network it comes from. */
  readonly from: string;
  readonly windowAt: Moment;
}

/**
 * How a try is recorded: under the lock of its row, which every try takes, so that not even a right one slips past the wrong
 * ones beside it. At the bound nothing is written and no row comes back. A right code counts as none.
 */
export const WITHIN_BOUND = sql`on conflict (about, network, window_at)
  do update set wrong = guess.wrong + excluded.wrong where guess.wrong < ${sql.raw(String(RULES.wrongCodesPerWindow))}`;

/** A server that crashes may forget the last tries: not worth a wait for the disk at each. */
export const WITHOUT_WAITING = sql`set_config('synchronous_commit', 'off', true) as "commitWaits"`;

const COUNT = statement<'workspaceId' | 'about' | 'from' | 'windowAt' | 'wrong'>(sql`
  insert into guess (workspace_id, about, network, window_at, wrong)
  values (${value('workspaceId')}, ${value('about')}, ${value('from')}, ${value('windowAt')}, ${value('wrong')})
  ${WITHIN_BOUND} returning ${WITHOUT_WAITING}`);

/** Checks and records a try in one statement; false when its network has used up the window. Not for use in a transaction. */
export async function countTry(
  db: Db,
  { isRight, windowAt, ...of }: Trying & { workspaceId: string; about: string; isRight: boolean },
): Promise<boolean> {
  const rows = await db.execute(COUNT({ ...of, windowAt: windowAt.toISO(), wrong: isRight ? 0 : 1 }));
  return rows.length === 1;
}

/** Whose sum of wrong codes, and of which day. */
interface Sums {
  readonly workspaceId: string;
  /** The handoff or rotation. */
  readonly about: string;
  readonly day: Moment;
}

const isNews = sql`${guess.toldAt} is null and ${guess.wrong} > case when ${guess.about} = ${guess.workspaceId}
  then ${RULES.wrongCodesToWarnOf}::int else ${RULES.wrongCodesToTellOf}::int end`;

/** Adds a wrong code to the day's sums; true when somebody must hear of one. They stop nobody. Not for use in a transaction. */
export async function addUpWrongCode(db: Db, { workspaceId, about, day }: Sums): Promise<boolean> {
  const windowAt = day.toISO();
  const rows = await db.execute<{ is_news: boolean }>(sql`
    insert into guess (workspace_id, about, network, window_at, wrong)
    values (${workspaceId}, ${about}, 'everywhere', ${windowAt}, 1),
      (${workspaceId}, ${workspaceId}, 'everywhere', ${windowAt}, 1)
    on conflict (about, network, window_at) do update set wrong = guess.wrong + 1
    returning ${isNews} as is_news, ${WITHOUT_WAITING}`);
  return rows.some((row) => row.is_news);
}

/** Which sums this caller is the one to tell of: each is told once. */
export async function claimNews(
  tx: Db,
  { workspaceId, about, day, at }: Sums & { at: Moment },
): Promise<{ ofLink: boolean; ofWorkspace: boolean }> {
  const told = await tx.execute<{ about: string }>(sql`
    update guess set told_at = ${at.toISO()}
    where about in (${about}, ${workspaceId}) and network = 'everywhere' and window_at = ${day.toISO()} and ${isNews}
    returning about`);
  const isTold = (id: string) => told.some((row) => row.about === id);
  return { ofLink: isTold(about), ofWorkspace: isTold(workspaceId) };
}

/** Forgets what was counted in windows that began before that moment; says how many there were. */
export async function forgetGuesses(db: Db, before: Moment): Promise<number> {
  const forgotten = await db
    .delete(guess)
    .where(lt(guess.windowAt, before))
    .returning({ about: guess.about });
  return forgotten.length;
}
