import { appendAudit, type AuditRow } from '../db/audit.ts';
import type { Db } from '../db/connection.ts';
import type { Deps } from './deps.ts';

/** Who came to the board and who left is told in the workspace's own chain. */
export const auditBoard = (
  deps: Pick<Deps, 'ids' | 'workspaceId'>,
  tx: Db,
  row: Pick<AuditRow, 'at' | 'by' | 'event'>,
): Promise<void> => {
  const { workspaceId } = deps;
  const place = { workspaceId, packageId: null, rotationId: null, handoffId: null };
  return appendAudit(tx, [{ id: deps.ids.id(), ...place, ...row }]);
};
