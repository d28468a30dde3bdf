import { columnOf } from './import-columns.ts';

/** What kind of table a text is. */
export type TableShape =
  | { readonly kind: 'markdown'; readonly text: string }
  | { readonly kind: 'delimited'; readonly text: string; readonly delimiter: string };

const SEP = /^sep=(.)\s*(?:\r\n?|\n|$)/i;
const DELIMITERS = ['\t', ';', ',', '|'] as const;
const RULE = /^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/;

/** Tells by its first lines how a table is written; null when there is nothing. */
export function shapeOf(pasted: string): TableShape | null {
  const text = pasted.replace(/^\uFEFF/, '');
  const [sepLine, separator] = SEP.exec(text) ?? [];
  if (sepLine !== undefined && separator)
    return { kind: 'delimited', text: text.slice(sepLine.length), delimiter: separator };
  const lines = text.split(/\r\n?|\n/, 200).filter((line) => line.trim() !== '');
  const [head = '', second = ''] = lines;
  if (head === '') return null;
  const isFramed = lines.every((line) => /^\s*\|.*\|\s*$/.test(line));
  if (isFramed || (head.includes('|') && RULE.test(second))) return { kind: 'markdown', text };
  return { kind: 'delimited', text, delimiter: delimiterOf(lines) };
}

/** Headings may stand below a title. */
const TOP = 10;

/**
 * What parts one of the first lines into the most headings that are known; else what parts most of them. A tab where nothing
 * does, so that a list of names stays one column.
 */
function delimiterOf(lines: readonly string[]): string {
  const top = lines.slice(0, TOP);
  const partings = top.map(partingOf);
  const known = (line: string, delimiter: string) =>
    line.split(delimiter).filter((cell) => columnOf(cell) !== null).length;
  const all = DELIMITERS.map((delimiter) => ({
    delimiter,
    headings: Math.max(...top.map((line) => known(line, delimiter))),
    lines: partings.filter((one) => one === delimiter).length,
  }));
  return all.reduce((best, one) =>
    one.headings > best.headings || (one.headings === best.headings && one.lines > best.lines) ? one : best,
  ).delimiter;
}

/** What parts a line into the most cells. */
function partingOf(line: string): string | null {
  const bare = line.replaceAll(/"(?:[^"]|"")*"/g, '');
  const counts = DELIMITERS.map((delimiter) => ({ delimiter, count: bare.split(delimiter).length - 1 }));
  const best = counts.reduce((most, one) => (one.count > most.count ? one : most));
  return best.count > 0 ? best.delimiter : null;
}

/** The cells of a markdown table, its rule left out, marks of emphasis, code and links taken off. */
export const markdownCells = (text: string): string[][] =>
  text
    .split(/\r\n?|\n/)
    .filter((line) => !RULE.test(line) || !line.includes('-'))
    .map((line) =>
      line
        .trim()
        .replace(/^\|/, '')
        .replace(/(?<!\\)\|$/, '')
        .split(/(?<!\\)\|/)
        .map((cell) => unmarked(cell.trim().replaceAll('\\|', '|'))),
    );

const unmarked = (cell: string): string =>
  cell
    .replaceAll(/<br\s*\/?>/gi, '\n')
    .replaceAll(/!?\[([^\]]*)\]\([^)\s]*\)/g, '$1')
    .replace(/^\*\*(.*)\*\*$/s, '$1')
    .replace(/^`(.*)`$/s, '$1');
