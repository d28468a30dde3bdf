// @ts-check
import { h, refill } from './dom.js';
import { icon } from './icons.js';
import { isExternal } from './people.js';

/** @typedef {import('./context.js').Env} Env */
/** @typedef {import('../types.ts').ConversationView} ConversationView */

/** What may follow the command: the words, the rest of the line, what it does. */
const HINTS = [
  ['help', '', 'What can be done here'],
  ['start', ' package', 'Begin a rotation'],
  ['status', ' [package]', 'Where a rotation stands'],
  ['list', '', 'All packages by expiry'],
  ['add', '', 'Add a package'],
  ['admins', ' [package]', 'Who may do what'],
];

/**
 * The line at the bottom. It sends slash commands, and says kindly that it sends nothing else.
 * @param {HTMLElement} container
 */
export function createComposer(container) {
  /** @type {Map<string, string>} */
  const drafts = new Map();
  /** @type {{ env: Env, conversation: ConversationView } | null} */
  let now = null;
  let shown = '';
  let active = -1;
  let isSending = false;
  /** @type {string[]} */
  let history = [];
  let back = 0;

  const field = h('textarea', {
    id: 'composer-field',
    rows: 1,
    autocomplete: 'off',
    spellcheck: 'false',
    'aria-describedby': 'composer-note',
    'aria-controls': 'composer-hints',
  });
  const send = h('button', { type: 'submit', class: 'send', 'aria-label': 'Send' }, icon('send'));
  const hints = h('ul', { id: 'composer-hints', class: 'hints', hidden: true });
  const note = h('p', { id: 'composer-note', class: 'composer-note', role: 'status' });
  const form = h('form', { class: 'composer' }, hints, h('div', { class: 'line' }, field, send), note);

  const command = () => now?.env.info.command ?? '/rekey';
  /** Slack passes no command on for them; typed all the same, it is refused as Slack refuses it. */
  const isOutside = () => now !== null && isExternal(now.env.info, now.env.state.user);
  const fitting = () => {
    if (isOutside()) return [];
    const typed = field.value.replace(/\s+/g, ' ');
    if (!typed.startsWith('/') || typed.includes('\n')) return [];
    return HINTS.filter(
      ([word]) =>
        `${command()} ${word}`.startsWith(typed.trimEnd()) &&
        typed.length <= `${command()} ${word}`.length + 1,
    );
  };

  /** @param {string} word @param {string} rest */
  function complete(word, rest) {
    type(`${command()} ${word}${rest ? ' ' : ''}`);
  }

  /** @param {string} text */
  function type(text) {
    field.value = text;
    active = -1;
    field.focus();
    update();
  }

  function update() {
    field.style.height = 'auto';
    field.style.height = `${Math.min(field.scrollHeight, 160)}px`;
    const found = fitting();
    hints.hidden = found.length === 0;
    if (active >= found.length) active = -1;
    refill(
      hints,
      found.map(([word = '', rest = '', does], index) =>
        h(
          'li',
          null,
          h(
            'button',
            {
              type: 'button',
              tabindex: '-1',
              class: index === active ? 'active' : null,
              onclick: () => complete(word, rest),
            },
            h('code', null, `${command()} ${word}`, h('span', null, rest)),
            h('small', null, does),
          ),
        ),
      ),
    );
    send.disabled = isSending || field.value.trim() === '';
    form.classList.toggle('is-busy', isSending);
    if (field.value === '' || field.value.startsWith('/')) refill(note);
  }

  async function submit() {
    const text = field.value.trim();
    if (!now || !text || isSending) return;
    if (!text.startsWith('/')) {
      refill(
        note,
        'Plain messages aren’t sent in this sandbox: nobody would answer them. ',
        !isOutside() &&
          h(
            'button',
            { type: 'button', class: 'link', onclick: () => type(`${command()} `) },
            `Type ${command()} instead`,
          ),
      );
      return;
    }
    const { env, conversation } = now;
    isSending = true;
    update();
    const result = await env.act('slash', { channel: conversation.id, text });
    isSending = false;
    if (result.ok && now.conversation.id === conversation.id) field.value = '';
    history = [text, ...history.filter((each) => each !== text)].slice(0, 50);
    back = 0;
    update();
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void submit();
  });
  field.addEventListener('input', () => {
    active = -1;
    update();
  });
  field.addEventListener('keydown', (event) => {
    const found = fitting();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const recalled = step === -1 && field.value === (history[back - 1] ?? '') ? history[back] : undefined;
    if (recalled !== undefined) {
      event.preventDefault();
      back += 1;
      field.value = recalled;
      return update();
    }
    if (step !== undefined && found.length) {
      event.preventDefault();
      active = (active + step + found.length) % found.length;
      return update();
    }
    const hint = found[active] ?? (event.key === 'Tab' && !event.shiftKey ? found[0] : undefined);
    if (
      hint &&
      (event.key === 'Tab' || event.key === 'Enter') &&
      field.value.trim() !== `${command()} ${hint[0]}`
    ) {
      event.preventDefault();
      return complete(hint[0] ?? '', hint[1] ?? '');
    }
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      void submit();
    }
    if (event.key === 'Escape') hints.hidden = true;
  });
  field.addEventListener('blur', () => setTimeout(() => (hints.hidden = true), 150));
  field.addEventListener('focus', update);

  /**
   * To be called with each new state.
   * @param {Env} env @param {ConversationView} conversation
   */
  return function show(env, conversation) {
    const key = `${env.me} ${conversation.id}`;
    if (shown !== key) {
      drafts.set(shown, field.value);
      field.value = drafts.get(key) ?? '';
      shown = key;
    }
    now = { env, conversation };
    const closed = conversation.is_archived
      ? 'This channel is archived.'
      : !conversation.is_member
        ? `You are looking into #${conversation.name}: you aren’t a member.`
        : null;
    if (closed) return refill(container, h('p', { class: 'composer-closed' }, closed));
    const place = conversation.kind === 'dm' ? conversation.name : `#${conversation.name}`;
    field.placeholder = isOutside()
      ? `${env.info.command} works within ${env.info.team.name} only`
      : `Type ${env.info.command} ${conversation.kind === 'dm' ? 'here' : `in ${place}`}`;
    field.setAttribute('aria-label', `Command in ${place}`);
    if (!form.isConnected) {
      refill(container, form);
      update();
    }
  };
}
