import { KeyringUnavailable, SealBroken } from '../adapters/keyring.ts';
import { finishClaim, releaseLease, takeLease, type Claim } from '../db/claims.ts';
import { stateOfHandoff } from '../db/handoffs.ts';
import type { Actor } from '../domain/people.ts';
import { Secret } from '../domain/secret.ts';
import type { Moment } from '../domain/schedule.ts';
import type { Deps } from './deps.ts';
import type { HandoffPageFacts } from './facts.ts';
import { homesFreshSince } from './homes.ts';
import { keyringFault } from './keyring-fault.ts';
import { hashCode, hashToken } from './link-hash.ts';
import { cardWish, homeWish, threadWish, toMessage, vendorWish } from './messages.ts';
import { openLink, type LinkAndCode } from './open-link.ts';
import { refused, type Refusal, type Result } from './refusals.ts';
import { sealContext } from './seal.ts';

/**
 * Hands the secret to the one caller who wins it (promise H4): a fenced lease taken by one UPDATE, the KMS asked
 * outside any transaction, one finishing statement that nulls the copy and writes the audit row. No byte leaves before
 * that commit. A copy that can't be opened is given back unburnt (promise H6).
 */
export async function collectSecret(
  deps: Deps,
  input: LinkAndCode,
): Promise<Result<{ secret: Secret; facts: HandoffPageFacts }>> {
  const { token, code } = input;
  const { workspaceId } = deps;
  const wanted = { workspaceId, tokenHash: hashToken(token), codeHash: hashCode(token, code) };
  const now = deps.clock.now();
  const lease = { leaseId: deps.ids.id(), homesSince: homesFreshSince(now), at: now };
  const claim = await takeLease(deps.db, { ...wanted, ...lease });
  if (!claim) return refused(await whyNot(deps, input));
  let isWon = false;
  try {
    const opened = await openCopy(deps, claim);
    if (!opened.ok) return opened;
    const at = deps.clock.now();
    isWon = await finishClaim(deps.db, claim, tellingOf(deps, claim, at));
    if (!isWon) return refused(await whyNot(deps, input));
    deps.wake();
    const collected = {
      status: 'collected',
      collectedAt: at,
      confirmedAt: null,
      proof: null,
      answer: null,
      at,
    } as const;
    return { ok: true, secret: opened.secret, facts: { ...claim.page, ...collected } };
  } finally {
    if (!isWon) await releaseLease(deps.db, claim);
  }
}

async function openCopy(deps: Deps, claim: Claim): Promise<Result<{ secret: Secret }>> {
  try {
    const plain = await deps.keyring.open(claim.sealed, sealContext(claim));
    return { ok: true, secret: new Secret(Buffer.from(plain).toString('utf8')) };
  } catch (error) {
    if (error instanceof KeyringUnavailable) return keyringFault(deps, error, { handoffId: claim.handoffId });
    if (error instanceof SealBroken) {
      return keyringFault(deps, new KeyringUnavailable('SealBroken'), { handoffId: claim.handoffId });
    }
    throw error;
  }
}

function tellingOf(deps: Deps, claim: Claim, at: Moment) {
  const { handoffId, passedOnBy, rotationId, workspaceId, isInSlack, homeVisitor } = claim;
  const by: Actor = { kind: 'vendor_link', handoffId, passedOnBy };
  const auditId = deps.ids.id();
  const toVendor = isInSlack ? [vendorWish(handoffId)] : [];
  const homes = homeVisitor ? [homeWish(homeVisitor)] : [];
  const wishes = [cardWish(rotationId), threadWish(rotationId, auditId), ...toVendor, ...homes];
  const messages = wishes.map((wish) => toMessage(wish, { id: deps.ids.id(), workspaceId, rotationId }));
  return { auditId, by, at, messages };
}

/** Why no claim was won: read afterwards, for words only. */
async function whyNot(deps: Deps, input: LinkAndCode): Promise<Refusal> {
  const at = deps.clock.now();
  const opened = await openLink(deps, deps.db, { ...input, purposes: ['handoff'], at });
  if (!opened.ok) return opened.refusal;
  const { handoffId } = opened.link;
  const state = handoffId && (await stateOfHandoff(deps.db, deps.workspaceId, handoffId));
  if (!state) {
    deps.log.info('a link did not open', { code: 'handoff_ended', ...(handoffId ? { handoffId } : {}) });
    return { code: 'link_not_usable' };
  }
  switch (state.status) {
    case 'sealed': {
      const { liveAt } = state;
      return at < liveAt ? { code: 'not_live_yet', liveAt: liveAt.toISO() } : { code: 'being_collected' };
    }
    case 'missing':
      return { code: 'waiting_for_deposit' };
    case 'waived':
      return { code: 'already_waived' };
    case 'collected':
    case 'confirmed':
      return { code: 'already_collected', at: (state.collectedAt ?? at).toISO() };
  }
}
