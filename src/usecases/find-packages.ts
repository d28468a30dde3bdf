import { packagesNamed, searchPackages } from '../db/packages.ts';
import type { Package } from '../domain/package.ts';
import type { Person } from '../domain/people.ts';
import type { Deps } from './deps.ts';
import { refused, type Result } from './refusals.ts';
import { sightOf, unseen } from './viewing.ts';

/** More packages than a workspace has: what is not theirs is left out afterwards. */
const ALL = 10_000;

/** Packages they may see by a part of their name, an exact name (any case) first: for typeahead and commands. */
export async function findPackages(
  deps: Deps,
  { person, query, limit }: { person: Person; query: string; limit: number },
): Promise<Result<{ packages: Package[] }>> {
  const { db, workspaceId } = deps;
  const { sees, isWhole } = await sightOf(deps, person);
  if (isWhole) return { ok: true, packages: await searchPackages(db, workspaceId, query.trim(), limit) };
  const own = (await searchPackages(db, workspaceId, '', ALL)).filter(sees);
  if (own.length === 0) return refused(unseen(person));
  const theirs = new Set(own.map(({ id }) => id));
  const found = await searchPackages(db, workspaceId, query.trim(), ALL);
  return { ok: true, packages: found.filter(({ id }) => theirs.has(id)).slice(0, limit) };
}

/** Retired packages of exactly this name, any case, archived ones too: nothing else finds them any more. */
export async function findRetired(
  deps: Deps,
  { person, name }: { person: Person; name: string },
): Promise<Result<{ packages: Package[] }>> {
  const { sees, isWhole } = await sightOf(deps, person);
  const packages = (
    await packagesNamed(deps.db, deps.workspaceId, { name: name.trim(), isRetired: true })
  ).filter(sees);
  return isWhole || packages.length > 0 ? { ok: true, packages } : refused(unseen(person));
}
