import { describe, expect, it } from 'vitest';
import { readCode } from '../../src/domain/link-code.ts';

const CODE = '7K1XV0QZ';

describe('a code as people type it', () => {
  it.each([
    ['as it was shown', '7K1XV0QZ'],
    ['in small letters', '7k1xv0qz'],
    ['in groups', ' 7K1X-V0QZ\n'],
    ['in groups, with another dash', '7K1X–V0QZ'],
    ['spaced out', '7 K 1 X\u00A0V 0 Q Z'],
    ['with dots and underscores', '7K.1X_V0.QZ'],
    ['with a small L for the one', '7KlXV0QZ'],
    ['with an I for the one', '7KIXV0QZ'],
    ['with an O for the nought', '7K1XVoQZ'],
  ])('%s', (_, typed) => expect(readCode(typed)).toBe(CODE));

  it.each([
    ['nothing', ''],
    ['one too few', CODE.slice(1)],
    ['one too many', `${CODE}7`],
    ['a letter the alphabet leaves out', '7K1XV0QU'],
    ['other digits', '٧K1XV0QZ'],
    ['a null byte', `${CODE}\u0000`],
    ['something between', '7K1X/V0QZ'],
    ['a megabyte', CODE.repeat(131_072)],
  ])('is none: %s', (_, typed) => expect(readCode(typed)).toBeNull());

  it('of every letter of the alphabet is read back as it is', () => {
    const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
    const codes = alphabet.match(/.{8}/g) ?? [];
    expect(codes.map(readCode)).toEqual(codes);
  });
});
