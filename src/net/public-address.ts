// net: which hosts may be asked. Addresses that people write must not reach this machine or its network unasked.
// Trap: a name may resolve to another address the next time, so the addresses that were checked are those to connect to.

import { lookup } from 'node:dns/promises';
import ipaddr from 'ipaddr.js';

export interface Reach {
  /** The addresses of a name; DNS unless a test brings its own. */
  readonly resolve?: (host: string) => Promise<readonly string[]>;
  /** Addresses that are allowed though they are not public: one's own network, or tests on the loopback. */
  readonly allow?: (address: string) => boolean;
}

/** `not-public`: at least one of the host's addresses is none of the public internet. `not-found`: it has none. */
export class AddressError extends Error {
  override readonly name = 'AddressError';
  readonly code: 'not-public' | 'not-found';

  constructor(code: AddressError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** The addresses that may be connected for this host name, at least one, in their usual spelling. @throws AddressError */
export async function publicAddresses(host: string, reach: Reach = {}): Promise<readonly string[]> {
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  const addresses = ipaddr.isValid(bare) ? [bare] : await resolved(bare, reach);
  const refused = addresses.find((address) => !isPublic(address) && reach.allow?.(address) !== true);
  if (refused === undefined) return addresses.map((address) => ipaddr.parse(address).toString());
  throw new AddressError('not-public', `its host leads to an address that is not public (${rangeOf(refused)})`);
}

/**
 * Whether an address is one of the public internet: not private, loopback, link-local, reserved or a tunnel to such. Of
 * IPv6 only 2000::/3 is given out (RFC 4291, IANA); whatever carries an IPv4 address in itself, or names an interface, is
 * no address of a public host.
 */
export function isPublic(address: string): boolean {
  return rangeOf(address) === 'unicast';
}

/** Interface ids that end in an IPv4 address (ISATAP, RFC 5214): 0000:5efe and 0200:5efe. */
const ISATAP = [0x0000, 0x0200];

/** The kind of range an address lies in; an IPv4 address mapped into an IPv6 one counts as itself. */
function rangeOf(text: string): string {
  if (!ipaddr.isValid(text)) return 'no address';
  const address = ipaddr.process(text);
  const range = address.range();
  if (!(address instanceof ipaddr.IPv6) || range !== 'unicast') return range;
  const { parts } = address;
  if (address.zoneId) return 'with a zone';
  if (parts.slice(0, 6).every((part) => part === 0)) return 'ipv4Compatible';
  if ((parts[0]! & 0xe000) !== 0x2000) return 'reserved';
  return parts[5] === 0x5efe && ISATAP.includes(parts[4]!) ? 'isatap' : range;
}

async function resolved(host: string, { resolve = askDns }: Reach): Promise<readonly string[]> {
  let addresses: readonly string[];
  try {
    addresses = await resolve(host);
  } catch (error) {
    const { code = 'DNS' } = error as NodeJS.ErrnoException;
    throw new AddressError('not-found', `its host was not found (${code})`);
  }
  if (addresses.length === 0) throw new AddressError('not-found', 'its host was not found (no address)');
  return addresses;
}

async function askDns(host: string): Promise<string[]> {
  return (await lookup(host, { all: true })).map(({ address }) => address);
}
