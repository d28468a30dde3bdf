import { dropLease, revokeLinksOf } from '../db/handoffs.ts';
import { linksGivenOut } from '../db/links.ts';
import { forgetTrouble } from '../db/outbox-doubts.ts';
import type { Person } from '../domain/people.ts';
import { isLive } from '../domain/rotation.ts';
import { advance } from './advance.ts';
import type { Deps } from './deps.ts';
import type { MintedLink } from './facts.ts';
import { mailKey } from './mail-link.ts';
import { stillFetchable } from './fetchable.ts';
import { mintLink } from './minting.ts';
import { refused, type Result } from './refusals.ts';
import { actorOf, allowing } from './rights.ts';

interface Passed {
  readonly link: MintedLink;
  readonly vendorName: string;
  /** Where to send the link, when the contact is known by e-mail. */
  readonly email: string | null;
  readonly isAgain: boolean;
}

/**
 * For a vendor without Slack: link and code go to an admin, to pass on by two different ways, and the record says so.
 * Again, the earlier link dies in the same transaction (promise H14); refused while what it brought can be fetched again.
 */
export async function passOnLink(
  deps: Deps,
  { person, rotationId, vendorId }: { person: Person; rotationId: string; vendorId: string },
): Promise<Result<Passed>> {
  const isAgain = (await linksGivenOut(deps.db, rotationId, deps.clock.now())).has(vendorId);
  let link: MintedLink | null = null;
  const advanced = await advance(deps, {
    rotationId,
    by: actorOf(person),
    allow: allowing(person, 'pass_on'),
    command: { type: 'pass_on', vendorId, isAgain, mailedTo: null },
    alongside: async (tx, { at }, next) => {
      const handoff = isLive(next) ? next.handoffs.find((one) => one.vendorId === vendorId) : undefined;
      if (!handoff) return { code: 'handoff_closed' };
      const kept = await stillFetchable(tx, handoff, at);
      if (kept) return kept;
      await revokeLinksOf(tx, handoff.id, at);
      await dropLease(tx, handoff.id);
      await forgetTrouble(tx, mailKey(handoff.id));
      const wish = { rotationId, handoffId: handoff.id, mintedFor: person, at };
      link = await mintLink(deps, tx, { ...wish, purpose: 'handoff', way: 'passed_on' });
      return null;
    },
  });
  if (!advanced.ok) return advanced;
  const vendor = advanced.rotation.participants.find((p) => p.vendorId === vendorId);
  if (!link || !vendor) return refused({ code: 'handoff_closed' });
  const email = vendor.contact.kind === 'email' ? vendor.contact.email : null;
  return { ok: true, link, vendorName: vendor.name, email, isAgain };
}
