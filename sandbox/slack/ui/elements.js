// @ts-check
import { ask } from './confirm.js';
import { change, keyOf } from './context.js';
import { h } from './dom.js';
import { picker, textInput, TEXT_TYPES, ticks } from './fields.js';
import { icon } from './icons.js';
import { plain, safeUrl, textOf } from './mrkdwn.js';
import { openMenu } from './popup.js';
import { select } from './selects.js';

/** @typedef {import('./context.js').Context} Context */
/** @typedef {import('./context.js').Setting} Setting */

/** @param {any} block @param {any} element @param {Context} context */
function button(block, element, { env, place }) {
  const href = element.url ? safeUrl(element.url) : null;
  const name = element.accessibility_label ?? null;
  const style = ['primary', 'danger'].includes(element.style) ? ` ${element.style}` : '';
  const attributes = { class: `button${style}`, 'aria-label': name, 'data-key': keyOf(block, element) };
  const label = textOf(element.text, env);
  const node = href
    ? h(
        'a',
        { ...attributes, href, target: '_blank', rel: 'noopener noreferrer' },
        label,
        icon('tab', '(opens a new tab)'),
      )
    : h('button', { ...attributes, type: 'button' }, label);
  node.addEventListener('click', async () => {
    if (node.classList.contains('is-busy')) return;
    if (element.confirm && !href && !(await ask(element.confirm, env))) return;
    node.classList.add('is-busy');
    node.setAttribute('aria-busy', 'true');
    await env.act('click', { place, block_id: block.block_id, action_id: element.action_id });
    node.classList.remove('is-busy');
    node.removeAttribute('aria-busy');
  });
  return node;
}

/** @param {any} block @param {any} element @param {Context} context */
function overflow(block, element, context) {
  const anchor = h(
    'button',
    {
      type: 'button',
      class: 'button icon-button',
      'aria-haspopup': 'menu',
      'aria-expanded': 'false',
      'aria-label': 'More actions',
      'data-key': keyOf(block, element),
    },
    icon('more'),
  );
  anchor.addEventListener('click', () => {
    const items = element.options.map((/** @type {any} */ option) => {
      const href = option.url ? safeUrl(option.url) : null;
      const content = [
        h('span', null, plain(option.text)),
        option.description && h('small', null, plain(option.description)),
      ];
      const item = href
        ? h('a', { href, target: '_blank', rel: 'noopener noreferrer' }, ...content)
        : h('button', { type: 'button' }, ...content);
      item.addEventListener('click', () => void change(block, element, context, option.value));
      return item;
    });
    openMenu(anchor, items, 'More actions');
  });
  return anchor;
}

/** @param {any} element */
export const image = (element) =>
  h('img', { src: safeUrl(element.image_url ?? '') ?? '', alt: element.alt_text ?? '', loading: 'lazy' });

/**
 * Any element of Block Kit.
 * @param {any} block @param {any} element @param {Context} context @param {Setting} [setting]
 * @returns {HTMLElement}
 */
export function drawElement(block, element, context, setting = {}) {
  const type = String(element.type);
  if (type === 'button' || type === 'workflow_button') return button(block, element, context);
  if (type === 'icon_button') return button(block, element, context);
  if (type === 'overflow') return overflow(block, element, context);
  if (type === 'image') return image(element);
  if (type === 'checkboxes' || type === 'radio_buttons') return ticks(block, element, context, setting);
  if (/^(date|time|datetime)picker$/.test(type)) return picker(block, element, context, setting);
  if (type.endsWith('_select')) return select(block, element, context, setting);
  if (type in TEXT_TYPES) return textInput(block, element, context, setting);
  return h('span', { class: 'unknown' }, `[${type} is not drawn in this sandbox]`);
}
