import type { Package } from './package.ts';

type Telling = Pick<Package, 'id' | 'name' | 'account' | 'businessUnits' | 'clientId'>;

/** What a package is told by beside its name, the best known first. */
const MARKS: readonly ((of: Telling) => string | null)[] = [
  ({ account }) => account?.name ?? null,
  ({ businessUnits: [unit] }) => (unit ? unit.name || unit.mid : null),
  ({ clientId }) => clientId,
];

/**
 * Of packages that share a name, in any case: what tells each from the others, by id. One mark where one is enough, all
 * there are where none is; whoever is alone with a name, or has no mark, is left out.
 */
export function tellApart(packages: readonly Telling[]): ReadonlyMap<string, string> {
  const told = [...Map.groupBy(packages, ({ name }) => name.toLowerCase()).values()]
    .filter((same) => same.length > 1)
    .flatMap((same) => {
      const enough = MARKS.find(
        (mark) => same.every((one) => mark(one) !== null) && new Set(same.map(mark)).size === same.length,
      );
      return same.map((one) => [one.id, wordsOf(one, enough ? [enough] : MARKS)] as const);
    });
  return new Map(told.filter(([, words]) => words !== ''));
}

const wordsOf = (of: Telling, marks: typeof MARKS): string =>
  marks
    .map((mark) => mark(of))
    .filter((words) => words !== null)
    .join(', ');
