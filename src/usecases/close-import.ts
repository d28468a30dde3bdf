import { appendAudit } from '../db/audit.ts';
import { closeImportLinks } from '../db/import-links.ts';
import type { Deps } from './deps.ts';
import { enterImport } from './import-door.ts';
import type { LinkAndCode } from './open-link.ts';
import type { Result } from './refusals.ts';
import { actorOf } from './rights.ts';

/** The importer is done: the link opens nothing any more. */
export async function closeImport(deps: Deps, held: LinkAndCode): Promise<Result> {
  const entered = await enterImport(deps, held);
  if (!entered.ok) return entered;
  const { person, at } = entered;
  const { workspaceId } = deps;
  await deps.db.transaction(async (tx) => {
    if (!(await closeImportLinks(tx, { workspaceId, who: person, at }))) return;
    const place = { workspaceId, packageId: null, rotationId: null, handoffId: null };
    const event = { kind: 'import_link_closed', mintedFor: person.userId } as const;
    await appendAudit(tx, [{ id: deps.ids.id(), at, by: actorOf(person), event, ...place }]);
  });
  return { ok: true };
}
