// @ts-check
import { drawBlocks } from './blocks.js';
import { byId, focusKey, h, refill } from './dom.js';
import { keyOf } from './context.js';
import { icon } from './icons.js';
import { plain } from './mrkdwn.js';
import { closePopup } from './popup.js';

/** @typedef {import('./context.js').Env} Env */
/** @typedef {import('../types.ts').InputValue} InputValue */
/** @typedef {import('../types.ts').SandboxModal} SandboxModal */

/** Choices are sent when they are made; what is typed may not have been yet. */
const TYPED =
  /^(plain_text_input|email_text_input|url_text_input|number_input|datepicker|timepicker|datetimepicker)$/;

/** Draws the top one of a person's stack of views, whenever it is another or has changed. */
export function createModal() {
  const dialog = /** @type {HTMLDialogElement} */ (byId('modal'));
  /** @type {{ env: Env, view: SandboxModal } | null} */
  let now = null;
  let drawn = '';
  let isSending = false;
  /** By view id. @type {Map<string, Map<string, InputValue>>} */
  const drafts = new Map();

  /** @param {SandboxModal} view */
  function draftsOf({ id }) {
    const found = drafts.get(id) ?? new Map();
    drafts.set(id, found);
    return found;
  }

  /** @param {boolean} all */
  async function close(all) {
    if (!now || isSending) return;
    closePopup();
    await now.env.act('close', { view_id: now.view.id, all });
  }

  /** @param {Event} event */
  async function submit(event) {
    event.preventDefault();
    if (!now || isSending || !now.view.submit) return;
    const { env, view } = now;
    const kept = draftsOf(view);
    /** @type {Record<string, Record<string, InputValue>>} */
    const values = {};
    for (const block of /** @type {any[]} */ (view.blocks)) {
      const { element } = block;
      const value = element && kept.get(keyOf(block, element));
      if (block.type === 'input' && TYPED.test(element.type) && value !== undefined)
        values[block.block_id] = { [element.action_id]: value };
    }
    setSending(true);
    await env.act('submit', { view_id: view.id, values });
    setSending(false);
  }

  /** @param {boolean} is */
  function setSending(is) {
    isSending = is;
    dialog.classList.toggle('is-busy', is);
    for (const button of dialog.querySelectorAll('footer button'))
      if (button instanceof HTMLButtonElement) button.disabled = is;
  }

  function draw() {
    if (!now) return;
    const { env, view } = now;
    const isDeep = env.state.modal_depth > 1;
    const context = {
      env,
      place: { kind: /** @type {const} */ ('modal'), view_id: view.id },
      values: view.state.values,
      drafts: draftsOf(view),
      touched: clearError,
    };
    const title = plain(view.title);
    dialog.setAttribute('aria-label', title);
    const body = h('div', { class: 'modal-body blocks' }, drawBlocks(view.blocks, context, view.errors));
    const scroll = dialog.querySelector('.modal-body')?.scrollTop ?? 0;
    refill(
      dialog,
      h(
        'form',
        { novalidate: true, onsubmit: submit },
        h(
          'header',
          null,
          h('span', { class: 'tile', 'aria-hidden': 'true' }, h('span', { class: 'keyhole' })),
          h('h2', null, title),
          h(
            'button',
            { type: 'button', class: 'icon-only', 'aria-label': 'Close', onclick: () => void close(true) },
            icon('close'),
          ),
        ),
        body,
        h(
          'footer',
          null,
          h(
            'button',
            { type: 'button', class: 'button', 'data-key': 'modal-close', onclick: () => void close(false) },
            plain(view.close) || (isDeep ? 'Back' : view.submit ? 'Cancel' : 'Close'),
          ),
          view.submit &&
            h(
              'button',
              { type: 'submit', class: 'button primary', 'data-key': 'modal-submit' },
              plain(view.submit),
            ),
        ),
      ),
    );
    body.scrollTop = scroll;
    setSending(isSending);
  }

  /** What was objected to is being mended. @param {string} blockId */
  function clearError(blockId) {
    const block = dialog.querySelector(`[data-block="${CSS.escape(blockId)}"]`);
    block?.classList.remove('has-error');
    block?.querySelector('.field-error')?.remove();
    block?.querySelector('[aria-invalid]')?.removeAttribute('aria-invalid');
  }

  /** @param {SandboxModal} view */
  function focusFirst(view) {
    const blocks = /** @type {any[]} */ (view.blocks).filter(({ element }) => element);
    const wanted =
      blocks.find(({ element }) => element.focus_on_load) ?? blocks.find(({ type }) => type === 'input');
    if (wanted) focusKey(dialog, keyOf(wanted, wanted.element));
    if (!dialog.contains(document.activeElement) || document.activeElement === dialog) {
      /** @type {HTMLElement | null} */ (
        dialog.querySelector(
          '.modal-body input, .modal-body textarea, .modal-body button, footer .primary, footer button',
        )
      )?.focus();
    }
  }

  dialog.addEventListener('cancel', (event) => {
    if (event.target !== dialog) return;
    event.preventDefault();
    void close(false);
  });

  /**
   * To be called with each new state.
   * @param {Env} env
   */
  return function show(env) {
    const view = env.state.modal;
    if (!view) {
      now = null;
      drawn = '';
      if (dialog.open) dialog.close();
      return;
    }
    const isOther = now?.view.id !== view.id || now.env.me !== env.me;
    const hadErrors = now ? Object.keys(now.view.errors).length : 0;
    const { state: _values, hash: _hash, ...rest } = view;
    const signature = JSON.stringify([rest, env.state.modal_depth, env.me]);
    now = { env, view };
    if (signature === drawn) return;
    drawn = signature;
    closePopup();
    draw();
    if (!dialog.open) dialog.showModal();
    if (isOther) focusFirst(view);
    else if (Object.keys(view.errors).length > 0 && !hadErrors) focusError(dialog);
  };
}

/** @param {HTMLElement} dialog */
function focusError(dialog) {
  const field = dialog.querySelector('.has-error input, .has-error textarea');
  if (field instanceof HTMLElement) field.focus();
  dialog.querySelector('.has-error')?.scrollIntoView({ block: 'nearest' });
}
