import { hasPackage, packagesOfContact, viewingOf } from '../db/roles.ts';
import type { Package } from '../domain/package.ts';
import type { Person, SlackIdentity } from '../domain/people.ts';
import { may, type Viewing } from '../domain/roles.ts';
import type { Deps } from './deps.ts';

/** What somebody may see, asked once for a whole answer. */
export interface Sight {
  readonly viewing: Viewing;
  /** Every package of the workspace. */
  readonly isWhole: boolean;
  readonly sees: (pack: Pick<Package, 'id' | 'admins'>) => boolean;
}

/** Everything, or only what is theirs: the packages they are an admin of, or (full members) a vendor's contact. */
export async function sightOf(
  { db, workspaceId }: Pick<Deps, 'db' | 'workspaceId'>,
  person: Person,
): Promise<Sight> {
  const viewing = await viewingOf(db, workspaceId, person);
  const isWhole = may(person, 'view', { viewing });
  const asContact = isWhole ? new Set() : await packagesOfContact(db, workspaceId, person);
  const sees = ({ id, admins }: Pick<Package, 'id' | 'admins'>) =>
    isWhole || may(person, 'view', { viewing, package: { admins }, isContact: asContact.has(id) });
  return { viewing, isWhole, sees };
}

/**
 * Whose packages somebody's board is made of: everybody's (null), or their own, where the workspace names who may look and
 * not them. Undefined: nobody's, as they may see none.
 */
export async function boardReach(
  { db, workspaceId }: Pick<Deps, 'db' | 'workspaceId'>,
  person: Person,
): Promise<SlackIdentity | null | undefined> {
  const viewing = await viewingOf(db, workspaceId, person);
  if (may(person, 'view_board', { viewing })) return null;
  const maySeeTheirs = may(person, 'view_board', { viewing, isContact: true });
  return maySeeTheirs && (await hasPackage(db, workspaceId, person)) ? person : undefined;
}

/** Why somebody sees nothing: they are no member, or this workspace names who may look. */
export const unseen = ({ standing }: Person) =>
  ({ code: standing === 'member' ? 'not_a_viewer' : 'not_a_member' }) as const;
