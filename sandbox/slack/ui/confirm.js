// @ts-check
import { h } from './dom.js';
import { plain, textOf } from './mrkdwn.js';

/**
 * A `confirm` object as a dialog: true when accepted.
 * @param {any} confirm
 * @param {import('./mrkdwn.js').Names} names
 * @returns {Promise<boolean>}
 */
export function ask(confirm, names) {
  const { promise, resolve } = Promise.withResolvers();
  const deny = h('button', { type: 'submit', value: 'no', class: 'button' }, plain(confirm.deny) || 'Cancel');
  const accept = h(
    'button',
    { type: 'submit', value: 'yes', class: `button ${confirm.style === 'danger' ? 'danger' : 'primary'}` },
    plain(confirm.confirm) || 'Yes',
  );
  const dialog = h(
    'dialog',
    { class: 'confirm', 'aria-label': plain(confirm.title) || 'Are you sure?' },
    h(
      'form',
      { method: 'dialog' },
      h('h2', null, plain(confirm.title) || 'Are you sure?'),
      h('div', { class: 'text' }, textOf(confirm.text, names)),
      h('div', { class: 'ends' }, deny, accept),
    ),
  );
  dialog.addEventListener('close', () => {
    resolve(dialog.returnValue === 'yes');
    dialog.remove();
  });
  document.body.append(dialog);
  dialog.showModal();
  deny.focus();
  return promise;
}
