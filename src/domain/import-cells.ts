import { findSecrets } from './secret-format.ts';

/** Marks that turn the direction of text, and blanks without width: seen by nobody, they make two names of one. */
const UNSEEN = /[\u200B\u200E\u200F\u061C\u202A-\u202E\u2066-\u2069\uFEFF\u00AD]/g;

/** A cell as it is compared and kept: one kind of blank and line break, none at the ends. */
export const clean = (cell: string): string =>
  cell
    .replaceAll(UNSEEN, '')
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[^\S\n]+/g, ' ')
    .replaceAll(/ ?\n ?/g, '\n')
    .trim();

/** The same on one line. */
export const oneLineOf = (cell: string): string => clean(cell).replaceAll('\n', ' ');

const TRIGGER = /^'*[=+\-@\t\r]/;

/**
 * A cell that a spreadsheet would take for a formula, made harmless by an apostrophe (OWASP, CSV injection). What begins
 * with apostrophes before such a sign gets one more, so that `asWritten` can always tell.
 */
export const neutral = (cell: string): string => (TRIGGER.test(cell) ? `'${cell}` : cell);
/** Takes back what `neutral` did. */
export const asWritten = (cell: string): string => (/^'+[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell);

/** A formula where its result should stand. */
export const isFormula = (cell: string): boolean => /^=\s*[A-Z][A-Z0-9.]*\(/i.test(cell.trim());

/** Older secrets have no prefix, but small and capital letters and digits in one long run. */
const RUN = /[A-Za-z0-9_\-+/=.~]{20,}/g;
const isMixed = (run: string) => /[a-z]/.test(run) && /[A-Z]/.test(run) && /\d/.test(run);

/** Surely a secret, wherever it stands. */
export const isSecret = (cell: string): boolean => findSecrets(cell).certain.length > 0;
/** Perhaps one: not shown where nobody knows what the column is. */
export const mayBeSecret = (cell: string): boolean => isSecret(cell) || (cell.match(RUN) ?? []).some(isMixed);
/** In a column of client ids, which have no capitals (marketing-cloud.md, Formats). */
export const isNoClientId = (cell: string): boolean => /^\S{20,}$/.test(cell) && isMixed(cell);
/** In a column that is headed as one of secrets: anything in one long piece. */
export const isInSecretColumn = (cell: string): boolean => /^\S{16,}$/.test(cell.trim());
