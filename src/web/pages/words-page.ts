import { html, type Html } from '../html.ts';
import { document, facts, notice, page, whenIso } from '../layout.ts';
import type { Words } from '../words.ts';

/** The form of the deposit page; the button that accepts warnings sits outside it. */
export const DEPOSIT_FORM = 'deposit-form';

/** Words beside the page they are about, which stays: what was typed is not lost. */
export function wordsNotice(words: Words): Html {
  const { title, text, next } = words;
  return notice({ title, text, next, more: details(words) });
}

/** The same words as a document of their own, for an address opened in a browser. */
export const wordsDocument = (words: Words): string =>
  document({
    title: words.title,
    hasScript: false,
    main: page({
      heading: words.title,
      body: html`<p class="lead">${words.text}</p>
        <p>${words.next}</p>
        ${details(words)}`,
    }),
  });

const BUTTONS = {
  open: html`<form data-act="open"><button type="submit">Show where it stands</button></form>`,
  preview: html`<form data-act="preview" data-with-kept>
    <button type="submit">Show the preview</button>
  </form>`,
  deposit_anyway: html`<button
    type="submit"
    form="${DEPOSIT_FORM}"
    name="acceptsWarnings"
    value="true"
    data-flag
  >
    It is right, deposit it anyway
  </button>`,
};

function details({ moment, reference, offers }: Words): Html {
  const rows = [
    [moment?.label ?? '', moment ? whenIso(moment.iso) : null],
    ['Reference', reference ?? null],
  ] as const;
  return html`${(moment || reference) && facts(rows)}${offers && BUTTONS[offers]}`;
}
