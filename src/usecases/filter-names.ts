import { accountsById } from '../db/accounts.ts';
import { findVendor } from '../db/people.ts';
import type { BoardFilter } from '../domain/board.ts';
import type { Deps } from './deps.ts';
import type { FilterNames } from './home-facts.ts';

/** What a filter knows by id, by name. */
export async function filterNames(
  { db, workspaceId }: Deps,
  { accountId, vendorId }: BoardFilter,
): Promise<FilterNames> {
  const accounts = await accountsById(db, accountId === null ? [] : [accountId]);
  const vendor = vendorId === null ? null : await findVendor(db, workspaceId, vendorId);
  return {
    account: accountId === null ? null : (accounts.get(accountId)?.name ?? null),
    vendor: vendor?.name ?? null,
  };
}
