import { searchAccounts, type CountedAccount } from '../db/accounts.ts';
import { isAppointed } from '../db/packages.ts';
import type { Person } from '../domain/people.ts';
import { may } from '../domain/roles.ts';
import type { Deps } from './deps.ts';
import { refused, type Result } from './refusals.ts';
import { sightOf, unseen } from './viewing.ts';

export type { CountedAccount };

interface Asked {
  readonly person: Person;
  /** A part of a name or subdomain; empty for all. */
  readonly query: string;
  readonly limit: number;
}

/** The accounts by name, with how many packages each has, and whether whoever asks may change them. */
export async function listAccounts(
  deps: Deps,
  { person, query, limit }: Asked,
): Promise<Result<{ accounts: readonly CountedAccount[]; mayKeep: boolean }>> {
  if (!(await sightOf(deps, person)).isWhole) return refused(unseen(person));
  const { db, workspaceId } = deps;
  const accounts = await searchAccounts(db, workspaceId, { text: query.trim(), limit });
  const mayKeep = may(person, 'keep_inventory', { isAppointed: await isAppointed(db, workspaceId, person) });
  return { ok: true, accounts, mayKeep };
}
