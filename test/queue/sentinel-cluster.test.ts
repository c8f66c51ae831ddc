// Redis where one machine ends: sentinels with a failover under load, and a cluster. Real servers of the test's own.

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { transportOf } from '../../src/queue/backend.ts';
import { eventually } from '../support/eventually.ts';
import { addPoll, type Bench, openBench } from './harness.ts';
import { hasRedis, startCluster, startSentinels } from './redis-family.ts';

if (!hasRedis)
  process.stderr.write('SKIPPED: redis-server is not installed; neither sentinels nor a cluster are tried here\n');

describe('several hosts in the URL', () => {
  test.each([
    ['redis+sentinel://:s3cret@a:26379,b/main', 'redis+sentinel://a:26379,b:26379/main'],
    ['rediss+cluster://sla:s3cret@a,b:7001', 'rediss+cluster://a:6379,b:7001'],
  ])('%s is named in logs without credentials', (url, label) => {
    expect(transportOf(url).label).toBe(label);
  });

  test.each([
    ['redis+sentinel://:s3cret@a:1,b:2', 'names no master'],
    ['redis+cluster://:s3cret@a:1,b:2/3', 'has only one'],
    ['redis+cluster://:s3cret@a:1,b:x', 'one of its hosts is none'],
  ])('%s is refused, and not repeated', (url, why) => {
    expect(() => transportOf(url)).toThrow(why);
    expect(() => transportOf(url)).not.toThrow('s3cret');
  });
});

describe.skipIf(!hasRedis)('with servers', () => {
  let bench: Bench;
  beforeEach(() => {
    bench = openBench();
  });
  afterEach(() => bench.closeAll());

  test('sentinels: after the primary died the replica rings what is armed', { timeout: 180_000 }, async () => {
    const { url, primary } = await startSentinels();
    const queue = await bench.connect({ url });
    expect(await queue.wakeMail(['1'])).toBe(true);
    await eventually(() => bench.calls.includes('mail 1'));

    primary.process.kill('SIGKILL');
    await eventually(() => queue.wakeMail(['2']), 60_000);
    await eventually(() => bench.calls.includes('mail 2'), 60_000);
    expect(await queue.armAlarms([bench.clock.now()])).toBe(true);
    await eventually(() => bench.calls.includes('alarm'), 60_000);
    expect(queue.health().connected).toBe(true);
  });

  test('a cluster takes every kind of job, and keeps each queue in one slot', { timeout: 180_000 }, async () => {
    const { url, nodes } = await startCluster();
    const queue = await bench.connect({ url });
    expect(await queue.armAlarms([bench.clock.now(), bench.clock.now() + 600_000])).toBe(true);
    expect(await queue.wakeMail(['1', '2'])).toBe(true);
    await addPoll(queue, 'sample-tea');
    await eventually(() => bench.calls.length === 4);
    expect(bench.calls.toSorted()).toEqual(['alarm', 'mail 1', 'mail 2', 'poll sample-tea']);
    expect((await queue.depth())?.alarm.delayed).toBe(1);
    const keys = (await Promise.all(nodes.map((node) => node.say('KEYS', '*')))).flat() as string[];
    expect(keys.length).toBeGreaterThan(0);
    expect(keys.every((key) => key.startsWith('{bull}:'))).toBe(true);
  });

  test('a cluster named as a single server is refused with what to write', { timeout: 180_000 }, async () => {
    const { nodes } = await startCluster();
    const queue = await bench.open({ url: `redis://127.0.0.1:${nodes[0]!.port}` });
    await eventually(() => queue.health().error?.includes('write redis+cluster:// in QUEUE_URL') ?? false);
    expect(await queue.wakeMail(['1'])).toBe(false);
  });
});
