// @ts-check
import { h, refill } from './dom.js';
import { icon } from './icons.js';
import { avatar } from './people.js';
import { hashOf } from './routes.js';

/** @typedef {import('./context.js').Env} Env */

const backLink = () => h('a', { class: 'back', href: '#/', 'aria-label': 'Back to the list' }, icon('back'));

/** The app's two sides. @param {Env} env @param {boolean} isHome */
function tabs({ info, state }, isHome) {
  const dm = state.conversations.find(({ kind }) => kind === 'dm');
  const home = {
    href: hashOf({ kind: 'home' }),
    'aria-current': isHome ? 'page' : null,
    'data-key': 'tab-home',
  };
  const messages = dm && {
    href: hashOf({ kind: 'conversation', channel: dm.id, thread: null }),
    'aria-current': isHome ? null : 'page',
    'data-key': 'tab-messages',
  };
  return h(
    'nav',
    { class: 'tabs', 'aria-label': info.bot.name },
    h('a', home, 'Home'),
    messages ? h('a', messages, 'Messages') : h('span', null, 'Messages'),
  );
}

/** Over the app's home and its direct messages. @param {HTMLElement} container @param {Env} env @param {boolean} isHome */
export function drawAppHeader(container, env, isHome) {
  const { bot } = env.info;
  refill(
    container,
    backLink(),
    avatar(env.info, bot.user, 'small'),
    h('h1', null, bot.name),
    tabs(env, isHome),
  );
}

/** Over a channel. @param {HTMLElement} container @param {Env} env @param {import('../types.ts').ConversationView} conversation */
export function drawChannelHeader(container, env, { kind, name, members, is_ext_shared }) {
  const { bot } = env.info;
  const people = members.filter((id) => id !== bot.user).length;
  const count = `${people} ${people === 1 ? 'person' : 'people'}${members.includes(bot.user) ? ` and ${bot.name}` : ''}`;
  refill(
    container,
    backLink(),
    kind === 'private' ? icon('lock', 'private') : h('span', { class: 'hash', 'aria-hidden': 'true' }, '#'),
    h('h1', null, name),
    h('span', { class: 'meta', title: members.map(env.nameOf).join(', ') }, count),
    is_ext_shared &&
      h(
        'span',
        { class: 'shared', title: 'Shared with another organisation' },
        icon('link'),
        'Shared with another organisation',
      ),
  );
}
