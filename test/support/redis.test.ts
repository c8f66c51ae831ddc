// The run's Redis is set up the way BullMQ needs it.

import { Redis } from 'ioredis';
import { expect, test } from 'vitest';
import { describeWithRedis } from './redis.ts';

describeWithRedis('the Redis of the test run', ({ url, prefix }) => {
  test('keeps keys under the suite’s own prefix, never evicts, wakes 100 times a second', async () => {
    const redis = new Redis(url);
    try {
      await redis.set(`${prefix}:key`, 'kept', 'EX', 60);
      expect(await redis.get(`${prefix}:key`)).toBe('kept');
      // With REDIS_URL it is somebody else's server; its settings are theirs.
      if (process.env.REDIS_URL) return;
      expect(await redis.config('GET', 'maxmemory-policy')).toEqual(['maxmemory-policy', 'noeviction']);
      expect(await redis.config('GET', 'hz')).toEqual(['hz', '100']);
    } finally {
      redis.disconnect();
    }
  });
});
