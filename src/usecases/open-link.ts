import type { Db } from '../db/connection.ts';
import { findLink, type LinkPurpose, type StoredLink } from '../db/links.ts';
import type { Actor } from '../domain/people.ts';
import type { Moment } from '../domain/schedule.ts';
import type { Deps } from './deps.ts';
import { hashCode, hashToken, isSameHash } from './link-hash.ts';
import { refused, type Result } from './refusals.ts';

export interface LinkAndCode {
  readonly token: string;
  readonly code: string;
}

/**
 * Finds the living link of a token. To the outside every dead or unknown one is the same `link_not_usable`
 * (promise H10); the operator's log tells them apart.
 */
export async function findLivingLink(
  deps: Pick<Deps, 'log' | 'workspaceId'>,
  db: Db,
  { token, purposes, at }: { token: string; purposes: readonly LinkPurpose[]; at: Moment },
): Promise<Result<{ link: StoredLink }>> {
  const link = await findLink(db, hashToken(token));
  const fault = faultOf(link, deps.workspaceId, purposes, at);
  if (link && fault === null) return { ok: true, link };
  deps.log.info('a link did not open', {
    code: fault ?? 'link_unknown',
    ...(link ? { rotationId: link.rotationId } : {}),
  });
  return refused({ code: 'link_not_usable' });
}

function faultOf(link: StoredLink | null, workspaceId: string, purposes: readonly LinkPurpose[], at: Moment) {
  if (!link) return 'link_unknown';
  if (link.workspaceId !== workspaceId) return 'link_of_other_workspace';
  if (!purposes.includes(link.purpose)) return 'link_of_other_purpose';
  if (link.isSuperseded) return 'link_superseded';
  if (link.revokedAt !== null) return 'link_revoked';
  if (link.usedAt !== null) return 'link_used';
  // Once its secret was collected, a link opens only the status page, until the rotation ends (promise H10).
  if (link.expiresAt <= at && !link.isCollected) return 'link_expired';
  return null;
}

/** The same, for somebody who also says the code. */
export async function openLink(
  deps: Pick<Deps, 'log' | 'workspaceId'>,
  db: Db,
  { token, code, ...of }: LinkAndCode & { purposes: readonly LinkPurpose[]; at: Moment },
): Promise<Result<{ link: StoredLink }>> {
  const found = await findLivingLink(deps, db, { token, ...of });
  if (!found.ok) return found;
  if (isSameHash(found.link.codeHash, hashCode(token, code))) return found;
  deps.log.info('a link did not open', { code: 'code_wrong', rotationId: found.link.rotationId });
  return refused({ code: 'wrong_code' });
}

/** Who acts over a vendor's link: its holder; the record says if an admin passed it on (promise R4). */
export const holderOf = (link: StoredLink, handoffId: string): Actor => ({
  kind: 'vendor_link',
  handoffId,
  passedOnBy: link.way === 'passed_on' ? link.mintedFor.userId : null,
});
