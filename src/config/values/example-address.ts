// config: addresses that documents use and nobody reads (RFC 2606, and example.jp of JPRS): mail to them tells nobody.

const EXAMPLE_HOST = /(^|\.)example(\.[a-z]{2,3}){0,2}$/i;

/** Whether the address is of a host named `example`, with or without a top level: mail to it is expected by nobody. */
export function isExampleAddress(address: string): boolean {
  return EXAMPLE_HOST.test(address.slice(address.lastIndexOf('@') + 1));
}
