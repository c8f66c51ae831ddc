// The page of the queues over real BullMQ queues, on Redis and on PostgreSQL.

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Queue } from '../../src/queue/queue.ts';
import { BACKENDS, openBench } from '../queue/harness.ts';
import { fixture, HEALTHY } from './support.ts';

describe.each(BACKENDS)('the page of the queues on $backend', ({ use }) => {
  const server = use();
  const on = fixture();
  let bench: ReturnType<typeof openBench>;
  let queue: Queue;

  beforeEach(async () => {
    bench = openBench();
    queue = await bench.connect({ url: server.url, handlers: null });
    await queue.armAlarms([bench.clock.now() + 3_600_000]);
    on.health = { ...HEALTHY, queue: () => queue.health(), queues: () => queue.inspected() };
  });
  afterEach(() => bench.closeAll());

  test('shows each queue with its jobs', async () => {
    const answer = await on.ask('/system/queues/api/queues');
    expect(answer.status).toBe(200);
    const { queues } = (await answer.json()) as {
      queues: { name: string; counts: Record<string, number>; readOnlyMode: boolean }[];
    };
    expect(queues.map(({ name }) => name).sort()).toEqual(
      ['alarm', 'mail', 'poll'].map((kind) => `${bench.name}-${kind}`),
    );
    expect(queues.find(({ name }) => name.endsWith('-alarm'))).toMatchObject({
      counts: { delayed: 1 },
      readOnlyMode: true,
    });
  });

  test('is a page of files of its own, under rules that let nothing else in', async () => {
    const answer = await on.ask('/system/queues');
    const html = await answer.text();
    const rules = answer.headers.get('content-security-policy') ?? '';
    expect(rules).toContain(`default-src 'none'; script-src 'self'; style-src 'self'`);
    expect(rules).not.toContain('unsafe');
    for (const [, file] of html.matchAll(/src="(static\/[^"]+)"/g)) {
      const script = await on.ask(`/system/queues/${file}`);
      expect([file, script.status, script.headers.get('content-type')]).toEqual([
        file,
        200,
        expect.stringContaining('javascript'),
      ]);
    }
    expect((await on.ask('/')).headers.get('content-security-policy')).not.toBe(rules);
  });

  test.each(['PUT', 'POST', 'PATCH', 'DELETE'])('nothing can be changed with %s', async (method) => {
    const name = `${bench.name}-alarm`;
    for (const path of [`${name}/pause`, `${name}/empty`, `${name}/t1/clean`, `${name}/promote`]) {
      const { status } = await on.ask(`/system/queues/api/queues/${path}`, { method });
      expect([path, status]).toEqual([path, 404]);
    }
    expect((await queue.depth())?.alarm.delayed).toBe(1);
  });

  test('says so while the queue is away', async () => {
    on.health = { ...HEALTHY, queue: () => ({ connected: false, error: 'x' }), queues: () => queue.inspected() };
    const answer = await on.ask('/system/queues');
    expect(answer.status).toBe(503);
    expect(await answer.text()).toContain('キューにつながっているときだけ');
  });
});
