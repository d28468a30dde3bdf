import { tellApart } from '../../domain/namesakes.ts';
import type { Package } from '../../domain/package.ts';
import { refuse, type Ask } from '../edge.ts';
import { actions, button, message, note, section } from '../views/blocks.ts';
import { oneLine, say } from '../views/text.ts';

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

/** What can be done with one package from a button, and what the button is to those who can't see it. */
const LABELS = {
  show: 'Show',
  status: 'Show',
  calendar: 'Calendar of',
  hand_over: 'Hand over',
  settings: 'Settings of',
} as const;
export type PackageVerb = keyof typeof LABELS;

/** The one package of this name. Null when it was answered already: there is none, or each of several has a button that goes on. */
export async function oneNamed(
  ask: Ask,
  name: string,
  verb: PackageVerb,
  question?: string,
): Promise<Package | null> {
  const named = await findNamed(ask, name);
  if (named?.kind === 'one') return named.package;
  if (named?.kind === 'several') await askWhich(ask, { name, packages: named.packages, verb, question });
  if (named?.kind === 'none') await noneNamed(ask, name);
  return null;
}

interface Choice {
  readonly name: string;
  readonly packages: readonly Package[];
  readonly verb: PackageVerb;
  readonly question?: string | undefined;
}

/** A button for each of the packages that a name fits; namesakes are told apart. */
export function askWhich(
  { tell }: Ask,
  { name, packages, verb, question = 'Which one?' }: Choice,
): Promise<void> {
  const words = `“${say(name, 80)}” fits several packages. ${question}`;
  const apart = tellApart(packages);
  const buttons = packages.map(({ id: packageId, name: title }, n) => {
    const by = apart.get(packageId);
    const text = by === undefined ? oneLine(title, 60) : `${oneLine(title, 20)} (${oneLine(by, 38)})`;
    return button(text, verb, { packageId }, { n, label: `${LABELS[verb]} ${text}` });
  });
  return tell(message(words, [section(words), ...actions(...buttons)]));
}

/** Nothing has that name: said with what can be done. */
export const noneNamed = ({ tell, edge }: Ask, name: string): Promise<void> =>
  tell(
    note(
      `There is no package named “${say(name, 80)}”. Nothing was changed. \`${edge.command} list\` shows them all.`,
      ...actions(button('Add a package…', 'add', {}, { label: 'Add a package to rekey' })),
    ),
  );
