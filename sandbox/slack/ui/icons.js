// @ts-check

const NS = 'http://www.w3.org/2000/svg';

/** Paths of 20 × 20 line drawings, made for this page. @type {Record<string, string>} */
const PATHS = {
  home: 'M3 9.2 10 3.5l7 5.7M5 8v8.5h10V8M8.3 16.5v-4.6h3.4v4.6',
  lock: 'M5 9h10v7.5H5zM7 9V6.5a3 3 0 0 1 6 0V9',
  back: 'M12 4 6 10l6 6',
  close: 'M5 5l10 10M15 5 5 15',
  down: 'M5.5 8l4.5 4.5L14.5 8',
  more: 'M5 10h.01M10 10h.01M15 10h.01',
  eye: 'M2.5 10S5 5 10 5s7.5 5 7.5 5-2.5 5-7.5 5-7.5-5-7.5-5zM10 8a2 2 0 1 0 0 4 2 2 0 0 0 0-4',
  send: 'M3.5 10 16.5 4l-4 12.5-3-5z',
  check: 'M5 10.5l3.3 3.3L15 6.5',
  alarm: 'M10 3 18 16.5H2zM10 8v4M10 14.2v.01',
  siren: 'M5 16.5h10M6.5 13.5V10a3.5 3.5 0 0 1 7 0v3.5zM10 2v1.5M3.5 5l1.2 1M16.5 5l-1.2 1',
  hourglass: 'M6 3h8M6 17h8M7 3v2.5l3 4 3-4V3M7 17v-2.5l3-4 3 4V17',
  point: 'M3.5 10h12M11 5.5l4.5 4.5-4.5 4.5',
  ring: 'M10 4a6 6 0 1 0 0 12 6 6 0 0 0 0-12',
  key: 'M7 9.5a3 3 0 1 0 0 .01M10 9.5h7M14 9.5v3M16.8 9.5v2',
  warn: 'M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15M10 6.2V11M10 13.8v.01',
  hand: 'M6.5 10.5V5.3a1.1 1.1 0 0 1 2.2 0V9V3.6a1.1 1.1 0 0 1 2.2 0V9V4.6a1.1 1.1 0 0 1 2.2 0v6V7.4a1.1 1.1 0 0 1 2.2 0v5a5 5 0 0 1-9.4 2.3L4 11.6a1.2 1.2 0 0 1 2-1.2z',
  question: 'M7 7.5a3 3 0 1 1 4.2 2.8c-.8.4-1.2.9-1.2 1.9M10 15v.01',
  bang: 'M10 5v6.5M10 14.6v.01',
  thread: 'M4 5h12v8H9.5L6 16v-3H4z',
  tab: 'M11 4h5v5M16 4l-7 7M8 5H4.5v10.5H15V12',
  link: 'M4 15.5V10a4 4 0 0 1 4-4h7.5M12 2.5 15.5 6 12 9.5',
  turn: 'M15.5 8.5A6 6 0 0 0 4.7 7M4 3.5V7h3.5M4.5 11.5A6 6 0 0 0 15.3 13M16 16.5V13h-3.5',
  day: 'M4 5h12v11H4zM4 8.5h12M7 3v3M13 3v3',
  nobody: 'M10 3.5a3 3 0 1 0 0 6 3 3 0 0 0 0-6M4 16.5a6 6 0 0 1 12 0',
  archive: 'M3.5 4.5h13V8h-13zM5 8v8h10V8M8 11h4',
};

/**
 * @param {keyof typeof PATHS  } name
 * @param {string} [label] Without one the drawing is decoration.
 */
export function icon(name, label) {
  const svg = document.createElementNS(NS, 'svg');
  svg.setAttribute('viewBox', '0 0 20 20');
  svg.setAttribute('class', `icon icon-${name}`);
  if (label) {
    svg.setAttribute('role', 'img');
    svg.setAttribute('aria-label', label);
  } else svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(NS, 'path');
  path.setAttribute('d', PATHS[name] ?? '');
  svg.append(path);
  return svg;
}
