// Queue room: which server the jobs live on. The rest of the room is the same for Redis and for PostgreSQL.

import type { Links } from './links.ts';
import { openPostgres } from './postgres.ts';
import { openRedis } from './redis.ts';
import { redisAddressOf } from './redis-address.ts';
import { type Describe, describer, secretsOf } from './scrub.ts';

export interface Transport {
  /** Host and database for logs, without credentials. */
  readonly label: string;
  readonly describe: Describe;
  open(): Links;
}

const ALLOWED =
  'redis://, rediss://, redis+sentinel://, rediss+sentinel://, redis+cluster://, rediss+cluster://, postgres://, postgresql://';

/** Reads the queue's URL; throws RangeError (without the URL, which may hold a password) when it is none of ours. */
export function transportOf(queueUrl: string): Transport {
  const redis = redisAddressOf(queueUrl);
  if (redis !== null) {
    const hosts = redis.nodes.map(({ host, port }) => `${host}:${port}`).join(',');
    return transport(queueUrl, redis.url, hosts || redis.url.host, () => openRedis(redis));
  }
  const url = URL.canParse(queueUrl) ? new URL(queueUrl) : null;
  if (url === null || !['postgres:', 'postgresql:'].includes(url.protocol)) {
    const found = url ? `scheme ${url.protocol}//` : 'no URL';
    throw new RangeError(`The queue's URL: found ${found}, allowed are ${ALLOWED}`);
  }
  return transport(queueUrl, url, url.host, () => openPostgres(url));
}

function transport(queueUrl: string, url: URL, hosts: string, open: () => Links): Transport {
  return {
    label: `${url.protocol}//${hosts}${url.pathname}`,
    describe: describer([...secretsOf(url), queueUrl]),
    open,
  };
}
