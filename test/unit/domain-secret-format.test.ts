import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findSecrets, readSecret } from '../../src/domain/secret-format.ts';
import { Secret } from '../../src/domain/secret.ts';

/** As Marketing Cloud makes them since 2026-03-26: the prefix and 59 more. */
const NEW = `SFMC_${'aB3-dE6_gH9+jK2/mN5~pQ8rS1tU4vW7xY0zA'.padEnd(59, 'k7Q2')}`;
const OLD = 'k7Q2wX9zR4tY1uB8nM5vC3aS';

const read = (pasted: string) => readSecret(new Secret(pasted));

describe('a deposit', () => {
  it('of 64 characters with the prefix is taken as it is', () => {
    expect(NEW).toHaveLength(64);
    expect(read(NEW)).toEqual({ ok: true, text: NEW, warnings: [] });
  });

  it.each([
    ['a trailing newline', `${NEW}\n`],
    ['Windows line ends', `\r\n${NEW}\r\n`],
    ['blanks and tabs', ` \t${NEW}\t `],
    ['a no-break space', `\u00A0${NEW}`],
    ['a byte-order mark', `\uFEFF${NEW}`],
    ['a line separator', `${NEW}\u2028`],
  ])('is trimmed: %s', (_, pasted) =>
    expect(read(pasted)).toMatchObject({ ok: true, text: NEW, warnings: [] }),
  );

  it.each([
    ['nothing', '', 'secret_empty'],
    ['only white space', ' \n\t\u00A0', 'secret_empty'],
    ['513 characters', 'x'.repeat(513), 'secret_too_long'],
    ['a megabyte', 'x'.repeat(1_048_576), 'secret_too_long'],
    ['a megabyte of blanks around one letter', `${' '.repeat(1_048_576)}x y`, 'secret_has_space'],
    ['a blank inside', `${NEW.slice(0, 30)} ${NEW.slice(30)}`, 'secret_has_space'],
    ['a line end inside', `${NEW.slice(0, 30)}\n${NEW.slice(30)}`, 'secret_has_space'],
    ['two secrets', `${NEW}\n${NEW}`, 'secret_has_space'],
    ['an ideographic space', `ab\u3000cd`, 'secret_has_space'],
    ['a null byte', `ab\u0000cd`, 'secret_has_control'],
    ['a bell', `ab\u0007cd`, 'secret_has_control'],
    ['a delete', `ab\u007Fcd`, 'secret_has_control'],
    ['a C1 control', `ab\u0086cd`, 'secret_has_control'],
    ['a right-to-left override', `ab\u202Ecd`, 'secret_has_control'],
    ['a bidi isolate', `ab\u2066cd`, 'secret_has_control'],
    ['a zero-width space', `ab\u200Bcd`, 'secret_has_control'],
    ['a zero-width space at the end', `${NEW}\u200B`, 'secret_has_control'],
    ['a zero-width joiner', `ab\u200Dcd`, 'secret_has_control'],
    ['a word joiner', `ab\u2060cd`, 'secret_has_control'],
    ['a soft hyphen', `ab\u00ADcd`, 'secret_has_control'],
    ['a byte-order mark inside', `ab\uFEFFcd`, 'secret_has_space'],
    ['a variation selector', `ab\uFE0Fcd`, 'secret_has_control'],
    ['a Hangul filler', `ab\u3164cd`, 'secret_has_control'],
    ['a tag character', `ab\u{E0041}cd`, 'secret_has_control'],
    ['a lone high surrogate', `ab\uD800cd`, 'secret_not_text'],
    ['a lone low surrogate', `ab\uDC00cd`, 'secret_not_text'],
    ['surrogates the wrong way round', `ab\uDC00\uD800cd`, 'secret_not_text'],
    ['a replacement character', `ab\uFFFDcd`, 'secret_not_text'],
  ] as const)('is refused: %s', (_, pasted, refusal) => {
    expect(read(pasted)).toEqual({ ok: false, refusal });
  });

  it.each([
    ['an old one', OLD, ['no_prefix', 'odd_length']],
    ['64 without the prefix', 'x'.repeat(64), ['no_prefix']],
    ['the prefix in small letters', NEW.toLowerCase(), ['no_prefix']],
    ['one too few', NEW.slice(0, 63), ['odd_length']],
    ['one too many', `${NEW}x`, ['odd_length']],
    ['512, the longest', 'x'.repeat(512), ['no_prefix', 'odd_length']],
    ['other letters', 'Schlüssel', ['no_prefix', 'odd_length']],
  ] as const)('is asked about once: %s', (_, pasted, warnings) => {
    expect(read(pasted)).toEqual({ ok: true, text: pasted, warnings });
  });

  it('that is taken survives storage as UTF-8 unchanged', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 8 }), (units) => {
        const judged = read(`ab${String.fromCharCode(...units)}cd`);
        if (judged.ok) expect(Buffer.from(judged.text, 'utf8').toString('utf8')).toBe(judged.text);
      }),
    );
  });

  it('is never quoted in a refusal', () => {
    expect(JSON.stringify(read(`${NEW} ${NEW}`))).not.toContain('SFMC_');
  });
});

