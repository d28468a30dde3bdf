// @ts-check
import { freshId, h, refill } from './dom.js';
import { icon } from './icons.js';
import { openPopup } from './popup.js';

/** @typedef {{ value: string, text: string, note?: string, group?: string }} Choice */
/**
 * @typedef {object} ComboboxOptions
 * @property {string} id
 * @property {string} key For keeping the focus.
 * @property {string} label
 * @property {Choice[]} chosen
 * @property {(query: string) => Choice[] | Promise<Choice[]>} load What fits the typed text.
 * @property {(values: string[]) => void} onChange
 * @property {boolean} [isMultiple]
 * @property {boolean} [isRemote] Wait for a pause in typing before loading.
 * @property {boolean} [isClearable]
 * @property {number} [minQuery]
 * @property {number} [most]
 * @property {string} [placeholder]
 * @property {Record<string, string | null>} [aria]
 */

const PAUSE_MS = 200;

/**
 * A text field with a list of choices: a select with typeahead, for one or for many.
 * @param {ComboboxOptions} options
 */
export function combobox(options) {
  const {
    id,
    key,
    label,
    load,
    onChange,
    isMultiple = false,
    isClearable = true,
    minQuery = 0,
    most = Infinity,
  } = options;
  let chosen = [...options.chosen];
  /** @type {Choice[]} */
  let shown = [];
  let active = -1;
  let asked = 0;
  /** @type {ReturnType<typeof openPopup> | null} */
  let popup = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  const list = h('div', { role: 'listbox', id: freshId('list'), 'aria-label': label, class: 'choices' });
  const input = h('input', {
    id,
    type: 'text',
    role: 'combobox',
    autocomplete: 'off',
    spellcheck: 'false',
    'data-key': key,
    'aria-expanded': 'false',
    'aria-controls': list.id,
    'aria-autocomplete': 'list',
    'aria-label': options.aria?.['aria-labelledby'] ? null : label,
    ...options.aria,
  });
  const chips = h('span', { class: 'chips' });
  const clear = h(
    'button',
    { type: 'button', class: 'quiet-button', tabindex: '-1', 'aria-label': 'Clear' },
    icon('close'),
  );
  const box = h(
    'span',
    { class: isMultiple ? 'combobox many' : 'combobox' },
    chips,
    input,
    clear,
    icon('down'),
  );

  const draw = () => {
    input.placeholder = chosen.length && isMultiple ? '' : (options.placeholder ?? '');
    input.value = isMultiple ? '' : (chosen[0]?.text ?? '');
    clear.hidden = isMultiple || !isClearable || chosen.length === 0;
    refill(chips, isMultiple && chosen.map((choice) => chip(choice)));
  };
  /** @param {Choice} choice */
  const chip = (choice) =>
    h(
      'span',
      { class: 'chip' },
      choice.text,
      h(
        'button',
        {
          type: 'button',
          'aria-label': `Remove ${choice.text}`,
          onclick: () => choose(chosen.filter((each) => each !== choice)),
        },
        icon('close'),
      ),
    );

  /** @param {Choice[]} next */
  function choose(next) {
    chosen = next;
    draw();
    onChange(chosen.map(({ value }) => value));
  }

  /** @param {Choice} choice */
  function pick(choice) {
    const has = chosen.some(({ value }) => value === choice.value);
    if (!isMultiple) choose([choice]);
    else if (has) choose(chosen.filter(({ value }) => value !== choice.value));
    else if (chosen.length < most) choose([...chosen, choice]);
    if (isMultiple) void ask('');
    else popup?.close(false);
  }

  /** @param {string} note */
  const drawNote = (note) => refill(list, h('p', { class: 'note' }, note));

  function drawList() {
    const rows = shown.flatMap((choice, index) => {
      const isNew = choice.group !== undefined && choice.group !== shown[index - 1]?.group;
      const isChosen = chosen.some(({ value }) => value === choice.value);
      const row = h(
        'div',
        {
          role: 'option',
          id: `${list.id}-${index}`,
          'aria-selected': String(isChosen),
          class: index === active ? 'choice active' : 'choice',
          onpointerdown: (/** @type {Event} */ event) => event.preventDefault(),
          onclick: () => pick(choice),
        },
        h('span', null, choice.text, choice.note && h('small', null, choice.note)),
        isChosen && icon('check'),
      );
      return isNew ? [h('p', { class: 'group' }, choice.group), row] : [row];
    });
    if (rows.length === 0) drawNote('Nothing fits.');
    else refill(list, rows);
    if (active >= 0) {
      input.setAttribute('aria-activedescendant', `${list.id}-${active}`);
      list.querySelector('.active')?.scrollIntoView({ block: 'nearest' });
    } else input.removeAttribute('aria-activedescendant');
    popup?.place();
  }

  /** @param {string} query */
  async function ask(query) {
    const turn = (asked += 1);
    show();
    if (query.length < minQuery)
      return drawNote(`Type at least ${minQuery} ${minQuery === 1 ? 'character' : 'characters'}.`);
    const found = load(query);
    if (found instanceof Promise) drawNote('Searching…');
    const choices = await found;
    if (turn !== asked) return;
    shown = choices;
    active = choices.length
      ? Math.max(
          0,
          choices.findIndex(({ value }) => value === chosen[0]?.value),
        )
      : -1;
    drawList();
  }

  function show() {
    if (popup) return;
    popup = openPopup({
      anchor: box,
      content: list,
      focus: input,
      isWide: true,
      onClose: () => {
        popup = null;
        asked += 1;
        input.setAttribute('aria-expanded', 'false');
        input.removeAttribute('aria-activedescendant');
        draw();
      },
    });
    input.setAttribute('aria-expanded', 'true');
  }

  clear.addEventListener('click', () => {
    choose([]);
    input.focus();
  });
  box.addEventListener('click', ({ target }) => {
    if (target instanceof Element && target.closest('button, .choice')) return;
    input.focus();
    if (!popup) {
      input.select();
      void ask('');
    }
  });
  input.addEventListener('input', () => {
    clearTimeout(timer);
    if (input.value === '' && !isMultiple && isClearable && chosen.length) choose([]);
    const query = input.value.trim();
    timer = setTimeout(() => void ask(query), options.isRemote ? PAUSE_MS : 0);
  });
  input.addEventListener('blur', () => popup?.close(false));
  input.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      if (!popup) return void ask('');
      active = shown.length ? (active + step + shown.length) % shown.length : -1;
      return drawList();
    }
    const choice = shown[active];
    if (event.key === 'Enter' && popup) {
      event.preventDefault();
      if (choice) pick(choice);
    }
    if (event.key === 'Backspace' && isMultiple && input.value === '' && chosen.length)
      choose(chosen.slice(0, -1));
  });
  draw();
  return box;
}
