// @ts-check
import { formatDate } from './dates.js';
import { h } from './dom.js';
import { emoji as drawEmoji, emojiText, withEmoji } from './emoji.js';

/** @typedef {import('./dom.js').Child} Child */
/** @typedef {{ nameOf: (id: string) => string, channelName: (id: string) => string, goTo: (channel: string) => void, me: string, now: Date }} Names */

/** @param {string} text */
const unescape = (text) => text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');

/** Web and mail addresses only. @param {string} url */
export const safeUrl = (url) => (/^(https?:|mailto:)/i.test(url) ? url : null);

/**
 * @param {string} url
 * @param {Child} label
 */
export function link(url, label) {
  const href = safeUrl(url);
  return href
    ? h('a', { href, target: '_blank', rel: 'noopener noreferrer' }, label)
    : h('span', null, label);
}

/** @param {string} id @param {Names} names */
export function mention(id, names) {
  return h('span', { class: id === names.me ? 'mention mine' : 'mention' }, `@${names.nameOf(id)}`);
}

/** @param {string} id @param {Names} names */
export function channelLink(id, names) {
  return h(
    'button',
    { type: 'button', class: 'mention', onclick: () => names.goTo(id) },
    `#${names.channelName(id)}`,
  );
}

/** @param {number} seconds @param {string} pattern @param {string | undefined} url @param {Names} names */
export function date(seconds, pattern, url, names) {
  const at = new Date(seconds * 1000);
  const text = formatDate(seconds, pattern, names.now);
  const time = h(
    'time',
    { datetime: Number.isNaN(at.getTime()) ? '' : at.toISOString(), title: at.toString(), class: 'date' },
    text,
  );
  return url ? link(url, time) : time;
}

/**
 * What stands between < and >.
 * @param {string} inner
 * @param {Names} names
 * @returns {Child}
 */
function angle(inner, names) {
  const [head = '', ...rest] = inner.split('|');
  const label = rest.join('|');
  if (head.startsWith('@')) return mention(head.slice(1), names);
  if (head.startsWith('#')) return channelLink(head.slice(1), names);
  if (head.startsWith('!date^')) {
    const [, seconds = '', pattern = '', url] = head.split('^');
    return /^\d+$/.test(seconds) ? date(Number(seconds), unescape(pattern), url, names) : unescape(label);
  }
  if (/^!(here|channel|everyone)$/.test(head))
    return h('span', { class: 'mention all' }, `@${head.slice(1)}`);
  if (head.startsWith('!subteam^')) return h('span', { class: 'mention' }, label || '@group');
  if (safeUrl(head)) return link(unescape(head), unescape(label || head.replace(/^mailto:/, '')));
  return unescape(`<${inner}>`);
}

const INLINE =
  /(?<code>`[^`\n]+`)|(?<angle><[^<>\n]+>)|(?<![\p{L}\p{N}*])\*(?<bold>[^\s*](?:[^*\n]*[^\s*])?)\*(?![\p{L}\p{N}*])|(?<![\p{L}\p{N}_])_(?<italic>[^\s_](?:[^_\n]*[^\s_])?)_(?![\p{L}\p{N}_])|(?<![\p{L}\p{N}~])~(?<strike>[^\s~](?:[^~\n]*[^\s~])?)~(?![\p{L}\p{N}~])|:(?<emoji>[a-z0-9_+-]+):/gu;

/**
 * @param {string} text
 * @param {Names} names
 * @returns {Child[]}
 */
function inline(text, names) {
  /** @type {Child[]} */
  const out = [];
  let from = 0;
  for (const match of text.matchAll(INLINE)) {
    const { code, angle: inner, bold, italic, strike, emoji } = match.groups ?? {};
    if (match.index < from) continue;
    out.push(unescape(text.slice(from, match.index)));
    from = match.index + match[0].length;
    if (code) out.push(h('code', null, unescape(code.slice(1, -1))));
    else if (inner) out.push(angle(inner.slice(1, -1), names));
    else if (bold) out.push(h('strong', null, ...inline(bold, names)));
    else if (italic) out.push(h('em', null, ...inline(italic, names)));
    else if (strike) out.push(h('s', null, ...inline(strike, names)));
    else out.push(drawEmoji(emoji ?? ''));
  }
  out.push(unescape(text.slice(from)));
  return out;
}

/**
 * Lines with their breaks; runs of quoted lines become quotes. Bullets stay the characters they are, with a hanging indent.
 * @param {string} text
 * @param {Names} names
 * @returns {Child[]}
 */
function lines(text, names) {
  /** @type {Child[]} */
  const out = [];
  /** @type {string[]} */
  let quoted = [];
  const flush = () => {
    if (quoted.length) out.push(h('blockquote', null, ...lines(quoted.join('\n'), names)));
    quoted = [];
  };
  for (const line of text.split('\n')) {
    const quote = /^(?:&gt;|>)\s?(.*)$/.exec(line);
    if (quote) {
      quoted.push(quote[1] ?? '');
      continue;
    }
    flush();
    const item = /^(\s*)([•◦▪*-]|\d+[.)])\s+(.*)$/.exec(line);
    if (item && item[2] !== '*') {
      out.push(
        h(
          'span',
          { class: 'bullet' },
          h('span', { class: 'dot' }, item[2]),
          h('span', null, ...inline(item[3] ?? '', names)),
        ),
      );
    } else if (line === '') out.push(h('span', { class: 'gap' }));
    else out.push(h('span', { class: 'line' }, ...inline(line, names)));
  }
  flush();
  return out;
}

/**
 * Slack's `mrkdwn` as nodes.
 * @param {string} text
 * @param {Names} names
 * @returns {Child[]}
 */
export function mrkdwn(text, names) {
  return text
    .split(/```\n?([\s\S]*?)\n?```\n?/)
    .map((part, index) =>
      index % 2 ? h('pre', null, unescape(part)) : part === '' ? null : lines(part.replace(/\n$/, ''), names),
    );
}

/**
 * A text object: `plain_text` is shown as it is, but for emoji.
 * @param {any} object
 * @param {Names} names
 * @returns {Child[]}
 */
export function textOf(object, names) {
  if (!object) return [];
  if (typeof object === 'string') return [object];
  if (object.type === 'mrkdwn') return mrkdwn(String(object.text ?? ''), names);
  const text = String(object.text ?? '');
  return object.emoji === false ? [text] : withEmoji(text);
}

/** One line without marks, for titles, labels and previews. @param {any} object A text object, or what is no markup. */
export function plain(object) {
  const text = String(object?.text ?? object ?? '');
  if (object?.type !== 'mrkdwn') return emojiText(text);
  return emojiText(unescape(text.replace(/<([^|>]*\|)?([^>]*)>/g, '$2').replace(/[*_`~]/g, '')));
}
