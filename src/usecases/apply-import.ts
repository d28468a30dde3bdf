import { appendAudit, type AuditRow } from '../db/audit.ts';
import type { Db } from '../db/connection.ts';
import { everyAccount } from '../db/accounts.ts';
import { insertPackages, lockPackages, lockRotationsOf, updatePackages } from '../db/many-packages.ts';
import { appoint } from '../db/people.ts';
import { lookAtRotation } from '../db/rotations.ts';
import { lockWorkspace } from '../db/workspaces.ts';
import type { Account } from '../domain/account.ts';
import type { Added, Changed, ImportPlan } from '../domain/import-plan.ts';
import type { Package } from '../domain/package.ts';
import { dayOf, dueOn, startOfDay, type Day, type Moment } from '../domain/schedule.ts';
import type { Deps } from './deps.ts';
import { drawAgain } from './draw-again.ts';
import { concernedBy, homeWishes } from './homes.ts';
import { enterImport, mayImport } from './import-door.ts';
import { backupsOf, joinBackups, joinVendors } from './join-imported.ts';
import type { LinkAndCode } from './open-link.ts';
import {
  digestOf,
  planRows,
  readImport,
  type Importer,
  type RowsToPlan,
  type TableInput,
} from './read-import.ts';
import { refused, type Result } from './refusals.ts';
import { actorOf } from './rights.ts';
import { saveAccountWithin } from './save-account.ts';
import { enqueueWishes } from './save-move.ts';

/** What an import has done. */
export interface ImportDone {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly refused: ImportPlan['refused'];
  /** Of all packages it wrote: when the first is due to be rotated; null when no date is known. */
  readonly firstDueOn: Day | null;
  /** Packages it wrote whose date nobody knows. */
  readonly undated: number;
  /** Packages it added without saying who uses them. */
  readonly unused: number;
  /** Being rotated now, without the vendors and systems they got: by name. */
  readonly joinLater: readonly string[];
  /** Accounts it made, of which nothing but the name is known. */
  readonly newAccounts: readonly string[];
  readonly at: Moment;
}

type Applying = Importer & { readonly input: TableInput; readonly seen: string };

/**
 * Does what the preview showed, in one transaction: judged again under the workspace's lock, and refused if it has become
 * something else. A repeat finds everything as the table has it, and changes nothing.
 */
export async function applyImport(
  deps: Deps,
  { input, seen, ...importer }: Applying,
): Promise<Result<{ done: ImportDone }>> {
  const denied = await mayImport(deps, deps.db, importer.person);
  if (denied) return refused(denied);
  const at = deps.clock.now();
  const read = await readImport(deps, importer, input);
  if (!read.ok) return read;
  const { reading } = read;
  // A preview that asked something was no preview of this.
  if (reading.kind !== 'plan') return refused({ code: 'import_outdated' });
  const rows = { ...importer, ...reading, accountName: input.accountName, at };
  const applied = await deps.db.transaction(async (tx): Promise<Result<{ done: ImportDone }>> => {
    await lockWorkspace(tx, deps.workspaceId);
    const deniedNow = await mayImport(deps, tx, importer.person);
    if (deniedNow) return refused(deniedNow);
    const { plan, rotations } = await planLocked(deps, tx, rows);
    const isNothing = plan.added.length + plan.changed.length === 0;
    if (!isNothing && digestOf(plan) !== seen) return refused({ code: 'import_outdated' });
    return {
      ok: true,
      done: isNothing ? doneOf(plan, [], at) : await write(deps, tx, rows, { plan, rotations }),
    };
  });
  if (applied.ok) deps.wake();
  return applied;
}

/** The same for somebody with link and code. */
export async function applyByLink(
  deps: Deps,
  held: LinkAndCode & TableInput & { readonly seen: string },
): Promise<Result<{ done: ImportDone }>> {
  const entered = await enterImport(deps, held);
  if (!entered.ok) return entered;
  const { person, link } = entered;
  return applyImport(deps, { person, channelId: link.channelId, input: held, seen: held.seen });
}

/** What is to be done, and the rotations under way of the packages it changes. */
interface Locked {
  readonly plan: ImportPlan;
  readonly rotations: ReadonlyMap<string, string>;
}

/** Planned once to know what is to be locked, and again when nobody else can change it. */
async function planLocked(deps: Deps, tx: Db, rows: RowsToPlan): Promise<Locked> {
  const plan = await planRows(deps, tx, rows);
  if (plan.changed.length === 0) return { plan, rotations: new Map() };
  const ids = plan.changed.map((one) => one.package.id);
  const rotations = await lockRotationsOf(tx, ids);
  await lockPackages(tx, ids);
  return { plan: await planRows(deps, tx, rows), rotations };
}

