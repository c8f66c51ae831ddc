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

/** The addresses that may be connected for this host name, at least one. @throws AddressError */
export async function publicAddresses(host: string, reach: Reach = {}): Promise<readonly string[]> {
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  const addresses = ipaddr.isValid(bare) ? [bare] : await resolved(bare, reach);
  const refused = addresses.find((address) => !isPublic(address) && reach.allow?.(address) !== true);
  if (refused === undefined) return addresses;
  throw new AddressError('not-public', `its host leads to an address that is not public (${rangeOf(refused)})`);
}

/** Whether an address is one of the public internet: not private, loopback, link-local, reserved or a tunnel to such. */
export function isPublic(address: string): boolean {
  return rangeOf(address) === 'unicast';
}

/** The kind of range an address lies in; an IPv4 address inside an IPv6 one counts as itself. */
function rangeOf(address: string): string {
  return ipaddr.process(address).range();
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
