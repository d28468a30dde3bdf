import { placeOfHandoff } from '../db/handoffs.ts';
import { advance } from './advance.ts';
import type { Deps } from './deps.ts';
import { anybody } from './rights.ts';

/** The vendor's message arrived: the card says "told". A repeat, or a rotation that moved on, changes nothing. */
export async function messageArrived(deps: Deps, handoffId: string): Promise<void> {
  const place = await placeOfHandoff(deps.db, deps.workspaceId, handoffId);
  if (!place) return;
  await advance(deps, {
    rotationId: place.rotationId,
    by: { kind: 'job', job: 'deliver_messages' },
    allow: anybody,
    command: { type: 'tell', handoffId },
  });
}
