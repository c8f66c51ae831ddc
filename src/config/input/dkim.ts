// config: DKIM, for those whose mail server does not sign. The private key is named here, never given.

import { describe } from '../values/faults.ts';
import { type Reader, readMap, refuse, required } from '../values/readers.ts';
import { VARIABLE, variable } from '../values/secret-name.ts';

export interface Dkim {
  readonly domain: string;
  readonly selector: string;
  /** Name of an environment variable with the key in PEM; `\n` in it stands for a line end. */
  readonly privateKey: string;
}

const LABELS = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i;

const labels =
  (example: string): Reader<string> =>
  (value, at) =>
    typeof value === 'string' && LABELS.test(value) ? value : refuse(at, describe(value), example);

export const dkim: Reader<Dkim> = (value, at) => {
  const read = readMap(
    {
      domain: required(labels('a domain such as example.jp'), 'the domain that signs'),
      selector: required(labels('a selector such as sla2026'), 'the selector of the DNS record'),
      privateKey: required(variable, VARIABLE),
    },
    value,
    at,
    true,
  );
  if (!read?.domain || !read.selector || !read.privateKey) return undefined;
  return { domain: read.domain, selector: read.selector, privateKey: read.privateKey };
};
