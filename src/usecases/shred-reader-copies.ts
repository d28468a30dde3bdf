import { shredReaderCopies as shred } from '../db/reader-copies.ts';
import type { Deps } from './deps.ts';

/** Ends what could be fetched again after a lost answer, ten minutes after it was collected (promises H5 and H8). */
export const shredReaderCopies = (deps: Deps): Promise<number> => shred(deps.db, deps.clock.now());
