// Queue room: which server the jobs live on. The rest of the room is the same for Redis and for PostgreSQL.

import type { Links } from './links.ts';
import { openPostgres } from './postgres.ts';
import { openRedis } from './redis.ts';
import { type Describe, describer, secretsOf } from './scrub.ts';

export interface Transport {
  /** Host and database for logs, without credentials. */
  readonly label: string;
  readonly describe: Describe;
  open(): Links;
}

const SCHEMES: Readonly<Record<string, (url: URL) => Links>> = {
  'redis:': openRedis,
  'rediss:': openRedis,
  'postgres:': openPostgres,
  'postgresql:': openPostgres,
};

/** Reads the queue's URL; throws RangeError (without the URL, which may hold a password) when it is none of ours. */
export function transportOf(queueUrl: string): Transport {
  const url = URL.canParse(queueUrl) ? new URL(queueUrl) : null;
  const open = url && SCHEMES[url.protocol];
  if (!url || !open) {
    const found = url ? `scheme ${url.protocol}//` : 'no URL';
    throw new RangeError(
      `The queue's URL: found ${found}, allowed are redis://, rediss://, postgres://, postgresql://`,
    );
  }
  return {
    label: `${url.protocol}//${url.host}${url.pathname}`,
    describe: describer([...secretsOf(url), queueUrl]),
    open: () => open(url),
  };
}
