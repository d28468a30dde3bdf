import { DirectoryUnavailable } from '../adapters/directory.ts';
import { lookAgainAtPackagesOf, notePerson, noteUnanswered, peopleToAskAbout } from '../db/known-people.ts';
import { holdLanes, isFree } from '../db/lanes.ts';
import { lockWorkspace } from '../db/workspaces.ts';
import type { SlackIdentity } from '../domain/people.ts';
import type { PacedMethod } from '../domain/rules.ts';
import type { Deps } from './deps.ts';
import { letGoEverywhere } from './let-go.ts';

const AT_MOST = 20;
const HOURS_UNTIL_ASKED_AGAIN = 24;
const HOURS_AFTER_NO_ANSWER = 1;
const SECONDS_WITHOUT_SLACK = 60;
const LANE: PacedMethod = 'users.info';

/**
 * Asks Slack, once a day, about those who may have to be reminded: their zone, and whether they are still there. So no sweep
 * waits for Slack, and who has left is known before their packages are due. Where messages are paced so are these questions:
 * one each time it is run, with no call to be run again at once, since the same are asked for every click. Returns how many
 * more may follow at once.
 */
export async function refreshPeople(deps: Deps): Promise<number> {
  const { db, workspaceId, pace } = deps;
  const now = deps.clock.now();
  if (!(await isFree(db, workspaceId, LANE, now))) return 0;
  const since = now.minus({ hours: HOURS_UNTIL_ASKED_AGAIN });
  const wanted = await peopleToAskAbout(db, { workspaceId, since, limit: pace ? 1 : AT_MOST });
  for (const identity of wanted) {
    if (!(await isAnswered(deps, identity))) return 0;
  }
  return pace ? 0 : wanted.length;
}

/** False when Slack is away: what is known holds meanwhile. Somebody it can't tell of keeps nobody else waiting. */
async function isAnswered(deps: Deps, identity: SlackIdentity): Promise<boolean> {
  const { db, workspaceId, clock } = deps;
  try {
    await ask(deps, identity);
    return true;
  } catch (error) {
    if (!(error instanceof DirectoryUnavailable)) throw error;
    const now = clock.now();
    if (!error.isAboutPerson) {
      await holdLanes(db, { workspaceId, lanes: [LANE], now, ms: SECONDS_WITHOUT_SLACK * 1_000 });
      return false;
    }
    const askedAt = now.minus({ hours: HOURS_UNTIL_ASKED_AGAIN - HOURS_AFTER_NO_ANSWER });
    await noteUnanswered(db, workspaceId, identity, askedAt);
    return true;
  }
}

async function ask(deps: Deps, identity: SlackIdentity): Promise<void> {
  const { workspaceId } = deps;
  const person = await deps.directory.find(identity.userId);
  const at = deps.clock.now();
  const isGone = person === null || person.standing === 'deactivated';
  const isNews = await deps.db.transaction(async (tx) => {
    const found = { identity, zone: person?.zone ?? null, name: person?.name ?? null, isGone };
    const isOther = await notePerson(tx, workspaceId, found, at);
    if (isOther) await lookAgainAtPackagesOf(tx, workspaceId, identity, at);
    return isOther;
  });
  if (!isGone || !isNews) return;
  const userIds = [identity.userId];
  await deps.db.transaction(async (tx) => {
    await lockWorkspace(tx, workspaceId);
    await letGoEverywhere(deps, tx, { userIds, at });
  });
}
