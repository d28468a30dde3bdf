// @ts-check
import { dateOfTs, dayKey } from './dates.js';
import { h, reconcile } from './dom.js';
import { dayDivider, drawEphemeral, drawMessage, newDivider, replyDivider } from './message.js';

/** @typedef {import('./context.js').Env} Env */
/** @typedef {import('../types.ts').ConversationView} ConversationView */
/** @typedef {import('../types.ts').SandboxMessage} SandboxMessage */
/** @typedef {{ key: string, json: string, make: () => HTMLElement }} Item */
/** @typedef {{ env: Env, openThread: (ts: string) => void, newSince: string }} Frame */

/** The newest reply that was read in each thread since this page was loaded. @type {Map<string, string>} */
const seenUpTo = new Map();

const DISMISSED = 'sandbox-dismissed';
/** Ephemeral messages this tab has put away: Slack's client forgets them, too. */
const dismissed = new Set((sessionStorage.getItem(DISMISSED) ?? '').split(' '));

/** @param {string} ts @param {() => void} redraw */
function dismiss(ts, redraw) {
  dismissed.add(ts);
  sessionStorage.setItem(DISMISSED, [...dismissed].slice(-200).join(' '));
  redraw();
}

/** What a drawing depends on besides its own data. @param {string} json @param {Env} env */
const dated = (json, { now, me }) =>
  `${me} ${dayKey(now)} ${json.includes('ago}') ? Math.floor(now.getTime() / 60_000) : ''} ${json}`;

/** @param {SandboxMessage} message @param {ConversationView} conversation @param {Frame} frame @param {boolean} isThread @returns {Item} */
function messageItem(message, conversation, { env, openThread, newSince }, isThread) {
  const replies =
    isThread || message.thread_ts
      ? []
      : conversation.messages.filter((each) => each.thread_ts === message.ts && each.ts !== message.ts);
  const parent =
    !isThread && message.thread_ts
      ? conversation.messages.find((each) => each.ts === message.thread_ts)
      : undefined;
  const newReplies = replies.filter(
    (each) => each.ts > newSince && each.ts > (seenUpTo.get(message.ts) ?? '') && each.user !== env.me,
  ).length;
  const facts = [message, replies.map(({ ts, user }) => ts + user), parent?.text, newReplies];
  return {
    key: `m${message.ts}`,
    json: dated(JSON.stringify(facts), env),
    make: () => drawMessage({ message, replies, parent, newReplies }, env, openThread),
  };
}

/** @param {ConversationView} conversation @param {Frame} frame @param {string | null} thread @param {() => void} redraw */
function itemsOf(conversation, frame, thread, redraw) {
  const { env, newSince } = frame;
  const inChannel = (/** @type {SandboxMessage} */ each) =>
    !each.thread_ts || each.thread_ts === each.ts || each.reply_broadcast;
  const messages = conversation.messages.filter((each) =>
    thread ? each.ts === thread || each.thread_ts === thread : inChannel(each),
  );
  const ephemerals = conversation.ephemerals.filter(
    (each) => !dismissed.has(each.ts) && (thread ? each.thread_ts === thread : !each.thread_ts),
  );
  /** @type {{ ts: string, user: string, item: Item }[]} */
  const all = [
    ...messages.map((message) => ({
      ts: message.ts,
      user: message.user,
      item: messageItem(message, conversation, frame, thread !== null),
    })),
    ...ephemerals.map((each) => ({
      ts: each.ts,
      user: '',
      item: {
        key: `e${each.ts}`,
        json: dated(JSON.stringify(each), env),
        make: () => drawEphemeral(each, env, env.info.bot.user, () => dismiss(each.ts, redraw)),
      },
    })),
  ].sort((one, other) => (one.ts < other.ts ? -1 : one.ts > other.ts ? 1 : 0));
  let day = '';
  let hasNew = newSince === '' || thread !== null;
  return all.flatMap(({ ts, user, item }) => {
    /** @type {Item[]} */
    const out = [];
    const today = dayKey(dateOfTs(ts));
    if (today !== day && !thread)
      out.push({ key: `d${today}`, json: dayKey(env.now), make: () => dayDivider(ts, env.now) });
    day = today;
    if (!hasNew && ts > newSince && user !== env.me) {
      hasNew = true;
      out.push({ key: 'new', json: newSince, make: newDivider });
    }
    out.push(item);
    if (thread && ts === thread && messages.length > 1)
      out.push({
        key: 'replies',
        json: String(messages.length),
        make: () => replyDivider(messages.length - 1),
      });
    return out;
  });
}

/**
 * Draws a conversation (or one of its threads) into `list`, keeping to the end if the reader was there.
 * @param {HTMLElement} list @param {ConversationView} conversation @param {Frame} frame @param {string | null} thread
 */
export function drawTimeline(list, conversation, frame, thread = null) {
  const isNew = list.dataset.shows !== `${frame.env.me} ${conversation.id} ${thread ?? ''}`;
  if (isNew) list.dataset.end = thread ? 'no' : 'yes';
  list.onscroll = () => noteEnd(list);
  const redraw = () => drawTimeline(list, conversation, frame, thread);
  list.dataset.shows = `${frame.env.me} ${conversation.id} ${thread ?? ''}`;
  if (thread)
    seenUpTo.set(thread, conversation.messages.findLast((each) => each.thread_ts === thread)?.ts ?? '');
  const items = itemsOf(conversation, frame, thread, redraw);
  const empty = {
    key: 'empty',
    json: conversation.id,
    make: () =>
      h(
        'p',
        { class: 'empty' },
        conversation.kind === 'dm'
          ? 'Nothing here yet.'
          : `This is the very beginning of #${conversation.name}.`,
      ),
  };
  reconcile(list, items.length ? items : [empty]);
  const newest = items.at(-1)?.key ?? '';
  // An answer to one's own click or command is what one waits for, wherever one has scrolled.
  if (newest !== list.dataset.newest && newest.startsWith('e')) list.dataset.end = 'yes';
  list.dataset.newest = newest;
  if (list.dataset.end === 'yes') list.scrollTop = list.scrollHeight;
}

/** Whether the reader is at the end; a list that is hidden says nothing about its reader. @param {HTMLElement} list */
function noteEnd(list) {
  if (list.clientHeight === 0) return;
  list.dataset.end = list.scrollHeight - list.scrollTop - list.clientHeight < 80 ? 'yes' : 'no';
}
