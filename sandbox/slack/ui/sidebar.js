// @ts-check
import { h, refill } from './dom.js';
import { icon } from './icons.js';
import { avatar, isExternal, personList } from './people.js';
import { closePopup, openPopup } from './popup.js';
import { hashOf } from './routes.js';

/** @typedef {import('./context.js').Env} Env */
/** @typedef {import('./routes.js').Route} Route */
/** @typedef {import('../types.ts').ConversationView} ConversationView */

/** @param {ConversationView} conversation */
const sign = ({ kind, is_archived }) =>
  is_archived
    ? icon('archive')
    : kind === 'private'
      ? icon('lock', 'private')
      : h('span', { class: 'hash', 'aria-hidden': 'true' }, '#');

/** @param {number} unread */
const count = (unread) =>
  unread > 0 && h('span', { class: 'unread', 'aria-label': `${unread} unread` }, unread);

/** @param {ConversationView} conversation @param {Route} route */
function channelRow(conversation, route) {
  const { id, unread, is_archived, is_member, is_ext_shared, name } = conversation;
  const isCurrent = route.kind === 'conversation' && route.channel === id;
  const classes = ['row', unread > 0 && 'has-unread', (is_archived || !is_member) && 'muted']
    .filter(Boolean)
    .join(' ');
  return h(
    'li',
    null,
    h(
      'a',
      {
        class: classes,
        href: hashOf({ kind: 'conversation', channel: id, thread: null }),
        'aria-current': isCurrent ? 'page' : null,
        'data-key': id,
      },
      sign(conversation),
      h('span', { class: 'name' }, name),
      is_ext_shared && icon('link', 'shared with another organisation'),
      count(unread),
    ),
  );
}

/**
 * Workspace, persona, channels, the bot.
 * @param {HTMLElement} container @param {Env} env @param {Route} route @param {(id: string) => void} become
 */
export function drawSidebar(container, env, route, become) {
  const { info, state, me } = env;
  const channels = state.conversations.filter(({ kind }) => kind !== 'dm');
  const dm = state.conversations.find(({ kind }) => kind === 'dm');
  const order = [...channels].sort(
    (one, other) => Number(one.is_archived) - Number(other.is_archived) || one.name.localeCompare(other.name),
  );
  const isOutside = isExternal(info, state.user);
  const isDm = route.kind === 'conversation' && route.channel === dm?.id;
  const switcher = h(
    'button',
    { type: 'button', class: 'switcher', 'aria-haspopup': 'dialog', 'data-key': 'switcher' },
    avatar(info, me),
    h(
      'span',
      { class: 'who' },
      h('small', null, 'You are'),
      h('strong', null, state.user.real_name),
      h('small', { class: 'role' }, state.user.role),
    ),
    icon('down'),
  );
  switcher.addEventListener('click', () => {
    const content = personList(info, me, (id) => {
      closePopup();
      become(id);
    });
    openPopup({ anchor: container.querySelector('.switcher') ?? switcher, content });
    content.querySelector('button')?.focus();
  });
  refill(
    container,
    h(
      'div',
      { class: 'workspace' },
      h('span', { class: 'tile', 'aria-hidden': 'true' }, info.team.name.charAt(0)),
      h('strong', null, info.team.name),
    ),
    switcher,
    h('h2', null, 'Channels'),
    order.length
      ? h(
          'ul',
          null,
          order.map((each) => channelRow(each, route)),
        )
      : h('p', { class: 'none' }, 'None that you can see'),
    h('h2', null, 'Apps'),
    h(
      'ul',
      null,
      h(
        'li',
        null,
        h(
          'a',
          {
            class: isOutside ? 'row muted' : 'row',
            href: hashOf({ kind: 'home' }),
            'aria-current': route.kind === 'home' ? 'page' : null,
            'data-key': 'home',
          },
          icon('home'),
          h('span', { class: 'name' }, `${info.bot.name} home`),
          isOutside && h('small', null, 'none'),
        ),
      ),
      h(
        'li',
        null,
        dm
          ? h(
              'a',
              {
                class: dm.unread ? 'row has-unread' : 'row',
                href: hashOf({ kind: 'conversation', channel: dm.id, thread: null }),
                'aria-current': isDm ? 'page' : null,
                'data-key': 'dm',
              },
              avatar(info, info.bot.user, 'small'),
              h('span', { class: 'name' }, `${info.bot.name} messages`),
              count(dm.unread),
            )
          : h(
              'span',
              { class: 'row muted' },
              avatar(info, info.bot.user, 'small'),
              h('span', { class: 'name' }, `${info.bot.name} messages`),
              h('small', null, isOutside ? 'none' : 'none yet'),
            ),
      ),
    ),
  );
}
