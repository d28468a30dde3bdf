// @ts-check
import { h } from './dom.js';
import { icon } from './icons.js';

/** @typedef {import('../types.ts').SandboxUser} SandboxUser */
/** @typedef {import('../types.ts').WorkspaceInfo} WorkspaceInfo */

const HUES = [172, 266, 22, 330, 205, 48, 130, 300];

/** Each person has a colour, so that two tabs are never confused. @param {WorkspaceInfo} info @param {string} id */
export const hueOf = (info, id) => HUES[info.users.findIndex((user) => user.id === id) % HUES.length] ?? 210;

/** @param {WorkspaceInfo} info @param {string} id */
export function avatar(info, id, size = '') {
  const user = info.users.find((each) => each.id === id);
  const letters = (user?.real_name ?? '?')
    .split(/\s+/)
    .map((word) => word.charAt(0))
    .slice(0, 2)
    .join('');
  const node = h(
    'span',
    { class: `avatar ${size} ${user?.is_bot ? 'bot' : ''}`, 'aria-hidden': 'true' },
    user?.is_bot ? keyhole() : letters,
  );
  node.style.setProperty('--hue', String(hueOf(info, id)));
  return node;
}

const keyhole = () => h('span', { class: 'keyhole' });

/** Somebody of another organisation, here over Slack Connect. @param {WorkspaceInfo} info @param {SandboxUser} user */
export const isExternal = (info, user) => user.team_id !== info.team.id;

/** What Slack says beside a name: an app, a guest, somebody of another organisation. @param {WorkspaceInfo} info @param {SandboxUser} user */
export function badge(info, user) {
  const text = user.is_bot
    ? 'App'
    : isExternal(info, user)
      ? 'External'
      : user.is_restricted
        ? 'Guest'
        : user.is_owner || user.is_admin
          ? 'Admin'
          : null;
  return text && h('span', { class: `badge is-${text.toLowerCase()}` }, text);
}

/** The address of this page as seen by that person. @param {string} id */
export const addressAs = (id) => `/?as=${encodeURIComponent(id)}`;

const KEPT = 'sandbox-acts-as';

/** Whom this tab acts as: its address says so, else what it remembers, else the first. @param {WorkspaceInfo} info */
export function rememberedPerson(info) {
  const wanted = new URLSearchParams(location.search).get('as') ?? sessionStorage.getItem(KEPT);
  const person = info.people.find(({ id, name }) => id === wanted || name === wanted) ?? info.people[0];
  if (!person) throw new Error('nobody to act as');
  return person.id;
}

/** @param {string} id */
export function rememberPerson(id) {
  sessionStorage.setItem(KEPT, id);
  const url = new URL(location.href);
  url.searchParams.set('as', id);
  history.replaceState(history.state, '', url);
}

/**
 * The list behind "You are".
 * @param {WorkspaceInfo} info @param {string} me @param {(id: string) => void} choose
 */
export function personList(info, me, choose) {
  return h(
    'div',
    { class: 'person-list' },
    h('p', { class: 'note' }, 'Act as somebody else. Open them in a new tab to be two people at once.'),
    h(
      'ul',
      null,
      info.people.map((user) =>
        h(
          'li',
          { class: user.id === me ? 'current' : null },
          h(
            'button',
            {
              type: 'button',
              class: 'person',
              'aria-current': user.id === me ? 'true' : null,
              onclick: () => choose(user.id),
            },
            avatar(info, user.id),
            h('span', { class: 'who' }, h('strong', null, user.real_name), h('small', null, user.role)),
          ),
          h(
            'a',
            {
              class: 'new-tab',
              href: addressAs(user.id),
              target: '_blank',
              rel: 'noopener',
              'aria-label': `${user.real_name} in a new tab`,
              title: 'Open in a new tab',
            },
            icon('tab'),
          ),
        ),
      ),
    ),
  );
}
