import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tracesOf } from '../support/search.ts';

// The search behind promises H1, H9 and H15 must itself be believed: what is planted is found, in every form, wherever it stands.

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const secret = fc.string({ unit: fc.constantFrom(...LETTERS, ...'-_+/=.~'), minLength: 59, maxLength: 59 });
const canary = secret.map((rest) => `SFMC_${rest}`);
const odd = fc.string({
  unit: fc.constantFrom(...LETTERS, ...'"\\<>&\'% \n€ż👩'),
  minLength: 24,
  maxLength: 40,
});
/** What stands around it: nothing that could be taken for a part of it. */
const around = fc.string({ unit: fc.constantFrom(...'€ż!?#,;: []()'), maxLength: 40 });

/** Independent of the search: whole texts are encoded with the canary inside, never the canary by itself. */
const ENCODERS: Record<string, (text: string) => string> = {
  raw: (text) => `<p>${text}</p>`,
  upper: (text) => text.toUpperCase(),
  'UTF-8 bytes': (text) => Buffer.from(text).toString('latin1'),
  base64: (text) => Buffer.from(text).toString('base64'),
  'base64 after one byte': (text) => Buffer.from(`x${text}`).toString('base64'),
  'base64 after two bytes': (text) => Buffer.from(`xy${text}`).toString('base64'),
  base64url: (text) => Buffer.from(text).toString('base64url'),
  'base64url after one byte': (text) => Buffer.from(`x${text}`).toString('base64url'),
  'base64url after two bytes': (text) => Buffer.from(`xy${text}`).toString('base64url'),
  hex: (text) => `\\x${Buffer.from(text).toString('hex')}`,
  'hex in capitals': (text) => Buffer.from(text).toString('hex').toUpperCase(),
  'a URL': (text) => new URL(`https://x.example/?q=${encodeURIComponent(text)}`).href,
  'a URL in a URL': (text) => encodeURIComponent(`https://x.example/?q=${encodeURIComponent(text)}`),
  'a form': (text) => new URLSearchParams({ a: text, b: '1' }).toString(),
  'a URL with every byte escaped': (text) =>
    [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0').toUpperCase()}`).join(''),
  JSON: (text) => JSON.stringify({ a: [{ b: text }] }),
  'JSON in JSON': (text) => JSON.stringify({ line: JSON.stringify({ text }) }),
  'JSON as PHP writes it': (text) => JSON.stringify({ text }).replaceAll('/', '\\/'),
  'JSON with every letter escaped': (text) =>
    Array.from(
      { length: text.length },
      (_, at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`,
    ).join(''),
  HTML: (text) => text.replaceAll(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`),
  'HTML with names': (text) =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
};

describe.each(Object.entries(ENCODERS))('a canary in %s', (_name, encode) => {
  test('is found', () => {
    fc.assert(
      fc.property(fc.oneof(canary, odd), around, around, (text, before, after) => {
        expect(tracesOf(text, encode(`${before}${text}${after}`))).not.toEqual([]);
      }),
    );
  });

  test('is found by any twelve characters of it', () => {
    fc.assert(
      fc.property(canary, fc.nat(64 - 12), around, around, (text, at, before, after) => {
        expect(tracesOf(text, encode(`${before}${text.slice(at, at + 12)}${after}`))).not.toEqual([]);
      }),
    );
  });
});

test.each([
  ['raw', 'a SFMC_abcdefghij/lmnopqrst b', ['raw']],
  ['a part', 'a SFMC_abcdefg b', ['raw window']],
  ['the end', 'a hij/lmnopqrst b', ['raw window']],
  ['eleven characters', 'SFMC_abcdef and j/lmnopqrst', []],
  ['the bytes of eleven', Buffer.from('SFMC_abcdef').toString('hex'), []],
  ['nothing', '', []],
])('%s is called by its name', (_, haystack, names) => {
  expect(tracesOf('SFMC_abcdefghij/lmnopqrst', haystack)).toEqual(names);
});

test('a code of nine characters is found whole, and not by a part', () => {
  const code = '7K1X-V0QZ';
  for (const [name, encode] of Object.entries(ENCODERS))
    expect(tracesOf(code, encode(`€ ${code}, and`)), name).not.toEqual([]);
  expect(tracesOf(code, '7K1X V0QZ, 7K1X-V0Q, K1X-V0QZ')).toEqual([]);
});

test('what is not there is not found', () => {
  const unlike = fc.string({
    unit: fc.constantFrom(...'0123456789abcdef', ...'{}":,<>/%&;'),
    maxLength: 2000,
  });
  fc.assert(
    fc.property(canary, unlike, (text, haystack) => {
      expect(tracesOf(text, haystack)).toEqual([]);
    }),
  );
});
