import { deleteBoardSessions } from '../db/board-sessions.ts';
import type { Deps } from './deps.ts';

/** Deletes sessions of the board a day after they ran out; that somebody signed in stays in the audit trail. */
export const forgetBoardSessions = (deps: Deps): Promise<number> =>
  deleteBoardSessions(deps.db, deps.clock.now().minus({ days: 1 }));
