import { appendAudit } from '../db/audit.ts';
import { closeImportLinks, insertImportLink } from '../db/import-links.ts';
import type { Person } from '../domain/people.ts';
import { RULES } from '../domain/rules.ts';
import type { Deps } from './deps.ts';
import type { MintedLink } from './facts.ts';
import { mayImport } from './import-door.ts';
import { hashCode, hashToken } from './link-hash.ts';
import { refused, type Result } from './refusals.ts';
import { actorOf } from './rights.ts';

/**
 * Somebody asks for the page that brings an inventory in: a link bound to them, and its code. The one they had before ends.
 * `channelId` is where the cards of new packages go, unless the table says otherwise.
 */
export async function mintImportLink(
  deps: Deps,
  { person, channelId }: { person: Person; channelId: string | null },
): Promise<Result<{ link: MintedLink }>> {
  const at = deps.clock.now();
  const { workspaceId } = deps;
  return deps.db.transaction(async (tx): Promise<Result<{ link: MintedLink }>> => {
    const denied = await mayImport(deps, tx, person);
    if (denied) return refused(denied);
    await closeImportLinks(tx, { workspaceId, who: person, at });
    const [token, code] = [deps.ids.token(), deps.ids.code()];
    const { enterpriseId, teamId, userId } = person;
    const expiresAt = at.plus({ minutes: RULES.importLinkMinutes });
    await insertImportLink(tx, {
      ...{ id: deps.ids.id(), workspaceId, channelId, enterpriseId, teamId, userId },
      ...{ tokenHash: hashToken(token), codeHash: hashCode(token, code), mintedAt: at, expiresAt },
    });
    const place = { workspaceId, packageId: null, rotationId: null, handoffId: null };
    const event = { kind: 'import_link_minted', mintedFor: userId } as const;
    await appendAudit(tx, [{ id: deps.ids.id(), at, by: actorOf(person), event, ...place }]);
    const url = `${deps.publicUrl}/import#${token}`;
    return { ok: true, link: { url, code: `${code.slice(0, 4)}-${code.slice(4)}`, expiresAt } };
  });
}
