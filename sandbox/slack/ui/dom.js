// @ts-check

/** @typedef {Node | string | number | null | undefined | false | Child[]} Child */
/** @typedef {Record<string, unknown>} Props */

/**
 * An element. `on…` are listeners, `true` an empty attribute, null/false/undefined none. Children are never markup.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Props | null} [props]
 * @param {Child[]} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function h(tag, props, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on') && typeof value === 'function') {
      element.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    } else element.setAttribute(name, value === true ? '' : String(value));
  }
  append(element, children);
  return element;
}

/**
 * @param {Node} parent
 * @param {Child[]} children
 */
export function append(parent, children) {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    if (Array.isArray(child)) append(parent, child);
    else parent.appendChild(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

/** Words for screen readers only. @param {string} text */
export const hidden = (text) => h('span', { class: 'sr' }, text);

/**
 * The element of the page with this id.
 * @param {string} id
 */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page has no #${id}`);
  return element;
}

let count = 0;
/** An id no other element has. */
export const freshId = (prefix = 'x') => `${prefix}-${(count += 1)}`;

/**
 * Replaces what is in `container`; the focus stays on the element with the same `data-key`.
 * @param {Element} container
 * @param {Child[]} children
 */
export function refill(container, ...children) {
  const active = document.activeElement;
  const key = active && container.contains(active) ? active.getAttribute('data-key') : null;
  const scroll = container.scrollTop;
  container.replaceChildren();
  append(container, children);
  container.scrollTop = scroll;
  if (key) focusKey(container, key);
}

/**
 * @param {Element} container
 * @param {string} key
 */
export function focusKey(container, key) {
  const found = container.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (found instanceof HTMLElement) found.focus({ preventScroll: true });
}

/**
 * Makes `container` hold one node per item in that order, and leaves alone those whose `json` is the same as before, so
 * that open menus, focus and scrolling survive a change elsewhere.
 * @param {HTMLElement} container
 * @param {{ key: string, json: string, make: () => HTMLElement }[]} items
 */
export function reconcile(container, items) {
  const before = new Map([...container.children].map((node) => [node.getAttribute('data-item') ?? '', node]));
  /** @type {Element | null} */
  let last = null;
  for (const { key, json, make } of items) {
    let node = before.get(key);
    before.delete(key);
    if (!node || jsonOf.get(node) !== json) {
      const made = make();
      made.setAttribute('data-item', key);
      jsonOf.set(made, json);
      if (node) swap(node, made);
      node = made;
    }
    /** @type {Element | null} */
    const place = last ? last.nextElementSibling : container.firstElementChild;
    if (place !== node) container.insertBefore(node, place);
    last = node;
  }
  for (const gone of before.values()) gone.remove();
}

/** @type {WeakMap<Element, string>} */
const jsonOf = new WeakMap();

/**
 * @param {Element} old
 * @param {HTMLElement} made
 */
function swap(old, made) {
  const active = document.activeElement;
  const key = active && old.contains(active) ? active.getAttribute('data-key') : null;
  old.replaceWith(made);
  if (old.getAttribute('data-edited') !== made.getAttribute('data-edited')) made.classList.add('has-changed');
  if (key) focusKey(made, key);
}
