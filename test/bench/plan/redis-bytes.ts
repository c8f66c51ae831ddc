// bench: what Redis holds while as many alarms are armed as there ever are: each fifth of a second of the next 90 s.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import type { Clock } from '../../../src/core/clock.ts';
import { openQueue } from '../../../src/queue/queue.ts';
import { eventually } from '../../support/eventually.ts';
import { startRedis } from '../../support/run/redis-server.ts';
import { logger } from '../database.ts';

const clock: Clock = {
  now: Date.now,
  realMs: (ms) => ms,
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

const AHEAD_MS = 90_000;
const APART_MS = 200;

/** Null where the machine has no redis-server. */
export async function redisBytes(): Promise<number | null> {
  const folder = mkdtempSync(join(tmpdir(), 'inquiry-sla-bench-redis-'));
  const redis = await startRedis(folder);
  if (redis === null) return null;
  const queue = await openQueue({ url: redis.url, name: 'plan', clock, logger, handlers: null });
  const client = new Redis(redis.url);
  try {
    const from = clock.now() + 60_000;
    const alarms = Array.from({ length: AHEAD_MS / APART_MS }, (_, n) => from + n * APART_MS);
    await eventually(async () => {
      if (!(await queue.armAlarms(alarms))) throw new Error('the alarms are not armed');
    });
    const [, bytes] = /used_memory:(\d+)/.exec(await client.info('memory'))!;
    return Number(bytes);
  } finally {
    client.disconnect();
    await queue.close();
    await redis.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
