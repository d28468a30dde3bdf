import { searchPackages } from '../db/packages.ts';
import type { Package } from '../domain/package.ts';
import type { Person } from '../domain/people.ts';
import { may } from '../domain/roles.ts';
import type { Deps } from './deps.ts';
import { refused, type Result } from './refusals.ts';

/** Packages by a part of their name, an exact name (any case) first: for typeahead and commands. */
export async function findPackages(
  deps: Deps,
  { person, query, limit }: { person: Person; query: string; limit: number },
): Promise<Result<{ packages: Package[] }>> {
  if (!may(person, 'view', {})) return refused({ code: 'not_a_member' });
  return { ok: true, packages: await searchPackages(deps.db, deps.workspaceId, query.trim(), limit) };
}
