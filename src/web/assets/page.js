// @ts-check
// The script of /deposit, /handoff and /import. The link's token stays in the address's fragment and the code in memory: both travel
// only in bodies of POST. The server answers fragments, which are put in place of <main> or, as words, into a slot of it.

import { claim, claimOn, dropOldClaims, forgetClaim, openSealed, publicPart } from './reader-key.js';
import { endOfMinute, goBy, localText, localTimes, now } from './times.js';

/** The one way from text to markup: answers of our own server (Trusted Types allow no other policy). */
const policy = /** @type {any} */ (window).trustedTypes?.createPolicy('rekey', {
  createHTML: (/** @type {string} */ text) => text,
});
const main = byId('main');
const opening = main.firstElementChild?.cloneNode(true) ?? null;
const ANSWER_WITHIN_MS = location.pathname === '/import' ? 100_000 : 30_000; // a table: longer than the server
const LOOK_AGAIN_MS = 3_000;

const held = { token: '', code: '' };
/** The table and what was answered about it: they go along with every act that is about it. @type {Record<string, unknown>} */
let kept = {};
/** Counts the visits: an answer to an earlier one is dropped. */
let visit = 0;
let isBusy = false;
/** @type {ReturnType<typeof setInterval> | undefined} */
let ticking;

/** @param {string} id */
function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no #${id}`);
  return found;
}

/** @param {string} text */
const say = (text) => (byId('announce').textContent = text);

// Asking

function start() {
  forget();
  held.token = location.hash.slice(1);
  void ask('peek', {}, null);
}

/** Nothing typed or shown outlives the visit, the back button included. */
function forget() {
  visit += 1;
  isBusy = false;
  clearInterval(ticking);
  Object.assign(held, { token: '', code: '' });
  kept = {};
  if (opening) main.replaceChildren(opening.cloneNode(true));
}

/** @param {string} act @param {Record<string, unknown>} fields @param {HTMLFormElement | null} form */
async function ask(act, fields, form) {
  if (isBusy) return;
  if (typeof fields.code === 'string') held.code = fields.code;
  const asked = visit;
  busy(true, form);
  const reader = act === 'collect' ? await readerKey() : {};
  if (asked !== visit) return;
  const answer = reader && (await post(`${location.pathname}/${act}`, { ...fields, ...held, ...reader }));
  const isOpen = answer ? await unseal(answer) : true;
  if (asked !== visit) return;
  busy(false, form);
  if (answer?.matches('[data-page]') && isOpen) {
    if (act === 'stored') void forgetClaim(held.token);
    return showPage(answer);
  }
  const silence = !reader ? 'no-keys' : act === 'collect' ? 'no-secret' : 'no-answer';
  showWords(isOpen ? (answer ?? fromTemplate(silence)) : fromTemplate('not-ours'), form);
}

/** Whom the secret is to be sealed to: the same on every try, so that a lost answer can be fetched again. */
async function readerKey() {
  try {
    return await publicPart(await claim(held.token));
  } catch {
    return null; // no WebCrypto: an old browser, or a page that came over plain HTTP
  }
}

/** Puts the secret into its place; false when it was sealed to another key. @param {HTMLElement} page */
async function unseal(page) {
  const slot = page.querySelector('[data-sealed]');
  if (!(slot instanceof HTMLElement)) return true;
  try {
    const mine = await claimOn(held.token);
    if (!mine) return false;
    slot.textContent = await openSealed(slot.dataset.sealed ?? '', mine);
    return true;
  } catch {
    return false;
  }
}

/** @param {string} path @param {object} body @returns {Promise<HTMLElement | null>} null when no answer of ours came */
async function post(path, body) {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/html' },
      body: JSON.stringify(body),
      credentials: 'omit',
      redirect: 'error',
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    const text = await response.text();
    const template = document.createElement('template');
    template.innerHTML = policy ? policy.createHTML(text) : text;
    const first = template.content.firstElementChild;
    return first instanceof HTMLElement && first.matches('[data-page], [data-words]') ? first : null;
  } catch {
    return null;
  }
}

/** @param {boolean} is @param {HTMLFormElement | null} form */
function busy(is, form) {
  isBusy = is;
  main.setAttribute('aria-busy', String(is));
  form?.classList.toggle('busy', is);
  say(is && form ? (form.querySelector('.working')?.textContent ?? 'One moment …') : '');
}

// Showing

/** @param {HTMLElement} page */
function showPage(page) {
  clearInterval(ticking);
  if (page.dataset.at) goBy(page.dataset.at);
  localTimes(page);
  main.replaceChildren(page);
  for (const field of page.querySelectorAll('input.masked'))
    mask(/** @type {HTMLInputElement} */ (field), true);
  for (const field of page.querySelectorAll('[data-refill]')) {
    const input = /** @type {HTMLInputElement} */ (field);
    const before = kept[input.name];
    input.value = typeof before === 'string' ? before : '';
  }
  const moment = page.querySelector('input[data-moment]');
  if (moment instanceof HTMLInputElement) moment.value = localText(now());
  const due = page.querySelector('[data-due]');
  if (due instanceof HTMLElement) countDown(due);
  void offerAgain(page.querySelector('[data-again]'));
  document.querySelector('h1')?.focus();
}

/** Shown to the tab that collected, to nobody else: only its key opens the copy. @param {Element | null} offer */
async function offerAgain(offer) {
  if (offer && (await claimOn(held.token))) offer.removeAttribute('hidden');
}

