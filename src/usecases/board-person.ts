import { DirectoryUnavailable } from '../adapters/directory.ts';
import type { Person, SlackIdentity } from '../domain/people.ts';
import { may } from '../domain/roles.ts';
import { notLetIn, type BoardResult } from './board-refusals.ts';
import type { Deps } from './deps.ts';

/** Slack's word on who this is now, as at the door of Slack itself; whoever may not see the board is not let in. */
export async function boardPerson(
  deps: Pick<Deps, 'directory' | 'log'>,
  who: SlackIdentity,
): Promise<BoardResult<{ person: Person }>> {
  try {
    const person = await deps.directory.find(who.userId);
    if (!person || person.teamId !== who.teamId || !may(person, 'view', {}))
      return notLetIn({ code: 'may_not_view' });
    return { ok: true, person };
  } catch (error) {
    if (!(error instanceof DirectoryUnavailable)) throw error;
    deps.log.warn('Slack could not say who somebody is', {}, error);
    return notLetIn({ code: 'slack_is_silent' });
  }
}
