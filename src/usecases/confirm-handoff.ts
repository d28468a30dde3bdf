import { placeOfHandoff } from '../db/handoffs.ts';
import type { Person } from '../domain/people.ts';
import { advance, type Advanced } from './advance.ts';
import type { Deps } from './deps.ts';
import { refused } from './refusals.ts';
import { actorOf, onlyContact } from './rights.ts';
import { cachedTokenDoubt, confirmCommand, type ConfirmInput } from './vendor-acts.ts';

/** "It works", by the vendor's own click in Slack (promise R4). */
export async function confirmHandoff(
  deps: Deps,
  { person, handoffId, ...input }: ConfirmInput & { person: Person; handoffId: string },
): Promise<Advanced> {
  const place = await placeOfHandoff(deps.db, deps.workspaceId, handoffId);
  if (!place) return refused({ code: 'handoff_closed' });
  const by = actorOf(person);
  return advance(deps, {
    rotationId: place.rotationId,
    by,
    allow: (scene) => onlyContact(person, handoffId)(scene) ?? cachedTokenDoubt(scene, handoffId, input),
    command: confirmCommand(handoffId, by, 'slack', input),
  });
}
