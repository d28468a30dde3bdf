import { holdAccount } from '../db/accounts.ts';
import { appendAudit } from '../db/audit.ts';
import type { Db } from '../db/connection.ts';
import { insertPackages } from '../db/many-packages.ts';
import { isAppointed, packagesNamed } from '../db/packages.ts';
import { appoint, appointedAdmins } from '../db/people.ts';
import { lockWorkspace } from '../db/workspaces.ts';
import type { Package } from '../domain/package.ts';
import { isSamePerson, type Person, type SlackIdentity } from '../domain/people.ts';
import { may } from '../domain/roles.ts';
import { dayOf, startOfDay } from '../domain/schedule.ts';
import type { Deps } from './deps.ts';
import type { PackageDraft } from './drafts.ts';
import { concernedBy, homeWishes } from './homes.ts';
import { refused, type Refusal, type Result } from './refusals.ts';
import { resolveAdmins } from './resolve-admins.ts';
import { actorOf } from './rights.ts';
import { enqueueWishes } from './save-move.ts';

interface Input {
  readonly person: Person;
  readonly draft: PackageDraft;
}

/**
 * Records a package with its admins. A Slack workspace admin appoints whoever they name; somebody appointed may only
 * name people who are appointed too.
 */
export async function addPackage(
  deps: Deps,
  { person, draft }: Input,
): Promise<Result<{ packageId: string }>> {
  const { workspaceId } = deps;
  // Before Slack is asked about anybody, and again when nobody is appointed or taken off meanwhile.
  const denied = await mayAdd(deps, deps.db, person, []);
  if (denied) return refused(denied);
  const named = await resolveAdmins(deps, draft);
  if (!named.ok) return named;
  const at = deps.clock.now();
  const { ownerId: _owner, backupIds: _backups, accountId, ...facts } = draft;
  const known: Omit<Package, 'account'> = {
    ...facts,
    id: deps.ids.id(),
    workspaceId,
    isRetired: false,
    archivedAt: null,
    plannedStartOn: null,
    snoozedUntil: null,
    createdAt: at,
    admins: named.admins,
  };
  const added = await deps.db.transaction(async (tx): Promise<Result<{ packageId: string }>> => {
    await lockWorkspace(tx, workspaceId);
    const isDenied = await mayAdd(deps, tx, person, named.admins);
    if (isDenied) return refused(isDenied);
    const same = (await packagesNamed(tx, workspaceId, { name: draft.name })).find((one) =>
      isNamesake(one, draft),
    );
    if (same) return refused({ code: 'package_name_taken', name: same.name });
    const account = accountId === null ? null : await holdAccount(tx, workspaceId, accountId);
    if (accountId !== null && !account) return refused({ code: 'unknown_account' });
    const pkg: Package = { ...known, account };
    const isReminded = pkg.expiresOn !== null && pkg.integrationType !== 'public_app';
    await insertPackages(tx, [{ package: pkg, nextLookAt: isReminded ? startOfDay(dayOf(at)) : null }]);
    if (person.isWorkspaceAdmin) {
      await appoint(tx, workspaceId, named.admins, { appointedBy: actorOf(person), appointedAt: at });
    }
    const place = { workspaceId, packageId: pkg.id, rotationId: null, handoffId: null };
    const event = { kind: 'package_added', name: pkg.name } as const;
    await appendAudit(tx, [{ id: deps.ids.id(), at, by: actorOf(person), event, ...place }]);
    const concerned = [person.userId, ...concernedBy(pkg)];
    await enqueueWishes(deps, tx, await homeWishes(tx, { workspaceId, concerned, at }), {
      rotationId: null,
      at,
    });
    return { ok: true, packageId: pkg.id };
  });
  if (added.ok) deps.wake();
  return added;
}

/** Why this person may not add a package of these admins; null when they may. */
async function mayAdd(
  deps: Deps,
  db: Db,
  person: Person,
  admins: readonly SlackIdentity[],
): Promise<Refusal | null> {
  const isOneOfThem = await isAppointed(db, deps.workspaceId, person);
  if (!may(person, 'add_package', { isAppointed: isOneOfThem })) return { code: 'only_workspace_admins' };
  const stranger = person.isWorkspaceAdmin ? null : await findStranger(deps, db, admins);
  return stranger && { code: 'not_appointed', userId: stranger.userId };
}

type Named = Pick<PackageDraft, 'clientId' | 'accountId' | 'businessUnits'>;

/** Two packages may share a name if their client ids, their accounts or their business units tell them apart. */
export function isNamesake(known: Package, { clientId, accountId, businessUnits }: Named): boolean {
  if (known.clientId !== null && clientId !== null) return known.clientId === clientId;
  if (known.account && accountId !== null && known.account.id !== accountId) return false;
  const isShared = known.businessUnits.some(({ mid }) => businessUnits.some((unit) => unit.mid === mid));
  return isShared || known.businessUnits.length === 0 || businessUnits.length === 0;
}

/** The first of these people who may not be a package admin yet. */
export async function findStranger(
  { workspaceId }: Pick<Deps, 'workspaceId'>,
  db: Db,
  admins: readonly SlackIdentity[],
): Promise<SlackIdentity | null> {
  const appointed = await appointedAdmins(db, workspaceId);
  return admins.find((admin) => !appointed.some((one) => isSamePerson(one, admin))) ?? null;
}
