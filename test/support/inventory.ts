import { randomUUID } from 'node:crypto';
import { chunksOf } from '../../src/db/chunks.ts';
import type { Db } from '../../src/db/connection.ts';
import * as tables from '../../src/db/schema.ts';
import type { SlackIdentity } from '../../src/domain/people.ts';
import { isOneIn, packageRow, pick, type InventoryOf } from './inventory-packages.ts';
import { insertRotations } from './inventory-rotations.ts';

// An inventory as a big tenant has it, row by row into the tables: the same for the same count, so that pictures of it can
// be compared. Most dates fall on a few days, some are unknown, a few packages belong to nobody any more.

const BRANDS = ['Northwind', 'Birch & Co', 'Fjord Travel', 'Okapi', 'Lumen Energy', 'Sable Bank', 'Tern Air'];
const VENDORS = [
  'Acme Mail',
  'Loop Loyalty',
  'Nordic Print',
  'Birch Data',
  'Our own CloudPages',
  'Tally Surveys',
];

/** Fills the tables; returns the packages' ids in the order of their making. */
export async function fillInventory(db: Db, of: InventoryOf): Promise<string[]> {
  const { workspaceId, at, count, owners, gone } = of;
  const accounts = accountRows(of);
  const vendors = VENDORS.map((name) => ({
    ...{ id: randomUUID(), workspaceId, name, createdAt: at },
    contact: { kind: 'email', name, email: `${name.split(' ')[0]?.toLowerCase()}@vendor.example` },
  }));
  await db.insert(tables.account).values(accounts).onConflictDoNothing();
  await db.insert(tables.vendor).values(vendors).onConflictDoNothing();
  await db
    .insert(tables.appointedAdmin)
    .values([...owners, gone].map((who) => appointed(of, who)))
    .onConflictDoNothing();
  const { teamId, userId } = gone;
  const left = { workspaceId, teamId, userId, zone: null, isGone: true, askedAt: at };
  await db.insert(tables.knownPerson).values(left).onConflictDoNothing();
  const packages = Array.from({ length: count }, (_, n) =>
    packageRow(of, n, accounts[n % accounts.length]?.id ?? null),
  );
  for (const rows of chunksOf(packages)) await db.insert(tables.installedPackage).values(rows);
  const vendorsOf = packages.map((_, n) =>
    vendors.slice(0, 1 + pick(n, 3, 11)).map((__, k) => vendors[(n + k) % vendors.length]!),
  );
  for (const rows of chunksOf(packages.flatMap(({ id }, n) => adminRows(of, id, n)))) {
    await db.insert(tables.packageAdmin).values(rows);
  }
  const served = packages.flatMap(({ id: packageId }, n) =>
    (vendorsOf[n] ?? []).map(({ id: vendorId }) => ({
      workspaceId,
      packageId,
      vendorId,
      addedAt: at,
    })),
  );
  for (const rows of chunksOf(served)) await db.insert(tables.packageVendor).values(rows);
  await insertRotations(
    db,
    of,
    packages.map((pkg, n) => ({ ...pkg, vendors: vendorsOf[n] ?? [] })),
  );
  return packages.map(({ id }) => id);
}

const accountRows = ({ workspaceId, at, count }: InventoryOf) =>
  BRANDS.slice(0, Math.max(1, Math.min(BRANDS.length, Math.ceil(count / 20)))).map((name, n) => ({
    ...{
      id: randomUUID(),
      workspaceId,
      name,
      createdAt: at,
      subdomain: null,
      enterpriseId: String(510_000 + n),
    },
    kind: n === 2 ? ('sandbox' as const) : ('production' as const),
  }));

const appointed = ({ workspaceId, at }: InventoryOf, { enterpriseId, teamId, userId }: SlackIdentity) => ({
  ...{ workspaceId, enterpriseId, teamId, userId, appointedAt: at },
  appointedBy: { kind: 'job', job: 'inventory' },
});

function adminRows({ workspaceId, count, owners, gone }: InventoryOf, packageId: string, n: number) {
  const owner = count > 1 && isOneIn(n, 24, 26) ? gone : owners[n % owners.length];
  const [backup] = owners;
  if (!owner || !backup) throw new Error('an inventory needs somebody to own it');
  const row = ({ enterpriseId, teamId, userId }: SlackIdentity, role: 'owner' | 'backup') => ({
    ...{ workspaceId, packageId, enterpriseId, teamId, userId, role },
  });
  return owner.userId === backup.userId
    ? [row(owner, 'owner')]
    : [row(owner, 'owner'), row(backup, 'backup')];
}
