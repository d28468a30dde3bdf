import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPublicAddress } from '../../src/adapters/public-address.ts';

// What a webhook may be sent to: an address of the public internet, and no other.

describe('an address of the public internet', () => {
  it.each([
    '8.8.8.8',
    '93.184.215.14',
    '172.15.255.255',
    '172.32.0.1',
    '2606:4700::1111',
    '2a00:1450:4001::5',
  ])('%s is one', (address) => expect(isPublicAddress(address)).toBe(true));

  it.each([
    ['this network', '0.0.0.0', '0.1.2.3', '::'],
    ['loopback', '127.0.0.1', '127.255.255.254', '::1'],
    ['private', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', 'fc00::1', 'fdff::1'],
    [
      'link-local, with the metadata of clouds',
      '169.254.169.254',
      '169.254.170.2',
      'fe80::1',
      'fe80::1%eth0',
    ],
    ['shared between customers of a network', '100.64.0.1', '100.100.100.200', '100.127.255.255'],
    ['metadata elsewhere', '168.63.129.16', 'fd00:ec2::254', '192.0.0.192'],
    ['multicast and broadcast', '224.0.0.1', '239.255.255.255', '255.255.255.255', 'ff02::1'],
    [
      'for documentation and measurements',
      '192.0.2.1',
      '198.18.0.1',
      '198.51.100.1',
      '203.0.113.1',
      '2001:db8::1',
    ],
    ['reserved', '240.0.0.1', '192.0.0.1', '4000::1', '5f00::1', 'fec0::1', '100::1'],
    [
      'IPv4 in IPv6',
      '::ffff:127.0.0.1',
      '::ffff:8.8.8.8',
      '::ffff:7f00:1',
      '::127.0.0.1',
      '::ffff:0:10.0.0.1',
    ],
    [
      'IPv4 behind a translator or a tunnel',
      '64:ff9b::10.0.0.1',
      '64:ff9b:1::a00:1',
      '2002:a00:1::',
      '2001::1',
    ],
    ['none at all', '', 'localhost', '127.1', '0x7f.0.0.1', '2130706433', '1.2.3.4:80', '[::1]', ' 8.8.8.8'],
  ])('%s: none of them', (_, ...addresses) =>
    expect(addresses.filter((address) => isPublicAddress(address))).toEqual([]),
  );

  it('none, whatever stands in front, when it wraps IPv4', () => {
    const wrapped = fc.tuple(fc.constantFrom('::ffff:', '::', '64:ff9b::', '::ffff:0:'), fc.ipV4());
    fc.assert(fc.property(wrapped, ([prefix, ip]) => !isPublicAddress(`${prefix}${ip}`)));
  });
});