async function write(deps: Deps, tx: Db, rows: RowsToPlan, { plan, rotations }: Locked): Promise<ImportDone> {
  const { person, at } = rows;
  const accounts = await accountsFor(deps, tx, rows, plan.newAccounts);
  const joining = plan.added.map((one) => ({
    package: packageOf(deps, rows, one, accounts),
    gains: one.gains,
  }));
  const added = joining.map((one) => one.package);
  const changed = plan.changed.map((one) => ({ ...one, after: changedPackage(one, accounts) }));
  await insertPackages(
    tx,
    added.map((pkg) => ({ package: pkg, nextLookAt: isReminded(pkg) ? startOfDay(dayOf(at)) : null })),
  );
  await updatePackages(
    tx,
    changed
      .filter(({ changes }) => Object.keys(changes).length > 0)
      .map(({ after, changes }) => ({ package: after, hasNewDate: 'expiresOn' in changes })),
    at,
  );
  if (person.isWorkspaceAdmin) {
    const owners = [
      ...new Map(added.flatMap(({ admins }) => admins.map((admin) => [admin.userId, admin]))).values(),
    ];
    await appoint(tx, deps.workspaceId, owners, { appointedBy: actorOf(person), appointedAt: at });
  }
  await appendAudit(tx, trailOf(deps, rows, added, changed));
  await joinVendors(deps, tx, rows, [...joining, ...changed]);
  const packages = [...added, ...changed.map(({ after }) => after)];
  const concerned = new Set([person.userId, ...packages.flatMap((pkg) => concernedBy(pkg))]);
  const homes = await homeWishes(tx, { workspaceId: deps.workspaceId, concerned: [...concerned], at });
  await enqueueWishes(deps, tx, homes, { rotationId: null, at });
  for (const one of plan.changed) {
    const rotationId = rotations.get(one.package.id);
    await joinBackups(deps, tx, rows, { ...one, rotationId: rotationId ?? null });
    if (rotationId) await followUp(deps, tx, one, { rotationId, at });
  }
  return doneOf(plan, packages, at);
}

/** The card of a rotation under way shows what has changed; freeze windows open and shut its gate. */
async function followUp(
  deps: Deps,
  tx: Db,
  { package: pkg, changes }: Changed,
  { rotationId, at }: { rotationId: string; at: Moment },
): Promise<void> {
  if ('freezeWindows' in changes) await lookAtRotation(tx, rotationId, at);
  await drawAgain(deps, tx, { package: pkg, rotationId, at });
}

const isReminded = ({ expiresOn, integrationType }: Package): boolean =>
  expiresOn !== null && integrationType !== 'public_app';

/** The workspace's accounts by name, in lower case, with those the table brings. */
async function accountsFor(
  deps: Deps,
  tx: Db,
  { person, at }: RowsToPlan,
  names: readonly string[],
): Promise<Map<string, Account>> {
  for (const name of names) {
    const draft = { name, subdomain: null, enterpriseId: null, kind: 'production' } as const;
    const saved = await saveAccountWithin(deps, tx, { person, accountId: null, draft, at });
    if (!saved.ok) throw new Error(`an account that is new was refused: ${saved.refusal.code}`);
  }
  return new Map((await everyAccount(tx, deps.workspaceId)).map((one) => [one.name.toLowerCase(), one]));
}

function packageOf(
  { ids, workspaceId }: Deps,
  { owners, person, at }: RowsToPlan,
  { package: { accountName, ownerId, backupIds, ...facts } }: Added,
  accounts: ReadonlyMap<string, Account>,
): Package {
  const { enterpriseId, teamId, userId } = owners.get(ownerId) ?? person;
  return {
    ...facts,
    ...{ id: ids.id(), workspaceId },
    account: accounts.get(accountName?.toLowerCase() ?? '') ?? null,
    ...{ isRetired: false, archivedAt: null, plannedStartOn: null, snoozedUntil: null, createdAt: at },
    admins: [{ enterpriseId, teamId, userId, role: 'owner' }, ...backupsOf(backupIds, owners)],
  };
}

/** A package as it is after the change. */
function changedPackage(
  { package: pkg, edits: { accountName, ...edits } }: Changed,
  accounts: ReadonlyMap<string, Account>,
): Package {
  const account = accountName ? (accounts.get(accountName.toLowerCase()) ?? null) : pkg.account;
  return { ...pkg, ...edits, account };
}

function trailOf(
  { ids, workspaceId }: Deps,
  { person, at }: RowsToPlan,
  added: readonly Package[],
  changed: readonly Changed[],
): AuditRow[] {
  const by = actorOf(person);
  const place = { workspaceId, rotationId: null, handoffId: null };
  return [
    ...added.map(({ id: packageId, name }) => ({
      ...{ id: ids.id(), at, by, ...place, packageId },
      event: { kind: 'package_added', name } as const,
    })),
    ...changed
      .filter(({ changes }) => Object.keys(changes).length > 0)
      .map(({ package: { id: packageId, name }, changes }) => ({
        ...{ id: ids.id(), at, by, ...place, packageId },
        event: { kind: 'package_changed', name, changes } as const,
      })),
  ];
}

function doneOf(plan: ImportPlan, written: readonly Package[], at: Moment): ImportDone {
  const due = written.flatMap(({ expiresOn, leadDays }) => (expiresOn ? [dueOn(expiresOn, leadDays)] : []));
  return {
    ...{
      added: plan.added.length,
      changed: plan.changed.length,
      unchanged: plan.unchanged,
      refused: plan.refused,
      newAccounts: plan.newAccounts,
      at,
    },
    firstDueOn: due.toSorted()[0] ?? null,
    unused: plan.added.filter(({ gains }) => gains.length === 0).length,
    joinLater: plan.changed.flatMap(({ isRotating, gains, package: { name } }) =>
      isRotating && gains.length > 0 ? [name] : [],
    ),
    undated: written.filter(({ expiresOn }) => expiresOn === null).length,
  };
}
