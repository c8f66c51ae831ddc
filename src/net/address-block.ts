// net: the unit in which askers are counted: an IPv4 address, or the /64 that one IPv6 customer has.

import ipaddr from 'ipaddr.js';

const BYTES_OF_64 = 8;

/** A key for counting; null for what is no address. An IPv4 address inside an IPv6 one counts as itself. */
export function addressBlock(text: string): string | null {
  if (!ipaddr.isValid(text)) return null;
  const address = ipaddr.process(text);
  if (address.kind() === 'ipv4') return address.toString();
  return `${Buffer.from(address.toByteArray().slice(0, BYTES_OF_64)).toString('hex')}/64`;
}
