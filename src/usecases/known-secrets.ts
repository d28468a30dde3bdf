import { generationsByFingerprints } from '../db/generations.ts';
import type { Layout } from '../domain/import-layout.ts';
import { placeOf } from '../domain/import-rows.ts';
import { findSecrets } from '../domain/secret-format.ts';
import type { Deps } from './deps.ts';

/** Client ids and package ids have forms that no secret has. */
const IS_PUBLIC = /^(?:[a-z0-9]{24}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d+)$/;
const AT_ONCE = 5_000;

interface Spot {
  readonly number: number;
  readonly place: string;
}

/**
 * Rows in which a secret stands that rekey has seen: an older one is not told by its looks. The row’s number, and the place in
 * it. Where nothing can be compared now, looks alone decide.
 */
export async function knownSecretRows(
  deps: Deps,
  { rows, headings }: Pick<Layout, 'rows' | 'headings'>,
): Promise<Map<number, string>> {
  const candidates = new Map<string, Spot[]>();
  for (const { number, cells } of rows) {
    for (const [at, cell] of cells.entries()) {
      if (cell.length < 20 || IS_PUBLIC.test(cell.trim())) continue;
      for (const text of findSecrets(cell).possible) {
        const spot = { number, place: placeOf(headings, at) };
        const spots = candidates.get(text);
        if (spots) spots.push(spot);
        else candidates.set(text, [spot]);
      }
    }
  }
  try {
    return await compare(deps, candidates);
  } catch (error) {
    deps.log.error('a text could not be compared with known secrets', {}, error);
    return new Map();
  }
}

async function compare(
  { db, workspaceId, fingerprintKey }: Deps,
  candidates: ReadonlyMap<string, readonly Spot[]>,
): Promise<Map<number, string>> {
  const found = new Map<number, string>();
  if (candidates.size === 0) return found;
  await fingerprintKey.fingerprint(''); // opens the key once: thousands would each ask for it
  const all = [...candidates];
  for (let start = 0; start < all.length; start += AT_ONCE) {
    const some = all.slice(start, start + AT_ONCE);
    const prints = await Promise.all(some.map(([text]) => fingerprintKey.fingerprint(text)));
    const known = await generationsByFingerprints(db, workspaceId, prints);
    const isKnown = new Set(known.map(({ fingerprint }) => Buffer.from(fingerprint).toString('hex')));
    for (const [index, [, spots]] of some.entries()) {
      const print = prints[index];
      if (!print || !isKnown.has(Buffer.from(print).toString('hex'))) continue;
      for (const { number, place } of spots) found.set(number, place);
    }
  }
  return found;
}
