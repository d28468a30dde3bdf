// @ts-check

/** The one popup that may be open. @type {{ close: (refocus: boolean) => void } | null} */
let open = null;

/** @param {boolean} [refocus] */
export const closePopup = (refocus = false) => open?.close(refocus);

/**
 * Shows `content` under (or over) `anchor` until something else is clicked, Escape is pressed or the anchor is gone. It
 * is put into the anchor's dialog, if any: nothing else is above a dialog.
 * @param {{ anchor: HTMLElement, content: HTMLElement, focus?: HTMLElement, isWide?: boolean, onClose?: () => void }} options
 */
export function openPopup({ anchor, content, focus = anchor, isWide = false, onClose }) {
  closePopup();
  content.classList.add('popup');
  (anchor.closest('dialog') ?? document.body).append(content);

  const place = () => {
    if (!anchor.isConnected) return close(false);
    const box = anchor.getBoundingClientRect();
    const below = innerHeight - box.bottom - 12;
    const above = box.top - 12;
    const isUp = below < Math.min(content.scrollHeight, 260) && above > below;
    const { style } = content;
    if (isWide) style.width = `${box.width}px`;
    style.maxHeight = `${Math.max(120, Math.min(360, isUp ? above : below))}px`;
    const left = Math.max(8, Math.min(box.left, innerWidth - content.offsetWidth - 8));
    style.left = `${left}px`;
    style.top = isUp ? '' : `${box.bottom + 4}px`;
    style.bottom = isUp ? `${innerHeight - box.top + 4}px` : '';
  };
  /** @param {boolean} refocus */
  const close = (refocus) => {
    if (open?.close !== close) return;
    open = null;
    clearInterval(watch);
    for (const [target, type, listener] of listeners) target.removeEventListener(type, listener, true);
    content.remove();
    onClose?.();
    if (refocus) focus.focus();
  };
  /** @type {[EventTarget, string, EventListener][]} */
  const listeners = [
    [
      document,
      'pointerdown',
      ({ target }) => {
        if (target instanceof Node && !content.contains(target) && !anchor.contains(target)) close(false);
      },
    ],
    [
      document,
      'keydown',
      (event) => {
        if (/** @type {KeyboardEvent} */ (event).key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        close(true);
      },
    ],
    [
      document,
      'scroll',
      ({ target }) => {
        if (!(target instanceof Node) || !content.contains(target)) place();
      },
    ],
    [window, 'resize', place],
  ];
  for (const [target, type, listener] of listeners) target.addEventListener(type, listener, true);
  const watch = setInterval(place, 400);
  open = { close };
  place();
  return { close, place };
}

/**
 * A menu of buttons, with the arrow keys.
 * @param {HTMLElement} anchor
 * @param {HTMLElement[]} items Buttons or links.
 * @param {string} label
 */
export function openMenu(anchor, items, label) {
  if (anchor.getAttribute('aria-expanded') === 'true') return closePopup(true);
  const menu = document.createElement('div');
  menu.className = 'menu';
  menu.setAttribute('role', 'menu');
  menu.setAttribute('aria-label', label);
  for (const item of items) item.setAttribute('role', 'menuitem');
  menu.append(...items);
  anchor.setAttribute('aria-expanded', 'true');
  const popup = openPopup({
    anchor,
    content: menu,
    onClose: () => anchor.setAttribute('aria-expanded', 'false'),
  });
  menu.addEventListener('click', () => popup.close(true));
  menu.addEventListener('keydown', (event) => {
    const at = items.findIndex((item) => item === document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    items.at((at + step) % items.length)?.focus();
  });
  items[0]?.focus();
}
