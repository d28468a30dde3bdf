import { appendAudit } from '../db/audit.ts';
import type { Db } from '../db/connection.ts';
import { isAdminOfAllUsing, isAppointed } from '../db/packages.ts';
import { findVendor, findVendorByName } from '../db/people.ts';
import { lockRotation } from '../db/rotations.ts';
import { lockVendor, packagesServed, rotationsWith, updateVendor } from '../db/vendors.ts';
import { lockWorkspace } from '../db/workspaces.ts';
import { changesIn } from '../domain/changes.ts';
import { isSameContact, type Contact, type Person } from '../domain/people.ts';
import { may } from '../domain/roles.ts';
import type { Moment } from '../domain/schedule.ts';
import { advanceWithin } from './advance.ts';
import { resolveContact } from './contacts.ts';
import type { Deps } from './deps.ts';
import type { ContactDraft } from './drafts.ts';
import { refused, type Refusal, type Result } from './refusals.ts';
import { actorOf, allowing } from './rights.ts';

interface Input {
  readonly person: Person;
  readonly vendorId: string;
  readonly name: string;
  readonly contact: ContactDraft;
  /** The new contact takes over in rotations under way too: what the present one was given stops working. */
  readonly isForRotations: boolean;
}

/** What came of it. In `left` rotations the contact could not change any more: the vendor is settled there. */
export interface VendorEdited {
  readonly changed: readonly string[];
  readonly left: readonly string[];
}

/**
 * Who changes the record changes it for every package the vendor serves, so they must be an admin of each of them: nobody
 * redirects another's secret. One that serves none yet is kept by whoever may add packages.
 */
export async function mayKeepVendor(
  { workspaceId }: Pick<Deps, 'workspaceId'>,
  db: Db,
  { person, vendorId }: { person: Person; vendorId: string },
): Promise<Refusal | null> {
  const isOneOfThem = await isAppointed(db, workspaceId, person);
  const served = await packagesServed(db, vendorId);
  if (served.length === 0) {
    return may(person, 'keep_inventory', { isAppointed: isOneOfThem })
      ? null
      : { code: 'only_workspace_admins' };
  }
  if (person.standing === 'member' && isOneOfThem && (await isAdminOfAllUsing(db, vendorId, person)))
    return null;
  const others = served.filter(({ adminIds }) => !adminIds.includes(person.userId));
  return { code: 'vendor_of_others', who: [...new Set(others.flatMap(({ adminIds }) => adminIds))] };
}

/** A vendor's name and contact, once for all packages. Nobody makes themselves the contact (promise R3). */
export async function editVendor(deps: Deps, input: Input): Promise<Result<VendorEdited>> {
  const { person, vendorId } = input;
  const { workspaceId } = deps;
  const seen = await findVendor(deps.db, workspaceId, vendorId);
  if (!seen) return refused({ code: 'unknown_vendor_record' });
  const resolved = isAsBefore(seen.contact, input.contact)
    ? { ok: true as const, contact: null }
    : await resolveContact(deps, person, input.contact);
  if (!resolved.ok) return resolved;
  const at = deps.clock.now();
  const edited = await deps.db.transaction((tx) =>
    edit(deps, tx, { ...input, contact: resolved.contact, at }),
  );
  if (edited.ok) deps.wake();
  return edited;
}

/** The form says what is on record: its contact is not named anew, so it may be the one who edits. */
const isAsBefore = (known: Contact, draft: ContactDraft): boolean =>
  known.kind === 'slack'
    ? draft.kind === 'slack' && draft.userId === known.userId && draft.channelId === known.channelId
    : draft.kind === 'email' && draft.name === known.name && draft.email === known.email;

interface Editing extends Omit<Input, 'contact'> {
  /** Null: as it is. */
  readonly contact: Contact | null;
  readonly at: Moment;
}

async function edit(deps: Deps, tx: Db, editing: Editing): Promise<Result<VendorEdited>> {
  const { person, vendorId, name, isForRotations, at } = editing;
  const { workspaceId } = deps;
  await lockWorkspace(tx, workspaceId);
  // Rotations before the vendor, as everywhere: a move of theirs may write the vendor's contact.
  const rotations = isForRotations ? await rotationsWith(tx, vendorId) : [];
  for (const { rotationId } of rotations) await lockRotation(tx, workspaceId, rotationId);
  const before = await lockVendor(tx, workspaceId, vendorId);
  if (!before) return refused({ code: 'unknown_vendor_record' });
  const denied = await mayKeepVendor(deps, tx, editing);
  if (denied) return refused(denied);
  const same = await findVendorByName(tx, workspaceId, name);
  if (same && same.id !== vendorId) return refused({ code: 'vendor_named_so', name: same.name });
  const contact = editing.contact ?? before.contact;
  const carried = isSameContact(before.contact, contact)
    ? { changed: [], left: [] }
    : await carryOver(deps, tx, { ...editing, contact, rotations });
  const changes = changesIn({ name: before.name, contact: before.contact }, { name, contact });
  if (Object.keys(changes).length > 0) {
    await updateVendor(tx, vendorId, { name, contact });
    const event = { kind: 'vendor_changed', vendorId, vendor: before.name, changes } as const;
    const place = { workspaceId, packageId: null, rotationId: null, handoffId: null };
    await appendAudit(tx, [{ id: deps.ids.id(), at, by: actorOf(person), event, ...place }]);
  }
  return { ok: true, ...carried };
}

interface Carrying extends Editing {
  readonly contact: Contact;
  readonly rotations: Awaited<ReturnType<typeof rotationsWith>>;
}

/** The contact of rotations under way, by the same door and with the same right as when it is changed in one of them. */
async function carryOver(
  deps: Deps,
  tx: Db,
  { person, vendorId, contact, rotations, at }: Carrying,
): Promise<VendorEdited> {
  const changed: string[] = [];
  const left: string[] = [];
  for (const { rotationId, packageName } of rotations) {
    const advanced = await advanceWithin(
      deps,
      tx,
      {
        ...{ rotationId, by: actorOf(person), allow: allowing(person, 'change_contact') },
        command: { type: 'change_contact', vendorId, contact },
      },
      at,
    );
    if (advanced.ok) changed.push(packageName);
    else if (advanced.refusal.code !== 'nothing_to_do') left.push(packageName);
  }
  return { changed, left };
}
