import type { Person } from '../domain/people.ts';
import { advance, type Advanced } from './advance.ts';
import type { Deps } from './deps.ts';
import { actorOf, allowing } from './rights.ts';

interface Who {
  readonly person: Person;
  readonly rotationId: string;
}

/** With everything else settled, another admin is asked to agree before Activate is pressed in Setup. */
export const askToActivate = (
  deps: Deps,
  { person, rotationId, generationId }: Who & { generationId: string },
): Promise<Advanced> =>
  advance(deps, {
    ...{ rotationId, by: actorOf(person), allow: allowing(person, 'ask_to_activate') },
    command: { type: 'ask_to_activate', generationId },
  });

/** Another admin of the package agrees: Activate may be pressed, or the waiver holds. */
export const agreeToRequest = (
  deps: Deps,
  { person, rotationId, request }: Who & { request: number },
): Promise<Advanced> =>
  advance(deps, {
    ...{ rotationId, by: actorOf(person), allow: allowing(person, 'second') },
    command: { type: 'agree', request },
  });

/** Another admin does not agree, or whoever asked takes it back. */
export const declineRequest = (
  deps: Deps,
  { person, rotationId, request, reason }: Who & { request: number; reason: string },
): Promise<Advanced> =>
  advance(deps, {
    ...{ rotationId, by: actorOf(person), allow: allowing(person, 'second') },
    command: { type: 'decline', request, reason },
  });
