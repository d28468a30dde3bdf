import type { Db } from '../db/connection.ts';
import { readerCopyUntil } from '../db/reader-copies.ts';
import type { Handoff } from '../domain/rotation.ts';
import type { Moment } from '../domain/schedule.ts';
import type { Refusal } from './refusals.ts';

/**
 * Why no other link is minted now: whoever collected can fetch a lost answer again, and that would end it (promise H5). Null
 * when nobody can. To be asked under the handoff's lock: a claim may be finishing.
 */
export async function stillFetchable(
  tx: Db,
  { id, collectedAt }: Handoff,
  at: Moment,
): Promise<Refusal | null> {
  const until = await readerCopyUntil(tx, id, at);
  return until && { code: 'can_be_fetched_again', at: (collectedAt ?? at).toISO(), until: until.toISO() };
}
