import type { PackageAdmin } from '../domain/package.ts';
import type { Deps } from './deps.ts';
import { refused, type Result } from './refusals.ts';

/** A package's admins as they were named: Slack user ids of this workspace. */
export interface NamedAdmins {
  readonly ownerId: string;
  readonly backupIds: readonly string[];
}

/** Looks the named people up: active members of this workspace only, the owner first. */
export async function resolveAdmins(
  deps: Deps,
  { ownerId, backupIds }: NamedAdmins,
): Promise<Result<{ admins: PackageAdmin[] }>> {
  const admins: PackageAdmin[] = [];
  for (const userId of new Set([ownerId, ...backupIds])) {
    const found = await deps.directory.find(userId);
    if (found?.standing !== 'member') return refused({ code: 'admin_unusable', userId });
    const { enterpriseId, teamId } = found;
    admins.push({ enterpriseId, teamId, userId, role: userId === ownerId ? 'owner' : 'backup' });
  }
  return { ok: true, admins };
}
