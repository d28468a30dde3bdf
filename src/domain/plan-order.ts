import type { Plannable } from './plan.ts';

const CRITICALITY = { low: 0, normal: 1, high: 3 } as const;
/** So many vendors are many: each has to be served before Activate. */
const MANY_VENDORS = 3;
/** The highest risk there is. */
export const MOST_RISK = 8;

/** What speaks for rotating a package early, as a number from 0 on: how much hangs on it, and how little is known of it. */
export function riskOf(pkg: Plannable, isOverdue: boolean): number {
  return (
    CRITICALITY[pkg.criticality] +
    (pkg.isDormant ? 1 : 0) +
    (isOverdue ? 2 : 0) +
    (pkg.isDateSure ? 0 : 1) +
    (pkg.vendorIds.length >= MANY_VENDORS ? 1 : 0)
  );
}

/** As texts are, so days too: never as some language would sort them. */
export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** An order that is the same whatever order they came in. */
export const byName = (a: Plannable, b: Plannable): number => compare(a.name, b.name) || compare(a.id, b.id);

/**
 * Which of its vendors a package keeps company with: the one with the most packages that still fit into a week, so that one
 * person is asked once. The one with the fewest where none fits.
 */
export function companyOf<T extends Plannable>(packages: readonly T[], capacity: number): Map<T, string> {
  const sizes = new Map<string, number>();
  for (const { vendorIds } of packages) {
    for (const id of vendorIds) sizes.set(id, (sizes.get(id) ?? 0) + 1);
  }
  const worth = (id: string): number => {
    const size = sizes.get(id) ?? 0;
    return size <= capacity ? size : -size;
  };
  return new Map(
    packages.map((pkg) => {
      const [best] = pkg.vendorIds.toSorted((a, b) => worth(b) - worth(a) || compare(a, b));
      return [pkg, best ?? ''];
    }),
  );
}

/** Deals out to weeks of given sizes, whole companies together as far as they fit, the largest first. */
export function dealOut<P>(
  all: readonly P[],
  companyOf: (one: P) => string,
  sizes: readonly number[],
): (P & { week: number })[] {
  const companies = [...Map.groupBy(all, companyOf)]
    .toSorted(([a, one], [b, other]) => other.length - one.length || compare(a, b))
    .map(([, members]) => members);
  return sizes.flatMap((size, week) => {
    const dealt: P[] = [];
    while (dealt.length < size) {
      const room = size - dealt.length;
      const left = companies.filter(({ length }) => length > 0);
      const next = left.find(({ length }) => length <= room) ?? left[0];
      if (!next) break;
      dealt.push(...next.splice(0, room));
    }
    return dealt.map((one) => ({ ...one, week }));
  });
}
