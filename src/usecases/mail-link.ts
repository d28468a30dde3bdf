import { MailFailed } from '../adapters/mailer.ts';
import { appendAudit } from '../db/audit.ts';
import type { Db } from '../db/connection.ts';
import { dropLease, revokeLinksOf } from '../db/handoffs.ts';
import { linksGivenOut } from '../db/links.ts';
import { claimAtOnce, settleMessage, type ClaimedMessage } from '../db/outbox.ts';
import { workspaceName } from '../db/workspaces.ts';
import { decide } from '../domain/decide.ts';
import type { Person } from '../domain/people.ts';
import { isLive } from '../domain/rotation.ts';
import { RULES } from '../domain/rules.ts';
import { advance, lockScene, type Scene } from './advance.ts';
import type { Deps } from './deps.ts';
import type { MintedLink } from './facts.ts';
import { stillFetchable } from './fetchable.ts';
import type { LinkMailFacts } from './link-mail.ts';
import { cardWish, threadWish } from './messages.ts';
import { drawLink, keepLink, type DrawnLink } from './minting.ts';
import { refused, type Result } from './refusals.ts';
import { actorOf, allowing } from './rights.ts';
import { enqueueWishes } from './save-move.ts';

interface Input {
  readonly person: Person;
  readonly rotationId: string;
  readonly vendorId: string;
}

type Mailed = Result<{ link: MintedLink; vendorName: string; email: string }>;

/** A mail about to be sent: claimed in the outbox, so that one that is cut off shows on the card as in doubt. */
interface Sending {
  readonly claimed: ClaimedMessage;
  readonly drawn: DrawnLink;
  readonly facts: LinkMailFacts;
  readonly vendorName: string;
  readonly packageId: string;
  readonly handoffId: string;
}

/**
 * Mails the link to a vendor without Slack and gives its code to the admin who asked (promise H3). The link is drawn for
 * this mail and stored only once the mail server took it: one that failed, or that nobody knows about, opens nothing, and
 * the link given out before lives on. Each attempt draws anew (promise H9).
 */
export async function mailLink(deps: Deps, input: Input): Promise<Mailed> {
  const { sendLinkMail } = deps;
  if (!sendLinkMail) return refused({ code: 'mail_not_set_up' });
  const begun = await begin(deps, input);
  if (!begun.ok) return begun;
  const { sending } = begun;
  try {
    await sendLinkMail(sending.facts);
  } catch (error) {
    if (!(error instanceof MailFailed)) throw error;
    return giveUp(deps, input, sending, error);
  }
  const kept = await keep(deps, input, sending);
  await settleMessage(deps.db, sending.claimed, { state: kept.ok ? 'sent' : 'gone', error: null });
  if (!kept.ok) return kept;
  const { drawn, vendorName, facts } = sending;
  return { ok: true, link: drawn.minted, vendorName, email: facts.to.email };
}

/** Judges rights and state under the lock before anything leaves, and claims the sending: twice at once is refused. */
function begin(deps: Deps, input: Input): Promise<Result<{ sending: Sending }>> {
  const { person, rotationId, vendorId } = input;
  const at = deps.clock.now();
  return deps.db.transaction(async (tx): Promise<Result<{ sending: Sending }>> => {
    const locked = await lockScene(deps, tx, { rotationId, allow: allowing(person, 'pass_on'), at });
    if (!locked.ok) return locked;
    const { scene } = locked;
    const { rotation, package: pkg } = scene;
    const participant = rotation.participants.find((one) => one.vendorId === vendorId);
    if (participant?.contact.kind !== 'email') return refused({ code: 'no_mail_address' });
    const isAgain = (await linksGivenOut(tx, rotationId, at)).has(vendorId);
    const decision = decide(rotation, passOn(input, isAgain, participant.contact.email), {
      ...{ by: actorOf(person), at },
      freezeWindows: pkg.freezeWindows,
      leadDays: pkg.leadDays,
      admins: pkg.admins,
    });
    if (!decision.ok) return decision;
    const { id: handoffId, kept } = await handoffOf(tx, scene, vendorId);
    if (kept) return refused(kept);
    const message = { id: deps.ids.id(), key: mailKey(handoffId), kind: 'link_mail', payload: { handoffId } };
    const claimed = await claimAtOnce(
      tx,
      { ...message, workspaceId: deps.workspaceId, rotationId },
      { leaseId: deps.ids.id(), now: at, until: at.plus({ seconds: RULES.sendingLeaseSeconds }) },
    );
    if (!claimed) return refused({ code: 'mail_under_way' });
    const drawn = await drawLink(deps, tx, { purpose: 'handoff', at });
    const facts = {
      to: { name: participant.contact.name, email: participant.contact.email },
      url: drawn.minted.url,
      expiresAt: drawn.minted.expiresAt,
      workspaceName: await workspaceName(tx, deps.workspaceId),
      packageName: pkg.name,
      adminName: person.name,
      systems: participant.systems,
      isAgain,
      isDown: rotation.isOutage || rotation.step === 'activated',
    };
    const of = { vendorName: participant.name, packageId: pkg.id, handoffId };
    return { ok: true, sending: { claimed, drawn, facts, ...of } };
  });
}

