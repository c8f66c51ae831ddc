// Redis in tests: the run's own or REDIS_URL's. Always use `prefix`: somebody else's keys may live on the same server.

import { randomBytes } from 'node:crypto';
import { describe, inject } from 'vitest';

interface TestRedis {
  readonly url: string;
  /** A key prefix that nobody else uses. */
  readonly prefix: string;
}

/** The server's URL, or null when there is none (the global setup has said so loudly). */
export function redisUrl(): string | null {
  return inject('redisUrl');
}

/** A key prefix (BullMQ's `prefix`) of the caller's own. */
function redisPrefix(): string {
  return `test-${randomBytes(6).toString('hex')}`;
}

/** A suite that needs Redis; without one it is shown as skipped, with the reason in its title. */
export function describeWithRedis(title: string, suite: (redis: TestRedis) => void): void {
  const url = redisUrl();
  if (url === null)
    describe.skip(`${title} (skipped: no Redis; see the message at the top)`, () => suite({ url: '', prefix: '' }));
  else describe(title, () => suite({ url, prefix: redisPrefix() }));
}
