// @ts-check
import { barChart } from './chart.js';
import { freshId, h } from './dom.js';
import { drawElement, image } from './elements.js';
import { icon } from './icons.js';
import { markdown } from './markdown.js';
import { link, plain, textOf } from './mrkdwn.js';
import { plan, taskCard } from './plan.js';
import { richText } from './rich-text.js';
import { dataTable, table } from './tables.js';

/** @typedef {import('./context.js').Context} Context */
/** @typedef {import('./dom.js').Child} Child */

/** @param {any} block @param {Context} context */
function section(block, context) {
  const { env } = context;
  const name = plain(block.text);
  return h(
    'div',
    { class: block.accessory ? 'section with-accessory' : 'section' },
    h(
      'div',
      { class: 'section-text' },
      block.text && h('div', { class: 'text' }, textOf(block.text, env)),
      block.fields &&
        h(
          'div',
          { class: 'fields' },
          block.fields.map((/** @type {any} */ field) => h('div', { class: 'text' }, textOf(field, env))),
        ),
    ),
    block.accessory &&
      h('div', { class: 'accessory' }, drawElement(block, block.accessory, context, { label: name })),
  );
}

/** @param {any} block @param {Context} context @param {Record<string, string>} errors */
function input(block, context, errors) {
  const { element } = block;
  const id = freshId('field');
  const isGroup = /^(checkboxes|radio_buttons)$/.test(element.type);
  const error = errors[block.block_id];
  const ids = { label: `${id}-label`, hint: `${id}-hint`, error: `${id}-error` };
  const described = [error && ids.error, block.hint && ids.hint].filter(Boolean).join(' ') || null;
  const aria = {
    'aria-labelledby': ids.label,
    'aria-describedby': described,
    'aria-invalid': error ? 'true' : null,
    'aria-required': block.optional || isGroup ? null : 'true',
  };
  const label = [plain(block.label), block.optional && h('span', { class: 'optional' }, ' (optional)')];
  return h(
    'div',
    { class: error ? 'input has-error' : 'input', 'data-block': block.block_id },
    isGroup
      ? h('div', { class: 'label', id: ids.label }, label)
      : h('label', { class: 'label', id: ids.label, for: id }, label),
    drawElement(block, element, context, {
      id,
      label: plain(block.label),
      aria,
      isDispatching: block.dispatch_action === true,
    }),
    error && h('p', { class: 'field-error', id: ids.error }, icon('warn'), error),
    block.hint && h('p', { class: 'hint', id: ids.hint }, plain(block.hint)),
  );
}

/** @param {any} block @param {Context} context */
function card(block, context) {
  const { env } = context;
  return h(
    'article',
    { class: 'card' },
    block.hero_image && h('div', { class: 'hero' }, image(block.hero_image)),
    h(
      'div',
      { class: 'card-head' },
      block.icon && image(block.icon),
      h(
        'div',
        null,
        block.title && h('div', { class: 'text title' }, textOf(block.title, env)),
        block.subtitle && h('div', { class: 'text subtitle' }, textOf(block.subtitle, env)),
      ),
    ),
    block.body && h('div', { class: 'text' }, textOf(block.body, env)),
    block.actions &&
      h(
        'div',
        { class: 'actions' },
        block.actions.map((/** @type {any} */ each) => drawElement(block, each, context)),
      ),
  );
}

/** @param {any} block @param {Context} context @param {Record<string, string>} errors */
function container(block, context, errors) {
  const head = [
    block.icon && image(block.icon),
    h(
      'div',
      null,
      block.rich_text_title
        ? richText(block.rich_text_title, context.env)
        : h('strong', null, plain(block.title)),
      block.subtitle && h('div', { class: 'text subtitle' }, textOf(block.subtitle, context.env)),
    ),
  ];
  const children = h('div', { class: 'blocks' }, drawBlocks(block.child_blocks, context, errors));
  return block.is_collapsible
    ? h(
        'details',
        { class: 'container', open: !block.default_collapsed },
        h('summary', null, ...head),
        children,
      )
    : h('section', { class: 'container' }, h('div', { class: 'container-head' }, ...head), children);
}

/** @param {any} block @param {Context} context */
const contextActions = (block, context) =>
  h(
    'div',
    { class: 'actions' },
    block.elements.flatMap((/** @type {any} */ element) =>
      element.type === 'feedback_buttons'
        ? [element.positive_button, element.negative_button].map((each) =>
            h('span', { class: 'button small', 'aria-disabled': 'true' }, plain(each.text)),
          )
        : [drawElement(block, element, context)],
    ),
  );

/** @type {Record<string, (block: any, context: Context, errors: Record<string, string>) => Child>} */
const DRAW = {
  section,
  input,
  card,
  container,
  context_actions: contextActions,
  header: (block, { env }) => h('h3', { class: 'header' }, textOf(block.text, env)),
  divider: () => h('hr'),
  context: (block, { env }) =>
    h(
      'div',
      { class: 'context' },
      block.elements.map((/** @type {any} */ element) =>
        element.type === 'image' ? image(element) : h('span', { class: 'text' }, textOf(element, env)),
      ),
    ),
  actions: (block, context) =>
    h(
      'div',
      { class: 'actions' },
      block.elements.map((/** @type {any} */ element) => drawElement(block, element, context)),
    ),
  image: (block) =>
    h('figure', { class: 'picture' }, block.title && h('figcaption', null, plain(block.title)), image(block)),
  alert: (block, { env }) =>
    h(
      'div',
      { class: `alert ${block.level ?? 'default'}`, role: block.level === 'error' ? 'alert' : 'note' },
      icon(block.level === 'success' ? 'check' : 'warn'),
      h('div', { class: 'text' }, textOf(block.text, env)),
    ),
  rich_text: (block, { env }) => richText(block, env),
  markdown: (block) => markdown(String(block.text ?? '')),
  plan: (block, { env }) => plan(block, env),
  task_card: (block, { env }) => h('div', { class: 'plan single' }, taskCard(block, env)),
  table: (block, { env }) => table(block, env),
  data_table: (block, { env }) => dataTable(block, env),
  data_visualization: barChart,
  carousel: (block, context) =>
    h(
      'div',
      { class: 'carousel', tabindex: '0' },
      block.elements.map((/** @type {any} */ each) => card(each, context)),
    ),
  video: (block) => h('p', null, link(block.title_url ?? block.video_url, plain(block.title))),
};

/**
 * A message's or view's blocks.
 * @param {any} blocks
 * @param {Context} context
 * @param {Record<string, string>} [errors] By block id.
 * @returns {HTMLElement[]}
 */
export function drawBlocks(blocks, context, errors = {}) {
  return (blocks ?? []).map((/** @type {any} */ block) => {
    const draw = DRAW[block.type];
    return h(
      'div',
      { class: `block ${String(block.type).replace(/_/g, '-')}-block` },
      draw
        ? draw(block, context, errors)
        : h('span', { class: 'unknown' }, `[${block.type} is not drawn in this sandbox]`),
    );
  });
}
