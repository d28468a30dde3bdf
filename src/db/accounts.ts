import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { Account } from '../domain/account.ts';
import type { Moment } from '../domain/schedule.ts';
import type { Db } from './connection.ts';
import { account, installedPackage } from './schema.ts';

const columns = {
  id: account.id,
  name: account.name,
  subdomain: account.subdomain,
  enterpriseId: account.enterpriseId,
  kind: account.kind,
};

/** These accounts of the packages' own workspace, by id. */
export async function accountsById(
  db: Db,
  workspaceId: string,
  ids: readonly string[],
): Promise<Map<string, Account>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select(columns)
    .from(account)
    .where(and(eq(account.workspaceId, workspaceId), inArray(account.id, [...new Set(ids)])));
  return new Map(rows.map((row) => [row.id, row]));
}

const own = (workspaceId: string, id: string) =>
  and(eq(account.workspaceId, workspaceId), eq(account.id, id));

export async function findAccount(db: Db, workspaceId: string, id: string): Promise<Account | null> {
  const [found] = await db.select(columns).from(account).where(own(workspaceId, id));
  return found ?? null;
}

/** An account of the workspace. While the transaction lasts nobody removes it, so that a package can be put into it. */
export async function holdAccount(tx: Db, workspaceId: string, id: string): Promise<Account | null> {
  const [found] = await tx.select(columns).from(account).where(own(workspaceId, id)).for('key share');
  return found ?? null;
}

/** The same for whoever changes or removes it: nobody else does, and no package is put into it meanwhile. */
export async function lockAccount(tx: Db, workspaceId: string, id: string): Promise<Account | null> {
  const [found] = await tx.select(columns).from(account).where(own(workspaceId, id)).for('update');
  return found ?? null;
}

/** The account of this name, any case. */
export async function accountNamed(db: Db, workspaceId: string, name: string): Promise<Account | null> {
  const [found] = await db
    .select(columns)
    .from(account)
    .where(and(eq(account.workspaceId, workspaceId), sql`lower(${account.name}) = lower(${name})`));
  return found ?? null;
}

/** All accounts of the workspace, by name. */
export const everyAccount = (db: Db, workspaceId: string): Promise<Account[]> =>
  db
    .select(columns)
    .from(account)
    .where(eq(account.workspaceId, workspaceId))
    .orderBy(asc(sql`lower(${account.name})`));

/** An account, and how many packages are in it; retired ones count, as they still name it. */
export interface CountedAccount extends Account {
  readonly packages: number;
}

/** The accounts whose name or subdomain contains the text, by name. */
export async function searchAccounts(
  db: Db,
  workspaceId: string,
  { text, limit }: { text: string; limit: number },
): Promise<CountedAccount[]> {
  const pattern = `%${text.replace(/[\\%_]/g, (mark) => `\\${mark}`)}%`;
  const packages = sql<number>`(select count(*)::int from package p where p.account_id = account.id)`;
  return db
    .select({ ...columns, packages })
    .from(account)
    .where(
      and(
        eq(account.workspaceId, workspaceId),
        sql`(${account.name} ilike ${pattern} or ${account.subdomain} ilike ${pattern})`,
      ),
    )
    .orderBy(asc(sql`lower(${account.name})`))
    .limit(limit);
}

/** What is in an account: packages, and those of them that are being rotated. */
export async function packagesIn(
  db: Db,
  accountId: string,
): Promise<{ name: string; isRotating: boolean }[]> {
  const isRotating = sql<boolean>`exists (select from rotation r where r.package_id = package.id
    and r.step not in ('done', 'cancelled'))`;
  return db
    .select({ name: installedPackage.name, isRotating })
    .from(installedPackage)
    .where(eq(installedPackage.accountId, accountId))
    .orderBy(asc(installedPackage.name));
}

export async function insertAccount(
  tx: Db,
  row: Account & { workspaceId: string; createdAt: Moment },
): Promise<void> {
  await tx.insert(account).values(row);
}

export async function updateAccount(tx: Db, { id, ...set }: Account): Promise<void> {
  await tx.update(account).set(set).where(eq(account.id, id));
}

export async function deleteAccount(tx: Db, id: string): Promise<void> {
  await tx.delete(account).where(eq(account.id, id));
}
