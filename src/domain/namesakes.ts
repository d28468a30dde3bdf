import type { Package } from './package.ts';
import { dayOf } from './schedule.ts';

type Telling = Pick<Package, 'id' | 'name' | 'account' | 'businessUnits' | 'clientId' | 'createdAt'>;
type Mark = (of: Telling) => string | null;

/** What a package is told by beside its name, the best known first. */
const MARKS: readonly Mark[] = [
  ({ account }) => account?.name ?? null,
  ({ businessUnits }) => listed(businessUnits.map(({ mid, name }) => name || mid)),
  ({ businessUnits }) => listed(businessUnits.map(({ mid }) => mid)),
  ({ clientId }) => clientId,
  ({ createdAt }) => `added ${dayOf(createdAt)}`,
];

const listed = (all: readonly string[]): string | null => (all.length > 0 ? all.join(' + ') : null);

/**
 * Of packages that share a name, in any case: what tells each from the others, by id. One mark where one is enough, else
 * all in which they differ; whoever is alone with a name is left out.
 */
export function tellApart(packages: readonly Telling[]): ReadonlyMap<string, string> {
  const told = [...Map.groupBy(packages, ({ name }) => name.toLowerCase()).values()]
    .filter((same) => same.length > 1)
    .flatMap((same) => {
      const enough = MARKS.find(
        (mark) => same.every((one) => mark(one) !== null) && kinds(same, mark) === same.length,
      );
      const marks = enough ? [enough] : MARKS.filter((mark) => kinds(same, mark) > 1);
      return same.map((one) => [one.id, marks.flatMap((mark) => mark(one) ?? []).join(', ')] as const);
    });
  return new Map(told.filter(([, words]) => words !== ''));
}

const kinds = (same: readonly Telling[], mark: Mark): number => new Set(same.map(mark)).size;
