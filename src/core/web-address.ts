// Addresses of pages that come from outside and become links.

/** The longest that is taken, in characters. */
export const LONGEST_ADDRESS = 2_000;

/**
 * Whether it is the address of a page: http or https, without user and password. One with a log-in in it would be a secret on every
 * page; one that looks like another is no address.
 */
export function isWebAddress(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > LONGEST_ADDRESS || !/^https?:\/\/[^\p{C}\p{Z}"<>\\]+$/iu.test(value))
    return false;
  const url = URL.canParse(value) ? new URL(value) : null;
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
}
