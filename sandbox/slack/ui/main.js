// @ts-check
import { act, getState, getWorkspace, listen, suggest } from './api.js';
import { createComposer } from './composer.js';
import { byId, h, refill } from './dom.js';
import { drawAppHeader, drawChannelHeader } from './header.js';
import { drawHome } from './home.js';
import { icon } from './icons.js';
import { createModal } from './modal.js';
import { hueOf, rememberedPerson, rememberPerson } from './people.js';
import { closePopup } from './popup.js';
import { currentRoute, goTo, hashOf } from './routes.js';
import { drawSidebar } from './sidebar.js';
import { drawTimeline } from './timeline.js';
import { createToasts } from './toasts.js';

/** @typedef {import('./context.js').Env} Env */
/** @typedef {import('../types.ts').ConversationView} ConversationView */

const phone = matchMedia('(max-width: 760px)');
const page = {
  sidebar: byId('sidebar'),
  header: byId('header'),
  list: byId('messages'),
  home: byId('home'),
  composer: byId('composer'),
  thread: byId('thread'),
};
const threadList = h('div', {
  class: 'messages',
  id: 'thread-messages',
  tabindex: '0',
  role: 'log',
  'aria-label': 'Thread',
});
const threadHead = h('header', { class: 'head' });
page.thread.append(
  threadHead,
  threadList,
  h('p', { class: 'composer-closed' }, 'Slash commands don’t work in threads.'),
);

/** Nothing can be shown before the first answer: wait for it. @template T @param {() => Promise<T>} ask @returns {Promise<T>} */
async function patiently(ask) {
  for (;;) {
    try {
      return await ask();
    } catch {
      document.body.classList.add('is-offline');
      await new Promise((resolve) => setTimeout(resolve, 2000));
    }
  }
}

let info = await patiently(getWorkspace);
let me = rememberedPerson(info);
let state = await patiently(() => getState(me));
const showComposer = createComposer(page.composer);
const showModal = createModal();
const toasts = createToasts();

/** Acts on a modal follow one another: what was typed must arrive before the submission. @type {Promise<any>} */
let inModal = Promise.resolve();

/**
 * @param {string} path @param {Record<string, any>} body
 * @returns {Promise<import('../types.ts').ActResult>}
 */
async function perform(path, body) {
  const run = () => act(path, { user: me, ...body });
  const isModal = body['place']?.kind === 'modal' || path === 'submit' || path === 'close';
  const result = await (isModal ? (inModal = inModal.then(run)) : run());
  await refresh();
  // A field of a window that was closed meanwhile says its last word in vain.
  const isLate = path === 'select' && isModal && state.modal?.id !== body['place'].view_id;
  if (!result.ok && !isLate && !toasts.isKnown(result.error)) toasts.say('That didn’t work', result.error);
  return result;
}

/** @returns {Env} */
const envNow = () => ({
  info,
  state,
  me,
  now: new Date(state.now),
  nameOf: (id) => info.users.find((user) => user.id === id)?.real_name ?? id,
  channelName: (id) => state.conversations.find((each) => each.id === id)?.name ?? 'private channel',
  goTo: (channel) => goTo({ kind: 'conversation', channel, thread: null }),
  act: perform,
  suggest: (body) => suggest({ user: me, ...body }),
});

/** What had been read when the conversation was opened: the "New" line stays there while one reads. */
let reading = { channel: '', since: '' };
/** The newest message the server was told of as read. */
let toldRead = '';
/** Each visit of the App Home tells the app once. */
let visitedHome = '';

/** @param {Env} env */
function openHome(env) {
  drawAppHeader(page.header, env, true);
  drawHome(page.home, env);
  if (visitedHome === me) return;
  visitedHome = me;
  void perform('home', {});
}

