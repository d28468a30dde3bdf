import { filterOptions, type FilterField, type FilterOption } from '../db/filter-options.ts';
import type { BoardFilter } from '../domain/board.ts';
import type { Person } from '../domain/people.ts';
import type { Deps } from './deps.ts';
import type { FilterNames } from './home-facts.ts';
import { filterNames } from './filter-names.ts';
import { refused, type Result } from './refusals.ts';
import { boardReach, unseen } from './viewing.ts';

export type { FilterField, FilterOption };

/** What a filter knows by id, by name: for changing it. */
export async function readFilter(
  deps: Deps,
  { person, filter }: { person: Person; filter: BoardFilter },
): Promise<Result<{ names: FilterNames }>> {
  if ((await boardReach(deps, person)) === undefined) return refused(unseen(person));
  return { ok: true, names: await filterNames(deps, person, filter) };
}

/** What a board can be narrowed to, by a part of its name: for typeahead. Nobody learns here of what they may not see. */
export async function findFilterOptions(
  deps: Deps,
  { person, field, text, limit }: { person: Person; field: FilterField; text: string; limit: number },
): Promise<Result<{ options: FilterOption[] }>> {
  const seenBy = await boardReach(deps, person);
  if (seenBy === undefined) return refused(unseen(person));
  const { db, workspaceId } = deps;
  const asked = { workspaceId, seenBy, field, text: text.trim(), limit };
  return { ok: true, options: await filterOptions(db, asked) };
}
