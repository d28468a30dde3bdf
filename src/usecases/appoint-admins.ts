import { appendAudit } from '../db/audit.ts';
import { appointedAdmins, setAppointed } from '../db/people.ts';
import { lockWorkspace } from '../db/workspaces.ts';
import { isSamePerson, type Person, type SlackIdentity } from '../domain/people.ts';
import { may } from '../domain/roles.ts';
import type { Deps } from './deps.ts';
import { letGoEverywhere } from './let-go.ts';
import { refused, type Result } from './refusals.ts';
import { actorOf } from './rights.ts';

/** Who may be a package admin here; null when this person may not see to that. */
export async function readAppointed(
  deps: Deps,
  { person }: { person: Person },
): Promise<Result<{ userIds: string[] }>> {
  if (!may(person, 'appoint', {})) return refused({ code: 'only_workspace_admins' });
  const admins = await appointedAdmins(deps.db, deps.workspaceId);
  return { ok: true, userIds: admins.map((admin) => admin.userId) };
}

/**
 * Slack workspace admins and owners say who may be a package admin; members only. Packages keep the admins they were
 * given, but whoever is taken off the list may do nothing on them until they are on it again, nor may anybody with what
 * they were to pass on.
 */
export async function appointAdmins(
  deps: Deps,
  { person, userIds }: { person: Person; userIds: readonly string[] },
): Promise<Result> {
  if (!may(person, 'appoint', {})) return refused({ code: 'only_workspace_admins' });
  const admins: SlackIdentity[] = [];
  for (const userId of userIds) {
    const found = await deps.directory.find(userId);
    if (found?.standing !== 'member') return refused({ code: 'admin_unusable', userId });
    admins.push(found);
  }
  const at = deps.clock.now();
  const { workspaceId } = deps;
  const by = actorOf(person);
  await deps.db.transaction(async (tx) => {
    // Of two at once the later one holds, whole.
    await lockWorkspace(tx, workspaceId);
    const before = await appointedAdmins(tx, workspaceId);
    await setAppointed(tx, workspaceId, admins, { appointedBy: by, appointedAt: at });
    const event = { kind: 'admins_appointed', admins: [...userIds] } as const;
    const place = { workspaceId, packageId: null, rotationId: null, handoffId: null };
    await appendAudit(tx, [{ id: deps.ids.id(), at, by, event, ...place }]);
    const leaving = before.filter((one) => !admins.some((admin) => isSamePerson(admin, one)));
    await letGoEverywhere(deps, tx, { userIds: leaving.map(({ userId }) => userId), at });
  });
  deps.wake();
  return { ok: true };
}
