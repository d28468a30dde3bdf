import { namesOnBoard } from '../db/filter-options.ts';
import type { BoardFilter } from '../domain/board.ts';
import type { Person } from '../domain/people.ts';
import type { Deps } from './deps.ts';
import type { FilterNames } from './home-facts.ts';
import { boardReach } from './viewing.ts';

/** What a filter knows by id, by name: of what this person may see. Anything else has none, whoever made up its id. */
export async function filterNames(
  deps: Deps,
  person: Person,
  { accountId, vendorId }: BoardFilter,
): Promise<FilterNames> {
  const seenBy = await boardReach(deps, person);
  if (seenBy === undefined) return { account: null, vendor: null };
  return namesOnBoard(deps.db, { workspaceId: deps.workspaceId, seenBy, accountId, vendorId });
}
