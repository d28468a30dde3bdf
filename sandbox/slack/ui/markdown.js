// @ts-check
import { h } from './dom.js';
import { withEmoji } from './emoji.js';
import { link } from './mrkdwn.js';

/** @typedef {import('./dom.js').Child} Child */

const INLINE =
  /`(?<code>[^`\n]+)`|\[(?<label>[^\]\n]+)\]\((?<url>[^)\s]+)\)|\*\*(?<bold>[^*\n]+)\*\*|~~(?<strike>[^~\n]+)~~|(?<![\p{L}\p{N}*])\*(?<italic>[^*\n]+)\*|(?<![\p{L}\p{N}_])_(?<italic2>[^_\n]+)_(?![\p{L}\p{N}_])/gu;

/** @param {string} text @returns {Child[]} */
function inline(text) {
  /** @type {Child[]} */
  const out = [];
  let from = 0;
  for (const match of text.matchAll(INLINE)) {
    const { code, label, url, bold, strike, italic, italic2 } = match.groups ?? {};
    out.push(withEmoji(text.slice(from, match.index)));
    from = match.index + match[0].length;
    if (code) out.push(h('code', null, code));
    else if (label && url) out.push(link(url, label));
    else if (bold) out.push(h('strong', null, inline(bold)));
    else if (strike) out.push(h('s', null, inline(strike)));
    else out.push(h('em', null, inline(italic ?? italic2 ?? '')));
  }
  out.push(withEmoji(text.slice(from)));
  return out;
}

/** @param {string} chunk @returns {Child} */
function chunkOf(chunk) {
  const heading = /^(#{1,6})\s+(.*)$/.exec(chunk);
  if (heading)
    return h(
      'p',
      { class: `heading-${heading[1]?.length ?? 1}` },
      h('strong', null, inline(heading[2] ?? '')),
    );
  if (/^(-{3,}|\*{3,})$/.test(chunk)) return h('hr');
  const rows = chunk.split('\n');
  if (rows.every((row) => /^\s*[-*+]\s+/.test(row)))
    return h(
      'ul',
      null,
      rows.map((row) => h('li', null, inline(row.replace(/^\s*[-*+]\s+/, '')))),
    );
  if (rows.every((row) => /^\s*\d+[.)]\s+/.test(row)))
    return h(
      'ol',
      null,
      rows.map((row) => h('li', null, inline(row.replace(/^\s*\d+[.)]\s+/, '')))),
    );
  if (rows.every((row) => row.startsWith('>')))
    return h('blockquote', null, inline(rows.map((row) => row.replace(/^>\s?/, '')).join('\n')));
  return h(
    'p',
    null,
    rows.flatMap((row, index) => (index ? [h('br'), ...inline(row)] : inline(row))),
  );
}

/** A `markdown` block's text: the common part of Markdown. @param {string} text */
export function markdown(text) {
  const parts = text.split(/```\w*\n?([\s\S]*?)\n?```/);
  return h(
    'div',
    { class: 'rich-text' },
    parts.map((part, index) =>
      index % 2
        ? h('pre', null, part)
        : part
            .replace(/^(#{1,6} .*)$/gm, '\n$1\n')
            .split(/\n{2,}/)
            .map((chunk) => chunk.replace(/^\n+|\n+$/g, ''))
            .filter(Boolean)
            .map(chunkOf),
    ),
  );
}
