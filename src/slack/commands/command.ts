import type { Package } from '../../domain/package.ts';
import { refuse, type Ask } from '../edge.ts';
import { actions, button, note } from '../views/blocks.ts';
import { say } from '../views/text.ts';

/** One sub-command; `rest` is what followed its name. */
export type Command = (ask: Ask, rest: string) => Promise<void>;

/** What a typed name means. */
export type Named =
  | { readonly kind: 'one'; readonly package: Package }
  | { readonly kind: 'several'; readonly packages: readonly Package[] }
  | { readonly kind: 'none' };

const MOST = 10;

/** The package of this name: the same name in any case before one that merely contains it. Null when it was answered already. */
export async function findNamed(ask: Ask, name: string): Promise<Named | null> {
  const { edge, person } = ask;
  const found = await edge.usecases.findPackages({ person, query: name.slice(0, 200), limit: MOST });
  if (!found.ok) {
    await refuse(ask, found.refusal);
    return null;
  }
  const same = found.packages.filter((pack) => pack.name.toLowerCase() === name.toLowerCase());
  const packages = same.length > 0 ? same : found.packages;
  const [first] = packages;
  if (!first) return { kind: 'none' };
  return packages.length === 1 ? { kind: 'one', package: first } : { kind: 'several', packages };
}

/** Nothing has that name: said with what can be done. */
export const noneNamed = ({ tell, edge }: Ask, name: string): Promise<void> =>
  tell(
    note(
      `There is no package named “${say(name, 80)}”. Nothing was changed. \`${edge.command} list\` shows them all.`,
      ...actions(button('Add a package…', 'add', {}, { label: 'Add a package to rekey' })),
    ),
  );
