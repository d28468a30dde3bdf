import { createHash } from 'node:crypto';
import type { Package } from '../domain/package.ts';
import { digestId } from './digest-id.ts';

/**
 * What a form showed of a package's record, in the form of an id: when it is another on saving, somebody has changed the
 * record meanwhile. What the form does not show counts for nothing.
 */
export function recordSeen(pkg: Package): string {
  const shown = [
    ...[pkg.name, pkg.channelId, pkg.integrationType, pkg.account?.id, pkg.clientId, pkg.sfmcPackageId],
    ...[pkg.expiresOn, pkg.expirySource, pkg.secretGeneratedOn, pkg.isDormant, pkg.leadDays],
    ...[pkg.businessUnits, pkg.freezeWindows, pkg.scopes, pkg.criticality, pkg.runbookUrl, pkg.notes],
  ];
  const digest = createHash('sha256').update(JSON.stringify(shown)).digest('hex');
  return digestId(digest);
}
