import { inArray } from 'drizzle-orm';
import type { Account } from '../domain/account.ts';
import type { Db } from './connection.ts';
import { account } from './schema.ts';

const columns = {
  id: account.id,
  name: account.name,
  subdomain: account.subdomain,
  enterpriseId: account.enterpriseId,
  kind: account.kind,
};

/** These accounts, by id. */
export async function accountsById(db: Db, ids: readonly string[]): Promise<Map<string, Account>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select(columns)
    .from(account)
    .where(inArray(account.id, [...new Set(ids)]));
  return new Map(rows.map((row) => [row.id, row]));
}
