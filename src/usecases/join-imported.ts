import { appendAudit, type AuditRow, type OtherEvent } from '../db/audit.ts';
import type { Db } from '../db/connection.ts';
import { lockRotation } from '../db/rotations.ts';
import { insertPlaces } from '../db/places.ts';
import { linkVendors } from '../db/vendors.ts';
import type { Changed } from '../domain/import-plan.ts';
import type { VendorGain } from '../domain/import-vendors.ts';
import type { Package, PackageAdmin } from '../domain/package.ts';
import type { SlackIdentity } from '../domain/people.ts';
import type { Deps } from './deps.ts';
import type { RowsToPlan } from './read-import.ts';
import { actorOf } from './rights.ts';
import { replaceAdmins } from './set-package-admins.ts';

type Rows = Pick<RowsToPlan, 'person' | 'owners' | 'at'>;

/** A package, and the vendors and systems it gets. */
export interface Joining {
  readonly package: Pick<Package, 'id'>;
  readonly gains: readonly VendorGain[];
}

/** As by hand, unless somebody says otherwise of a place later. */
const KIND = 'vendor_system';

/** Records who uses packages, and where the secret sits with them, with the audit rows that each would have by hand. */
export async function joinVendors(
  { ids, workspaceId }: Deps,
  tx: Db,
  { person, at }: Rows,
  joining: readonly Joining[],
): Promise<void> {
  const all = joining.flatMap(({ package: { id }, gains }) =>
    gains.map((gain) => ({ packageId: id, ...gain })),
  );
  const joined = all.map(({ packageId, vendorId, systems, ...gain }) => {
    const link = { workspaceId, packageId, vendorId, addedAt: at };
    const places = systems.map((system, n) => ({
      ...{ ...link, id: ids.id(), system },
      ...({ kind: KIND, knownBy: null, position: n + 1 } as const),
    }));
    return { ...gain, link, places };
  });
  await linkVendors(
    tx,
    joined.filter(({ isNew }) => isNew).map(({ link }) => link),
  );
  await insertPlaces(
    tx,
    joined.flatMap(({ places }) => places),
  );
  const by = actorOf(person);
  const rows = joined.flatMap(({ link: { packageId }, ...one }) =>
    eventsOf(one).map((event): AuditRow => {
      const of = { workspaceId, packageId, rotationId: null, handoffId: null };
      return { id: ids.id(), at, by, event, ...of };
    }),
  );
  await appendAudit(tx, rows);
}

interface Joined extends Pick<VendorGain, 'vendor' | 'isNew'> {
  readonly places: readonly { readonly id: string; readonly system: string }[];
}

const eventsOf = ({ vendor, isNew, places }: Joined): OtherEvent[] =>
  isNew
    ? [{ kind: 'vendor_recorded', vendor, systems: places.map(({ system }) => system) }]
    : places.map(({ id: placeId, system }) => ({
        kind: 'place_added',
        placeId,
        vendor,
        system,
        placeKind: KIND,
      }));

/** People as a package’s backups; whoever is not known any more is left out. */
export const backupsOf = (
  backupIds: readonly string[],
  known: ReadonlyMap<string, SlackIdentity>,
): PackageAdmin[] =>
  backupIds.flatMap((id) => {
    const found = known.get(id);
    if (!found) return [];
    const { enterpriseId, teamId, userId } = found;
    return [{ enterpriseId, teamId, userId, role: 'backup' }];
  });

/** Names the backups of a package anew, by the same door as by hand: who leaves a rotation under way keeps no link of it. */
export async function joinBackups(
  deps: Deps,
  tx: Db,
  { person, owners, at }: Rows,
  {
    package: pkg,
    backupIds,
    rotationId,
  }: Pick<Changed, 'backupIds'> & { package: Package; rotationId: string | null },
): Promise<void> {
  if (backupIds === null) return;
  const known = new Map([...owners, ...pkg.admins.map((admin) => [admin.userId, admin] as const)]);
  const others = pkg.admins.filter(({ role, userId }) => role !== 'backup' && !backupIds.includes(userId));
  const admins = [...others, ...backupsOf(backupIds, known)];
  const rotation = rotationId === null ? null : await lockRotation(tx, deps.workspaceId, rotationId);
  await replaceAdmins(deps, tx, { pkg, rotation, admins, person, at });
}
