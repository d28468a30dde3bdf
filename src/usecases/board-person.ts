import { DirectoryUnavailable } from '../adapters/directory.ts';
import type { Person, SlackIdentity } from '../domain/people.ts';
import { notLetIn, type BoardResult } from './board-refusals.ts';
import type { Deps } from './deps.ts';
import { boardReach } from './viewing.ts';

/** Who visits the board, and whose packages it is made of for them; null: everybody's. */
export interface Visitor {
  readonly person: Person;
  readonly seenBy: SlackIdentity | null;
}

/** Slack's word on who this is now, as at the door of Slack itself; whoever may not see the board is not let in. */
export async function boardPerson(
  deps: Pick<Deps, 'db' | 'workspaceId' | 'directory' | 'log'>,
  who: SlackIdentity,
): Promise<BoardResult<Visitor>> {
  try {
    const person = await deps.directory.find(who.userId);
    if (!person || person.teamId !== who.teamId) return notLetIn({ code: 'may_not_view' });
    const seenBy = await boardReach(deps, person);
    return seenBy === undefined ? notLetIn({ code: 'may_not_view' }) : { ok: true, person, seenBy };
  } catch (error) {
    if (!(error instanceof DirectoryUnavailable)) throw error;
    deps.log.warn('Slack could not say who somebody is', {}, error);
    return notLetIn({ code: 'slack_is_silent' });
  }
}
