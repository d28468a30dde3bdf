import type { Package } from './package.ts';

/** What a package, or a row, is told by. Null where it is not said. */
export interface Telling {
  readonly name: string | null;
  readonly accountName: string | null;
  readonly clientId: string | null;
  readonly sfmcPackageId: string | null;
  readonly mids: readonly string[];
}

/** Something a row may be: a package that is known, or an earlier row. */
export interface Entry<Of> extends Telling {
  readonly of: Of;
  /** Retired ones are known by their ids only: a name may be used again. */
  readonly isRetired: boolean;
}

export type Match<Of> =
  | { readonly kind: 'none' }
  | { readonly kind: 'one'; readonly of: Of }
  /** Several fit, and nothing in the row tells which. */
  | { readonly kind: 'ambiguous'; readonly count: number }
  /** One id names a package whose other id is not the row’s. */
  | { readonly kind: 'contradictory' };

export const tellingOf = (of: Package): Telling => ({
  name: of.name,
  accountName: of.account?.name ?? null,
  clientId: of.clientId,
  sfmcPackageId: of.sfmcPackageId,
  mids: of.businessUnits.map(({ mid }) => mid),
});

const lower = (text: string): string => text.toLowerCase();
const differ = (a: string | null, b: string | null): boolean =>
  a !== null && b !== null && lower(a) !== lower(b);
const share = (a: readonly string[], b: readonly string[]): boolean => a.some((mid) => b.includes(mid));

/** All that rows can be matched with: by client id, then package id, then name, told apart by account and business units. */
export class Matcher<Of> {
  readonly #byClientId = new Map<string, Entry<Of>[]>();
  readonly #byPackageId = new Map<string, Entry<Of>[]>();
  readonly #byName = new Map<string, Entry<Of>[]>();
  readonly #entries = new Map<Of, Entry<Of>>();

  constructor(entries: readonly Entry<Of>[]) {
    for (const entry of entries) this.add(entry);
  }

  add(entry: Entry<Of>): void {
    this.#entries.set(entry.of, entry);
    for (const { map, key } of this.#keysOf(entry)) map.set(key, [...(map.get(key) ?? []), entry]);
  }

  /** From now on it is told by what a row has made of it, so that later rows meet it as the next table would. */
  learn(of: Of, telling: Telling): void {
    const before = this.#entries.get(of);
    if (!before) return;
    for (const { map, key } of this.#keysOf(before))
      map.set(
        key,
        (map.get(key) ?? []).filter((one) => one !== before),
      );
    this.add({ ...before, ...telling });
  }

  #keysOf({ clientId, sfmcPackageId, name, isRetired }: Entry<Of>) {
    const keys = [
      { map: this.#byClientId, key: clientId },
      { map: this.#byPackageId, key: sfmcPackageId },
      { map: this.#byName, key: isRetired ? null : name },
    ];
    return keys.flatMap(({ map, key }) => (key === null ? [] : [{ map, key: lower(key) }]));
  }

  find(row: Telling): Match<Of> {
    const at = (map: Map<string, Entry<Of>[]>, key: string | null) =>
      key === null ? [] : (map.get(lower(key)) ?? []);
    const byClientId = at(this.#byClientId, row.clientId);
    if (byClientId.length > 0)
      return oneOf(
        byClientId.filter((entry) => !differ(entry.sfmcPackageId, row.sfmcPackageId)),
        row,
      );
    const byPackageId = at(this.#byPackageId, row.sfmcPackageId);
    if (byPackageId.length > 0)
      return oneOf(
        byPackageId.filter((entry) => !differ(entry.clientId, row.clientId)),
        row,
      );
    const named = at(this.#byName, row.name).filter((entry) => mayBe(entry, row));
    return named.length === 0 ? { kind: 'none' } : oneOf(named, row);
  }
}

/** Two of one name are the same unless an id, an account or the business units of both say otherwise. */
const mayBe = (entry: Telling, row: Telling): boolean =>
  !differ(entry.clientId, row.clientId) &&
  !differ(entry.sfmcPackageId, row.sfmcPackageId) &&
  !differ(entry.accountName, row.accountName) &&
  (entry.mids.length === 0 || row.mids.length === 0 || share(entry.mids, row.mids));

/** Of several, the one that agrees in what the others only don’t contradict. */
function oneOf<Of>(entries: readonly Entry<Of>[], row: Telling): Match<Of> {
  const [first] = entries;
  if (!first) return { kind: 'contradictory' };
  if (entries.length === 1) return { kind: 'one', of: first.of };
  const sameAccount = (entry: Telling) =>
    row.accountName !== null && !differ(entry.accountName ?? '', row.accountName);
  for (const agrees of [sameAccount, (entry: Telling) => share(entry.mids, row.mids)]) {
    const [one, ...more] = entries.filter(agrees);
    if (one && more.length === 0) return { kind: 'one', of: one.of };
  }
  return { kind: 'ambiguous', count: entries.length };
}
