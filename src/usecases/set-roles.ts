import { appendAudit } from '../db/audit.ts';
import {
  holders,
  packagesWithoutSecond,
  peopleRules,
  savePeopleRules,
  setViewers,
  viewers,
  type Holder,
  type PeopleRules,
} from '../db/roles.ts';
import { appointedAdmins, homeVisitors } from '../db/people.ts';
import { lockWorkspace } from '../db/workspaces.ts';
import type { Person, SlackIdentity } from '../domain/people.ts';
import { may } from '../domain/roles.ts';
import type { Deps } from './deps.ts';
import { homesFreshSince } from './homes.ts';
import { homeWish } from './messages.ts';
import { refused, type Result } from './refusals.ts';
import { actorOf } from './rights.ts';
import { enqueueWishes } from './save-move.ts';

export type { Holder, PeopleRules };

/** Who is what here, in one place. */
export interface RolesFacts {
  readonly rules: PeopleRules;
  /** Slack user ids. */
  readonly viewers: readonly string[];
  readonly appointed: readonly string[];
  readonly holders: readonly Holder[];
  /** Names of packages for which nobody could be a second person. */
  readonly withoutSecond: readonly string[];
}

/** Who is what in this workspace, for those who say so. */
export async function readRoles(
  deps: Deps,
  { person }: { person: Person },
): Promise<Result<{ facts: RolesFacts }>> {
  if (!may(person, 'appoint', {})) return refused({ code: 'only_workspace_admins' });
  const { db, workspaceId } = deps;
  const ids = (people: readonly SlackIdentity[]) => people.map(({ userId }) => userId);
  const facts = {
    rules: await peopleRules(db, workspaceId),
    viewers: ids(await viewers(db, workspaceId)),
    appointed: ids(await appointedAdmins(db, workspaceId)),
    holders: await holders(db, workspaceId),
    withoutSecond: await packagesWithoutSecond(db, workspaceId),
  };
  return { ok: true, facts };
}

type Input = { readonly person: Person; readonly viewerIds: readonly string[] } & PeopleRules;

/**
 * Says who may look, and what needs a second admin. Guests and people of other companies may look only if they are named.
 * Rotations under way follow; App Homes that somebody may be looking at are drawn again.
 */
export async function setRoles(
  deps: Deps,
  { person, viewerIds, isViewingNarrowed, secondPersonFor }: Input,
): Promise<Result<{ withoutSecond: readonly string[] }>> {
  if (!may(person, 'appoint', {})) return refused({ code: 'only_workspace_admins' });
  const named: SlackIdentity[] = [];
  for (const userId of new Set(viewerIds)) {
    const found = await deps.directory.find(userId);
    if (!found || found.standing === 'deactivated' || found.standing === 'bot')
      return refused({ code: 'viewer_unusable', userId });
    named.push(found);
  }
  const at = deps.clock.now();
  const { workspaceId } = deps;
  const by = actorOf(person);
  const rules = { isViewingNarrowed, secondPersonFor };
  await deps.db.transaction(async (tx) => {
    await lockWorkspace(tx, workspaceId);
    await setViewers(tx, workspaceId, named, { namedBy: by, namedAt: at });
    await savePeopleRules(tx, workspaceId, rules, { changedBy: by, changedAt: at });
    const event = { kind: 'people_rules_set', ...rules, viewers: named.map(({ userId }) => userId) } as const;
    const place = { workspaceId, packageId: null, rotationId: null, handoffId: null };
    await appendAudit(tx, [{ id: deps.ids.id(), at, by, event, ...place }]);
    const looking = await homeVisitors(tx, workspaceId, homesFreshSince(at));
    await enqueueWishes(deps, tx, looking.map(homeWish), { rotationId: null, at });
  });
  deps.wake();
  const isAsked = secondPersonFor.length > 0;
  return { ok: true, withoutSecond: isAsked ? await packagesWithoutSecond(deps.db, workspaceId) : [] };
}
