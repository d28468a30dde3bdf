import { forgetGuesses as forget } from '../db/guesses.ts';
import type { Deps } from './deps.ts';

/** Deletes what was counted of guesses more than a day ago: by then no bound and no sum asks for it (promise H11). */
export const forgetGuesses = (deps: Deps): Promise<number> =>
  forget(deps.db, deps.clock.now().minus({ days: 1 }));
