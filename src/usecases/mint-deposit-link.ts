import { appendAudit } from '../db/audit.ts';
import { revokeDepositLinks } from '../db/links.ts';
import type { Person } from '../domain/people.ts';
import { lockScene } from './advance.ts';
import type { Deps } from './deps.ts';
import { depositFacts } from './deposit-facts.ts';
import type { DepositPageFacts, MintedLink } from './facts.ts';
import { mintLink } from './minting.ts';
import type { Result } from './refusals.ts';
import { actorOf, allowing } from './rights.ts';

/**
 * An admin pressed Generate and asks for the deposit page: a link bound to them, and its code. Earlier deposit links
 * of the rotation die. `isAgain` asks for a second deposit of the staged generation.
 */
export async function mintDepositLink(
  deps: Deps,
  { person, rotationId, isAgain }: { person: Person; rotationId: string; isAgain: boolean },
): Promise<Result<{ link: MintedLink; facts: DepositPageFacts }>> {
  const at = deps.clock.now();
  return deps.db.transaction(async (tx) => {
    const allow = allowing(person, isAgain ? 'deposit_again' : 'deposit');
    const locked = await lockScene(deps, tx, { rotationId, allow, at });
    if (!locked.ok) return locked;
    const { rotation, package: pkg } = locked.scene;
    const purpose = isAgain ? 'deposit_again' : 'deposit';
    const judged = await depositFacts(tx, {
      workspaceId: deps.workspaceId,
      rotation,
      package: pkg,
      purpose,
      at,
    });
    if (!judged.ok) return judged;
    await revokeDepositLinks(tx, rotationId, at);
    const link = await mintLink(deps, tx, {
      ...{ rotationId, purpose, at },
      handoffId: null,
      way: 'slack',
      mintedFor: person,
    });
    await appendAudit(tx, [
      {
        id: deps.ids.id(),
        workspaceId: deps.workspaceId,
        ...{ at, rotationId },
        by: actorOf(person),
        event: { kind: 'link_minted', purpose, way: 'slack', mintedFor: person.userId },
        packageId: pkg.id,
        handoffId: null,
      },
    ]);
    return { ok: true, link, facts: judged.facts };
  });
}
