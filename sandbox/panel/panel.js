// @ts-check
// <sandbox-panel current="slack|setup">: the bar on top of the sandbox's pages. It tells its page of a moved clock by
// the event `sandbox-clock-moved` on the document.

/**
 * @typedef {{ title: string, text: string, where: string }} Step
 * @typedef {{ title: string, steps: Step[] }} Story
 * @typedef {{ now: string, offsetMs: number, links: { slack: string, setup: string, mail?: string }, stories: Story[] }} Shown
 */

const STEPS = [
  { label: '+5 min', minutes: 5 },
  { label: '+20 min', minutes: 20 },
  { label: '+1 day', minutes: 24 * 60 },
  { label: '+7 days', minutes: 7 * 24 * 60 },
];
const PLACES = /** @type {Record<string, string>} */ ({
  slack: 'in Slack',
  setup: 'in Setup',
  mail: 'in the mailbox',
  clock: 'up here',
});
const DONE_COOKIE = 'rekey-sandbox-done';
const narrow = matchMedia('(max-width: 720px)');
const ASK_EVERY_MS = 4000;

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  :host { display: block; position: relative; z-index: 60; font: 13px/1.4 system-ui, 'Segoe UI', Roboto, sans-serif; }
  * { box-sizing: border-box; }
  .bar { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 14px; padding: 6px 14px; background: #2b2410; color: #fbf3dc; }
  .name { font-weight: 700; color: #ffd257; }
  .clock { font-variant-numeric: tabular-nums; font-weight: 600; }
  .ahead { color: #d9c99a; font-weight: 400; }
  .moves, .links { display: flex; flex-wrap: wrap; gap: 6px; }
  .links { margin-left: auto; align-items: center; gap: 4px 14px; }
  button, a { font: inherit; color: inherit; }
  button { min-height: 28px; padding: 2px 10px; border: 1px solid #7c6a35; border-radius: 7px; background: #3d3418; cursor: pointer; font-weight: 600; white-space: nowrap; }
  button:hover { background: #55481f; }
  button:disabled { opacity: .5; cursor: default; }
  a { text-underline-offset: 3px; white-space: nowrap; }
  a[aria-current] { font-weight: 700; text-decoration: none; }
  :focus-visible { outline: 2px solid #ffd257; outline-offset: 2px; border-radius: 4px; }
  .try[aria-expanded='true'] { background: #ffd257; color: #2b2410; border-color: #ffd257; }
  .story { position: absolute; top: 100%; right: 0; width: min(440px, 100vw); max-height: calc(100vh - 60px); max-height: calc(100dvh - 60px); overflow: auto;
    background: #fffdf5; color: #2b2410; border: 1px solid #e2d5ac; border-radius: 0 0 0 12px; box-shadow: 0 12px 32px #0003; padding: 16px 18px; }
  .story[hidden] { display: none; }
  .story header { display: flex; justify-content: space-between; align-items: center; gap: 12px; }
  .story h2 { font-size: 16px; margin: 0; }
  .story ol + h2 { margin-top: 10px; border-top: 2px solid #eee4c4; padding-top: 16px; }
  .story header button { background: none; border-color: #cbbb86; }
  ol { list-style: none; margin: 10px 0 0; padding: 0; counter-reset: step; }
  li + li { border-top: 1px solid #eee4c4; }
  label { display: grid; grid-template-columns: 20px 1fr; gap: 0 10px; padding: 9px 0; cursor: pointer; }
  input { width: 17px; height: 17px; margin: 2px 0 0; accent-color: #7c6414; }
  .title { font-weight: 650; font-size: 14px; counter-increment: step; }
  .title::before { content: counter(step) '. '; }
  .where { color: #7a6a3a; font-weight: 400; font-size: 12px; }
  .text { grid-column: 2; }
  input:checked ~ .text, input:checked ~ .title { color: #8d835f; }
  code { font: 12px ui-monospace, Menlo, Consolas, monospace; background: #f4ebcd; border-radius: 4px; padding: 1px 4px; }
  @media (max-width: 720px) {
    .bar { padding: 5px 10px; gap: 5px 8px; }
    .name, .ahead { display: none; }
    .clock { flex: 1; }
    .moves { order: 3; width: 100%; flex-wrap: nowrap; }
    .moves button { flex: 1; padding: 2px 4px; }
    .links { margin-left: 0; gap: 4px 12px; }
    .story { border-radius: 0; }
  }
`);

/**
 * @param {string} tag
 * @param {Record<string, string>} [attributes]
 * @param {(Node | string)[]} children
 */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** @param {string} text */
const typed = (text) =>
  text.split('`').map((part, index) => (index % 2 ? make('code', {}, part) : document.createTextNode(part)));

// A cookie, since Slack and Setup are on two ports and cookies don't mind.
const doneSteps = () =>
  new Set(
    (new RegExp(`${DONE_COOKIE}=([\\d.]*)`).exec(document.cookie)?.[1] ?? '').split('.').filter(Boolean),
  );
/** @param {Set<string>} done */
const keepDone = (done) => {
  document.cookie = `${DONE_COOKIE}=${[...done].join('.')};path=/;max-age=31536000;samesite=lax`;
};

class SandboxPanel extends HTMLElement {
  #root = this.attachShadow({ mode: 'open' });
  #clock = make('span', { class: 'clock', role: 'timer', 'aria-label': 'Sandbox time' }, '…');
  #moves = make('span', { class: 'moves', role: 'group', 'aria-label': 'Move the clock' });
  #links = make('nav', { class: 'links', 'aria-label': 'Sandbox' });
  #story = make('section', { class: 'story', hidden: '', 'aria-label': 'What to try' });
  #try = make('button', { class: 'try', type: 'button', 'aria-expanded': 'false' }, 'What to try');
  /** Sandbox time minus this browser's. @type {number | null} */
  #ahead = null;
  /** @type {number | null} */
  #offsetMs = null;
  #isFilled = false;

  connectedCallback() {
    this.#root.adoptedStyleSheets = [sheet];
    const bar = make(
      'div',
      { class: 'bar' },
      make('span', { class: 'name' }, 'Sandbox'),
      this.#clock,
      this.#moves,
      this.#links,
    );
    this.#root.replaceChildren(bar, this.#story);
    for (const { label, minutes } of STEPS) {
      const button = make('button', { type: 'button' }, label);
      button.addEventListener('click', () => void this.#move(minutes));
      this.#moves.append(button);
    }
    this.#try.addEventListener('click', () => this.#toggle());
    this.#root.addEventListener('keydown', (event) => {
      if (/** @type {KeyboardEvent} */ (event).key === 'Escape' && !this.#story.hidden) this.#toggle();
    });
    setInterval(() => this.#tick(), 1000);
    setInterval(() => void (document.hidden || this.#ask()), ASK_EVERY_MS);
    document.addEventListener('visibilitychange', () => void (document.hidden || this.#ask()));
    void this.#ask();
  }

  #toggle() {
    this.#story.hidden = !this.#story.hidden;
    this.#try.setAttribute('aria-expanded', String(!this.#story.hidden));
    if (this.#story.hidden) this.#try.focus();
    else this.#story.querySelector('button')?.focus();
  }

  async #ask() {
    try {
      const answer = await fetch('/_sandbox/panel');
      if (answer.ok) this.#show(await answer.json());
    } catch {
      this.#clock.textContent = 'The sandbox doesn’t answer';
      this.#ahead = null;
    }
  }

  /** @param {number} minutes */
  async #move(minutes) {
    const buttons = [...this.#moves.querySelectorAll('button')];
    for (const button of buttons) button.disabled = true;
    try {
      const answer = await fetch('/_sandbox/clock', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ minutes }),
      });
      if (answer.ok) this.#show(await answer.json());
      else this.#clock.textContent = 'The clock was not moved';
    } catch {
      this.#clock.textContent = 'The sandbox doesn’t answer';
    } finally {
      for (const button of buttons) button.disabled = false;
    }
  }

  /** @param {Shown} shown */
  #show(shown) {
    const hasMoved = this.#offsetMs !== null && this.#offsetMs !== shown.offsetMs;
    this.#ahead = Date.parse(shown.now) - Date.now();
    this.#offsetMs = shown.offsetMs;
    this.#tick();
    if (!this.#isFilled) this.#fill(shown);
    if (hasMoved)
      document.dispatchEvent(new CustomEvent('sandbox-clock-moved', { detail: { now: shown.now } }));
  }

  #tick() {
    if (this.#ahead === null) return;
    const now = new Date(Date.now() + this.#ahead);
    const text = now.toLocaleString(undefined, {
      ...(narrow.matches ? {} : { weekday: 'short', year: 'numeric' }),
      day: 'numeric',
      month: 'short',
      hour: '2-digit',
      minute: '2-digit',
    });
    this.#clock.replaceChildren(text, make('span', { class: 'ahead' }, aheadInWords(this.#offsetMs ?? 0)));
  }

  /** @param {Shown} shown */
  #fill({ links, stories }) {
    this.#isFilled = true;
    const current = this.getAttribute('current');
    const places = [
      ['slack', 'Slack', links.slack],
      ['setup', 'Setup', links.setup],
      ['mail', 'Mailbox', links.mail],
    ];
    for (const [key, label, href] of places) {
      if (!href || !label) continue;
      const isHere = key === current;
      this.#links.append(
        make('a', isHere ? { href, 'aria-current': 'page' } : { href, target: `sandbox-${key}` }, label),
      );
    }
    this.#links.append(this.#try);

    const close = make('button', { type: 'button' }, 'Close');
    close.addEventListener('click', () => this.#toggle());
    const told = stories.map(({ title, steps }, n) => {
      const items = steps.map((step, index) => tickedStep(step, String(100 * n + index)));
      return [make('h2', {}, title), make('ol', {}, ...items)];
    });
    const [first, ...others] = told;
    if (first) this.#story.replaceChildren(make('header', {}, first[0], close), first[1], ...others.flat());
  }
}

/**
 * @param {Step} step
 * @param {string} key under which this browser remembers that it was done
 */
function tickedStep(step, key) {
  const tick = /** @type {HTMLInputElement} */ (make('input', { type: 'checkbox' }));
  tick.checked = doneSteps().has(key);
  tick.addEventListener('change', () => {
    const now = doneSteps();
    if (tick.checked) now.add(key);
    else now.delete(key);
    keepDone(now);
  });
  const where = make('span', { class: 'where' }, ` · ${PLACES[step.where] ?? ''}`);
  const title = make('span', { class: 'title' }, step.title, where);
  const text = make('span', { class: 'text' }, ...typed(step.text));
  return make('li', {}, make('label', {}, tick, title, text));
}

/** @param {number} ms */
function aheadInWords(ms) {
  if (ms < 60_000) return '';
  const minutes = Math.round(ms / 60_000);
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor((minutes % 1440) / 60);
  const parts = [days && `${days} d`, hours && `${hours} h`, minutes % 60 && `${minutes % 60} min`];
  return ` (${parts.filter(Boolean).join(' ')} ahead)`;
}

customElements.define('sandbox-panel', SandboxPanel);
