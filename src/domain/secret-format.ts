import type { Secret } from './secret.ts';

/** A deposit that can't be a client secret. Each has its words at the edge; none quotes what was typed. */
export type FormatRefusal =
  'secret_empty' | 'secret_too_long' | 'secret_has_space' | 'secret_has_control' | 'secret_not_text';

/** A deposit that is odd but possible: the admin is asked once (marketing-cloud.md, Formats). */
export type FormatWarning = 'no_prefix' | 'odd_length';

const LONGEST = 512;
const EXPECTED_LENGTH = 64;

/**
 * Trims what was pasted and judges it. Lone surrogates are refused: stored as UTF-8 they would come back changed.
 * `text` is the trimmed secret.
 */
export function readSecret(
  pasted: Secret,
): { ok: true; text: string; warnings: FormatWarning[] } | { ok: false; refusal: FormatRefusal } {
  const text = pasted.reveal().trim();
  if (text === '') return { ok: false, refusal: 'secret_empty' };
  if (text.length > LONGEST) return { ok: false, refusal: 'secret_too_long' };
  if (!text.isWellFormed() || text.includes('\uFFFD')) return { ok: false, refusal: 'secret_not_text' };
  if (/\s/u.test(text)) return { ok: false, refusal: 'secret_has_space' };
  if (/[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/u.test(text))
    return { ok: false, refusal: 'secret_has_control' };
  const warnings: FormatWarning[] = [];
  if (!text.startsWith('SFMC_')) warnings.push('no_prefix');
  if (text.length !== EXPECTED_LENGTH) warnings.push('odd_length');
  return { ok: true, text, warnings };
}

/**
 * The leak guard of marketing-cloud.md, for text typed into Slack. It looks ahead from every prefix, so that the secret
 * in `SFMC_CLIENT_SECRET=SFMC_…` is found too; bounded, so that no text takes long.
 */
const LOOKS_LIKE_SECRET = /SFMC_(?=([A-Za-z0-9_\-+/=.~]{20,512}))/g;
/** Older secrets have no prefix: long mixed tokens are only compared by fingerprint, never refused for their looks. */
const LONG_TOKEN = /[A-Za-z0-9_\-+/=.~]{20,128}/g;
/** What is left of such a token behind a `key=` or inside a URL. */
const PLAIN_RUN = /[A-Za-z0-9]{20,128}/g;

/** What in a text could be a secret. `certain` alone is reason to refuse the text; `possible` only if its fingerprint is known. */
export function findSecrets(text: string): { certain: string[]; possible: string[] } {
  const withPrefix = Array.from(text.matchAll(LOOKS_LIKE_SECRET), ([prefix, rest]) => `${prefix}${rest}`);
  const without = [...(text.match(LONG_TOKEN) ?? []), ...(text.match(PLAIN_RUN) ?? [])];
  const certain = new Set(withPrefix.flatMap(variants));
  const possible = new Set(without.flatMap(variants).filter((hit) => !certain.has(hit)));
  return { certain: [...certain], possible: [...possible] };
}

/** A sentence's full stop may stick to a pasted secret: try it as typed, without, and cut to the known length. */
const variants = (hit: string): string[] => [
  hit,
  hit.replace(/[.=~\-_+/]$/, ''),
  hit.replace(/[.=~\-_+/]+$/, ''),
  hit.slice(0, EXPECTED_LENGTH),
];
