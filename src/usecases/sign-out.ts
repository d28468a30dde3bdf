import { revokeBoardSession } from '../db/board-sessions.ts';
import { auditBoard } from './audit-board.ts';
import type { Deps } from './deps.ts';
import { hashToken } from './link-hash.ts';

/** Ends the session of this token, if it lives; a second time changes nothing. */
export async function signOut(deps: Deps, { token }: { token: string }): Promise<void> {
  const at = deps.clock.now();
  await deps.db.transaction(async (tx) => {
    const who = await revokeBoardSession(tx, deps.workspaceId, { tokenHash: hashToken(token), at });
    if (who)
      await auditBoard(deps, tx, { at, by: { kind: 'slack', ...who }, event: { kind: 'board_signed_out' } });
  });
}