/** @param {HTMLElement} words @param {Element | null} from */
function showWords(words, from) {
  const slot = (from?.closest('section') ?? main).querySelector('[data-notice]');
  localTimes(words);
  // What has been collected can't be revealed once more: the words lead on.
  if (words.querySelector('form[data-act=open]')) main.querySelector('form[data-act=collect]')?.remove();
  slot?.replaceChildren(words);
  main.querySelector('form[data-act=peek]')?.removeAttribute('hidden');
  words.focus();
}

/** @param {string} id @returns {HTMLElement} */
function fromTemplate(id) {
  const template = /** @type {HTMLTemplateElement} */ (byId(id));
  return /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
}

/** Shows what is left, and looks again by itself once; a little later when the moment has passed already. @param {HTMLElement} shown */
function countDown(shown) {
  const due = Math.max(Date.parse(shown.dataset.due ?? ''), now().getTime() + LOOK_AGAIN_MS);
  const tick = () => {
    const seconds = Math.ceil((due - now().getTime()) / 1000);
    shown.textContent = `in ${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
    if (seconds > 0) return;
    clearInterval(ticking);
    /** @type {HTMLFormElement | null} */ (main.querySelector('form[data-when-due]'))?.requestSubmit();
  };
  tick();
  ticking = setInterval(tick, 1000);
}

// Forms

main.addEventListener('submit', (event) => {
  event.preventDefault();
  const form = /** @type {HTMLFormElement} */ (event.target);
  const { act = '', keep, withKept } = form.dataset;
  const fields = fieldsOf(form, event.submitter);
  if (keep !== undefined) kept = { ...(keep === 'anew' ? {} : kept), ...fields };
  void ask(act, keep === undefined && withKept === undefined ? fields : { ...kept, ...fields }, form);
});

/** @param {HTMLFormElement} form @param {HTMLElement | null} submitter */
function fieldsOf(form, submitter) {
  /** @type {Record<string, unknown>} */
  const fields = {};
  for (const element of form.elements) {
    const field = /** @type {HTMLInputElement} */ (element);
    const isTickable = field.type === 'checkbox' || field.type === 'radio';
    if (!field.name || field.disabled || (isTickable && !field.checked)) continue;
    if (field.type === 'submit' && field !== submitter) continue;
    if (field.hasAttribute('data-list'))
      fields[field.name] = [.../** @type {string[]} */ (fields[field.name] ?? []), field.value];
    else if (field.hasAttribute('data-flag')) fields[field.name] = true;
    else if (field.hasAttribute('data-now')) fields.generatedAt = now().toISOString();
    else if (field.hasAttribute('data-moment')) fields[field.name] = endOfMinute(field.value);
    else fields[field.name] = field.value;
  }
  return fields;
}

main.addEventListener('input', ({ target }) => {
  if (!(target instanceof HTMLInputElement)) return;
  if (target.type === 'radio') {
    for (const radio of target.form?.querySelectorAll(`input[data-opens]`) ?? [])
      open(/** @type {HTMLInputElement} */ (radio));
  }
  // A warning is about what was typed then: with another text it has to be asked again.
  if (target.name === 'secret')
    main.querySelector('button[name=acceptsWarnings]')?.closest('[data-words]')?.remove();
});

/** @param {HTMLInputElement} radio */
function open(radio) {
  const part = byId(radio.dataset.opens ?? '');
  part.hidden = !radio.checked;
  for (const field of part.querySelectorAll('input')) field.disabled = !radio.checked;
}

/** A text field dotted by CSS: browsers offer to keep what was typed into a password field. @param {HTMLInputElement} field @param {boolean} is */
function mask(field, is) {
  field.classList.toggle('masked', is);
  if (!CSS.supports('-webkit-text-security', 'disc')) field.type = is ? 'password' : 'text';
}

// Copying

main.addEventListener('click', ({ target }) => {
  const button = target instanceof Element ? target.closest('button') : null;
  if (button?.dataset.copy) void copy(button, textFor(button.dataset.copy), byId('secret'));
  if (button?.dataset.copyFrom) {
    const source = byId(button.dataset.copyFrom);
    void copy(button, source.textContent, source);
  }
  if (button?.dataset.unmask) {
    const isShown = button.getAttribute('aria-pressed') !== 'true';
    mask(/** @type {HTMLInputElement} */ (byId(button.dataset.unmask)), !isShown);
    button.setAttribute('aria-pressed', String(isShown));
    button.textContent = isShown ? 'Hide' : 'Show';
  }
});

/** @param {string} form `secret`, `env` or `json` */
function textFor(form) {
  const secret = byId('secret').textContent;
  if (form === 'secret') return secret;
  const around = JSON.parse(
    /** @type {HTMLElement} */ (main.querySelector('[data-fields]')).dataset.fields ?? '{}',
  );
  const fields = { ...around, client_secret: secret };
  if (form === 'json') return `${JSON.stringify(fields, null, 2)}\n`;
  return Object.entries(fields)
    .map(([name, value]) => `SFMC_${name.toUpperCase()}=${quoted(String(value))}\n`)
    .join('');
}

/** @param {string} value */
const quoted = (value) => (/^[\w.~+/=:@-]*$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`);

/** @param {HTMLButtonElement} button @param {string} text @param {HTMLElement} source */
async function copy(button, text, source) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    getSelection()?.selectAllChildren(source);
    return showWords(fromTemplate('no-copy'), button);
  }
  const label = button.textContent;
  if (label === 'Copied') return;
  button.textContent = 'Copied';
  say('Copied to the clipboard.');
  setTimeout(() => (button.textContent = label), 2000);
}

// Coming and going

addEventListener('beforeunload', (event) => {
  if (main.querySelector('[data-unstored]')) event.preventDefault();
});
addEventListener('pagehide', forget);
addEventListener('pageshow', (event) => {
  if (event.persisted) start();
});
addEventListener('hashchange', start);
void dropOldClaims();
start();
