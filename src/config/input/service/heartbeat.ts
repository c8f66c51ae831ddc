// config: a dead-man's switch outside, which alarms when nobody calls it any more. Its address is the key to it, so it is
// named here and never given.

import { describe } from '../../values/faults.ts';
import { oneOf, optional, type Reader, readMap, refuse, required } from '../../values/readers.ts';
import { VARIABLE, variable } from '../../values/secret-name.ts';

const METHODS = ['get', 'post'] as const;

export interface Heartbeat {
  /** Name of the environment variable with the address. */
  readonly url: string;
  readonly everyMs: number;
  readonly method: (typeof METHODS)[number];
}

const MINUTE_MS = 60_000;
const EVERY = 'whole minutes from 1m to 60m, such as 5m';

const every: Reader<number> = (value, at) => {
  const minutes = typeof value === 'string' ? Number(/^(\d{1,2})m$/.exec(value)?.[1]) : Number.NaN;
  if (minutes >= 1 && minutes <= 60) return minutes * MINUTE_MS;
  return refuse(at, describe(value), EVERY, value === '1h' ? 'did you mean 60m?' : undefined);
};

export const heartbeat: Reader<Heartbeat> = (value, at) => {
  const read = readMap(
    {
      url: required(variable, VARIABLE),
      every: optional(every, 5 * MINUTE_MS),
      method: optional(oneOf(METHODS), 'get'),
    },
    value,
    at,
    true,
  );
  if (!read?.url || !read.every || !read.method) return undefined;
  return { url: read.url, everyMs: read.every, method: read.method };
};
