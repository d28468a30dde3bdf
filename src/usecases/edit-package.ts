import { holdAccount } from '../db/accounts.ts';
import { appendAudit } from '../db/audit.ts';
import type { Db } from '../db/connection.ts';
import { updateRecord } from '../db/package-records.ts';
import { lockPackage, packagesNamed } from '../db/packages.ts';
import { cardPlace, lockRotation, lookAtRotation, openRotationOf } from '../db/rotations.ts';
import { lockWorkspace } from '../db/workspaces.ts';
import { changesIn, type Changes } from '../domain/changes.ts';
import { fixedWhileRotating } from '../domain/fixed-while-rotating.ts';
import type { Package } from '../domain/package.ts';
import type { Person } from '../domain/people.ts';
import { keptStart } from '../domain/planned-start.ts';
import type { Rotation } from '../domain/rotation.ts';
import type { Moment } from '../domain/schedule.ts';
import type { Deps } from './deps.ts';
import { isNamesake } from './add-package.ts';
import { drawAgain } from './draw-again.ts';
import type { RecordDraft } from './drafts.ts';
import { concernedBy, homeWishes } from './homes.ts';
import { recordSeen } from './record-seen.ts';
import { refused, type Refusal, type Result } from './refusals.ts';
import { actorOf, mayDo } from './rights.ts';
import { enqueueWishes } from './save-move.ts';

interface Input {
  readonly person: Person;
  readonly packageId: string;
  readonly draft: RecordDraft;
  /** Of the record as it was shown, by `recordSeen`; null where nobody says. */
  readonly seen?: string | null;
}

/** What came of it: the fields that changed, and where the card of the rotation under way stays. */
export interface Edited {
  readonly changes: Changes;
  readonly cardChannel: string | null;
}

interface Editing {
  readonly before: Package;
  readonly rotation: Rotation | null;
  readonly draft: RecordDraft;
  readonly changes: Changes;
}

/**
 * Writes what is on record of a package anew. Its admins are handed over instead. While it is rotated its dates are the
 * rotation's: they come with its end. A record that somebody has changed since it was shown is left as it is. Another date lets the reminder sweep look at once.
 */
export async function editPackage(
  deps: Deps,
  { person, packageId, draft, seen = null }: Input,
): Promise<Result<Edited>> {
  const { workspaceId } = deps;
  const at = deps.clock.now();
  const edited = await deps.db.transaction(async (tx): Promise<Result<Edited>> => {
    await lockWorkspace(tx, workspaceId);
    const open = await openRotationOf(tx, packageId);
    const rotation = open && (await lockRotation(tx, workspaceId, open.id));
    const before = await lockPackage(tx, workspaceId, packageId);
    if (!before) return refused({ code: 'unknown_package' });
    const denied = mayDo(person, 'edit_package', before);
    if (denied) return refused(denied);
    if (seen !== null && seen !== recordSeen(before)) return refused({ code: 'record_changed' });
    const changes = changesIn({ ...before, accountId: before.account?.id ?? null }, draft);
    if (Object.keys(changes).length === 0) return { ok: true, changes, cardChannel: null };
    const editing = { before, rotation, draft, changes };
    const stopped = await judge(deps, tx, editing);
    if (stopped) return refused(stopped);
    await save(deps, tx, editing, { person, at });
    const place = rotation && (await cardPlace(tx, rotation.id));
    return { ok: true, changes, cardChannel: place?.channel ?? null };
  });
  if (edited.ok) deps.wake();
  return edited;
}

const TELLING_APART = ['name', 'clientId', 'accountId', 'businessUnits'];

async function judge(
  { workspaceId }: Deps,
  tx: Db,
  { before, rotation, draft, changes }: Editing,
): Promise<Refusal | null> {
  const fixed = rotation && fixedWhileRotating(changes);
  if (fixed) return { code: 'fixed_while_rotating', what: fixed };
  if (TELLING_APART.some((field) => field in changes)) {
    const named = await packagesNamed(tx, workspaceId, { name: draft.name });
    const same = named.find((one) => one.id !== before.id && isNamesake(one, draft));
    if (same) return { code: 'package_name_taken', name: same.name };
  }
  if (draft.accountId !== null && !(await holdAccount(tx, workspaceId, draft.accountId)))
    return { code: 'unknown_account' };
  return null;
}

async function save(
  deps: Deps,
  tx: Db,
  { before, rotation, draft, changes }: Editing,
  { person, at }: { person: Person; at: Moment },
): Promise<void> {
  const { id: packageId, workspaceId } = before;
  const { expiresOn, leadDays } = draft;
  // What was put off, or planned, was so for the old date.
  const snooze =
    'expiresOn' in changes
      ? { snoozedUntil: null, plannedStartOn: keptStart(before, { expiresOn, leadDays }) }
      : {};
  await updateRecord(tx, packageId, { ...draft, ...snooze, nextLookAt: before.isRetired ? null : at });
  const event = { kind: 'package_changed', name: before.name, changes } as const;
  const place = { workspaceId, packageId, rotationId: null, handoffId: null };
  await appendAudit(tx, [{ id: deps.ids.id(), at, by: actorOf(person), event, ...place }]);
  if (!rotation) {
    const homes = await homeWishes(tx, { workspaceId, concerned: concernedBy(before), at });
    return enqueueWishes(deps, tx, homes, { rotationId: null, at });
  }
  // Freeze windows open and shut its gate.
  if ('freezeWindows' in changes) await lookAtRotation(tx, rotation.id, at);
  await drawAgain(deps, tx, { package: before, rotationId: rotation.id, at });
}
