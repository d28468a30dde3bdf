import { DirectoryUnavailable } from '../adapters/directory.ts';
import type { Person, SlackIdentity } from '../domain/people.ts';
import { may } from '../domain/roles.ts';
import { notLetIn, type BoardResult } from './board-refusals.ts';
import type { Deps } from './deps.ts';
import { sightOf } from './viewing.ts';

/** Slack's word on who this is now, as at the door of Slack itself; whoever may not see the board is not let in. */
export async function boardPerson(
  deps: Pick<Deps, 'db' | 'workspaceId' | 'directory' | 'log'>,
  who: SlackIdentity,
): Promise<BoardResult<{ person: Person }>> {
  try {
    const person = await deps.directory.find(who.userId);
    if (!person || person.teamId !== who.teamId) return notLetIn({ code: 'may_not_view' });
    const { viewing } = await sightOf(deps, person);
    return may(person, 'view_board', { viewing }) ? { ok: true, person } : notLetIn({ code: 'may_not_view' });
  } catch (error) {
    if (!(error instanceof DirectoryUnavailable)) throw error;
    deps.log.warn('Slack could not say who somebody is', {}, error);
    return notLetIn({ code: 'slack_is_silent' });
  }
}
