/** As much of a secret as counts as the secret (promises H1, H15). */
const WINDOW = 12;

const base64 = (text: string): string[] => {
  const bytes = Buffer.from(text);
  // What stands before it shifts it by 0, 1 or 2 bytes; letters that its neighbours share are left off at both ends.
  return [0, 1, 2].map((before) => {
    const end = Math.floor(((before + bytes.length) * 8) / 6);
    return Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .slice(Math.ceil((before * 8) / 6), end);
  });
};
const url = (text: string) => encodeURIComponent(text.toWellFormed());
const json = (text: string) => JSON.stringify(text).slice(1, -1);
const units = (text: string) => Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
const hex = (text: string) => Buffer.from(text).toString('hex');

/** How a text may be written: each returns all it may look like. Letters of either case count alike but in base64. */
const FORMS: Readonly<Record<string, (text: string) => string[]>> = {
  raw: (text) => [text, Buffer.from(text).toString('latin1')],
  base64,
  base64url: (text) => base64(text).map((one) => one.replaceAll('+', '-').replaceAll('/', '_')),
  hex: (text) => [hex(text)],
  url: (text) => [
    url(text),
    url(url(text)),
    new URLSearchParams([['', text]]).toString().slice(1),
    hex(text).replaceAll(/../g, '%$&'),
  ],
  json: (text) => [
    json(text),
    json(json(text)),
    json(text).replaceAll('/', '\\/'),
    units(text)
      .map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
      .join(''),
  ],
  html: (text) => [
    units(text)
      .map((unit) => `&#${unit};`)
      .join(''),
    text.replaceAll(/[&<>"'/=+`]/g, (one) => `&#${one.charCodeAt(0)};`),
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
  ],
};

const windowsOf = (text: string): string[] =>
  Array.from({ length: Math.max(1, text.length - WINDOW + 1) }, (_, at) => text.slice(at, at + WINDOW));

/** Whatever holds 12 characters of a text holds one of these: a few to look for, before all that there are. */
const halvesOf = (text: string): string[] =>
  Array.from({ length: Math.floor((2 * text.length) / WINDOW) }, (_, n) =>
    text.slice((n * WINDOW) / 2, ((n + 1) * WINDOW) / 2),
  );

/**
 * How a text stands in a larger one: by the name of each form it is found in, `base64`; only 12 characters of it,
 * `base64 window`. Empty when it is nowhere.
 */
export function tracesOf(text: string, haystack: string): string[] {
  const lower = haystack.toLowerCase();
  return Object.entries(FORMS).flatMap(([name, write]) => {
    const isIn = (written: string) =>
      name.startsWith('base64') ? haystack.includes(written) : lower.includes(written.toLowerCase());
    const holds = (part: string) =>
      write(part)
        .filter((written) => name === 'raw' || written !== part)
        .some(isIn);
    if (holds(text)) return [name];
    const mayHold = halvesOf(text).some((half) => write(half).some(isIn));
    return mayHold && windowsOf(text).some(holds) ? [`${name} window`] : [];
  });
}
