import { DirectoryUnavailable } from '../adapters/directory.ts';
import { lookAgainAtPackagesOf, notePerson, peopleToAskAbout } from '../db/known-people.ts';
import type { SlackIdentity } from '../domain/people.ts';
import type { Deps } from './deps.ts';

const AT_MOST = 20;
const HOURS_UNTIL_ASKED_AGAIN = 24;

/**
 * Asks Slack, once a day, about those who may have to be reminded: their zone, and whether they are still there. So no sweep
 * waits for Slack, and who has left is known before their packages are due. Returns how many were asked about.
 */
export async function refreshPeople(deps: Deps): Promise<number> {
  const { db, workspaceId } = deps;
  const since = deps.clock.now().minus({ hours: HOURS_UNTIL_ASKED_AGAIN });
  const wanted = await peopleToAskAbout(db, { workspaceId, since, limit: AT_MOST });
  let asked = 0;
  for (const identity of wanted) {
    try {
      await ask(deps, identity);
    } catch (error) {
      // Slack is away: what is known holds meanwhile.
      if (error instanceof DirectoryUnavailable) return asked;
      throw error;
    }
    asked += 1;
  }
  return asked;
}

async function ask(deps: Deps, identity: SlackIdentity): Promise<void> {
  const { workspaceId } = deps;
  const person = await deps.directory.find(identity.userId);
  const at = deps.clock.now();
  const isGone = person === null || person.standing === 'deactivated';
  await deps.db.transaction(async (tx) => {
    const found = { identity, zone: person?.zone ?? null, isGone };
    if (await notePerson(tx, workspaceId, found, at))
      await lookAgainAtPackagesOf(tx, workspaceId, identity, at);
  });
}