/** @param {ConversationView} conversation @param {string | null} thread @param {Env} env */
function drawConversation(conversation, thread, env) {
  if (reading.channel !== `${me} ${conversation.id}`)
    reading = { channel: `${me} ${conversation.id}`, since: conversation.last_read };
  const openThread = (/** @type {string} */ ts) =>
    goTo({ kind: 'conversation', channel: conversation.id, thread: ts });
  const frame = { env, openThread, newSince: reading.since };
  if (conversation.kind === 'dm') drawAppHeader(page.header, env, false);
  else drawChannelHeader(page.header, env, conversation);
  showComposer(env, conversation);
  if (thread) {
    const close = h(
      'a',
      {
        class: 'icon-only',
        href: hashOf({ kind: 'conversation', channel: conversation.id, thread: null }),
        'aria-label': 'Close the thread',
        'data-key': 'close-thread',
      },
      icon('close'),
    );
    refill(
      threadHead,
      h('h2', null, 'Thread'),
      h('span', { class: 'meta' }, conversation.kind === 'dm' ? conversation.name : `#${conversation.name}`),
      close,
    );
    drawTimeline(threadList, conversation, frame, thread);
  }
  drawTimeline(page.list, conversation, frame);
  const newest = [...conversation.messages, ...conversation.ephemerals].reduce(
    (ts, each) => (each.ts > ts ? each.ts : ts),
    '',
  );
  if (conversation.unread > 0 && document.visibilityState === 'visible' && toldRead !== `${me} ${newest}`) {
    toldRead = `${me} ${newest}`;
    void perform('read', { channel: conversation.id });
  }
}

function render() {
  const env = envNow();
  let route = currentRoute();
  const wanted =
    route.kind === 'conversation'
      ? state.conversations.find((each) => 'channel' in route && each.id === route.channel)
      : undefined;
  if ((route.kind === 'list' && !phone.matches) || (route.kind === 'conversation' && !wanted)) {
    const first =
      state.conversations.find((each) => each.is_member && !each.is_archived) ?? state.conversations[0];
    route = !first
      ? { kind: 'home' }
      : phone.matches
        ? { kind: 'list' }
        : { kind: 'conversation', channel: first.id, thread: null };
    history.replaceState(null, '', `/?as=${me}${hashOf(route)}`);
  }
  const conversation =
    route.kind === 'conversation'
      ? state.conversations.find((each) => 'channel' in route && each.id === route.channel)
      : undefined;
  const thread = route.kind === 'conversation' ? route.thread : null;
  document.body.dataset['view'] = thread ? 'thread' : route.kind;
  document.documentElement.style.setProperty('--hue', String(hueOf(info, me)));
  if (route.kind !== 'home') visitedHome = '';
  drawSidebar(page.sidebar, env, route, become);
  if (route.kind === 'home') openHome(env);
  else if (conversation) drawConversation(conversation, thread, env);
  showModal(env);
  toasts.show(env);
  const unread = state.conversations.reduce((sum, each) => sum + each.unread, 0);
  const place =
    route.kind === 'home'
      ? `${info.bot.name} home`
      : conversation
        ? conversation.kind === 'dm'
          ? conversation.name
          : `#${conversation.name}`
        : info.team.name;
  document.title = `${unread ? `(${unread}) ` : ''}${state.user.real_name} · ${place} · ${info.team.name} sandbox`;
}

/** Becomes somebody else in this tab. @param {string} id */
async function become(id) {
  me = id;
  rememberPerson(id);
  reading = { channel: '', since: '' };
  await refresh();
}

let isFetching = false;
let isStale = false;
/** Fetches the state again; calls while one is under way lead to one more. */
async function refresh() {
  isStale = true;
  if (isFetching) return;
  isFetching = true;
  try {
    while (isStale) {
      isStale = false;
      state = await getState(me);
    }
    render();
  } catch {
    toasts.say('The sandbox doesn’t answer', 'Is it still running?');
  } finally {
    isFetching = false;
  }
}

if (location.pathname !== '/') history.replaceState(null, '', `/${hashOf(currentRoute())}`);
rememberPerson(me);
render();
addEventListener('hashchange', () => {
  closePopup();
  render();
});
phone.addEventListener('change', render);
document.addEventListener('visibilitychange', () => void (document.hidden || refresh()));
document.addEventListener('sandbox-clock-moved', () => void refresh());
addEventListener('keydown', (event) => {
  const route = currentRoute();
  if (
    event.key === 'Escape' &&
    !event.defaultPrevented &&
    route.kind === 'conversation' &&
    route.thread &&
    !document.querySelector('dialog[open]')
  )
    goTo({ ...route, thread: null });
});

let hasBeenDown = false;
listen(
  (version) => void (version !== state.version && refresh()),
  async (isUp) => {
    document.body.classList.toggle('is-offline', !isUp);
    if (isUp && hasBeenDown) info = await getWorkspace();
    hasBeenDown = !isUp;
  },
);
