// @ts-check
import { change, held, keyOf } from './context.js';
import { freshId, h } from './dom.js';
import { plain, textOf } from './mrkdwn.js';

/** @typedef {import('./context.js').Context} Context */
/** @typedef {import('./context.js').Setting} Setting */

/** The inputs one types into, as the browser calls them. */
export const TEXT_TYPES = /** @type {Record<string, string>} */ ({
  email_text_input: 'email',
  url_text_input: 'url',
  number_input: 'number',
  plain_text_input: 'text',
});

/** @param {any} block @param {any} element @param {Context} context @param {Setting} setting */
export function textInput(block, element, context, setting) {
  const attributes = {
    id: setting.id,
    placeholder: element.placeholder?.text,
    maxlength: element.max_length,
    autocomplete: 'off',
    'data-key': keyOf(block, element),
    ...setting.aria,
  };
  const field = element.multiline
    ? h('textarea', { ...attributes, rows: 4 })
    : h('input', {
        ...attributes,
        type: TEXT_TYPES[element.type] ?? 'text',
        min: element.min_value,
        max: element.max_value,
        step: element.type === 'number_input' ? (element.is_decimal_allowed ? 'any' : '1') : null,
      });
  field.value = held(block, element, context) ?? '';
  const on = element.dispatch_action_config?.trigger_actions_on ?? ['on_enter_pressed'];
  const value = () => field.value || null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  field.addEventListener('input', () => {
    context.drafts?.set(keyOf(block, element), value());
    context.touched?.(block.block_id);
    if (!setting.isDispatching || !on.includes('on_character_entered')) return;
    clearTimeout(timer);
    timer = setTimeout(() => void change(block, element, context, value()), 400);
  });
  field.addEventListener('change', () => {
    if (!setting.isDispatching) void change(block, element, context, value());
  });
  field.addEventListener('keydown', (event) => {
    const isEnter = event instanceof KeyboardEvent && event.key === 'Enter' && !event.isComposing;
    if (!isEnter || !setting.isDispatching || !on.includes('on_enter_pressed') || element.multiline) return;
    event.preventDefault();
    void change(block, element, context, value());
  });
  return field;
}

const pad = (/** @type {number} */ number) => String(number).padStart(2, '0');

/** The browser's own zone, as Slack's client does it. @param {number} seconds */
function localMoment(seconds) {
  const at = new Date(seconds * 1000);
  return `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}T${pad(at.getHours())}:${pad(at.getMinutes())}`;
}

/** @param {any} block @param {any} element @param {Context} context @param {Setting} setting */
export function picker(block, element, context, setting) {
  const type = { datepicker: 'date', timepicker: 'time', datetimepicker: 'datetime-local' }[
    /** @type {string} */ (element.type)
  ];
  const isMoment = element.type === 'datetimepicker';
  const field = h('input', {
    id: setting.id,
    type,
    class: 'picker',
    'data-key': keyOf(block, element),
    'aria-label': setting.aria ? null : (setting.label ?? plain(element.placeholder) ?? 'Date'),
    ...setting.aria,
  });
  const now = held(block, element, context);
  field.value = isMoment && now ? localMoment(Number(now)) : (now ?? '');
  let last = field.value;
  const send = () => {
    if (field.value === last) return;
    last = field.value;
    void change(
      block,
      element,
      context,
      !last ? null : isMoment ? Math.round(new Date(last).getTime() / 1000) : last,
    );
  };
  field.addEventListener('input', () => {
    const value = !field.value
      ? null
      : isMoment
        ? Math.round(new Date(field.value).getTime() / 1000)
        : field.value;
    context.drafts?.set(keyOf(block, element), value);
  });
  // In a message each complete date would be an act of its own: wait until the field is left.
  field.addEventListener(context.place.kind === 'modal' ? 'change' : 'blur', send);
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && context.place.kind !== 'modal') send();
  });
  return field;
}

/** @param {any} block @param {any} element @param {Context} context @param {Setting} setting */
export function ticks(block, element, context, setting) {
  const isMany = element.type === 'checkboxes';
  const now = held(block, element, context);
  const values = new Set(
    (Array.isArray(now) ? now : [now])
      .filter(Boolean)
      .map((each) => (typeof each === 'object' ? each.value : each)),
  );
  const name = freshId('ticks');
  const group = h('div', {
    class: 'ticks',
    role: isMany ? 'group' : 'radiogroup',
    id: setting.id,
    'aria-label': setting.aria ? null : (setting.label ?? null),
    ...setting.aria,
  });
  for (const option of element.options) {
    const box = h('input', {
      type: isMany ? 'checkbox' : 'radio',
      name,
      value: option.value,
      'data-key': `${keyOf(block, element)}/${option.value}`,
    });
    box.checked = values.has(option.value);
    const note = option.description && h('small', null, textOf(option.description, context.env));
    group.append(h('label', { class: 'tick' }, box, h('span', null, textOf(option.text, context.env), note)));
  }
  group.addEventListener('change', () => {
    const picked = [...group.querySelectorAll('input')].filter((box) => box.checked).map((box) => box.value);
    void change(block, element, context, isMany ? picked : (picked[0] ?? null));
  });
  return group;
}
