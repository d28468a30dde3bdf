import { appendAudit } from '../db/audit.ts';
import { adoptMessage, dropLease, placeOfHandoff, revokeLinksOf } from '../db/handoffs.ts';
import { arrivedAfterAll } from '../db/outbox-doubts.ts';
import type { Person } from '../domain/people.ts';
import { isLive } from '../domain/rotation.ts';
import { lockScene, type Scene } from './advance.ts';
import type { Deps } from './deps.ts';
import type { MintedLink } from './facts.ts';
import { stillFetchable } from './fetchable.ts';
import { messageArrived } from './message-arrived.ts';
import { vendorWish } from './messages.ts';
import { mintLink } from './minting.ts';
import { refused, type Refusal, type Result } from './refusals.ts';
import { actorOf, onlyContact } from './rights.ts';

interface Input {
  readonly person: Person;
  readonly handoffId: string;
  /** The message with the button, if it was clicked in one. */
  readonly clickedIn?: { readonly channel: string; readonly ts: string } | null;
}

type Minted = Result<{ link: MintedLink; packageName: string }>;

/**
 * The vendor's own click on Collect: a link minted for them and its code. A repeated click replaces the link
 * (promise H14); whoever was just collecting with the old one loses the claim. Refused while whoever collected can
 * fetch a lost answer again. A message whose arrival was in doubt has arrived where it is clicked in.
 */
export async function mintCollectLink(
  deps: Deps,
  { person, handoffId, clickedIn = null }: Input,
): Promise<Minted> {
  const at = deps.clock.now();
  const place = await placeOfHandoff(deps.db, deps.workspaceId, handoffId);
  if (!place) return refused({ code: 'handoff_closed' });
  let isAdopted = false;
  const minted = await deps.db.transaction(async (tx): Promise<Minted> => {
    const allow = (scene: Scene) => onlyContact(person, handoffId)(scene) ?? notCollectable(scene, handoffId);
    const locked = await lockScene(deps, tx, { rotationId: place.rotationId, allow, at });
    if (!locked.ok) return locked;
    const { rotation, package: pkg } = locked.scene;
    const handoff = 'handoffs' in rotation && rotation.handoffs.find((one) => one.id === handoffId);
    const kept = handoff ? await stillFetchable(tx, handoff, at) : null;
    if (kept) return refused(kept);
    await revokeLinksOf(tx, handoffId, at);
    await dropLease(tx, handoffId);
    isAdopted = clickedIn !== null && (await adoptMessage(tx, handoffId, clickedIn));
    if (isAdopted) await arrivedAfterAll(tx, vendorWish(handoffId).key);
    const link = await mintLink(deps, tx, {
      ...{ handoffId, at },
      rotationId: rotation.id,
      purpose: 'handoff',
      way: 'slack',
      mintedFor: person,
    });
    await appendAudit(tx, [
      {
        id: deps.ids.id(),
        workspaceId: deps.workspaceId,
        at,
        by: actorOf(person),
        event: { kind: 'link_minted', purpose: 'handoff', way: 'slack', mintedFor: person.userId },
        packageId: pkg.id,
        rotationId: rotation.id,
        handoffId,
      },
    ]);
    return { ok: true, link, packageName: pkg.name };
  });
  if (isAdopted) await messageArrived(deps, handoffId);
  return minted;
}

/** Rule 2: nobody collects before the secret is live. After collection the link opens the status page. */
function notCollectable({ rotation, at }: Scene, handoffId: string): Refusal | null {
  if (!isLive(rotation)) return { code: 'handoff_closed' };
  const handoff = rotation.handoffs.find((one) => one.id === handoffId);
  if (!handoff) return { code: 'handoff_closed' };
  if (handoff.status === 'missing') return { code: 'waiting_for_deposit' };
  if (handoff.status === 'waived') return { code: 'already_waived' };
  const { liveAt } = rotation.generation;
  return at < liveAt ? { code: 'not_live_yet', liveAt: liveAt.toISO() } : null;
}
