import type { Db } from '../db/connection.ts';
import { workspaceFreezes } from '../db/policies.ts';
import type { Package } from '../domain/package.ts';

/** The package as its gate sees it: frozen on its own days and on those of the workspace. Not for editing what is its own. */
export async function withFreezes(db: Db, pkg: Package): Promise<Package> {
  const everywhere = await workspaceFreezes(db, pkg.workspaceId);
  return everywhere.length === 0 ? pkg : { ...pkg, freezeWindows: [...pkg.freezeWindows, ...everywhere] };
}
