import { KeyringUnavailable, SealBroken } from '../adapters/keyring.ts';
import type { ReaderKey } from '../adapters/reader-seal.ts';
import { finishClaim, releaseLease, takeLease, type Claim } from '../db/claims.ts';
import type { CodeVerdict } from '../db/guesses.ts';
import { stateOfHandoff } from '../db/handoffs.ts';
import type { StoredLink } from '../db/links.ts';
import { readerCopy } from '../db/reader-copies.ts';
import { lookAtRequests } from '../db/rotations.ts';
import type { Actor } from '../domain/people.ts';
import { RULES } from '../domain/rules.ts';
import { Secret } from '../domain/secret.ts';
import { guessWindow, type Moment } from '../domain/schedule.ts';
import type { Deps } from './deps.ts';
import type { Collected } from './facts.ts';
import { findHandoffScene, handoffPage } from './handoff-page.ts';
import { homesFreshSince } from './homes.ts';
import { keyringFault } from './keyring-fault.ts';
import { hashCode, hashReader, hashToken } from './link-hash.ts';
import { cardWish, homeWish, threadWish, toMessage, vendorWish } from './messages.ts';
import { noteUnreadable } from './note-unreadable.ts';
import { openLink, type LinkAndCode } from './open-link.ts';
import { refused, type Refusal, type Result } from './refusals.ts';
import { sealContext } from './seal.ts';

/** Link, code, and the key of whoever asks: to it the secret is sealed. */
export interface Collecting extends LinkAndCode {
  readonly reader: ReaderKey;
}

/**
 * Hands the secret to the one caller who wins it (promise H4): a fenced lease taken by one UPDATE, the KMS asked and the
 * secret sealed to the caller's key outside any transaction, one finishing statement that nulls the KMS copy, keeps the
 * caller's and writes the audit row. No byte leaves before that commit. Whoever collected and lost the answer is given the
 * same again (promise H5). A copy that can't be opened is given back unburnt (promise H6).
 */
export async function collectSecret(deps: Deps, input: Collecting): Promise<Result<Collected>> {
  const { token, code, from, reader } = input;
  const { workspaceId } = deps;
  if (!(await deps.readerSeal.accepts(reader))) return refused({ code: 'reader_key_unusable' });
  const wanted = { workspaceId, tokenHash: hashToken(token), codeHash: hashCode(token, code) };
  const now = deps.clock.now();
  const trying = { from, windowAt: guessWindow(now).startsAt };
  const lease = { leaseId: deps.ids.id(), homesSince: homesFreshSince(now), at: now };
  const { claim, verdict } = await takeLease(deps.db, { ...wanted, ...trying, ...lease });
  if (!claim) return withoutClaim(deps, { ...input, verdict, at: now });
  let isWon = false;
  try {
    const opened = await openCopy(deps, claim);
    if (!opened.ok) return opened;
    const sealed = await deps.readerSeal.seal(opened.plain, reader);
    const at = deps.clock.now();
    const againUntil = at.plus({ minutes: RULES.readerCopyMinutes });
    const copy = { sealed, readerHash: hashReader(reader), until: againUntil };
    isWon = await finishClaim(deps.db, claim, { ...tellingOf(deps, claim, at), copy });
    if (!isWon) return await withoutClaim(deps, { ...input, verdict, at });
    await endRequests(deps, claim, at);
    deps.wake();
    const secret = reader.kind === 'script' ? secretOf(opened.plain) : null;
    const collected = {
      status: 'collected',
      collectedAt: at,
      confirmedAt: null,
      proof: null,
      confirmedBy: null,
    } as const;
    const facts = { ...claim.page, ...collected, answer: null, againUntil, at };
    return { ok: true, sealed, secret, facts };
  } finally {
    if (!isWon) await releaseLease(deps.db, claim);
  }
}

/** What a second person was asked for may have rested on this vendor's silence. Whatever happens here, the secret goes out. */
async function endRequests({ db, log }: Deps, { rotationId }: Claim, at: Moment): Promise<void> {
  await lookAtRequests(db, rotationId, at).catch((error: unknown) =>
    log.warn('what a second person was asked for is looked at later', { rotationId }, error),
  );
}

const secretOf = (plain: Uint8Array) => new Secret(Buffer.from(plain).toString('utf8'));

async function openCopy(deps: Deps, claim: Claim): Promise<Result<{ plain: Uint8Array }>> {
  try {
    return { ok: true, plain: await deps.keyring.open(claim.sealed, sealContext(claim)) };
  } catch (error) {
    if (error instanceof KeyringUnavailable) return await keyringFault(deps, error, claim);
    if (error instanceof SealBroken) return await noteUnreadable(deps, claim);
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

/** No claim was won: the same answer again for whoever has collected, words for everybody else. */
async function withoutClaim(
  deps: Deps,
  input: Collecting & { verdict: CodeVerdict | null; at: Moment },
): Promise<Result<Collected>> {
  const opened = await openLink(deps, { ...input, purposes: ['handoff'] });
  if (!opened.ok) return opened;
  const { link } = opened;
  const { at } = input;
  // In this order: whoever finds it collected finds what was kept for its reader as well.
  const why = await whyNot(deps, link.handoffId, at);
  const again = link.handoffId && (await fetchAgain(deps, { ...input, link, handoffId: link.handoffId }));
  return again || refused(why);
}

async function fetchAgain(
  deps: Deps,
  { reader, link, handoffId, at }: Collecting & { link: StoredLink; handoffId: string; at: Moment },
): Promise<Result<Collected> | null> {
  const sealed = await readerCopy(deps.db, { handoffId, readerHash: hashReader(reader), at });
  if (sealed === null) return null;
  const living = await findHandoffScene(deps, deps.db, handoffId);
  if (!living.ok) return living;
  deps.log.info('a lost answer was fetched again', { handoffId });
  const opened = reader.kind === 'script' ? await deps.readerSeal.open(sealed, reader.retryKey) : null;
  const facts = await handoffPage(deps.db, living.scene, { link, at });
  return { ok: true, sealed, secret: opened && secretOf(opened), facts };
}

/** For words only. */
async function whyNot(deps: Deps, handoffId: string | null, at: Moment): Promise<Refusal> {
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
