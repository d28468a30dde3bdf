// @ts-check
import { h } from './dom.js';
import { icon } from './icons.js';

/** The ones that a bot of this kind uses; others are shown as `:name:`. @type {Record<string, string>} */
const EMOJI = {
  white_check_mark: '✅',
  heavy_check_mark: '✔️',
  ballot_box_with_check: '☑️',
  x: '❌',
  no_entry: '⛔',
  no_entry_sign: '🚫',
  warning: '⚠️',
  rotating_light: '🚨',
  hourglass: '⌛',
  hourglass_flowing_sand: '⏳',
  alarm_clock: '⏰',
  clock: '🕒',
  clock1: '🕐',
  stopwatch: '⏱️',
  timer_clock: '⏲️',
  calendar: '📅',
  spiral_calendar_pad: '🗓️',
  date: '📅',
  key: '🔑',
  old_key: '🗝️',
  lock: '🔒',
  unlock: '🔓',
  closed_lock_with_key: '🔐',
  bell: '🔔',
  no_bell: '🔕',
  tada: '🎉',
  sparkles: '✨',
  wave: '👋',
  point_right: '👉',
  thumbsup: '👍',
  '+1': '👍',
  eyes: '👀',
  information_source: 'ℹ️',
  question: '❓',
  exclamation: '❗',
  bulb: '💡',
  memo: '📝',
  link: '🔗',
  package: '📦',
  mailbox: '📫',
  email: '📧',
  envelope: '✉️',
  inbox_tray: '📥',
  outbox_tray: '📤',
  arrows_counterclockwise: '🔄',
  repeat: '🔁',
  large_green_circle: '🟢',
  large_yellow_circle: '🟡',
  red_circle: '🔴',
  large_blue_circle: '🔵',
  white_circle: '⚪',
  black_circle: '⚫',
  fire: '🔥',
  skull: '💀',
  boom: '💥',
  gear: '⚙️',
  wrench: '🔧',
  shield: '🛡️',
  people_hugging: '🫂',
  busts_in_silhouette: '👥',
  bust_in_silhouette: '👤',
  arrow_right: '➡️',
  fast_forward: '⏩',
  double_vertical_bar: '⏸️',
  checkered_flag: '🏁',
  dart: '🎯',
  robot_face: '🤖',
  raising_hand: '🙋',
  grey_question: '❔',
  raised_hand: '✋',
  hand: '✋',
};

/** Those that carry a state are drawn, so that they look alike everywhere, without an emoji font, too: drawing and colour. @type {Record<string, [string, string]>} */
const DRAWN = {
  white_check_mark: ['check', 'good'],
  heavy_check_mark: ['check', 'good'],
  x: ['close', 'bad'],
  warning: ['alarm', 'warn'],
  rotating_light: ['siren', 'bad'],
  hourglass_flowing_sand: ['hourglass', 'wait'],
  hourglass: ['hourglass', 'wait'],
  point_right: ['point', 'act'],
  white_circle: ['ring', 'quiet-mark'],
  key: ['key', 'wait'],
  lock: ['lock', 'wait'],
  information_source: ['warn', 'act'],
  arrows_counterclockwise: ['turn', 'act'],
  calendar: ['day', 'act'],
  bust_in_silhouette: ['nobody', 'warn'],
  raising_hand: ['hand', 'act'],
  grey_question: ['question', 'quiet-mark'],
};

/** An emoji by its name, or the name between colons. @param {string} name @returns {Node} */
export function emoji(name) {
  const drawn = DRAWN[name];
  if (!drawn) return document.createTextNode(EMOJI[name] ?? `:${name}:`);
  const [picture, tone] = drawn;
  const label = name.replaceAll('_', ' ');
  return h(
    'span',
    { class: `emoji ${tone}`, role: 'img', 'aria-label': label, title: `:${name}:` },
    icon(picture),
  );
}

/** A text with its emoji. @param {string} text @returns {Node[]} */
export const withEmoji = (text) =>
  text
    .split(/:([a-z0-9_+-]+):/)
    .map((part, index) => (index % 2 ? emoji(part) : document.createTextNode(part)));

/** The same as characters, where no drawings are possible. @param {string} text */
export const emojiText = (text) => text.replace(/:([a-z0-9_+-]+):/g, (whole, name) => EMOJI[name] ?? whole);
