import type { ClaimedMessage, Settlement } from '../db/outbox.ts';
import { findPackage } from '../db/packages.ts';
import { findRotation } from '../db/rotations.ts';
import type { Deps } from './deps.ts';
import { cardWish, type Wish } from './messages.ts';
import type { OutboxMessage } from './outbox-message.ts';

/**
 * What must be written beside the settlement of a message that may not have arrived, was refused, or has arrived after all:
 * its rotation's card is drawn again and says so. A card or a reminder that Slack refuses has no place to say it: the
 * package's admins are told directly.
 */
export async function troubleWishes(
  deps: Deps,
  message: OutboxMessage,
  { rotationId, error: errorBefore }: ClaimedMessage,
  { state, error }: Settlement,
): Promise<Wish[]> {
  const isTrouble = state === 'in_doubt' || Boolean(error);
  const isOver = state === 'sent' && errorBefore !== null;
  const wishes: Wish[] = [];
  // A card that was taken after all was drawn while its own refusal stood: once more, without it.
  const isShownOnCard = isOver || (isTrouble && message.kind !== 'card');
  if (isShownOnCard && rotationId && message.kind !== 'home') wishes.push(cardWish(rotationId));
  if (error) wishes.push(...(await toAdmins(deps, message, error)));
  return wishes;
}

/** Of sendings that nobody will hear of again: the rotations whose cards must say so, in an order that all keep. */
export function shownOnCards(
  lapsed: readonly { readonly kind: string; readonly rotationId: string | null }[],
): string[] {
  const ids = lapsed.flatMap(({ kind, rotationId }) =>
    rotationId === null || kind === 'card' || kind === 'home' ? [] : [rotationId],
  );
  return [...new Set(ids)].toSorted();
}

/** Once for each message and error: the key is the same for every further attempt. */
async function toAdmins({ db, workspaceId }: Deps, message: OutboxMessage, error: string): Promise<Wish[]> {
  if (message.kind !== 'card' && message.kind !== 'reminder') return [];
  const { kind: what } = message;
  const packageId =
    message.kind === 'card'
      ? (await findRotation(db, workspaceId, message.rotationId))?.packageId
      : message.packageId;
  const pkg = packageId ? await findPackage(db, workspaceId, packageId) : null;
  return (pkg?.admins ?? []).map(({ userId }) => ({
    key: `unposted:${message.id}:${error}:${userId}`,
    subject: { kind: 'unposted', packageId: pkg?.id ?? '', what, error, userId },
  }));
}

/** Slack's errors for a conversation with somebody who has left. */
const NOBODY_THERE = /^(?:user_(?:disabled|not_found|not_visible)|account_inactive|cannot_dm_bot)$/;

/** Whom a refusal says that nobody reads any more: Slack is asked about them at once, not tomorrow. */
export const foundGone = (message: OutboxMessage, { error }: Settlement): string | null =>
  error && 'userId' in message && message.kind !== 'home' && NOBODY_THERE.test(error) ? message.userId : null;
