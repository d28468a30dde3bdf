import type { Db } from '../db/connection.ts';
import { workspaceFreezes } from '../db/policies.ts';
import type { FreezeWindow, Package } from '../domain/package.ts';

/** The package as its gate sees it: frozen on its own days and on those of the workspace. Not for editing what is its own. */
export async function withFreezes(db: Db, pkg: Package): Promise<Package> {
  return frozenToo(pkg, await workspaceFreezes(db, pkg.workspaceId));
}

/** The same where the workspace's windows are known already. */
export const frozenToo = (pkg: Package, everywhere: readonly FreezeWindow[]): Package =>
  everywhere.length === 0 ? pkg : { ...pkg, freezeWindows: [...pkg.freezeWindows, ...everywhere] };
