import { filterOptions, type FilterField, type FilterOption } from '../db/filter-options.ts';
import type { BoardFilter } from '../domain/board.ts';
import type { Person } from '../domain/people.ts';
import type { Deps } from './deps.ts';
import type { FilterNames } from './facts.ts';
import { filterNames } from './filter-names.ts';
import { refused, type Result } from './refusals.ts';
import { sightOf, unseen } from './viewing.ts';

export type { FilterField, FilterOption };

/** What a filter knows by id, by name: for changing it. */
export async function readFilter(
  deps: Deps,
  { person, filter }: { person: Person; filter: BoardFilter },
): Promise<Result<{ names: FilterNames }>> {
  if (!(await sightOf(deps, person)).isWhole) return refused(unseen(person));
  return { ok: true, names: await filterNames(deps, filter) };
}

/** What a board can be narrowed to, by a part of its name: for typeahead. */
export async function findFilterOptions(
  deps: Deps,
  { person, field, text, limit }: { person: Person; field: FilterField; text: string; limit: number },
): Promise<Result<{ options: FilterOption[] }>> {
  if (!(await sightOf(deps, person)).isWhole) return refused(unseen(person));
  const { db, workspaceId } = deps;
  return { ok: true, options: await filterOptions(db, { workspaceId, field, text: text.trim(), limit }) };
}
