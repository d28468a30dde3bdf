import { placeOfHandoff } from '../db/handoffs.ts';
import type { Person } from '../domain/people.ts';
import type { ProblemKind } from '../domain/rotation.ts';
import { advance, type Advanced } from './advance.ts';
import type { Deps } from './deps.ts';
import { refused } from './refusals.ts';
import { actorOf, onlyContact } from './rights.ts';

interface Input {
  readonly person: Person;
  readonly handoffId: string;
  readonly kind: ProblemKind;
  readonly note: string | null;
}

/** "Something is wrong", by the vendor in Slack: the gate stays shut until it is resolved. */
export async function reportProblem(deps: Deps, { person, handoffId, kind, note }: Input): Promise<Advanced> {
  const place = await placeOfHandoff(deps.db, deps.workspaceId, handoffId);
  if (!place) return refused({ code: 'handoff_closed' });
  return advance(deps, {
    rotationId: place.rotationId,
    by: actorOf(person),
    allow: onlyContact(person, handoffId),
    command: { type: 'report_problem', handoffId, kind, note },
  });
}
