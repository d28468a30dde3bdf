// @ts-check
import { drawBlocks } from './blocks.js';
import { h, refill } from './dom.js';

/** What the app has published for this person, drawn again only when it has changed. @param {HTMLElement} container @param {import('./context.js').Env} env */
export function drawHome(container, env) {
  const { home } = env.state;
  const signature = JSON.stringify([
    env.me,
    home && { ...home, state: null, hash: null },
    env.now.toDateString(),
  ]);
  if (container.dataset['drawn'] === signature) return;
  container.dataset['drawn'] = signature;
  const context = home && { env, place: { kind: /** @type {const} */ ('home') }, values: home.state.values };
  refill(
    container,
    context
      ? h('div', { class: 'blocks' }, drawBlocks(home.blocks, context))
      : h('p', { class: 'empty' }, `${env.info.bot.name} has published nothing for you yet.`),
  );
}
