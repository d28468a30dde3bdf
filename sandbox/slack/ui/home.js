// @ts-check
import { drawBlocks } from './blocks.js';
import { h, refill } from './dom.js';
import { isExternal } from './people.js';
import { hashOf } from './routes.js';

/**
 * Slack has no home to show to somebody of another organisation: the sandbox says so, and where to look instead.
 * @param {import('./context.js').Env} env
 */
function noHome({ info, state }) {
  const app = info.bot.name;
  const links = state.conversations.map(({ id, name }) =>
    h('li', null, h('a', { href: hashOf({ kind: 'conversation', channel: id, thread: null }) }, `#${name}`)),
  );
  return h(
    'div',
    { class: 'no-home' },
    h('h2', null, `No ${app} home for you, and you need none`),
    h(
      'p',
      null,
      `An app’s home belongs to the workspace that installed it, and that is ${info.team.name}. ${state.user.real_name} is here over Slack Connect, from another organisation: real Slack would not even list this page, nor pass on ${info.command}.`,
    ),
    h(
      'p',
      null,
      links.length > 0
        ? `You miss nothing: what ${app} asks of you comes to the channel that you share, with its buttons.`
        : `You share no channel with ${info.team.name} either, so ${app} can’t reach you here.`,
    ),
    links.length > 0 && h('ul', null, links),
  );
}

/** What the app has published for this person, drawn again only when it has changed. @param {HTMLElement} container @param {import('./context.js').Env} env */
export function drawHome(container, env) {
  const { home } = env.state;
  const signature = JSON.stringify([
    env.me,
    home && { ...home, state: null, hash: null },
    env.now.toDateString(),
    isExternal(env.info, env.state.user) && env.state.conversations.map(({ name }) => name),
  ]);
  if (container.dataset['drawn'] === signature) return;
  container.dataset['drawn'] = signature;
  const context = home && { env, place: { kind: /** @type {const} */ ('home') }, values: home.state.values };
  refill(
    container,
    isExternal(env.info, env.state.user)
      ? noHome(env)
      : context
        ? h('div', { class: 'blocks' }, drawBlocks(home.blocks, context))
        : h('p', { class: 'empty' }, `${env.info.bot.name} has published nothing for you yet.`),
  );
}
