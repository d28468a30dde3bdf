import { deleteReceipts } from '../db/receipts.ts';
import { RULES } from '../domain/rules.ts';
import type { Deps } from './deps.ts';

/**
 * Ends the receipts of rotations that ended thirteen months ago: who was told, opened, collected and confirmed what, and the
 * hashes of their links. The audit trail and the fingerprints stay. Says of how many rotations.
 */
export const forgetReceipts = (deps: Deps): Promise<number> =>
  deleteReceipts(deps.db, deps.clock.now().minus({ months: RULES.receiptMonths }));
