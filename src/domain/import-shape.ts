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
  return { kind: 'delimited', text, delimiter: delimiterOf(head) };
}

/** What parts the first line into the most cells; a tab where nothing does, so that a list of names stays one column. */
function delimiterOf(head: string): string {
  const bare = head.replaceAll(/"(?:[^"]|"")*"/g, '');
  const counts = DELIMITERS.map((delimiter) => ({ delimiter, count: bare.split(delimiter).length - 1 }));
  return counts.reduce((best, one) => (one.count > best.count ? one : best)).delimiter;
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
