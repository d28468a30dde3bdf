import { and, eq, gt, isNull, lt } from 'drizzle-orm';
import type { SlackIdentity } from '../domain/people.ts';
import type { Moment } from '../domain/schedule.ts';
import type { Db } from './connection.ts';
import { boardSession } from './schema.ts';

/** Somebody signed in, as their cookie proves it. */
export interface BoardSession {
  readonly id: string;
  readonly who: SlackIdentity;
  readonly seenAt: Moment;
}

interface NewSession {
  readonly id: string;
  readonly workspaceId: string;
  readonly who: SlackIdentity;
  readonly tokenHash: Uint8Array;
  readonly attemptHash: Uint8Array;
  readonly madeAt: Moment;
  readonly expiresAt: Moment;
}

/** False when the attempt was made use of already. */
export async function insertBoardSession(tx: Db, { who, ...row }: NewSession): Promise<boolean> {
  const { enterpriseId, teamId, userId } = who;
  const made = await tx
    .insert(boardSession)
    .values({ ...row, enterpriseId, teamId, userId, seenAt: row.madeAt })
    .onConflictDoNothing({ target: boardSession.attemptHash })
    .returning({ id: boardSession.id });
  return made.length === 1;
}

const living = (workspaceId: string, tokenHash: Uint8Array, at: Moment) =>
  and(
    eq(boardSession.tokenHash, tokenHash),
    eq(boardSession.workspaceId, workspaceId),
    gt(boardSession.expiresAt, at),
    isNull(boardSession.revokedAt),
  );

export async function findBoardSession(
  db: Db,
  workspaceId: string,
  { tokenHash, at }: { tokenHash: Uint8Array; at: Moment },
): Promise<BoardSession | null> {
  const [row] = await db
    .select()
    .from(boardSession)
    .where(living(workspaceId, tokenHash, at));
  if (!row) return null;
  const { id, enterpriseId, teamId, userId, seenAt } = row;
  return { id, who: { enterpriseId, teamId, userId }, seenAt };
}

/** Notes that somebody is there, unless it was noted after `since`. */
export async function touchBoardSession(
  db: Db,
  id: string,
  { at, since }: { at: Moment; since: Moment },
): Promise<void> {
  await db
    .update(boardSession)
    .set({ seenAt: at })
    .where(and(eq(boardSession.id, id), lt(boardSession.seenAt, since)));
}

/** Ends the session of this token; whose it was, or null when it had ended. */
export async function revokeBoardSession(
  tx: Db,
  workspaceId: string,
  { tokenHash, at }: { tokenHash: Uint8Array; at: Moment },
): Promise<SlackIdentity | null> {
  const [row] = await tx
    .update(boardSession)
    .set({ revokedAt: at })
    .where(living(workspaceId, tokenHash, at))
    .returning();
  return row ? { enterpriseId: row.enterpriseId, teamId: row.teamId, userId: row.userId } : null;
}

/** Deletes sessions that ran out before this moment; says how many. */
export async function deleteBoardSessions(db: Db, expiredBefore: Moment): Promise<number> {
  const gone = await db
    .delete(boardSession)
    .where(lt(boardSession.expiresAt, expiredBefore))
    .returning({ id: boardSession.id });
  return gone.length;
}
