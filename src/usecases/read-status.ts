import { findPackage } from '../db/packages.ts';
import { cardPlace, latestRotationOf } from '../db/rotations.ts';
import type { Person } from '../domain/people.ts';
import { may } from '../domain/roles.ts';
import type { Deps } from './deps.ts';
import type { CardFacts, PackageLine } from './facts.ts';
import { packageLines } from './package-lines.ts';
import { cardOf } from './read-card.ts';
import { refused, type Result } from './refusals.ts';
import { sightOf, unseen } from './viewing.ts';

/** How one package stands, for one reader. */
export interface StatusFacts {
  readonly line: PackageLine;
  readonly card: CardFacts | null;
  /** Where that card is: the package may have moved to another channel since. */
  readonly cardChannel: string | null;
  readonly mayEdit: boolean;
}

/** One package with its latest rotation, if it ever had one, and where that one's card is. */
export async function readStatus(
  deps: Deps,
  { person, packageId }: { person: Person; packageId: string },
): Promise<Result<StatusFacts>> {
  const { sees, isWhole } = await sightOf(deps, person);
  const pkg = await findPackage(deps.db, deps.workspaceId, packageId);
  if (!isWhole && !(pkg && sees(pkg))) return refused(unseen(person));
  if (!pkg) return refused({ code: 'unknown_package' });
  const [line] = await packageLines(deps.db, [pkg], deps.clock.now());
  if (!line) return refused({ code: 'unknown_package' });
  const rotation = line.rotation ?? (await latestRotationOf(deps.db, packageId));
  const place = rotation && (await cardPlace(deps.db, rotation.id));
  const card = rotation && (await cardOf(deps, rotation, pkg));
  const mayEdit = may(person, 'edit_package', { package: pkg });
  return { ok: true, line, card, cardChannel: place?.channel ?? null, mayEdit };
}

/** One package as its lists show it, for a reminder; null when there is none. Asks for no right: nobody asked. */
export async function readPackageLine(
  deps: Deps,
  { packageId }: { packageId: string },
): Promise<PackageLine | null> {
  const pkg = await findPackage(deps.db, deps.workspaceId, packageId);
  if (!pkg) return null;
  const [line] = await packageLines(deps.db, [pkg], deps.clock.now());
  return line ?? null;
}
