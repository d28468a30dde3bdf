// @ts-check
import { drawBlocks } from './blocks.js';
import { dateOfTs, dayName, fullTime, timeOf } from './dates.js';
import { h } from './dom.js';
import { icon } from './icons.js';
import { mrkdwn, plain } from './mrkdwn.js';
import { avatar, badge } from './people.js';

/** @typedef {import('./context.js').Env} Env */
/** @typedef {import('../types.ts').SandboxMessage} SandboxMessage */
/** @typedef {import('../types.ts').SandboxEphemeral} SandboxEphemeral */

/**
 * @typedef {object} Shown One message as one place shows it.
 * @property {SandboxMessage} message
 * @property {SandboxMessage[]} [replies] Its thread, in the channel.
 * @property {SandboxMessage | undefined} [parent] The thread it comes from, when it was also sent to the channel.
 * @property {number} [newReplies]
 */

/** @param {string} ts */
const timeLink = (ts) =>
  h(
    'time',
    { class: 'at', datetime: dateOfTs(ts).toISOString(), title: fullTime(dateOfTs(ts)) },
    timeOf(dateOfTs(ts)),
  );

/** @param {Env} env @param {string} id @param {string} ts */
function byline(env, id, ts) {
  const user = env.info.users.find((each) => each.id === id);
  return h(
    'div',
    { class: 'byline' },
    h('strong', null, user?.real_name ?? id),
    user && badge(env.info, user),
    timeLink(ts),
  );
}

/** @param {any} content @param {import('./context.js').Context} context */
const bodyOf = (content, context) =>
  content.blocks.length
    ? h('div', { class: 'blocks' }, drawBlocks(content.blocks, context))
    : h('div', { class: 'text' }, mrkdwn(content.text, context.env));

/** @param {SandboxMessage[]} replies @param {number} fresh @param {Env} env @param {() => void} open */
function threadLink(replies, fresh, env, open) {
  const authors = [...new Set(replies.map(({ user }) => user))].slice(0, 4);
  const last = replies.at(-1);
  if (!last) return null;
  const at = dateOfTs(last.ts);
  return h(
    'button',
    { type: 'button', class: 'thread-link', onclick: open, 'data-key': `thread-${last.thread_ts}` },
    authors.map((id) => avatar(env.info, id, 'small')),
    h('span', { class: 'count' }, `${replies.length} ${replies.length === 1 ? 'reply' : 'replies'}`),
    fresh > 0 && h('span', { class: 'pill' }, `${fresh} new`),
    h('span', { class: 'last' }, `Last ${dayName(at, env.now).toLowerCase()} at ${timeOf(at)}`),
  );
}

/**
 * @param {Shown} shown
 * @param {Env} env
 * @param {(ts: string) => void} openThread
 */
export function drawMessage({ message, replies = [], parent, newReplies = 0 }, env, openThread) {
  const place = { kind: /** @type {const} */ ('message'), channel: message.channel, ts: message.ts };
  const thread = message.thread_ts;
  return h(
    'article',
    { class: 'message', 'data-edited': message.edited?.ts ?? '' },
    avatar(env.info, message.user),
    h(
      'div',
      { class: 'body' },
      byline(env, message.user, message.ts),
      parent &&
        thread &&
        h(
          'p',
          { class: 'from-thread' },
          icon('thread'),
          'Replied to a thread: ',
          h(
            'button',
            { type: 'button', class: 'link', onclick: () => openThread(thread) },
            shorten(plain({ type: 'mrkdwn', text: parent.text })),
          ),
        ),
      bodyOf(message, { env, place, values: message.values }),
      message.edited &&
        h('span', { class: 'edited', title: fullTime(dateOfTs(message.edited.ts)) }, '(edited)'),
      threadLink(replies, newReplies, env, () => openThread(message.ts)),
    ),
  );
}

/** @param {string} text */
const shorten = (text) => (text.length > 80 ? `${text.slice(0, 78)}…` : text || 'message');

/** @param {SandboxEphemeral} ephemeral @param {Env} env @param {string} bot @param {() => void} dismiss */
export function drawEphemeral(ephemeral, env, bot, dismiss) {
  const place = { kind: /** @type {const} */ ('ephemeral'), channel: ephemeral.channel, ts: ephemeral.ts };
  return h(
    'article',
    { class: 'message ephemeral' },
    avatar(env.info, bot),
    h(
      'div',
      { class: 'body' },
      h('p', { class: 'only-you' }, icon('eye'), 'Only visible to you'),
      byline(env, bot, ephemeral.ts),
      bodyOf(ephemeral, { env, place, values: ephemeral.values }),
      h('button', { type: 'button', class: 'link dismiss', onclick: dismiss }, 'Dismiss message'),
    ),
  );
}

/** @param {string} ts @param {Date} now */
export const dayDivider = (ts, now) =>
  h('div', { class: 'day', role: 'separator' }, h('span', null, dayName(dateOfTs(ts), now)));

export const newDivider = () => h('div', { class: 'day new', role: 'separator' }, h('span', null, 'New'));

/** Between a thread's first message and its replies. @param {number} count */
export const replyDivider = (count) =>
  h(
    'div',
    { class: 'day replies', role: 'separator' },
    h('span', null, `${count} ${count === 1 ? 'reply' : 'replies'}`),
  );
