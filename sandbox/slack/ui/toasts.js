// @ts-check
import { byId, h, refill } from './dom.js';
import { icon } from './icons.js';

/** @typedef {import('./context.js').Env} Env */

const GONE_AFTER_MS = 9000;

/** Words for what Slack's client says by itself; the server's own text is added as it is. @type {Record<string, string>} */
const TITLES = {
  operation_timeout: 'The app didn’t answer in time',
  dispatch_failed: 'The app couldn’t be reached',
  http_error: 'The app answered with an error',
  bad_response: 'The app’s answer made no sense',
  invalid_command: 'No such command',
  view_errors_unknown_block: 'The app named an unknown field',
};

/** Small notes in the corner: the workspace's warnings, and this page's own. */
export function createToasts() {
  const container = byId('toasts');
  /** @type {{ id: number, title: string, text: string }[]} */
  let own = [];
  let count = 0;
  /** @type {Env | null} */
  let now = null;
  /** Warnings that go by themselves: Slack, too, says once that there is no such command. @type {Set<string>} */
  const going = new Set();

  /** @param {string} title @param {string} text @param {() => void} dismiss */
  const toast = (title, text, dismiss) =>
    h(
      'div',
      { class: 'toast' },
      icon('warn'),
      h('div', null, h('strong', null, title), text && h('p', null, text)),
      h(
        'button',
        { type: 'button', class: 'icon-only', 'aria-label': 'Dismiss', onclick: dismiss },
        icon('close'),
      ),
    );

  function draw() {
    const env = now;
    const warnings = env?.state.warnings.slice(-3) ?? [];
    for (const { code, ts } of warnings) {
      if (code !== 'invalid_command' || going.has(ts)) continue;
      going.add(ts);
      setTimeout(() => void env?.act('dismiss', { user: env.me, ts }), GONE_AFTER_MS);
    }
    refill(
      container,
      warnings.map((each) =>
        toast(TITLES[each.code] ?? each.code, each.text, () => void env?.act('dismiss', { ts: each.ts })),
      ),
      own.map((each) => toast(each.title, each.text, () => drop(each.id))),
    );
    // A dialog is in the top layer: so must be what is said meanwhile.
    if (container.childElementCount > 0 && !container.matches(':popover-open')) container.showPopover();
    if (container.childElementCount === 0 && container.matches(':popover-open')) container.hidePopover();
  }

  /** @param {number} id */
  function drop(id) {
    own = own.filter((each) => each.id !== id);
    draw();
  }

  return {
    /** @param {Env} env */
    show(env) {
      now = env;
      draw();
    },
    /** @param {string} title */
    say(title, text = '') {
      const id = (count += 1);
      own = [...own, { id, title, text }].slice(-3);
      setTimeout(() => drop(id), GONE_AFTER_MS);
      draw();
    },
    /** Whether the workspace itself warns of that. @param {string} error */
    isKnown: (error) => error in TITLES,
  };
}
