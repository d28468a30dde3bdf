// @ts-check
// What /import needs beside the pages' own script: files that are chosen or dropped, and the file that is taken out.

import { textOf } from './table-file.js';

/** Of the text; the server's own limit is for the whole request. */
const MOST_BYTES = 2_800_000;
const main = /** @type {HTMLElement} */ (document.getElementById('main'));

/** @param {File} file @param {HTMLElement} zone */
async function take(file, zone) {
  const field = zone.querySelector('textarea');
  const state = zone.querySelector('[data-file-state]');
  if (!field || !state) return;
  // UTF-16 has two bytes for each of ours.
  if (file.size > 2 * MOST_BYTES) return say('large-table');
  state.textContent = `Reading ${file.name} …`;
  const text = textOf(new Uint8Array(await file.arrayBuffer()));
  state.textContent = '';
  if (text === null) return say('no-table');
  if (new Blob([text]).size > MOST_BYTES) return say('large-table');
  field.value = text;
  state.textContent = `${file.name}: ${linesOf(text)}.`;
  main.querySelector('[data-notice]')?.replaceChildren();
}

/** How many there are that hold something. @param {string} text */
function linesOf(text) {
  const lines = text.split(/\r\n?|\n/).filter((line) => line.trim() !== '').length;
  return `${lines.toLocaleString('en')} ${lines === 1 ? 'line' : 'lines'}`;
}

/** What is worked on, said before page.js, which listens further down, shows it. @param {SubmitEvent} event */
function tellHowMany({ target }) {
  const form = /** @type {HTMLFormElement} */ (target);
  const field = form.querySelector('textarea');
  if (!field) return;
  const words = `Comparing ${linesOf(field.value)} with what is here …`;
  form.querySelector('.working progress')?.setAttribute('aria-label', words);
  form.querySelector('.working span')?.replaceChildren(words);
}
main.addEventListener('submit', tellHowMany, { capture: true });

/** @param {string} id of a template */
function say(id) {
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById(id));
  const words = /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
  main.querySelector('[data-notice]')?.replaceChildren(words);
  words.focus();
}

main.addEventListener('change', ({ target }) => {
  if (!(target instanceof HTMLInputElement) || target.type !== 'file') return;
  const zone = target.closest('[data-drop]');
  if (zone instanceof HTMLElement && target.files?.[0]) void take(target.files[0], zone);
  target.value = '';
});

/** Dropped beside the zone a browser would open the file in place of the page. @param {DragEvent} event */
function onDrag(event) {
  if (!event.dataTransfer?.types.includes('Files')) return;
  event.preventDefault();
  const zone = event.target instanceof Element ? event.target.closest('[data-drop]') : null;
  main.querySelector('[data-drop]')?.classList.toggle('over', event.type === 'dragover' && zone !== null);
  const [file] = event.dataTransfer.files;
  if (event.type === 'drop' && zone instanceof HTMLElement && file) void take(file, zone);
}
for (const type of /** @type {const} */ (['dragover', 'dragleave', 'drop'])) addEventListener(type, onDrag);

main.addEventListener('click', ({ target }) => {
  const button = target instanceof Element ? target.closest('button') : null;
  if (!button?.dataset.save) return;
  const text = document.getElementById(button.dataset.save)?.textContent ?? '';
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
  link.download = button.dataset.fileName ?? 'table.csv';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
});
