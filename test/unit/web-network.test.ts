import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { networkOf } from '../../src/web/network.ts';

// Promise H11: wrong codes are counted by the network that they come from.

describe('a network', () => {
  it.each([
    ['203.0.113.7', '203.0.113.0/24'],
    ['::ffff:203.0.113.7', '203.0.113.0/24'],
    ['::FFFF:cb00:7107', '203.0.113.0/24'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1::/48'],
    ['2001:DB8:0001::', '2001:db8:1::/48'],
    ['::1', '::/48'],
    ['fe80::1%eth0', 'fe80::/48'],
  ])('of %s is %s', (address, network) => expect(networkOf(address)).toBe(network));

  it.each([
    undefined,
    '',
    'unknown',
    'localhost',
    '203.0.113.7:443',
    '[::1]',
    '203.0.113.256',
    ' 203.0.113.7',
    '1::2::3',
  ])('of %j nobody can tell', (address) => expect(networkOf(address)).toBe('unknown'));

  const sameButFor = (from: number) =>
    fc.tuple(fc.ipV6(), fc.ipV6()).map(([a, b]) => {
      const [one, other] = [groupsOf(a), groupsOf(b)];
      return [one.join(':'), [...one.slice(0, from), ...other.slice(from)].join(':')] as const;
    });

  it('of IPv4 is its first three numbers, mapped into IPv6 or not', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.nat(255), (address, last) => {
        const three = address.split('.').slice(0, 3).join('.');
        expect(networkOf(address)).toBe(`${three}.0/24`);
        expect(networkOf(`${three}.${last}`)).toBe(networkOf(address));
        expect(networkOf(`::ffff:${address}`)).toBe(networkOf(address));
      }),
    );
  });

  it('of IPv6 is its first 48 bits', () => {
    fc.assert(
      fc.property(sameButFor(3), ([one, other]) => {
        fc.pre(!isMapped(one) && !isMapped(other));
        expect(networkOf(one)).toBe(networkOf(other));
        expect(networkOf(one)).toMatch(/^[0-9a-f:]*::\/48$/);
      }),
    );
    fc.assert(
      fc.property(sameButFor(2), ([one, other]) => {
        fc.pre(!isMapped(one) && !isMapped(other) && one.split(':')[2] !== other.split(':')[2]);
        expect(networkOf(one)).not.toBe(networkOf(other));
      }),
    );
  });

  it('is found for any text whatever', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(networkOf(text)).toMatch(/^(unknown|[\d.]+\.0\/24|[0-9a-f:]+\/48)$/);
      }),
    );
  });
});

/** The eight groups of an address in any notation, four digits each. */
function groupsOf(address: string): string[] {
  const plain = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, ...four) => {
    const [a = 0, b = 0, c = 0, d = 0] = four.slice(0, 4).map(Number);
    return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  });
  const [head = '', tail] = plain.split('::');
  const groups = (text: string) => (text === '' ? [] : text.split(':'));
  const after = groups(tail ?? '');
  const zeros = tail === undefined ? 0 : 8 - groups(head).length - after.length;
  const all = [...groups(head), ...Array<string>(zeros).fill('0'), ...after];
  return all.map((group) => group.toLowerCase().padStart(4, '0'));
}

const isMapped = (address: string) => address.startsWith('0000:0000:0000:0000:0000:ffff');
