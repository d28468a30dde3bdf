import { packagesByExpiry, vendorsOf } from '../db/packages.ts';
import { csvOf } from '../domain/import-export.ts';
import { dayOf } from '../domain/schedule.ts';
import type { Deps } from './deps.ts';
import { enterImport } from './import-door.ts';
import type { LinkAndCode } from './open-link.ts';
import type { Result } from './refusals.ts';
import { sightOf } from './viewing.ts';

/** The inventory as a file. */
export interface ExportFacts {
  readonly csv: string;
  readonly fileName: string;
  readonly packages: number;
}

/** Every package they may see but the retired ones, soonest first, as a table that comes back in with nothing changed. */
export async function exportPackages(deps: Deps, held: LinkAndCode): Promise<Result<{ file: ExportFacts }>> {
  const entered = await enterImport(deps, held);
  if (!entered.ok) return entered;
  const { sees } = await sightOf(deps, entered.person);
  const packages = (await packagesByExpiry(deps.db, deps.workspaceId)).filter(sees);
  const vendors = await vendorsOf(
    deps.db,
    packages.map(({ id }) => id),
  );
  const written = packages.map((pkg) => ({ ...pkg, vendors: vendors.get(pkg.id) ?? [] }));
  const fileName = `rekey-packages-${dayOf(entered.at)}.csv`;
  return { ok: true, file: { csv: csvOf(written), fileName, packages: packages.length } };
}
