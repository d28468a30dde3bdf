// @ts-check
import { h } from './dom.js';
import { emoji } from './emoji.js';
import { channelLink, date, link, mention } from './mrkdwn.js';

/** @typedef {import('./dom.js').Child} Child */
/** @typedef {import('./mrkdwn.js').Names} Names */

/**
 * @param {any} leaf
 * @param {Names} names
 * @returns {Child}
 */
function bare(leaf, names) {
  switch (leaf.type) {
    case 'text':
      return String(leaf.text);
    case 'link':
      return link(String(leaf.url), leaf.text || leaf.url);
    case 'user':
      return mention(leaf.user_id, names);
    case 'channel':
      return channelLink(leaf.channel_id, names);
    case 'usergroup':
      return h('span', { class: 'mention' }, '@group');
    case 'broadcast':
      return h('span', { class: 'mention all' }, `@${leaf.range}`);
    case 'emoji':
      return emoji(String(leaf.name));
    case 'date':
      return date(Number(leaf.timestamp), String(leaf.format), leaf.url, names);
    case 'color':
      return String(leaf.value);
    default:
      return `[${leaf.type}]`;
  }
}

/** @param {any} leaf @param {Names} names @returns {Child} */
function styled(leaf, names) {
  const style = leaf.style ?? {};
  let node = bare(leaf, names);
  if (style.code) node = h('code', null, node);
  if (style.strike) node = h('s', null, node);
  if (style.italic) node = h('em', null, node);
  if (style.bold) node = h('strong', null, node);
  if (style.underline) node = h('u', null, node);
  return node;
}

/** @param {any} leaves @param {Names} names @returns {Child[]} */
const leavesOf = (leaves, names) =>
  (leaves ?? []).flatMap((/** @type {any} */ leaf) =>
    leaf.type === 'text' && !leaf.style && leaf.text.includes('\n')
      ? withBreaks(leaf.text)
      : [styled(leaf, names)],
  );

/** @param {string} text @returns {Child[]} */
const withBreaks = (text) => text.split('\n').flatMap((line, index) => (index ? [h('br'), line] : [line]));

/**
 * @param {any} part
 * @param {Names} names
 * @returns {Child}
 */
function partOf(part, names) {
  const leaves = part.elements ?? [];
  switch (part.type) {
    case 'rich_text_section':
      return h('p', null, leavesOf(leaves, names));
    case 'rich_text_list':
      return h(
        part.style === 'ordered' ? 'ol' : 'ul',
        { class: `indent-${Math.min(part.indent ?? 0, 4)}`, start: part.offset ? part.offset + 1 : null },
        leaves.map((/** @type {any} */ item) => h('li', null, leavesOf(item.elements, names))),
      );
    case 'rich_text_quote':
      return h('blockquote', null, leavesOf(leaves, names));
    case 'rich_text_preformatted':
      return h('pre', null, leavesOf(leaves, names));
    default:
      return null;
  }
}

/**
 * @param {any} block
 * @param {Names} names
 */
export const richText = (block, names) =>
  h(
    'div',
    { class: 'rich-text' },
    (block.elements ?? []).map((/** @type {any} */ part) => partOf(part, names)),
  );
