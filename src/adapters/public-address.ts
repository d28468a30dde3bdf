import ipaddr from 'ipaddr.js';

/** Public by its range, yet a host's own metadata service: Azure's, on every machine there. */
const METADATA = ['168.63.129.16'];
/** All that was ever given out of IPv6's unicast: what lies beside it may be anything of a network's own. */
const GLOBAL_IPV6 = ipaddr.IPv6.parse('2000::');
const GLOBAL_IPV6_BITS = 3;

/**
 * An address of the public internet. By what it is, not by what it is not: loopback, private, link-local, shared,
 * multicast, reserved and IPv4 wrapped into IPv6 are all not `unicast`.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const read = ipaddr.parse(address);
  if (read.range() !== 'unicast' || METADATA.includes(address)) return false;
  return read instanceof ipaddr.IPv4 || read.match(GLOBAL_IPV6, GLOBAL_IPV6_BITS);
}

export const isLoopbackAddress = (address: string): boolean =>
  ipaddr.isValid(address) && ipaddr.parse(address).range() === 'loopback';

/** What is written where a URL has its host: an address without its brackets, or a name. */
export const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '');

/** A host that is this very machine by its spelling alone. The URL's parser has undone decimal, octal and hex ones. */
export const isLoopbackHost = (host: string): boolean =>
  /^(?:.+\.)?localhost\.?$/.test(host) || isLoopbackAddress(host);

export const isAddress = (host: string): boolean => ipaddr.isValid(host);
