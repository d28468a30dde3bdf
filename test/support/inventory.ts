import { randomUUID } from 'node:crypto';
import type { Db } from '../../src/db/connection.ts';
import * as tables from '../../src/db/schema.ts';
import type { SlackIdentity } from '../../src/domain/people.ts';
import { dayOf, type Moment } from '../../src/domain/schedule.ts';
import { insertRotations } from './inventory-rotations.ts';

// An inventory as a big tenant has it, row by row into the tables: the same for the same count, so that pictures of it can
// be compared. Most dates fall on a few days, some are unknown, a few packages belong to nobody any more.

export interface InventoryOf {
  readonly workspaceId: string;
  readonly at: Moment;
  readonly count: number;
  /** Everybody owns some; the first is the backup of the others'. */
  readonly owners: readonly SlackIdentity[];
  /** One of them has left: what they own belongs to nobody. */
  readonly gone: SlackIdentity;
  readonly channelIds: readonly string[];
}

const BRANDS = ['Northwind', 'Birch & Co', 'Fjord Travel', 'Okapi', 'Lumen Energy', 'Sable Bank', 'Tern Air'];
const USES = [
  'ESP production',
  'Loyalty sync',
  'CloudPages forms',
  'Data warehouse export',
  'Order confirmations',
  'Consent service',
  'Mobile push',
  'Nightly import',
  'Preference centre',
  'Voucher service',
  'CRM connector',
  'Survey answers',
];
const MARKETS = ['UK', 'DE', 'FR', 'Nordics', 'Iberia', 'US', 'APAC', 'Benelux'];
const VENDORS = [
  'Acme Mail',
  'Loop Loyalty',
  'Nordic Print',
  'Birch Data',
  'Our own CloudPages',
  'Tally Surveys',
];

/** A number below `below`: always the same for the same place, and without a pattern. */
export function pick(n: number, below: number, salt = 7): number {
  const first = Math.imul(n + 1 + salt * 7919, 0x9e3779b1);
  const second = Math.imul(first ^ (first >>> 15), 0x85ebca6b);
  return ((second ^ (second >>> 13)) >>> 0) % below;
}

/** About one in so many, always the same ones. */
export const isOneIn = (n: number, of: number, salt: number): boolean => pick(n, of, salt) === 0;

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
  for (const rows of chunks(packages)) await db.insert(tables.installedPackage).values(rows);
  const vendorsOf = packages.map((_, n) =>
    vendors.slice(0, 1 + pick(n, 3, 11)).map((__, k) => vendors[(n + k) % vendors.length]!),
  );
  for (const rows of chunks(packages.flatMap(({ id }, n) => adminRows(of, id, n)))) {
    await db.insert(tables.packageAdmin).values(rows);
  }
  const served = packages.flatMap(({ id: packageId }, n) =>
    (vendorsOf[n] ?? []).map(({ id: vendorId }) => ({
      workspaceId,
      packageId,
      vendorId,
      systems: ['Middleware'],
      addedAt: at,
    })),
  );
  for (const rows of chunks(served)) await db.insert(tables.packageVendor).values(rows);
  await insertRotations(
    db,
    of,
    packages.map((pkg, n) => ({ ...pkg, vendors: vendorsOf[n] ?? [] })),
  );
  return packages.map(({ id }) => id);
}

/** Postgres takes 65,535 values in one statement. */
function chunks<T>(rows: readonly T[], size = 1_000): T[][] {
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, n) =>
    rows.slice(n * size, (n + 1) * size),
  );
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

/** Days from today to the printed date: two of three on the cliffs, the others anywhere in half a year; null is unknown. */
function daysToExpiry(n: number, count: number): number | null {
  if (count === 1) return 5;
  if (isOneIn(n, 20, 25)) return null;
  if (isOneIn(n, 25, 12)) return -1 - pick(n, 9, 3);
  if (isOneIn(n, 12, 9)) return 2 + pick(n, 12, 5);
  const cliff = [44, 45, 51, 93][pick(n, 4, 19)] ?? 44;
  return pick(n, 3, 23) < 2 ? cliff : 12 + pick(n, 168, 31);
}

function packageRow(
  { workspaceId, at, count, channelIds }: InventoryOf,
  n: number,
  accountId: string | null,
) {
  const days = daysToExpiry(n, count);
  const expiresOn = days === null ? null : dayOf(at.plus({ days }));
  const isPlanned = days !== null && days > 40 && isOneIn(n, 5, 41);
  const mid = String(510_001_000 + pick(n, 8, 43));
  const series = Math.floor(n / (USES.length * MARKETS.length));
  return {
    ...{ id: randomUUID(), workspaceId, accountId, expiresOn, leadDays: 7 },
    name: `${USES[n % USES.length]} ${MARKETS[Math.floor(n / USES.length) % MARKETS.length]}${series > 0 ? ` ${series + 1}` : ''}`,
    clientId: randomUUID().replaceAll('-', '').slice(0, 24),
    integrationType: isOneIn(n, 5, 47) ? ('web_app' as const) : ('server_to_server' as const),
    businessUnits: [{ mid, name: `${MARKETS[pick(n, 8, 43)]} retail` }],
    criticality: (['normal', 'normal', 'high', 'low'] as const)[pick(n, 4, 53)] ?? ('normal' as const),
    secretGeneratedOn: expiresOn === null ? null : dayOf(at.plus({ days: (days ?? 0) - 180 })),
    expirySource:
      expiresOn === null ? null : isOneIn(n, 4, 59) ? ('computed' as const) : ('read_in_setup' as const),
    plannedStartOn: isPlanned
      ? dayOf(at.plus({ days: Math.max(3, (days ?? 0) - 12 - pick(n, 25, 61)) }))
      : null,
    isDormant: count > 1 && isOneIn(n, 211, 67),
    channelId: channelIds[n % channelIds.length] ?? '',
    freezeWindows: [],
    createdAt: at.minus({ days: 200 }),
  };
}

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

export type InventoryPackage = ReturnType<typeof packageRow> & {
  readonly vendors: readonly { readonly id: string; readonly name: string; readonly contact: object }[];
};