/** One row of the outbox per handoff: the next attempt takes the place of the last. */
export const mailKey = (handoffId: string): string => `mail:${handoffId}`;

const passOn = ({ vendorId }: Input, isAgain: boolean, mailedTo: string) =>
  ({ type: 'pass_on', vendorId, isAgain, mailedTo }) as const;

/** The vendor's handoff, and why it may have no other link yet, if it may not. */
async function handoffOf(tx: Db, { rotation, at }: Scene, vendorId: string) {
  const handoff = isLive(rotation) ? rotation.handoffs.find((one) => one.vendorId === vendorId) : undefined;
  if (!handoff) throw new Error('a link was to be mailed for a handoff that is not there');
  return { id: handoff.id, kept: await stillFetchable(tx, handoff, at) };
}

/** The mail is out: from now on its link opens, and the one before does not. Refused if the handoff was cut off meanwhile. */
function keep(deps: Deps, input: Input, { drawn, facts, handoffId }: Sending) {
  const { person, rotationId } = input;
  return advance(deps, {
    rotationId,
    by: actorOf(person),
    allow: allowing(person, 'pass_on'),
    command: passOn(input, facts.isAgain, facts.to.email),
    alongside: async (tx, { at, rotation }) => {
      const contact = rotation.participants.find(({ vendorId }) => vendorId === input.vendorId)?.contact;
      const isSame = contact?.kind === 'email' && contact.email === facts.to.email;
      const handoff = isLive(rotation) ? rotation.handoffs.find(({ id }) => id === handoffId) : undefined;
      if (!isSame || !handoff) return { code: 'handoff_closed' };
      const kept = await stillFetchable(tx, handoff, at);
      if (kept) return kept;
      await revokeLinksOf(tx, handoffId, at);
      await dropLease(tx, handoffId);
      const wish = { rotationId, handoffId, mintedFor: person, at };
      await keepLink(deps, tx, drawn, { ...wish, purpose: 'handoff', way: 'own_mail' });
      return null;
    },
  });
}

/** On record, on the card and in its thread; nothing that was given out before has changed. */
async function giveUp(
  deps: Deps,
  { person, rotationId }: Input,
  { claimed, facts, vendorName: vendor, packageId, handoffId }: Sending,
  { reason, replyCode }: MailFailed,
): Promise<Mailed> {
  const at = deps.clock.now();
  const { to } = facts;
  const fault = replyCode === null ? reason : `${reason}:${replyCode}`;
  deps.log.warn('a mail did not leave', { rotationId, handoffId, code: fault });
  await deps.db.transaction(async (tx) => {
    await settleMessage(tx, claimed, { state: 'refused', error: fault });
    const id = deps.ids.id();
    await appendAudit(tx, [
      {
        ...{ id, workspaceId: deps.workspaceId, at, by: actorOf(person) },
        event: { kind: 'mail_failed', vendor, to: to.email, fault },
        ...{ packageId, rotationId, handoffId },
      },
    ]);
    await enqueueWishes(deps, tx, [cardWish(rotationId), threadWish(rotationId, id)], { rotationId, at });
  });
  deps.wake();
  return refused({ code: 'mail_failed', fault: reason, replyCode, to: to.email });
}
