import { handoffsWaitingFor } from '../db/handoffs.ts';
import type { SlackIdentity } from '../domain/people.ts';
import type { BoardRow } from './board-facts.ts';
import type { Deps } from './deps.ts';
import type { PackageLine } from './facts.ts';
import type { Waiting } from './home-facts.ts';
import { cardOf } from './read-card.ts';
import { readVendorMessage } from './read-vendor-message.ts';
import { waitingOnCard, waitingOnPackage, waitingOnTroubles, waitingOnVendor } from './waiting.ts';

/** At most so many packages, and so many handoffs, of which something waits are looked at: the rest when these are done. */
export const MOST_WAITING = { toStart: 6, others: 12 };

/** What waits on these packages for one of their admins: alarms first, then in the order given. */
export async function waitingForAdmin(
  deps: Deps,
  found: readonly { readonly line: PackageLine; readonly row: BoardRow }[],
): Promise<Waiting[]> {
  const all = await Promise.all(
    found.map(async ({ line, row }) => [
      ...waitingOnTroubles(line),
      ...(line.rotation
        ? waitingOnCard(await cardOf(deps, line.rotation, line.package))
        : waitingOnPackage(row)),
    ]),
  );
  return onceGone(all.flat()).toSorted((a, b) => Number(b.kind === 'alarm') - Number(a.kind === 'alarm'));
}

/** Whom the workspace's settings name and who is gone is said once, not once per package. */
function onceGone(all: readonly Waiting[]): Waiting[] {
  const isOfAll = (one: Waiting) =>
    one.kind === 'trouble' && one.trouble.kind === 'escalation_gone' && !one.trouble.isOfPackage;
  const first = all.find(isOfAll);
  return all.filter((one) => one === first || !isOfAll(one));
}

/** What waits for somebody as a vendor's contact, and of how many more handoffs. */
export async function waitingForContact(
  deps: Deps,
  person: SlackIdentity,
): Promise<{ waiting: Waiting[]; more: number }> {
  const ids = await handoffsWaitingFor(deps.db, deps.workspaceId, person);
  const messages = await Promise.all(
    ids.slice(0, MOST_WAITING.others).map((handoffId) => readVendorMessage(deps, { handoffId })),
  );
  const waiting = messages.flatMap((message) => (message ? waitingOnVendor(message) : []));
  return { waiting, more: Math.max(0, ids.length - MOST_WAITING.others) };
}
