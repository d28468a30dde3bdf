import { hasPackages } from '../db/packages.ts';
import { appointedAdmins } from '../db/people.ts';
import type { Person } from '../domain/people.ts';
import type { Deps } from './deps.ts';
import { mayImport } from './import-door.ts';
import { sightOf } from './viewing.ts';

/** Where a workspace stands before its first package. */
export interface FirstSteps {
  /** There has been no package yet, and whoever asks may know it. */
  readonly isEmpty: boolean;
  /** Whoever asks may add packages. */
  readonly mayAdd: boolean;
  /** Those who may, as far as they were appointed: Slack user ids. */
  readonly appointed: readonly string[];
}

/** Whether there is anything yet, and who may begin. */
export async function readFirstSteps(deps: Deps, { person }: { person: Person }): Promise<FirstSteps> {
  const { db, workspaceId } = deps;
  const isEmpty = (await sightOf(deps, person)).isWhole && !(await hasPackages(db, workspaceId));
  if (!isEmpty) return { isEmpty, mayAdd: false, appointed: [] };
  const mayAdd = (await mayImport(deps, db, person)) === null;
  const appointed = await appointedAdmins(db, workspaceId);
  return { isEmpty, mayAdd, appointed: appointed.map(({ userId }) => userId) };
}
