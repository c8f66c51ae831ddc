// Jobs on a server that is well, the same suite on both backends.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { builtProgram } from '../support/run/programs.ts';
import { addPoll, BACKENDS, type Bench, gate, openBench, recording } from './harness.ts';

/** The server is never away here, so nobody may take it for that. */
const SLOW_MACHINE_MS = 30_000;

describe.each(BACKENDS)('on $backend', ({ use }) => {
  const server = use();
  let url: string;
  let bench: Bench;

  beforeEach(() => {
    url = server.url;
    bench = openBench({ answerMs: SLOW_MACHINE_MS });
  });
  afterEach(() => bench?.closeAll());

  test('an alarm rings at the end of its fifth of a second, not before', async () => {
    const { clock } = bench;
    const end = Math.ceil(clock.now() / 200 + 10) * 200;
    const rang: number[] = [];
    const handlers = recording([], { alarm: async () => void rang.push(clock.now()) });
    const queue = await bench.connect({ url, handlers });

    expect(await queue.armAlarms([end - 199, end])).toBe(true);

    await eventually(() => rang.length > 0);
    expect(rang[0]).toBeGreaterThanOrEqual(end);
  });

  test('an alarm for an instant that has passed rings', async () => {
    const queue = await bench.connect({ url });
    await queue.armAlarms([bench.clock.now() - 86_400_000]);
    await eventually(() => bench.calls.length === 1);
  });

  test('arming a second again, from any process, leaves one alarm', async () => {
    const due = bench.clock.now() + 600_000;
    const one = await bench.connect({ url, handlers: null });
    const other = await bench.connect({ url, handlers: null });

    expect(await one.armAlarms([due, due])).toBe(true);
    expect(await other.armAlarms([due])).toBe(true);

    expect((await one.depth())?.alarm).toEqual({ waiting: 0, active: 0, delayed: 1 });
  });

  test('handlers are given the outbox id and the shop of their job', async () => {
    const queue = await bench.connect({ url });

    expect(await queue.wakeMail(['17', '0193e8f0-aaaa-7bbb-8ccc-0123456789ab', '17'])).toBe(true);
    for (const shop of ['sample-tea', '0']) await addPoll(queue, shop);

    await eventually(() => bench.calls.length === 4);
    expect(bench.calls.toSorted()).toEqual([
      'mail 0193e8f0-aaaa-7bbb-8ccc-0123456789ab',
      'mail 17',
      'poll 0',
      'poll sample-tea',
    ]);
  });

  test('nothing to add is taken without a word', async () => {
    const queue = await bench.connect({ url });
    expect(await queue.armAlarms([])).toBe(true);
  });

  test('a finished job is forgotten, so the same id works again', async () => {
    const queue = await bench.connect({ url });
    for (const times of [1, 2]) {
      await queue.wakeMail(['17']);
      await eventually(() => bench.calls.length === times && bench.events.length === times);
    }
    expect(bench.events).toEqual(Array(2).fill({ kind: 'mail', outcome: 'completed' }));
  });

  test('waking a job that is in work is lost, which is why the tick wakes again', async () => {
    const { opened, open } = gate();
    const queue = await bench.connect({ url, handlers: recording(bench.calls, { mail: () => opened }) });
    await queue.wakeMail(['1']);
    await eventually(() => bench.calls.length === 1);

    expect(await queue.wakeMail(['1'])).toBe(true);
    open();
    await eventually(async () => (await queue.depth())?.mail.active === 0);

    expect((await queue.depth())?.mail).toEqual({ waiting: 0, active: 0, delayed: 0 });
    expect(bench.calls).toEqual(['mail 1']);
  });

  test('a handler that fails once is called again', async () => {
    const fail = [new Error('deadlock detected')];
    const handlers = recording(bench.calls, {
      alarm: async () => {
        const error = fail.pop();
        if (error) throw error;
      },
    });
    const queue = await bench.connect({ url, handlers });

    await queue.armAlarms([bench.clock.now()]);

    await eventually(() => bench.events.length === 2);
    expect(bench.events.map((event) => event.outcome)).toEqual(['retried', 'completed']);
    expect(bench.lines.filter((line) => line.level === 'warn')).toMatchObject([
      { fields: { error: 'deadlock detected' } },
    ]);
  });

  test('a handler that always fails is reported and its job gone after the last attempt', async () => {
    const handlers = recording(bench.calls, { alarm: () => Promise.reject(new TypeError('no such table')) });
    const queue = await bench.connect({ url, handlers });

    await queue.armAlarms([bench.clock.now()]);

    await eventually(() => bench.events.length === 3);
    expect(bench.events.map((event) => event.outcome)).toEqual(['retried', 'retried', 'failed']);
    expect(bench.lines.at(-1)).toMatchObject({ level: 'error', fields: { attempt: 3, error: 'no such table' } });
    expect((await queue.depth())?.alarm).toEqual({ waiting: 0, active: 0, delayed: 0 });
    expect(queue.health().connected).toBe(true);
  });

  test('processes share the work, each job is done once', async () => {
    const ids = Array.from({ length: 300 }, (_, index) => String(index));
    const calls: string[][] = [[], []];
    const queues = await Promise.all(calls.map((own) => bench.connect({ url, handlers: recording(own) })));

    await queues[0]?.wakeMail(ids);

    await eventually(() => calls.flat().length >= ids.length);
    await eventually(async () => (await queues[0]?.depth())?.mail.active === 0);
    expect(calls.flat().toSorted()).toEqual(ids.map((id) => `mail ${id}`).toSorted());
    expect(calls.every((own) => own.length > 0)).toBe(true);
  });

  test('a process without handlers takes no job, and other names are other queues', async () => {
    const producer = await bench.connect({ url, handlers: null });
    const stranger = await bench.connect({ url, name: `${bench.name}-x` });
    await producer.wakeMail(['1']);
    await stranger.wakeMail(['2']);

    await eventually(() => bench.calls.length === 1);
    expect(bench.calls).toEqual(['mail 2']);
    expect((await producer.depth())?.mail.waiting).toBe(1);
  });

  test('an alarm that comes up early by the clock of the service goes back to sleep', async () => {
    const { clock } = bench;
    const ahead = { ...clock, now: () => clock.now() + 5000 };
    const host = await bench.connect({ url, handlers: null, clock: ahead });
    const due = Math.ceil(clock.now() / 1000 + 6) * 1000;
    const rang: number[] = [];
    await bench.connect({ url, handlers: recording([], { alarm: async () => void rang.push(clock.now()) }) });

    await host.armAlarms([due]);

    await eventually(() => rang.length > 0);
    expect(rang[0]).toBeGreaterThanOrEqual(due);
    expect(bench.lines.filter((line) => line.level !== 'info')).toEqual([]);
  });

  test('ten thousand alarms are armed with one call', async () => {
    const queue = await bench.connect({ url, handlers: null });
    const first = bench.clock.now() + 600_000;

    expect(await queue.armAlarms(Array.from({ length: 10_000 }, (_, index) => first + index * 1000))).toBe(true);

    expect((await queue.depth())?.alarm.delayed).toBe(10_000);
  });

  test('closing waits for the handler in work and takes nothing more', async () => {
    const { opened, open } = gate();
    const ended: string[] = [];
    const handlers = recording(bench.calls, { mail: (id) => opened.then(() => void ended.push(id)) });
    const queue = await bench.connect({ url, handlers, concurrency: { mail: 1 } });
    const other = await bench.connect({ url, handlers: null });
    await queue.wakeMail(['1']);
    await eventually(() => bench.calls.length === 1);

    const closed = queue.close().then(() => ended.push('closed'));
    await other.wakeMail(['2']);
    open();
    await closed;

    expect(ended).toEqual(['1', 'closed']);
    expect((await other.depth())?.mail).toEqual({ waiting: 1, active: 0, delayed: 0 });
    expect(await queue.wakeMail(['3'])).toBe(false);
  });

  test('closing ends although a handler never does', async () => {
    const handlers = recording(bench.calls, { mail: () => new Promise(() => {}) });
    const queue = await bench.connect({ url, handlers });
    await queue.wakeMail(['1']);
    await eventually(() => bench.calls.length === 1);

    await queue.close(50);
    await queue.close(50);

    expect(queue.health().connected).toBe(true);
  });

  test('a job whose process was killed is taken over', async () => {
    const program = builtProgram('test/queue/lost-worker.ts');
    const lost = spawn(process.execPath, [program, url, bench.name, '1000'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const producer = await bench.connect({ url, handlers: null });
    await producer.wakeMail(['1']);
    expect(String((await once(lost.stdout, 'data'))[0])).toBe('took 1\n');
    lost.kill('SIGKILL');
    await once(lost, 'exit');

    await bench.connect({ url, lockMs: 1000 });

    await eventually(() => bench.calls.length > 0);
    expect(bench.calls).toEqual(['mail 1']);
    expect(bench.events).toContainEqual({ kind: 'mail', outcome: 'stalled' });
  });

  test('losing every job breaks nothing, not even the job in work', async () => {
    const { opened, open } = gate();
    const handlers = recording(bench.calls, { mail: (id) => (id === '1' ? opened : Promise.resolve()) });
    const queue = await bench.connect({ url, handlers });
    await queue.armAlarms([bench.clock.now() + 600_000]);
    await queue.wakeMail(['1']);
    await eventually(() => bench.calls.length === 1);

    await server.wipe(bench.name);
    open();
    expect(await queue.wakeMail(['2'])).toBe(true);
    expect(await queue.armAlarms([bench.clock.now()])).toBe(true);

    await eventually(() => bench.calls.length === 3);
    expect(bench.calls.toSorted()).toEqual(['alarm', 'mail 1', 'mail 2']);
    expect((await queue.depth())?.alarm.delayed).toBe(0);
    expect(queue.health().connected).toBe(true);
  });
});
