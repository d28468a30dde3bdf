import ipaddr from 'ipaddr.js';

/** Of whoever can't be told apart: they share one bound. */
const UNKNOWN = 'unknown';

/**
 * The network that wrong codes are counted by (promise H11): an address is soon changed, a network less so. IPv4 by /24,
 * also where it comes mapped into IPv6; IPv6 by /48, which is what one site is given.
 */
export function networkOf(address: string | undefined): string {
  if (address === undefined || !ipaddr.isValid(address)) return UNKNOWN;
  const read = ipaddr.process(address);
  if (read instanceof ipaddr.IPv4) return `${read.octets.slice(0, 3).join('.')}.0/24`;
  return `${new ipaddr.IPv6([...read.parts.slice(0, 3), 0, 0, 0, 0, 0]).toString()}/48`;
}
