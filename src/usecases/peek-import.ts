import { workspaceName } from '../db/workspaces.ts';
import type { Deps } from './deps.ts';
import { findLivingImport } from './import-door.ts';
import type { Result } from './refusals.ts';

/** What the import page may say before the code: whose rekey this is, and no more (promise H3). */
export async function peekImport(
  deps: Deps,
  { token }: { token: string },
): Promise<Result<{ workspaceName: string }>> {
  const found = await findLivingImport(deps, { token, at: deps.clock.now() });
  if (!found.ok) return found;
  return { ok: true, workspaceName: await workspaceName(deps.db, deps.workspaceId) };
}
