import type { RowFault } from './import-plan.ts';
import type { Package } from './package.ts';

/** The Slack user ids of a package’s backups. */
export const backupsOf = ({ admins }: Pick<Package, 'admins'>): string[] =>
  admins.filter(({ role }) => role === 'backup').map(({ userId }) => userId);

interface Judging {
  /** As the package has them; none of a new one. */
  readonly before: readonly string[];
  readonly ownerId: string | null;
  readonly mayOwn: ReadonlySet<string>;
  readonly unasked: ReadonlySet<string>;
  /** Whether the importer may say who the package’s admins are. */
  readonly mayName: boolean;
}

/** The backups a cell asks for, or null where they are so already. Whoever stays is not asked about again. */
export function backupsFor(
  said: readonly string[],
  { before, ownerId, mayOwn, unasked, mayName }: Judging,
): { readonly backupIds: readonly string[] | null } | { readonly fault: RowFault } {
  const wanted = [...new Set(said)].filter((userId) => userId !== ownerId);
  if (wanted.toSorted().join(' ') === before.toSorted().join(' ')) return { backupIds: null };
  if (!mayName) return { fault: { code: 'backups_not_yours' } };
  const stranger = wanted.find((userId) => !before.includes(userId) && !mayOwn.has(userId));
  if (stranger === undefined) return { backupIds: wanted };
  return { fault: { code: unasked.has(stranger) ? 'unasked' : 'backup_unusable', userId: stranger } };
}
