import {
  accountNamed,
  deleteAccount,
  findAccount,
  insertAccount,
  lockAccount,
  packagesIn,
  updateAccount,
} from '../db/accounts.ts';
import { appendAudit, type OtherEvent } from '../db/audit.ts';
import type { Db } from '../db/connection.ts';
import { isAppointed } from '../db/packages.ts';
import { lockWorkspace } from '../db/workspaces.ts';
import type { Account } from '../domain/account.ts';
import { changesIn } from '../domain/changes.ts';
import type { Person } from '../domain/people.ts';
import { may } from '../domain/roles.ts';
import type { Moment } from '../domain/schedule.ts';
import type { Deps } from './deps.ts';
import type { AccountDraft } from './drafts.ts';
import { refused, type Refusal, type Result } from './refusals.ts';
import { actorOf } from './rights.ts';

interface Saving {
  readonly person: Person;
  /** Null for one that is new. */
  readonly accountId: string | null;
  readonly draft: AccountDraft;
}

/** Who may add packages keeps their accounts too. */
export async function mayKeepAccounts(
  { db, workspaceId }: Pick<Deps, 'db' | 'workspaceId'>,
  person: Person,
): Promise<Refusal | null> {
  const subject = { isAppointed: await isAppointed(db, workspaceId, person) };
  return may(person, 'keep_inventory', subject) ? null : { code: 'only_workspace_admins' };
}

/** One account to be edited, for those who may. */
export async function readAccount(
  deps: Deps,
  { person, accountId }: { person: Person; accountId: string },
): Promise<Result<{ account: Account; packages: number }>> {
  const denied = await mayKeepAccounts(deps, person);
  if (denied) return refused(denied);
  const account = await findAccount(deps.db, deps.workspaceId, accountId);
  if (!account) return refused({ code: 'unknown_account' });
  return { ok: true, account, packages: (await packagesIn(deps.db, accountId)).length };
}

/** Adds an account, or changes one. Names are unique, in any case. */
export async function saveAccount(deps: Deps, saving: Saving): Promise<Result<{ accountId: string }>> {
  const at = deps.clock.now();
  return deps.db.transaction(async (tx): Promise<Result<{ accountId: string }>> => {
    await lockWorkspace(tx, deps.workspaceId);
    const denied = await mayKeepAccounts({ ...deps, db: tx }, saving.person);
    return denied ? refused(denied) : saveAccountWithin(deps, tx, { ...saving, at });
  });
}

/** The same as a part of something larger, whose rights were judged; the workspace's row is locked by it. */
export async function saveAccountWithin(
  deps: Deps,
  tx: Db,
  { person, accountId, draft, at }: Saving & { at: Moment },
): Promise<Result<{ accountId: string }>> {
  const { workspaceId } = deps;
  await lockWorkspace(tx, workspaceId);
  const known = accountId === null ? null : await lockAccount(tx, workspaceId, accountId);
  if (accountId !== null && !known) return refused({ code: 'unknown_account' });
  const same = await accountNamed(tx, workspaceId, draft.name);
  if (same && same.id !== accountId) return refused({ code: 'account_name_taken', name: same.name });
  const saved: Account = { ...draft, id: known?.id ?? deps.ids.id() };
  const changes = known ? changesIn(known, draft) : {};
  if (known && Object.keys(changes).length === 0) return { ok: true, accountId: known.id };
  if (known) await updateAccount(tx, saved);
  else await insertAccount(tx, { ...saved, workspaceId, createdAt: at });
  const { id, kind: type, ...facts } = saved;
  const event: OtherEvent = known
    ? { kind: 'account_changed', accountId: id, name: known.name, changes }
    : { kind: 'account_added', accountId: id, type, ...facts };
  await record(deps, tx, { person, event, at });
  return { ok: true, accountId: id };
}

/** Removes an account that holds no package: one that does would leave them, and rotations under way, without it. */
export async function removeAccount(
  deps: Deps,
  { person, accountId }: { person: Person; accountId: string },
): Promise<Result<{ name: string }>> {
  const at = deps.clock.now();
  return deps.db.transaction(async (tx): Promise<Result<{ name: string }>> => {
    await lockWorkspace(tx, deps.workspaceId);
    const denied = await mayKeepAccounts({ ...deps, db: tx }, person);
    if (denied) return refused(denied);
    const known = await lockAccount(tx, deps.workspaceId, accountId);
    if (!known) return refused({ code: 'unknown_account' });
    const inside = await packagesIn(tx, accountId);
    if (inside.length > 0) {
      const rotating = inside.filter(({ isRotating }) => isRotating).map(({ name }) => name);
      return refused({ code: 'account_in_use', packages: inside.map(({ name }) => name), rotating });
    }
    await deleteAccount(tx, accountId);
    await record(deps, tx, { person, event: { kind: 'account_removed', accountId, name: known.name }, at });
    return { ok: true, name: known.name };
  });
}

async function record(
  deps: Deps,
  tx: Db,
  { person, event, at }: { person: Person; event: OtherEvent; at: Moment },
): Promise<void> {
  const place = { workspaceId: deps.workspaceId, packageId: null, rotationId: null, handoffId: null };
  await appendAudit(tx, [{ id: deps.ids.id(), at, by: actorOf(person), event, ...place }]);
}
