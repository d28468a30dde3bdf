import { mayBeSecret, oneLineOf } from './import-cells.ts';
import type { RowFault } from './import-plan.ts';
import type { Vendor } from './package.ts';
import { MOST_SYSTEMS } from './place.ts';

/** A vendor as a cell names it, with the systems in which the secret sits. */
export type VendorSaid = Pick<Vendor, 'name' | 'systems'>;

/** A vendor on record. Its contact stays there: nobody may redirect a secret by a spreadsheet, so none comes in by a table. */
export interface VendorOnRecord extends Pick<Vendor, 'id' | 'name'> {
  /** Whoever brings the table in would collect the secret themselves. */
  readonly isOwn: boolean;
}

/** What a package gets of one vendor: the vendor itself, if it is new there, and systems. */
export interface VendorGain {
  readonly vendorId: string;
  readonly vendor: string;
  readonly isNew: boolean;
  readonly systems: readonly string[];
}

/** The vendors on record by their names as `alike` has them. */
export type VendorBook = ReadonlyMap<string, readonly VendorOnRecord[]>;

/** Names that a reader would take for one are one. */
const alike = (name: string): string => oneLineOf(name).normalize('NFC').toLowerCase();

export const vendorBook = (vendors: readonly VendorOnRecord[]): VendorBook =>
  Map.groupBy(vendors, ({ name }) => alike(name));

/** Each name once, in any case, as it is written first. */
function onceEach(names: readonly string[]): string[] {
  const first = new Map<string, string>();
  for (const name of names) if (!first.has(alike(name))) first.set(alike(name), name);
  return [...first.values()];
}

/**
 * Reads `Acme Mail: Nightly import, Preference centre; Loop Loyalty`: vendors parted by `;` or line breaks, the systems of
 * each behind a colon and parted by commas. A backslash makes such a sign part of a name. Null where a name is missing.
 */
export function readVendors(text: string): VendorSaid[] | null {
  const parts = text.split(/(?<!\\);|\n/).filter((part) => part.trim() !== '');
  const vendors = parts.map((part) => {
    const at = part.search(/(?<!\\):/);
    const [name, rest] = at < 0 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)];
    const systems = rest.split(/(?<!\\),/).map((system) => system.replaceAll(/\\([;,])/g, '$1').trim());
    return {
      name: name.replaceAll(/\\([;:])/g, '$1').trim(),
      systems: systems.filter((system) => system !== ''),
    };
  });
  if (vendors.length === 0 || vendors.some(({ name }) => name === '')) return null;
  return [...Map.groupBy(vendors, ({ name }) => alike(name)).values()].map((same) => ({
    name: same[0]?.name ?? '',
    systems: onceEach(same.flatMap(({ systems }) => systems)),
  }));
}

/** One vendor as `readVendors` reads it. */
const lineOf = ({ name, systems }: VendorSaid): string =>
  [written(name, /[;:]/g), systems.map((system) => written(system, /[;,]/g)).join(', ')]
    .filter((part) => part !== '')
    .join(': ');

/** A backslash at the end would make the next sign part of the name: a blank keeps them apart. */
const written = (name: string, signs: RegExp): string =>
  oneLineOf(name)
    .replaceAll(signs, String.raw`\$&`)
    .replace(/\\$/, '\\ ');

/** The vendors of a package as the export writes them, one on each line. */
export const vendorsCell = (vendors: readonly VendorSaid[]): string => vendors.map(lineOf).join('\n');

/** Where a package’s vendors come from. */
interface Judging {
  readonly used: readonly Pick<Vendor, 'id' | 'name' | 'systems'>[];
  readonly book: VendorBook;
}

/** What a cell adds to the vendors that a package has. It takes none away: that is done by hand, where its history stays. */
export function gainsOf(
  said: readonly VendorSaid[],
  { used, book }: Judging,
): { readonly gains: VendorGain[] } | { readonly fault: RowFault } {
  const gains: VendorGain[] = [];
  for (const { name, systems } of said) {
    const found = foundAs(name, book);
    if ('fault' in found) return found;
    const { id, name: vendor, isOwn } = found;
    const before = used.find((one) => one.id === id);
    if (!before && isOwn) return { fault: { code: 'vendor_is_you', vendor } };
    const known = new Set(before?.systems.map(alike));
    const more = systems.filter((system) => !known.has(alike(system)));
    if (known.size + more.length > MOST_SYSTEMS) return { fault: { code: 'too_many_systems', vendor } };
    if (!before || more.length > 0) gains.push({ vendorId: id, vendor, isNew: !before, systems: more });
  }
  return { gains };
}

/** Of several whose names look the same, none is guessed: one may be somebody else’s. */
function foundAs(name: string, book: VendorBook): VendorOnRecord | { readonly fault: RowFault } {
  const found = book.get(alike(name)) ?? [];
  const [one, ...more] = found;
  const shown = mayBeSecret(name) ? null : name;
  if (!one) return { fault: { code: 'vendor_unknown', vendor: shown } };
  return more.length > 0 ? { fault: { code: 'vendor_ambiguous', vendor: shown } } : one;
}

/** The vendors that gain something, before and after, as a preview shows it; null when nobody does. */
export function shownGains(
  gains: readonly VendorGain[],
  used: Judging['used'],
): { readonly from: string | null; readonly to: string } | null {
  if (gains.length === 0) return null;
  const before = used.filter(({ id }) => gains.some(({ vendorId }) => vendorId === id));
  const after = gains.map(({ vendorId, vendor, systems }) => ({
    name: vendor,
    systems: [...(before.find(({ id }) => id === vendorId)?.systems ?? []), ...systems],
  }));
  const line = (vendors: readonly VendorSaid[]) => vendors.map(lineOf).join('; ');
  return { from: before.length > 0 ? line(before) : null, to: line(after) };
}

/** The vendors of a package that is new, on one line. */
export const vendorsLine = (gains: readonly VendorGain[]): string => shownGains(gains, [])?.to ?? '';
