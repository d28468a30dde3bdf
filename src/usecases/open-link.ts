import type { Db } from '../db/connection.ts';
import { countTry, type CodeVerdict } from '../db/guesses.ts';
import { findLink, guessedAt, type LinkPurpose, type StoredLink } from '../db/links.ts';
import type { Actor } from '../domain/people.ts';
import { guessWindow, type Moment } from '../domain/schedule.ts';
import type { Deps } from './deps.ts';
import { hashCode, hashToken, isSameHash } from './link-hash.ts';
import { noteWrongCode } from './note-wrong-code.ts';
import { refused, type Refusal, type Result } from './refusals.ts';

export interface LinkAndCode {
  readonly token: string;
  readonly code: string;
  /** The network they come from: wrong codes are counted by it (promise H11). */
  readonly from: string;
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
  return refused(NOT_USABLE);
}

const NOT_USABLE: Refusal = { code: 'link_not_usable' };

function faultOf(link: StoredLink | null, workspaceId: string, purposes: readonly LinkPurpose[], at: Moment) {
  if (!link) return 'link_unknown';
  if (link.workspaceId !== workspaceId) return 'link_of_other_workspace';
  if (!purposes.includes(link.purpose)) return 'link_of_other_purpose';
  if (link.isSuperseded) return 'link_superseded';
  if (link.revokedAt !== null) return 'link_revoked';
  if (link.usedAt !== null) return 'link_used';
  // What was collected stays its vendor's to confirm, whoever had passed the link on.
  if (link.isOfFormerAdmin && !link.isCollected) return 'link_of_former_admin';
  // Once its secret was collected, a link opens only the status page, until the rotation ends (promise H10).
  if (link.expiresAt <= at && !link.isCollected) return 'link_expired';
  return null;
}

interface Opening extends LinkAndCode {
  readonly purposes: readonly LinkPurpose[];
  readonly at: Moment;
  /** Given when the code was counted already. */
  readonly verdict?: CodeVerdict | null;
}

/**
 * The same, for somebody who also says the code. It is on record before it is answered, and once its network has used up
 * the window no code is, not even the right one (promise H11). Not for use in a transaction.
 */
export async function openLink(
  deps: Deps,
  { verdict = null, ...input }: Opening,
): Promise<Result<{ link: StoredLink }>> {
  const found = await findLivingLink(deps, deps.db, input);
  if (!found.ok) return found;
  const { link } = found;
  const { rotationId } = link;
  // Promise H10: without its code a collected link is told apart from no dead one, however often it is tried.
  const withoutCode = (ofLiving: Refusal) => refused(link.isCollected ? NOT_USABLE : ofLiving);
  switch (verdict ?? (await tryCode(deps.db, { ...link, about: guessedAt(link) }, input))) {
    case 'right':
      return found;
    case 'wrong':
      deps.log.info('a link did not open', { code: 'code_wrong', rotationId });
      await noteWrongCode(deps, link, input.at);
      return withoutCode({ code: 'wrong_code' });
    case 'too_many':
      deps.log.info('a link did not open', { code: 'too_many_codes', rotationId });
      return withoutCode(comeBack(input.at));
  }
}

interface Guarded {
  readonly workspaceId: string;
  readonly codeHash: Uint8Array;
  /** What wrong codes are counted for. */
  readonly about: string;
}

/** Whether the code is a link's own; on record before anybody knows. Not for use in a transaction. */
export async function tryCode(
  db: Db,
  link: Guarded,
  { token, code, from, at }: LinkAndCode & { readonly at: Moment },
): Promise<CodeVerdict> {
  const { workspaceId, about } = link;
  const isRight = isSameHash(link.codeHash, hashCode(token, code));
  const windowAt = guessWindow(at).startsAt;
  const isLetIn = await countTry(db, {
    workspaceId,
    about,
    from,
    windowAt,
    isRight,
  });
  return isLetIn ? (isRight ? 'right' : 'wrong') : 'too_many';
}

/** What is answered to a network that has used up its window. */
export function comeBack(at: Moment): Refusal {
  const { endsAt } = guessWindow(at);
  const seconds = Math.ceil(endsAt.diff(at, 'seconds').seconds);
  return { code: 'too_many_codes', until: endsAt.toISO(), seconds };
}

/** Who acts over a vendor's link: its holder; the record says if an admin passed it on (promise R4). */
export const holderOf = (link: StoredLink, handoffId: string): Actor => ({
  kind: 'vendor_link',
  handoffId,
  passedOnBy: link.way === 'passed_on' ? link.mintedFor.userId : null,
});