describe('a text typed into Slack, with a secret in it', () => {
  it.each([
    ['alone', NEW],
    ['in a sentence', `Here you go: ${NEW} is the new one`],
    ['before a full stop', `The new secret is ${NEW}.`],
    ['before a colon and a comma', `${NEW}: yes, ${NEW}, that one`],
    ['before an ellipsis', `${NEW}...`],
    ['in brackets and quotes', `("${NEW}")`],
    ['in code', `\`${NEW}\``],
    ['in a code block', `\`\`\`\nclient_secret=${NEW}\n\`\`\``],
    ['in bold', `*${NEW}*`],
    ['in italics', `_${NEW}_`],
    ['struck out', `~${NEW}~`],
    ['in a Slack link', `<https://example.com/${NEW}|here>`],
    ['in a query', `https://example.com/?client_secret=${NEW}&client_id=abc`],
    ['in JSON', JSON.stringify({ client_secret: NEW })],
    ['in an environment file', `SFMC_CLIENT_SECRET=${NEW}`],
    ['on a line of its own', `new one:\n${NEW}\nthanks`],
    ['glued to a word', `secret${NEW}`],
  ])('%s: the secret itself is among what is certain', (_, text) => {
    expect(findSecrets(text).certain).toContain(NEW);
  });

  it('of another length is found too, with or without the full stop', () => {
    const short = `SFMC_${'q'.repeat(24)}=`;
    expect(findSecrets(`It is ${short}.`).certain).toContain(short);
    expect(findSecrets(`It is ${short.slice(0, -1)}...`).certain).toContain(short.slice(0, -1));
  });

  it('twice finds both', () => {
    const other = NEW.replace('aB3', 'zZ9');
    const { certain } = findSecrets(`old ${NEW}\nnew ${other}`);
    expect(certain).toContain(NEW);
    expect(certain).toContain(other);
  });

  it('says nothing twice', () => {
    const { certain, possible } = findSecrets(`${NEW} ${NEW} ${OLD} ${OLD}`);
    for (const found of [certain, possible]) expect(new Set(found).size).toBe(found.length);
    expect(possible.filter((hit) => certain.includes(hit))).toEqual([]);
  });

  it.each([19, 20])('%i characters after the prefix', (length) => {
    expect(findSecrets(`SFMC_${'x'.repeat(length)}`).certain.length > 0).toBe(length >= 20);
  });
});

describe('an old secret, without a prefix', () => {
  it.each([
    ['alone', OLD],
    ['before a full stop', `It was ${OLD}.`],
    ['behind its key', `client_secret=${OLD}`],
    ['in a URL', `https://example.com/${OLD}/x?y=1`],
    ['in markup', `_${OLD}_`],
  ])('%s: is only possible, to be compared', (_, text) => {
    const { certain, possible } = findSecrets(text);
    expect(certain).toEqual([]);
    expect(possible).toContain(OLD);
  });
});

describe('ordinary text', () => {
  it.each([
    '',
    'Please rotate the ESP package on Friday, the vendors know about it.',
    'Donaudampfschiffahrt is long, antidisestablishmenta not long enough',
    'start Loyalty – Emails (EMEA) 2026-11',
    'SFMC_Production is the package, SFMC_ is its prefix',
    'the secret starts with SFMC_ and has 64 characters',
    '<@U0123456789> <#C0123456789|rotation> :tada:',
    '2026-11-02T10:00:00.000Z',
    '👩🏽‍💻👩🏽‍💻👩🏽‍💻👩🏽‍💻👩🏽‍💻👩🏽‍💻👩🏽‍💻👩🏽‍💻',
  ])('%j: holds nothing', (text) => {
    // A word of twenty letters is only compared, so it is looked at here for what is certain.
    expect(findSecrets(text).certain).toEqual([]);
  });

  it('of short words has nothing to compare either', () => {
    expect(findSecrets('Please rotate the ESP package on Friday. Thanks!').possible).toEqual([]);
  });

  it.each(['=', '.', 'a', 'SFMC_', 'SFMC_='])('is searched in time: 100 KB of %s', (unit) => {
    const started = performance.now();
    findSecrets(unit.repeat(100_000 / unit.length));
    findSecrets(`SFMC_${unit.repeat(20_000)}a`);
    // A search that goes back over what it has read takes 20 seconds here.
    expect(performance.now() - started).toBeLessThan(4000);
  });
});
