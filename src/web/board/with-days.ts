import { html, type Html } from '../html.ts';

const DAY = /(\d{4}-\d{2}-\d{2})/;

/** A text in which days are marked as such, so that none is broken at the end of a line. */
export const withDays = (text: string): Html =>
  html`${text.split(DAY).map((part) => (DAY.test(part) ? html`<time datetime="${part}">${part}</time>` : part))}`;
