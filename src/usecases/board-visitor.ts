import { findBoardSession, revokeBoardSession, touchBoardSession } from '../db/board-sessions.ts';
import { auditBoard } from './audit-board.ts';
import { boardPerson, type Visitor } from './board-person.ts';
import { notLetIn, type BoardResult } from './board-refusals.ts';
import type { Deps } from './deps.ts';
import { hashToken } from './link-hash.ts';

/** Being there is noted no more often than this. */
const MINUTES_BETWEEN_NOTES = 5;

/**
 * Who visits the board with this token, judged anew at each request. The session of whoever may no longer see it ends for good.
 */
export async function boardVisitor(
  deps: Deps,
  { token }: { token: string | null },
): Promise<BoardResult<Visitor>> {
  if (!deps.signIn) return notLetIn({ code: 'sign_in_not_set_up' });
  if (token === null) return notLetIn({ code: 'not_signed_in', hadOne: false });
  const at = deps.clock.now();
  const tokenHash = hashToken(token);
  const session = await findBoardSession(deps.db, deps.workspaceId, { tokenHash, at });
  if (!session) return notLetIn({ code: 'not_signed_in', hadOne: true });
  const found = await boardPerson(deps, session.who);
  if (found.ok) {
    const since = at.minus({ minutes: MINUTES_BETWEEN_NOTES });
    if (session.seenAt < since) await touchBoardSession(deps.db, session.id, { at, since });
  } else if (found.refusal.code === 'may_not_view') {
    await endSession(deps, tokenHash);
  }
  return found;
}

async function endSession(deps: Deps, tokenHash: Uint8Array): Promise<void> {
  const at = deps.clock.now();
  await deps.db.transaction(async (tx) => {
    const who = await revokeBoardSession(tx, deps.workspaceId, { tokenHash, at });
    if (!who) return;
    const event = { kind: 'board_session_ended', userId: who.userId } as const;
    await auditBoard(deps, tx, { at, by: { kind: 'job', job: 'board' }, event });
  });
}
